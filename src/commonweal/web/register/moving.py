"""Pages on which records come in: a file to bring, what it would change, and the choice to agree or to take it back."""

import json
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from commonweal.basics.findings import Refused
from commonweal.exchange.files import File
from commonweal.exchange.known import known_map, known_maps
from commonweal.web.evidence.forms import FilesField, SeveralFiles
from commonweal.web.jobs import later
from commonweal.web.people.roles import May
from commonweal.web.register import jobs
from commonweal.web.register.imports import keep, leave, undo, why_no_undo
from commonweal.web.register.kept_files import how_far, is_kept
from commonweal.web.register.models import Import
from commonweal.web.register.packing import MOST_BYTES
from commonweal.web.register.pairs import can_be_answered, pairs_of
from commonweal.web.register.reading import has_records
from commonweal.web.register.taking_out import download
from commonweal.web.register.to_mend import copy_to_mend, has_copy
from commonweal.web.register.ways_in import FIND_OUT, MAP, POSTCODES, SUPPLIERS, WHOLE, doors
from commonweal.web.register.words import state_of_import, table_word

_LISTED = 50
# A job is at work on it.
_BEHIND = (Import.State.WAITING, Import.State.AGREED)
_DOORS = {
    "deprivation": gettext_lazy("Deprivation of neighbourhoods"), "grants": gettext_lazy("Grants (360Giving)"),
    "map": gettext_lazy("A table of somebody else's, column by column"),
    "ocds": gettext_lazy("Notices of contracts (OCDS)"),
    "postcodes": gettext_lazy("Postcodes and the places they are in"),
    "profiles": gettext_lazy("Facts about places"), "register": gettext_lazy("A contract register"),
    "workbook": gettext_lazy("A workbook with our own records"),
}


class BringForm(forms.Form):
    """A file, what it is, and what belongs to it."""

    file = forms.FileField(label=gettext_lazy("The file"), allow_empty_file=False, error_messages={
        "required": gettext_lazy("Choose the file that you want to bring."),
        "empty": gettext_lazy("The file is empty: choose another one.")})
    door = forms.ChoiceField(label=gettext_lazy("What it is"), widget=forms.RadioSelect, required=False)
    known = forms.ChoiceField(label=gettext_lazy("Which column is what"), required=False, help_text=gettext_lazy(
        "Only for a table of somebody else's. If its headings were brought before, they are known. If not, you say it "
        "in the next step."))
    beside = FilesField(
        label=gettext_lazy("Files that it is joined to"), required=False, widget=SeveralFiles, help_text=gettext_lazy(
            "Only where another file has what this one leaves out, such as the names behind numbers."))

    def __init__(self, *said: Any, empty: bool) -> None:
        super().__init__(*said)
        whole = [(WHOLE, gettext("All records, as one .zip file or as a workbook"))] if empty else []
        self.fields["door"].choices = [*whole, (FIND_OUT, gettext("Find out from the file")), *(
            (name, _DOORS.get(name, name)) for name in doors())]
        self.fields["door"].initial = WHOLE if empty else FIND_OUT
        self.fields["known"].choices = [("", gettext("By its headings, or I say it next")), *known_maps().items()]

    def clean_file(self) -> Any:
        """No file that is larger than can be looked through."""
        return _small_enough(self.cleaned_data["file"])

    def clean_beside(self) -> list[Any]:
        """The same of each that it is joined to."""
        return [_small_enough(file) for file in self.cleaned_data["beside"] or ()]


def _small_enough(file: Any) -> Any:
    if file.size > MOST_BYTES:
        raise forms.ValidationError(gettext("The file has %(size)s bytes, and %(most)s are the most: split it.") % {
            "size": f"{file.size:,}", "most": f"{MOST_BYTES:,}"})
    return file


def bring(request: HttpRequest) -> HttpResponse:
    """Bring a file in, and see those that came before."""
    visit = request.visit
    empty = not has_records(visit.body)
    form = BringForm(request.POST or None, request.FILES or None, empty=empty)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        door = MAP if said["known"] else said["door"]
        with transaction.atomic():
            found = keep(visit.body, _brought(said["file"]), door, visit.actor(May.MOVE_BOOK),
                         known_map(said["known"]) if said["known"] else "", [*map(_brought, said["beside"])])
            later(jobs.look_through, found.pk)
        return redirect("brought", body=visit.body.slug, brought=found.pk)
    return render(request, "register/bring.html.jinja", {
        "form": form, "failed": bool(form.errors), "empty": empty, "said": state_of_import,
        "imports": Import.objects.filter(body=visit.body).defer("said", "before").order_by("-id")[:_LISTED]})


def _brought(upload: Any) -> File:
    return File(Path(upload.name).name[:200] or "file", upload.read())


def brought(request: HttpRequest, brought: int) -> HttpResponse:
    """One file that was brought: its receipt, what it would change, and the choice to agree or to take it back."""
    visit = request.visit
    found = Import.objects.select_related("body").get(body=visit.body, pk=brought)
    failed, actor = None, visit.actor(May.MOVE_BOOK)
    if request.method == "POST" and request.POST.get("do") == "agree":
        # Only one of two who agree at once changes the state, so it goes in once.
        with transaction.atomic():
            waits = Import.objects.filter(pk=found.pk, state=Import.State.LOOKED_THROUGH)
            if waits.update(state=Import.State.AGREED):
                later(jobs.put_in, found.pk, jobs.as_data(actor))
        return redirect(request.path)
    if request.method == "POST" and request.POST.get("do") == "leave":
        leave(found)
        return redirect("suppliers" if found.door == SUPPLIERS else "bring", body=visit.body.slug)
    if request.method == "POST" and request.POST.get("do") == "undo":
        try:
            with transaction.atomic():
                undo(found, actor)
                later(jobs.look_over_all, visit.body.pk)
        except Refused as refused:
            failed = refused
        else:
            messages.success(request, gettext("It was taken back: the records are as they were before."))
            return redirect(request.path)
    return render(request, "register/brought.html.jinja", {
        "found": found, "told": json.loads(found.said), "state": state_of_import(found.state), "failed": failed,
        "why_no_undo": why_no_undo(found), "mapped": found.door == MAP or (found.door == POSTCODES and found.map_text),
        "has_copy": has_copy(found), "is_kept": is_kept(found), "far": how_far(found) if found.state in _BEHIND else "",
        "matching": found.door == SUPPLIERS, "pairs": len(pairs_of(found)) if can_be_answered(found) else 0,
        "table_name": table_word})


def copy(request: HttpRequest, brought: int) -> HttpResponse:
    """The rows of a file with what to mend beside those that were refused, to be mended and brought again."""
    found = Import.objects.select_related("body").get(body=request.visit.body, pk=brought)
    content = copy_to_mend(found)
    if content is None:
        return redirect("brought", body=request.visit.body.slug, brought=brought)
    return download(content, "rows-to-mend", "xlsx")
