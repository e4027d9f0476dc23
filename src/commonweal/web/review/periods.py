"""Pages of periods: prepared, approved, locked, opened again; and the samples of evidence."""

import functools
from collections import Counter
from datetime import date, datetime

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.ledger.tables import DELIVERIES
from commonweal.web.audit.actions import PostedBefore
from commonweal.web.audit.reading import last_event
from commonweal.web.people.models import Person
from commonweal.web.people.roles import May
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import measures, titles
from commonweal.web.returns.models import Round
from commonweal.web.returns.views import csv_answer
from commonweal.web.review.deciding import claims
from commonweal.web.review.forms import ReasonForm, ResultForm, SampleForm
from commonweal.web.review.locking import (
    APPROVED,
    PREPARED,
    approve,
    prepare,
    reopen,
    standing,
    why_not_approve,
    why_not_prepare,
    why_not_reopen,
)
from commonweal.web.review.models import Drawn, Sample, SignOff
from commonweal.web.review.sampling import METHOD, draw_sample, note_result, paper, paper_rows, results


def periods(request: HttpRequest) -> HttpResponse:
    """All periods and where each stands."""
    rounds = list(Round.objects.filter(body=request.visit.body))
    signed = {(found.round_id, found.level) for found in SignOff.objects.filter(round__in=rounds, voided=None)}
    return render(request, "review/periods.html.jinja", {"rows": [
        (found, "locked" if (found.pk, "approved") in signed else "prepared" if (found.pk, "prepared") in signed
         else "open") for found in rounds], "all": request.visit.reach(May.READ_RETURNS) is None})


def period(request: HttpRequest, span: str) -> HttpResponse:
    """One period: what is settled and what is open, who signed, and the next step."""
    visit = request.visit
    found = Round.objects.select_related("body").get(body=visit.body, key=span)
    states = Counter(dict(_by_state(visit.body.pk, found.start, found.end, last_event(visit.body))))
    signed = list(found.signoffs.all())
    stands = standing(found)
    prepared = stands.get(PREPARED) if APPROVED not in stands else None
    names = dict(Person.objects.filter(key__in=[level.person for level in signed]).values_list("key", "name"))
    return render(request, "review/period.html.jinja", {
        "round": found, "states": states, "signed": [(level, names.get(level.person, "")) for level in signed],
        "standing": stands, "asked": found.returns.count(), "sent": found.returns.exclude(sent=0).count(),
        "why_not": {"prepare": why_not_prepare(visit, found), "approve": why_not_approve(visit, found),
                    "reopen": why_not_reopen(visit, found)},
        "since": _written_since(visit.body.pk, found.start, found.end, prepared.at, last_event(visit.body))
        if prepared else 0,
        "form": ReasonForm(), "samples": [(sample, results(sample)) for sample in found.samples.all()],
        "sample": SampleForm(), "may_sample": visit.why_not(May.CHECK_CLAIMS) is None})


@functools.lru_cache(maxsize=256)
def _by_state(body: int, start: date, end: date, event: int) -> tuple[tuple[str, int], ...]:
    """How many claims of a span stand in each state: counted once after each write, which is an event."""
    # With all states named, so that an index answers it.
    claims = ROWS["deliveries"].objects.filter(
        body=body, state__in=DELIVERIES.column("state").choices, start__range=(start, end), end__lte=end)
    # Ordered by what is counted: rows have an order of their own, which would part the groups.
    return tuple(claims.order_by("state").values_list("state").annotate(Count("pk")))


@functools.lru_cache(maxsize=256)
def _written_since(body: int, start: date, end: date, at: datetime, event: int) -> int:
    """How many claims of a span were written since then: counted once after each write, which is an event."""
    return ROWS["deliveries"].objects.filter(body=body, start__gte=start, end__lte=end, row_changed__gt=at).count()


def _back(request: HttpRequest, span: str, done: str, why_not: str = "") -> HttpResponse:
    if why_not:
        messages.error(request, why_not)
    else:
        messages.success(request, done)
    return redirect("period", body=request.visit.body.slug, span=span)


