"""The pages on which a return is taken away as a workbook and brought back filled in."""

import base64
import binascii
import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonweal.exchange.corrected import corrected_copy
from commonweal.exchange.files import File
from commonweal.exchange.opening import open_file
from commonweal.exchange.sniffing import NotTaken
from commonweal.exchange.workbooks.return_sheets import write_return
from commonweal.web.config.pages import capital
from commonweal.web.evidence.scanning import scan
from commonweal.web.register.reading import titles
from commonweal.web.returns.actions import NothingToDo
from commonweal.web.returns.filling_in import LookAgain, Looked, asked_of, fill_in, look_through, together
from commonweal.web.returns.models import Return
from commonweal.web.returns.tasklist import sheet_of, why_not_answer
from commonweal.web.returns.views import Desk, returned_to, shown
from commonweal.web.saying import say

# What was looked through comes back with the choice to agree, as one field of a form.
MOST_BYTES = 1_400_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookForm(forms.Form):
    """A workbook that was filled in."""

    upload = forms.FileField(label=gettext_lazy("The workbook, filled in"), allow_empty_file=False, error_messages={
        "required": gettext_lazy("Choose the workbook that you filled in."),
        "empty": gettext_lazy("The file is empty: choose another one.")},
        widget=forms.ClearableFileInput({"accept": ".xlsx,.ods"}))

    def clean_upload(self) -> File:
        """A file that is not too large and in which the scanner finds nothing."""
        upload = self.cleaned_data["upload"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("The file has %(size)s bytes, and %(most)s are the most.") % {
                "size": f"{upload.size:,}", "most": f"{MOST_BYTES:,}"})
        file = File(upload.name[:200], upload.read())
        try:
            scan(file.content)
        except NotTaken as fault:
            raise forms.ValidationError(capital(f"{say(fault.message)} {say(fault.mend)}")) from fault
        return file


def workbook(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """Take the workbook, bring it back, look through what it would change, and agree."""
    returned = returned_to(request, desk, reference)
    reach, actor = request.visit.reach(desk.may), request.visit.actor(desk.may)
    again = _looked_at_before(request)
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" and not again else WorkbookForm()
    file = again or (form.cleaned_data["upload"] if form.is_valid() else None)
    met = False
    if again and request.POST.get("do") == "agree":
        try:
            count = fill_in(actor, returned, reach, again, _seen(request))
        except NothingToDo:
            return desk.go(request, "", returned)
        except LookAgain:
            met = True
        else:
            messages.success(request, ngettext(
                "%(num)s answer was filled in. Nothing was sent yet: check the answers, then send.",
                "%(num)s answers were filled in. Nothing was sent yet: check the answers, then send.", count) % {
                    "num": count})
            return desk.go(request, "", returned)
    looked = look_through(returned, reach, actor.person, file) if file else None
    if looked and again and request.POST.get("do") == "copy":
        return _download(corrected_copy(open_file(again), looked.receipt), "rows-to-mend.xlsx")
    sheet = sheet_of(returned, alone=True)
    return shown(request, desk, "workbook", sheet, form=form, why_not=why_not_answer(sheet), met=met,
                 **_told(file, looked), contracts=_contracts(returned, reach))


def workbook_file(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """The workbook: what this organisation is asked about this period, over all its contracts."""
    returned = returned_to(request, desk, reference)
    visit = request.visit
    sheets = [sheet_of(found, alone=True) for found in together(returned, visit.reach(desk.may))]
    content = write_return(asked_of(sheets, visit.actor(desk.may).person))
    return _download(content, f"{returned.round.key}-{returned.organisation}.xlsx")


def _told(file: File | None, looked: Looked | None) -> dict[str, Any]:
    """What the page shows of a workbook that was looked through."""
    if file is None or looked is None:
        return {"looked": None}
    return {"looked": looked, "name": file.name, "content": base64.b64encode(file.content).decode(),
            "seen": json.dumps(looked.seen)}


def _contracts(returned: Return, reach: Any) -> list[str]:
    """The contracts and projects that one workbook asks about."""
    keys = list(together(returned, reach).values_list("activity", flat=True))
    named = titles(returned.body, "activities", keys)
    return [named[key] for key in keys]


def _looked_at_before(request: HttpRequest) -> File | None:
    """The workbook that was looked through on the page before; None where there is none, or it was cut."""
    try:
        content = base64.b64decode(request.POST.get("content", ""), validate=True)
    except (binascii.Error, ValueError):
        return None
    return File(request.POST.get("name", "")[:200] or "workbook", content) if content else None


def _seen(request: HttpRequest) -> dict[str, int]:
    try:
        said = json.loads(request.POST.get("seen", "{}"))
    except ValueError:
        return {}
    return {str(key): value for key, value in said.items() if isinstance(value, int)} if isinstance(said, dict) else {}


def _download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
