"""The page from which records go out: every form with what it is and who uses it, and a file of each."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from commonweal.basics.findings import Refused
from commonweal.exchange.forms import FORMS
from commonweal.web.register.packing import pack
from commonweal.web.register.reading import book, has_records
from commonweal.web.saying import say

# For the ending of a file's name: what a browser calls such a file, and what people do.
_FILES = {
    "csv": ("text/csv; charset=utf-8", gettext_lazy("List for a spreadsheet (.csv)")),
    "json": ("application/json", gettext_lazy("Data for programs (.json)")),
    "jsonld": ("application/ld+json", gettext_lazy("Linked data for programs (.jsonld)")),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", gettext_lazy("Workbook (.xlsx)")),
    "zip": ("application/zip", gettext_lazy("Archive of tables (.zip)")),
}


def take_out(request: HttpRequest) -> HttpResponse:
    """Every form in which records go out."""
    return render(request, "register/take_out.html.jinja", {
        "empty": not has_records(request.visit.body), "forms": FORMS,
        "files": {suffix: words for suffix, (_, words) in _FILES.items()}})


def take_out_all(request: HttpRequest) -> HttpResponse:
    """All records as one .zip file that can be brought in elsewhere, opened by hand and kept."""
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "records.zip"
        pack(request.visit.body, path)
        return download(path.read_bytes(), request.visit.body.slug, "zip")


def take_out_form(request: HttpRequest, form: str) -> HttpResponse:
    """All records in one form; where it cannot hold them, the page again with what is in the way."""
    body = request.visit.body
    if form not in FORMS:
        raise Http404
    try:
        content = FORMS[form].depart(book(body))
    except Refused as refused:
        messages.error(request, " ".join([say(refused.message), *(
            f"{say(found.where)}: {say(found.message)}" for found in refused.findings[:3])]))
        return redirect("take-out", body=body.slug)
    return download(content, f"{body.slug}-{form}", FORMS[form].suffix)


def download(content: bytes, name: str, suffix: str) -> HttpResponse:
    """A file to be kept under a name."""
    return HttpResponse(content, content_type=_FILES[suffix][0], headers={
        "Content-Disposition": f'attachment; filename="{name}.{suffix}"'})
