"""The jobs that make results: freeze what is on record as of today, value it, and keep what came of it with its time.

One contract or project is frozen by itself as soon as it changed; the whole body some minutes later, which also finds
what goes across contracts, such as one claim made twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure, to_record
from commonweal.indicators.tally import Promise, tally
from commonweal.ledger.book import Book
from commonweal.ledger.checks import run_checks
from commonweal.report.charts.promises import promises_by_role
from commonweal.report.year import Year
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import cells
from commonweal.web.jobs import later
from commonweal.web.monitoring.drawings import (
    draw_promises,
    draw_quarters,
    keep,
    kept_quarters,
    of_partners,
    shown_promises,
    shows,
    still,
)
from commonweal.web.monitoring.models import Position, QuarterChart, Quarterly, Whole
from commonweal.web.monitoring.naming import names_of
from commonweal.web.monitoring.overview import partners, shown_figures
from commonweal.web.monitoring.quarters import as_kept, by_quarter, quarters, to_keep, together
from commonweal.web.monitoring.ratings import WORST_FIRST, rate, worst
from commonweal.web.monitoring.signals import refreshed
from commonweal.web.monitoring.stakes import stakes
from commonweal.web.monitoring.stale import take_up
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import book, has_begun, part_of, titles
from commonweal.web.saying import kept

# Figures of a contract or project in £ that its page shows: of all its measures together.
_VALUE_RULE = "value"
_MADE_ANEW = tuple(field.name for field in Position._meta.concrete_fields
                   if field.name not in ("id", "body", "activity"))
# So many contracts and projects are drawn by one job: what others wait for comes in between.
_DRAWN_AT_ONCE = 100


@task
def refresh_activity(slug: str, activity: str) -> None:
    """Make the results of one contract or project anew."""
    body = Body.objects.get(slug=slug)
    take_up(body, activity)
    if not ROWS["activities"].objects.filter(body=body, key=activity).exists():
        Position.objects.filter(body=body, activity=activity).delete()
        return
    part = part_of(body, activity)
    with frozen(part, body.today()) as snapshot:
        facts = Facts.of(snapshot, cells(snapshot))
        (position,) = _positions(body, [activity], facts, compute(facts), run_checks(part), stakes(snapshot))
    _keep([position])
    refreshed.send(sender=Body, body=body, activities=[activity])
    if position.to_draw:
        _draw(body, [position])


@task
def refresh_body(slug: str) -> None:
    """Make the results of a body anew: of each contract and project, and of all of them together."""
    body = Body.objects.get(slug=slug)
    take_up(body)
    if not has_begun(body):
        return
    whole = book(body)
    findings = run_checks(whole)
    with frozen(whole, body.today()) as snapshot:
        facts = Facts.of(snapshot, cells(snapshot))
        figures = compute(facts)
        activities = [row.key for row in whole.rows("activities")]
        positions = _positions(body, activities, facts, figures, findings, stakes(snapshot))
        delivering = partners(body, positions)
        before = Whole.objects.filter(body=body).first()
        charts = {"partners_chart": (lambda: of_partners(delivering, body.name, facts.as_of),
                                     [delivering, body.name, facts.as_of]),
                  "roles_chart": (lambda: promises_by_role(Year(snapshot, facts, figures, (), (), "")),
                                  [snapshot.digest, facts.as_of])}
        drawn = {name: still(before and getattr(before, name), numbers) for name, (_, numbers) in charts.items()}
        with transaction.atomic():
            _keep(positions)
            Position.objects.filter(body=body).exclude(activity__in=activities).delete()
            kept = {figure.id: shown(figure) for figure in figures if not figure.activity}
            severities = Counter(finding.severity for finding in findings)
            Whole.objects.update_or_create(body=body, defaults={
                "as_of": facts.as_of, "made": timezone.now(), "fingerprint": snapshot.digest, "figures": kept,
                "shown": shown_figures(kept, whole.settings), "partners": delivering,
                "to_fix": severities[Severity.ERROR], "gaps": severities[Severity.GAP], **drawn})
        # What is drawn comes after what it shows is kept: nothing that befalls a drawing takes results with it.
        drawn = {name: drawn[name] or keep(make, numbers) for name, (make, numbers) in charts.items()}
        Whole.objects.filter(body=body, fingerprint=snapshot.digest).update(**drawn)
    know_sizes()
    refreshed.send(sender=Body, body=body, activities=activities)
    later(draw_waiting, slug)
    if not Quarterly.objects.filter(body=body).exists():
        later(refresh_quarters, slug)


@task
def draw_waiting(slug: str) -> None:
    """Draw the contracts and projects of a body whose numbers changed since they were drawn, the worst first."""
    body = Body.objects.get(slug=slug)
    waiting = Position.objects.filter(body=body, to_draw=True).only("activity", "promises", "as_of", "made", "chart")
    rows = list(waiting.order_by("rank", "activity")[:_DRAWN_AT_ONCE])
    _draw(body, rows)
    if len(rows) == _DRAWN_AT_ONCE:
        later(draw_waiting, slug)


@task
def refresh_quarters(slug: str) -> None:
    """Make the results of a body by quarter anew: every night, for they take a frozen state for each quarter."""
    body, now = Body.objects.get(slug=slug), timezone.now()
    if not has_begun(body):
        return
    whole = book(body)
    kept = to_keep(by_quarter(whole, body.today()))
    periods = quarters(whole.settings.period.span, body.today())
    before = kept_quarters(body)
    listed = kept | {"": as_kept(together(kept.values()))}
    spans = [(span.start.isoformat(), span.end.isoformat()) for span in periods]
    with transaction.atomic():
        # They show what was: each is there again as soon as it is drawn, or known to show the same.
        QuarterChart.objects.filter(body=body).delete()
        Quarterly.objects.filter(body=body).delete()
        Quarterly.objects.bulk_create(Quarterly(body=body, activity=activity, made=now, spans=spans, measures=rows)
                                      for activity, rows in listed.items())
    charts = draw_quarters(body, kept, periods, before)
    with transaction.atomic():
        QuarterChart.objects.filter(body=body).delete()
        QuarterChart.objects.bulk_create(charts)


def _draw(body: Body, rows: Sequence[Position]) -> None:
    """Draw contracts and projects, each unless its results were made anew meanwhile."""
    names = titles(body, "activities", (row.activity for row in rows))
    for row in rows:
        Position.objects.filter(body=body, activity=row.activity, made=row.made).update(
            chart=draw_promises(row, names.get(row.activity, row.activity)), to_draw=False)


def know_sizes() -> None:
    """Let SQLite count anew how much its indexes tell apart, as other databases do by themselves.

    Without it one takes any index for as good as any other, and goes through all rows of a body to find three. It
    takes a fraction of a second, and whatever grows has the body made anew soon after.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _positions(body: Body, activities: list[str], facts: Facts, figures: Iterable[Figure], findings: list[Finding],
               at_stake: Mapping[str, Mapping[str, Decimal]]) -> list[Position]:
    promises: dict[str, list[Promise]] = {}
    for promise in tally(facts, facts.open_quantities).promises:
        promises.setdefault(str(promise.keys["activity"]), []).append(promise)
    by_activity: dict[str, list[Figure]] = {}
    for figure in figures:
        by_activity.setdefault(figure.activity, []).append(figure)
    told = findings_by_activity(facts.book, findings)
    states = Counter((row.text("activity"), row.text("state")) for row in facts.book.rows("deliveries"))
    names = {row.key: row.text("title") or row.key for row in facts.book.rows("activities")}
    now, before = timezone.now(), _charts(body, activities)

    def position(activity: str) -> Position:
        rows = [promise_row(promise, facts.measures) for promise in promises.get(activity, [])]
        own, rating = by_activity.get(activity, []), worst(row["rating"] for row in rows)
        made = Position(
            body=body, activity=activity, as_of=facts.as_of, made=now, rating=rating, rank=WORST_FIRST.index(rating),
            due=sum(promise.steps["due"] for promise in promises.get(activity, [])),
            late=sum(promise.steps["late"] for promise in promises.get(activity, [])),
            waiting=states[activity, "submitted"], asked=states[activity, "queried"],
            to_fix=sum(finding.severity is Severity.ERROR for finding in told.get(activity, [])),
            promises=rows,
            beyond=[shown(figure) for figure in own if figure.id.startswith("progress.beyond.")],
            # By the body's own framework alone: what may be told of closed values depends on all contracts together.
            values=[shown(figure) for figure in own if figure.rule == _VALUE_RULE and not figure.measure
                    and figure.edition.startswith(f"{facts.book.settings.own_framework}/")],
            findings=[kept(finding) for finding in told.get(activity, [])], names=names_of(own),
            stakes={claim: str(pounds) for claim, pounds in at_stake.get(activity, {}).items()})
        made.chart = before.get(activity, {})
        if made.chart.get("of") != shows(shown_promises(made, names[activity])):
            made.chart, made.to_draw = {}, True
        return made

    return [position(activity) for activity in activities]


