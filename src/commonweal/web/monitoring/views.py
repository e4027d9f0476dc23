"""Pages on what is due, what is late and what is known of it. They read kept results and say when these were made."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.basics.periods import Period
from commonweal.web.monitoring.calendar import steps, unanswered
from commonweal.web.monitoring.drawings import quarter, share
from commonweal.web.monitoring.forms import QuartersForm
from commonweal.web.monitoring.models import Position, QuarterChart, Quarterly, Stale, Whole
from commonweal.web.monitoring.overview import (
    claims_by_state,
    delivered_by,
    known,
    numbers,
    pounds_by_kind,
    promises_by_role,
)
from commonweal.web.monitoring.quarters import in_full, together
from commonweal.web.monitoring.ratings import RATINGS, WORST_FIRST, worst_first
from commonweal.web.monitoring.to_do import to_do
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import measures, record, records, settings_of

_PAGE = 50


def progress(request: HttpRequest) -> HttpResponse:
    """Every contract and project in reach, the worst first: its rating, what is late, what waits for somebody."""
    body, asked = request.visit.body, request.GET.get("rating", "")
    rating = asked if asked in RATINGS else ""
    rows = Position.objects.filter(body=body)
    reach = request.visit.reach(May.READ_FIGURES)
    if reach is not None:
        rows = rows.filter(activity__in=reach)
    rated = {name: (count, oldest) for name, count, oldest in
             rows.values_list("rating").order_by("rating").annotate(Count("id"), Min("made"))}
    listed = rows.filter(rating=rating) if rating else rows
    light = listed.defer("promises", "beyond", "values", "findings", "names", "stakes", "chart")
    page = Paginator(light.order_by("rank", "-late", "activity"), _PAGE).get_page(request.GET.get("page"))
    titles = dict(ROWS["activities"].objects.filter(body=body, key__in=[row.activity for row in page])
                  .values_list("key", "title"))
    return render(request, "monitoring/progress.html.jinja", {
        # Whoever reaches all of the body begins at the overview, where this stands too.
        "to_do": to_do(request.visit) if reach is not None else [],
        "page": page, "titles": titles, "ratings": RATINGS, "order": WORST_FIRST, "chosen": rating,
        "counts": {name: rated[name][0] if name in rated else 0 for name in WORST_FIRST},
        "made": min((oldest for name, (_, oldest) in rated.items() if rating in ("", name)), default=None)})


def activity_progress(request: HttpRequest, activity: str) -> HttpResponse:
    """One contract or project: each promise with what is due, reported and checked, what is late, and what was done."""
    body = request.visit.body
    position = Position.objects.filter(body=body, activity=activity).first()
    promises = [numbers(row) for row in position.promises] if position else []
    settings = settings_of(body)
    return render(request, "monitoring/activity.html.jinja", {
        "activity": record(body, "activities", activity), "position": position, "ratings": RATINGS,
        "promises": worst_first(promises), "share": share,
        "beyond": [numbers(row) for row in position.beyond] if position else [],
        "pounds": pounds_by_kind(position.values, settings) if position else [], "period": settings.period,
        "remedies": records(body, "remedies", activity=activity),
        "stale": Stale.objects.filter(body=body, activity=activity).exists()})


def overview(request: HttpRequest) -> HttpResponse:
    """The body as a whole: its five roles, how much is known and checked, partners, the reporting year."""
    body = request.visit.body
    whole = Whole.objects.filter(body=body).defer("figures").first()
    settings = settings_of(body)
    figures = whole.shown if whole else {}
    quarterly = Quarterly.objects.filter(body=body, activity="").first()
    return render(request, "monitoring/overview.html.jinja", {
        "to_do": to_do(request.visit), "whole": whole, "period": settings.period, "roles": promises_by_role(figures),
        "pounds": pounds_by_kind(figures.values(), settings), "known": known(figures, settings.period.id),
        "claims": claims_by_state(figures, settings.period.id), "partners": whole.partners if whole else [],
        "quarterly": _in_full([quarterly], body, "") if quarterly else None,
        "ratings": RATINGS, "steps": steps(body), "unanswered": unanswered(body),
        "stale": Stale.objects.filter(body=body, activity="").exists()})


def by_quarter(request: HttpRequest) -> HttpResponse:
    """What was promised for each quarter, reported and checked, by measure: of all, or of one who delivers."""
    body = request.visit.body
    delivers = delivered_by(body)
    names = dict(ROWS["organisations"].objects.filter(body=body, key__in=delivers).values_list("key", "name"))
    partner = request.GET.get("partner", "")
    partner = partner if partner in names else ""
    rows = list(Quarterly.objects.filter(body=body, activity__in=delivers[partner] if partner else [""]))
    results = together(row.measures for row in rows)
    shows_all = _in_full(rows, body, partner) if rows else None
    form = QuartersForm(sorted(names.items(), key=lambda found: found[1]), results, measures(body),
                        initial={"partner": partner, "measure": request.GET.get("measure", "")})
    made = min((row.made for row in rows), default=None)
    chart = QuarterChart.objects.filter(body=body, partner=partner, measure=form.shown.measure if form.shown else "-")
    return render(request, "monitoring/quarters.html.jinja", {
        "form": form, "partner": names.get(partner, ""), "results": results, "shown": form.shown,
        "known": measures(body), "made": made, "quarterly": shows_all, "chart_of": chart.first(),
        "spans": shows_all["spans"] if shows_all else [], "period": settings_of(body).period,
        "stale": Stale.objects.filter(body=body, activity="").exists() or (
            made and Whole.objects.filter(body=body, made__gt=made).exists())})


def _in_full(rows: list[Quarterly], body: Body, partner: str) -> dict[str, Any]:
    """Of how many measures everything was reported and checked, quarter by quarter, with its chart."""
    spans = [quarter(Period(*map(date.fromisoformat, span))) for span in rows[0].spans]
    drawn = QuarterChart.objects.filter(body=body, partner=partner, measure="").first()
    return {"spans": spans, "counts": in_full(together(row.measures for row in rows), len(spans)),
            "made": min(row.made for row in rows), "chart": drawn.chart if drawn else None}
