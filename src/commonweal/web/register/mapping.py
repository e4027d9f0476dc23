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
from commonweal.web.jobs import later
from commonweal.web.register import jobs
from commonweal.web.register.imports import MAP, UNDECIDED, proposed_map, take_map
from commonweal.web.register.models import Import
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

    def clean_text(self) -> str:
        """A map that can be read; else all that stops it, with the place."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        found, faults = read_map(text, "map")
        if found is None:
            raise forms.ValidationError([_words(fault) for fault in faults])
        return text


def columns(request: HttpRequest, brought: int) -> HttpResponse:
    """Propose a map into a table, correct it, and have the file looked through by it."""
    visit = request.visit
    found = Import.objects.select_related("body").get(body=visit.body, pk=brought)
    if found.door != MAP or found.state not in UNDECIDED:
        return redirect("brought", body=visit.body.slug, brought=found.pk)
    table, failed = request.GET.get("table", ""), ""
    form = MapForm(request.POST or None, initial={"text": found.map_text})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if take_map(found, form.cleaned_data["text"]):
                later(jobs.look_through, found.pk)
        return redirect("brought", body=visit.body.slug, brought=found.pk)
    if request.method == "GET" and table:
        try:
            form.initial["text"] = known_map(table) if table in known_maps() else proposed_map(found, table)
        except Refused as refused:
            failed = say(refused.message)
    return render(request, "register/columns.html.jinja", {
        "found": found, "form": form, "failed": bool(form.errors), "no_proposal": failed, "table": table,
        "tables": _choices()})


def _choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What may be proposed: a map into one of our tables, or one that is known for lists of a sort."""
    return [(gettext("From the headings, into"), "tables", sorted(
                ((name, table_word(name)) for name in TABLES), key=lambda choice: choice[1])),
            (gettext("Known lists"), "known", sorted(known_maps().items(), key=lambda choice: choice[1]))]


def _words(fault: Finding) -> Any:
    return f"{say(fault.where)}: {in_full(fault)}".strip()
