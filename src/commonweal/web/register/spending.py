"""The page on which an officer sees how much of the spending is local, in each meaning of the word; and its files."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from commonweal.basics.tables import Record
from commonweal.exchange.spend_tables import LOCAL, MEANINGS, NOT_PLACED, PARTED_BY, WORKBOOK
from commonweal.report.words import CATALOGUE
from commonweal.snapshot.tables import OUTSIDE_PERIODS
from commonweal.web.jobs import later
from commonweal.web.people.models import Body
from commonweal.web.register import jobs
from commonweal.web.register.columns import DayField
from commonweal.web.register.faults import changed_since
from commonweal.web.register.local_spend import ask, files_of, shown
from commonweal.web.register.models import ROWS, LocalSpend
from commonweal.web.register.reading import settings_of
from commonweal.web.register.taking_out import download

_SIDES = {"office": gettext_lazy("The supplier's office"), "delivered": gettext_lazy("Where it was delivered")}
_WHY = {"withheld": gettext_lazy("The list withholds who was paid"),
        "no-postcode": gettext_lazy("No postcode or office is on record"),
        "unknown-postcode": gettext_lazy("The postcode is not in the look-up file")}
_WIDTHS = ("", "council", "area", "region")


class DayForm(forms.Form):
    """Up to which day payments count."""

    as_of = DayField(label=gettext_lazy("Payments up to"), required=False, help_text=gettext_lazy(
        "Leave it blank for the last day of your latest reporting period."))


def local_spend(request: HttpRequest) -> HttpResponse:
    """What was worked out last, and the form that has it worked out anew."""
    body = request.visit.body
    form = DayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            ask(body, form.cleaned_data["as_of"] or settings_of(body).period.span.end)
            later(jobs.work_out_local_spend, body.pk)
        return redirect("local-spend", body=body.slug)
    found = LocalSpend.objects.filter(body=body).first()
    return render(request, "register/local_spend.html.jinja", {
        "form": form, "failed": bool(form.errors), "found": found, **(_told(body, found) if _ready(found) else {}),
        "payments": ROWS["payments"].objects.filter(body=body).exists()})


def workbook(request: HttpRequest) -> HttpResponse:
    """The tables as one workbook."""
    return _taken(request, "xlsx")


def tables(request: HttpRequest) -> HttpResponse:
    """The tables, each as a list of its own, and the receipt, in one archive."""
    return _taken(request, "zip")


def _taken(request: HttpRequest, suffix: str) -> HttpResponse:
    body = request.visit.body
    found = LocalSpend.objects.filter(body=body).first()
    if not _ready(found):
        return redirect("local-spend", body=body.slug)
    content = files_of(found)[WORKBOOK] if suffix == "xlsx" else bytes(found.archive)
    return download(content, f"{body.slug}-local-spend", suffix)


def _ready(found: LocalSpend | None) -> bool:
    return found is not None and found.at is not None and bool(found.archive)


def _told(body: Body, found: LocalSpend) -> dict[str, Any]:
    """What the page says of what was worked out: by period each meaning beside the others, and what has no place."""
    listed, receipt = shown(found)
    meanings = {row.key: row for row in sorted(listed[MEANINGS], key=_place)}
    labels = {period.id: period.label for period in settings_of(body).periods} | {
        OUTSIDE_PERIODS: gettext("outside of your reporting periods")}
    shares = [row for row in listed[LOCAL] if row.text("parted_by") == PARTED_BY[0]]
    words = {_SIDES[row.key.partition("-")[0]]: row.text("words") for row in meanings.values()}
    return {"receipt": receipt, "changed": changed_since(body, found), "meanings": words.items(), "periods": [{
        "label": labels.get(period, period),
        "shares": [_share(row, meaning) for name, meaning in meanings.items() for row in shares
                   if (row.text("period"), row.text("meaning")) == (period, name)],
        "not_placed": [{"row": row, "side": _SIDES[row.text("side")], "why": _WHY[row.text("reason")]}
                       for row in sorted(listed[NOT_PLACED], key=_place)
                       if row.text("period") == period and row.count("payments")]}
        for period in dict.fromkeys(row.text("period") for row in shares)]}


def _place(row: Record) -> tuple[int, int]:
    """Where a meaning, or what has no place, stands: by the office first, and what is nearest first."""
    side, _, width = row.text("side" if row.table is NOT_PLACED else "meaning").partition("-")
    return [*_SIDES].index(side), _WIDTHS.index(width)


def _share(row: Record, meaning: Record) -> dict[str, Any]:
    bound = CATALOGUE["bound"].get(row.text("bound"), "")
    percent = f"{row.text('percent')}%" if row.text("percent") else "–"
    return {"row": row, "title": meaning.text("title"), "percent": f"{bound} {percent}".strip()}