def _charts(body: Body, activities: list[str]) -> dict[str, dict[str, Any]]:
    """What was drawn of contracts and projects: of one alone, or of all."""
    rows = Position.objects.filter(body=body)
    if len(activities) == 1:
        rows = rows.filter(activity=activities[0])
    return dict(rows.values_list("activity", "chart"))


def _keep(positions: list[Position]) -> None:
    # Each in the place of what stood there before, many at once.
    Position.objects.bulk_create(positions, batch_size=200, update_conflicts=True,
                                 unique_fields=("body", "activity"), update_fields=_MADE_ANEW)


def promise_row(promise: Promise, measures: Mapping[str, Record]) -> dict[str, Any]:
    """One promise as pages show it: numbers as text, exactly."""
    measure = measures[str(promise.keys["measure"])]
    return {
        "promise": promise.keys["promise"], "measure": measure.key, "title": measure.text("title"),
        "unit": measure.text("unit"), "counting": measure.text("counting"), "stage": promise.keys["stage"],
        "promised": str(promise.promised), "due": str(promise.due), "reported": str(promise.reported),
        "checked": str(promise.checked), "confirmed": promise.confirmed, "acted": promise.acted,
        "missing": None if promise.missing is None else str(promise.missing),
        "rating": rate(promise.due, promise.reported),
    }


def shown(figure: Figure) -> dict[str, str]:
    """A figure as it stands in figures.csv, without its blanks."""
    record = to_record(figure)
    return {name: record.text(name) for name in record.table.names if record.text(name)}


def findings_by_activity(found: Book, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings about each contract or project: about its own row, or a row that is one of its."""
    whose = {row.key: row.text("activity") for name in ("commitments", "deliveries", "remedies", "stated", "parties")
             for row in found.rows(name)}
    whose |= {row.key: whose.get(row.text("delivery"), "")
              for name in ("evidence", "reviews") for row in found.rows(name)}
    whose |= {row.key: row.key for row in found.rows("activities")}
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        if activity := whose.get(finding.subject):
            told.setdefault(activity, []).append(finding)
    return told