def prepare_period(request: HttpRequest, span: str) -> HttpResponse:
    """Sign as prepared."""
    try:
        prepare(request.visit, Round.objects.get(body=request.visit.body, key=span))
    except Refused as refused:
        return _back(request, span, "", str(refused))
    return _back(request, span, _("Signed as prepared. Somebody else approves it."))


def approve_period(request: HttpRequest, span: str) -> HttpResponse:
    """Approve and lock."""
    try:
        approve(request.visit, Round.objects.get(body=request.visit.body, key=span))
    except Refused as refused:
        return _back(request, span, "", str(refused))
    return _back(request, span, _("Approved and locked."))


def reopen_period(request: HttpRequest, span: str) -> HttpResponse:
    """Open again, with a reason; both sides are told."""
    found = Round.objects.get(body=request.visit.body, key=span)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _back(request, span, "", form.errors["reason"][0])
    try:
        reopen(request.visit, found, form.cleaned_data["reason"])
    except Refused as refused:
        return _back(request, span, "", str(refused))
    return _back(request, span, _("Open again. What was signed is void, and both sides are told."))


def draw(request: HttpRequest, span: str) -> HttpResponse:
    """Draw a sample."""
    form = SampleForm(request.POST)
    if not form.is_valid():
        return _back(request, span, "", _("Type how many claims to draw, from 1 to 1,000, and a seed."))
    try:
        found = Round.objects.get(body=request.visit.body, key=span)
        number = draw_sample(request.visit, found, form.cleaned_data["wanted"], form.cleaned_data["seed"]).number
    except PostedBefore as before:
        number = before.key
    except Refused as refused:
        return _back(request, span, "", str(refused))
    return redirect(_sample_page(request, span, number))


def _sample_page(request: HttpRequest, span: str, number: int | str) -> str:
    return f"{reverse('sample', kwargs={'body': request.visit.body.slug, 'span': span})}?number={number}"


def sample(request: HttpRequest, span: str) -> HttpResponse:
    """A sample: how it was drawn, and what looking at it showed."""
    number = request.GET.get("number", "")
    found = Sample.objects.select_related("round__body").filter(
        round__body=request.visit.body, round__key=span).filter(
        **({"number": int(number)} if number.isdecimal() and len(number) < 10 else {})).first()
    if found is None:
        return redirect("period", body=request.visit.body.slug, span=span)
    if request.method == "POST":
        form = ResultForm(request.POST)
        drawn = Drawn.objects.filter(sample=found, claim=request.POST.get("claim", "")).first()
        if drawn and form.is_valid():
            try:
                note_result(request.visit, drawn, form.cleaned_data["result"], form.cleaned_data["note"])
                messages.success(request, _("Noted."))
            except Refused as refused:
                messages.error(request, str(refused))
        else:
            messages.error(request, _("Choose what the evidence shows."))
        return redirect(_sample_page(request, span, found.number))
    if request.GET.get("as") == "csv":
        return csv_answer(paper_rows(found), f"sample-{span}-{found.number}.csv")
    if request.GET.get("as") == "population":
        return csv_answer(bytes(found.population), f"population-{span}-{found.number}.csv")
    if request.GET.get("as") == "text":
        return HttpResponse(paper(found), content_type="text/plain; charset=utf-8", headers={
            "Content-Disposition": f'attachment; filename="sample-{span}-{found.number}.txt"'})
    drawn = list(found.drawn.all())
    return render(request, "review/sample.html.jinja", {
        "sample": found, "round": found.round, "drawn": drawn, "told": results(found),
        "claims": {row.key: row for row in claims(request.visit.body, [one.claim for one in drawn])},
        "known": measures(request.visit.body),
        "activities": titles(request.visit.body, "activities", (one.activity for one in drawn)),
        "method": METHOD, "form": ResultForm(), "may": request.visit.why_not(May.CHECK_CLAIMS) is None})
