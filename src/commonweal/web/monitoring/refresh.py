"""The jobs that make results: freeze what is on record as of today, value it, and keep what came of it with its time.

One contract or project is frozen by itself as soon as it changed; the whole body some minutes later, which also finds
what goes across contracts, such as one claim made twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
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
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import cells
from commonweal.web.jobs import later
from commonweal.web.monitoring.models import Position, Quarterly, Stale, Whole
from commonweal.web.monitoring.quarters import as_kept, by_quarter, quarters, to_keep, together
from commonweal.web.monitoring.ratings import rate, worst
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import book, part_of

# Figures of a contract or project in £ that its page shows: of all its measures together.
_VALUE_RULE = "value"


@task
def refresh_activity(slug: str, activity: str) -> None:
    """Make the results of one contract or project anew."""
    body = Body.objects.get(slug=slug)
    Stale.objects.filter(body=body, activity=activity).delete()
    if not ROWS["activities"].objects.filter(body=body, key=activity).exists():
        Position.objects.filter(body=body, activity=activity).delete()
        return
    part = part_of(body, activity)
    with _facts(part, body.today()) as (facts, _):
        _keep(body, [activity], facts, compute(facts), run_checks(part))


@task
def refresh_body(slug: str) -> None:
    """Make the results of a body anew: of each contract and project, and of all of them together."""
    body = Body.objects.get(slug=slug)
    Stale.objects.filter(body=body).delete()
    whole = book(body)
    findings = run_checks(whole)
    with _facts(whole, body.today()) as (facts, fingerprint):
        figures = compute(facts)
        activities = [row.key for row in whole.rows("activities")]
        with transaction.atomic():
            _keep(body, activities, facts, figures, findings)
            Position.objects.filter(body=body).exclude(activity__in=activities).delete()
            Whole.objects.update_or_create(body=body, defaults={
                "as_of": facts.as_of, "made": timezone.now(), "fingerprint": fingerprint,
                "figures": {figure.id: shown(figure) for figure in figures if not figure.activity},
                "findings": [_told(finding) for finding in findings]})
    later(refresh_quarters, slug)


@task
def refresh_quarters(slug: str) -> None:
    """Make the results of a body by quarter anew. They take a frozen state for each quarter, so a job of their own."""
    body, now = Body.objects.get(slug=slug), timezone.now()
    whole = book(body)
    kept = to_keep(by_quarter(whole, body.today()))
    kept[""] = as_kept(together(kept.values()))
    spans = [(span.start.isoformat(), span.end.isoformat())
             for span in quarters(whole.settings.period.span, body.today())]
    with transaction.atomic():
        Quarterly.objects.filter(body=body).delete()
        Quarterly.objects.bulk_create(Quarterly(body=body, activity=activity, made=now, spans=spans, measures=rows)
                                      for activity, rows in kept.items())


@contextmanager
def _facts(found: Book, day: date) -> Any:
    """What indicators read of a book frozen as of a day, in a folder that is gone afterwards; and the fingerprint."""
    with frozen(found, day) as snapshot:
        yield Facts.of(snapshot, cells(snapshot)), snapshot.digest


def _keep(body: Body, activities: list[str], facts: Facts, figures: Iterable[Figure], findings: list[Finding]) -> None:
    promises: dict[str, list[Promise]] = {}
    for promise in tally(facts, facts.open_quantities).promises:
        promises.setdefault(str(promise.keys["activity"]), []).append(promise)
    by_activity: dict[str, list[Figure]] = {}
    for figure in figures:
        by_activity.setdefault(figure.activity, []).append(figure)
    told = findings_by_activity(facts.book, findings)
    states = Counter((row.text("activity"), row.text("state")) for row in facts.book.rows("deliveries"))
    now = timezone.now()
    for activity in activities:
        rows = [promise_row(promise, facts.measures) for promise in promises.get(activity, [])]
        own = by_activity.get(activity, [])
        Position.objects.update_or_create(body=body, activity=activity, defaults={
            "as_of": facts.as_of, "made": now, "rating": worst(row["rating"] for row in rows),
            "due": sum(promise.steps["due"] for promise in promises.get(activity, [])),
            "late": sum(promise.steps["late"] for promise in promises.get(activity, [])),
            "waiting": states[activity, "submitted"], "asked": states[activity, "queried"],
            "to_fix": sum(finding.severity is Severity.ERROR for finding in told.get(activity, [])),
            "promises": rows,
            "beyond": [shown(figure) for figure in own if figure.id.startswith("progress.beyond.")],
            # By the body's own framework alone: what may be told of closed values depends on all contracts together.
            "values": [shown(figure) for figure in own if figure.rule == _VALUE_RULE and not figure.measure
                       and figure.edition.startswith(f"{facts.book.settings.own_framework}/")],
            "findings": [_told(finding) for finding in told.get(activity, [])]})


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


def _told(finding: Finding) -> dict[str, Any]:
    return {name: value for name, value in asdict(finding).items() if value not in ("", None)}
