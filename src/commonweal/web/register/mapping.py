"""The page on which a person says which column of a file is what: a map is proposed, corrected, and tried."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from commonweal.basics.findings import Finding, Refused
from commonweal.exchange.known import known_map, known_maps
from commonweal.exchange.maps.model import TABLES
from commonweal.exchange.maps.reading import read_map
from commonweal.exchange.maps.remembered import Remembered
from commonweal.exchange.postcodes import given_shape
from commonweal.web.jobs import later
from commonweal.web.register import jobs
from commonweal.web.register.imports import maps_known, proposed_map, take_map
from commonweal.web.register.models import UNDECIDED, Import
from commonweal.web.register.ways_in import MAP, MAPPED, POSTCODES
from commonweal.web.register.words import table_word
from commonweal.web.saying import in_full, say

_LONGEST = 100_000


class MapForm(forms.Form):
    """A column map, as text."""

    text = forms.CharField(
        label=gettext_lazy("The column map"), max_length=_LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}), help_text=gettext_lazy(
            "Left of each sign = stands one of our columns, right of it the heading in your file. Lines that begin "
            "with # are remarks: read them, and take the sign away from what is right."),
        error_messages={"required": gettext_lazy("Propose a map, or type one.")})

    def __init__(self, *said: Any, door: str, **more: Any) -> None:
        super().__init__(*said, **more)
        self._door = door

    def clean_text(self) -> str:
        """A map that can be read; else all that stops it, with the place."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if self._door == POSTCODES:
            try:
                given_shape(text)
            except Refused as refused:
                raise forms.ValidationError(say(refused.message)) from refused
            return text
        found, faults = read_map(text, "map")
        if found is None:
            raise forms.ValidationError([_words(fault) for fault in faults])
        return text


def columns(request: HttpRequest, brought: int) -> HttpResponse:
    """Propose a map into a table, correct it, and have the file looked through by it."""
    visit = request.visit
    found = Import.objects.select_related("body").get(body=visit.body, pk=brought)
    if found.door not in MAPPED or found.state not in UNDECIDED:
        return redirect("brought", body=visit.body.slug, brought=found.pk)
    table, failed = request.GET.get("table", ""), ""
    form = MapForm(request.POST or None, initial={"text": found.map_text}, door=found.door)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if take_map(found, form.cleaned_data["text"]):
                later(jobs.look_through, found.pk)
        return redirect("brought", body=visit.body.slug, brought=found.pk)
    remembered = maps_known(found)
    if request.method == "GET":
        try:
            form.initial["text"] = _text(found, table, remembered)
        except Refused as refused:
            failed = say(refused.message)
    return render(request, "register/columns.html.jinja", {
        "found": found, "form": form, "failed": bool(form.errors), "no_proposal": failed, "table": table,
        "tables": _choices(remembered) if found.door == MAP else []})


def _text(found: Import, asked: str, remembered: list[Remembered]) -> str:
    """What stands in the form: what was asked for; else the map that the file was looked through by."""
    by_path = {each.path: each.text for each in remembered}
    if asked in by_path:
        return by_path[asked]
    if asked:
        return known_map(asked) if asked in known_maps() else proposed_map(found, asked)
    if found.map_text:
        return found.map_text
    if found.door == POSTCODES:
        return proposed_map(found, "")
    return remembered[0].text if len(remembered) == 1 else ""


def _choices(remembered: list[Remembered]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What may be proposed: a map of earlier files, one into one of our tables, or one known for lists of a sort."""
    earlier = [(each.path, f"{each.title} ({each.path})") for each in remembered]
    return [*([(gettext("From earlier files with these headings"), "earlier", earlier)] if earlier else []),
            (gettext("From the headings, into"), "tables", sorted(
                ((name, table_word(name)) for name in TABLES), key=lambda choice: choice[1])),
            (gettext("Known lists"), "known", sorted(known_maps().items(), key=lambda choice: choice[1]))]


def _words(fault: Finding) -> Any:
    return f"{say(fault.where)}: {in_full(fault)}".strip()
