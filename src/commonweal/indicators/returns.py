"""Returns: from how many contracts and projects one was due, how many sent one, and how many sent it late."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from commonweal.basics.periods import in_words
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure, percent
from commonweal.indicators.wording import sentences, with_period
from commonweal.ledger.chains import in_force
from commonweal.ledger.settings import ReportPeriod
from commonweal.snapshot.lines import COUNTED_STATES, accepted_claims
from commonweal.snapshot.long_table import Asked, LongTable

RULE = "returns"


def figures(facts: Facts) -> Iterator[Figure]:
    """For each period: contracts and projects with a promise that runs in it; of these, those with a return and those
    without; of the returns, those sent in after collection closed.

    A return is whatever one contract or project reported for a period and is not in question. Claims that count people
    by a protected characteristic are left out, as everywhere beside a contract. A period has figures only where the
    records tell of returns: the calendar says when collection was to close, or claims say when they came.
    """
    sent = _sent(facts)
    for period in facts.book.settings.periods:
        due = _due(facts, period)
        received = {activity: days for activity in due if (days := sent.get((period.id, activity)))}
        closed = _closed(facts, period)
        if not due or not (closed or any(map(any, received.values()))):
            continue
        yield _count(facts, period, "due", "Contracts and projects from which a return was due", len(due), None)
        yield _count(facts, period, "received", "Contracts and projects that sent a return", len(received), len(due))
        yield _count(facts, period, "none", "Contracts and projects from which nothing settled came",
                     len(due) - len(received), len(due))
        dated = [max(day for day in days if day) for days in received.values() if any(days)]
        if closed and dated:
            undated = len(received) - len(dated)
            yield _count(facts, period, "late", "Returns of which something came after collection was to close",
                         sum(day > closed for day in dated), len(dated),
                         f"Collection was to close on {in_words(closed)}",
                         f"{undated} returns do not say when they came" if undated else "")


def _sent(facts: Facts) -> dict[tuple[str, str], set[date | None]]:
    """The days on which settled claims came, by period and activity; None where a claim does not say."""
    found: dict[tuple[str, str], set[date | None]] = {}
    for activity, measure, end, reported_on in _told(facts):
        if facts.measures[measure].text("people") == "characteristic" or end is None:
            continue
        for period in facts.book.settings.periods:
            if period.span.has(end):
                found.setdefault((period.id, activity), set()).add(reported_on)
    return found


def _told(facts: Facts) -> Iterable[tuple[Any, ...]]:
    """Activity, measure, last day and day of reporting of the settled claims, each combination once."""
    columns, claims = ("activity", "measure", "end", "reported_on"), facts.book.rows("deliveries")
    if isinstance(claims, LongTable):
        return claims.distinct(columns, Asked({"state": COUNTED_STATES}, until={"end": facts.as_of}))
    return {tuple(row.get(name) for name in columns) for row in accepted_claims(facts.book, facts.as_of)}


def _due(facts: Facts, period: ReportPeriod) -> set[str]:
    """The activities with a promise in force whose days touch the period and had begun by the day of the figures."""
    last = min(period.span.end, facts.as_of)
    return {
        row.text("activity") for row in in_force(facts.book.rows("commitments"), facts.as_of)
        if row.text("stage") == "committed" and (row.day("start") or last) <= last
        and (row.day("due") or last) >= period.span.start
    }


def _closed(facts: Facts, period: ReportPeriod) -> date | None:
    return next((row.day("due") for row in facts.book.rows("calendar")
                 if (row.text("period"), row.text("step")) == (period.id, "collection-closes")), None)


def _count(facts: Facts, period: ReportPeriod, name: str, title: str, count: int, base: int | None,
           *notes: str) -> Figure:
    number, whole = Decimal(count), None if base is None else Decimal(base)
    share = "" if whole is None else f"{count} of {base} ({percent(number, whole)}%)"
    return with_period(facts, Figure(
        id=f"{RULE}.{name}.{period.id}", title=title, value=number, unit="returns", rule=RULE,
        place=facts.book.settings.place, numerator=None if base is None else number, denominator=whole,
        selection={"table": "deliveries", "reported_for": period.id}, note=sentences(share, *notes)),
        {"period": period.id})
