"""Scheduled lines: a promise split by its profile, year by year, so that what is due by a day is a plain sum.

An even promise falls due by the day, both ends counted. Its parts are differences of rounded running
totals, so they add up exactly to the promise whatever the number of cuts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonweal.basics.numbers import EXACT, ZERO, round_to
from commonweal.basics.periods import Period, day_before
from commonweal.basics.tables import Record


@dataclass(frozen=True)
class Part:
    """One part of a promise: the days it falls due over, and how much."""

    start: date
    end: date
    quantity: Decimal


def split(commitment: Record, quantity: Decimal, milestones: Iterable[Record], cuts: Iterable[date]) -> list[Part]:
    """Split a promised quantity into parts that sum exactly to it.

    `quantity` is the promise (or the body's share of it) in the measure's unit, `cuts` are first days of
    new parts: year starts, the day after the snapshot's day, days on which a £ per unit changes. Milestones are
    only read for that profile; their quantities are scaled to `quantity` by running totals.
    """
    start, due = commitment.day("start"), commitment.day("due")
    if start is None or due is None:
        raise TypeError("a commitment has a start and a due date")
    profile = commitment.text("profile")
    if profile == "milestones":
        return _milestones(start, quantity, list(milestones))
    if profile == "end" or start >= due:
        return [Part(min(start, due), due, quantity)]
    return _even(Period(start, due), quantity, cuts)


def _even(span: Period, quantity: Decimal, cuts: Iterable[date]) -> list[Part]:
    starts = [span.start, *sorted({cut for cut in cuts if span.start < cut <= span.end})]
    ends = [*(day_before(cut) for cut in starts[1:]), span.end]
    parts, before = [], ZERO
    for first, last in zip(starts, ends, strict=True):
        passed = Decimal(span.days_until(last))
        running = quantity if last == span.end else round_to(
            EXACT.divide(EXACT.multiply(quantity, passed), Decimal(span.days)), 4)
        parts.append(Part(first, last, running - before))
        before = running
    return parts


def _milestones(start: date, quantity: Decimal, milestones: list[Record]) -> list[Part]:
    ordered = sorted(milestones, key=lambda record: record.key)
    whole = sum((record.number_or_zero("quantity") for record in ordered), ZERO)
    parts, running_whole, before = [], ZERO, ZERO
    for record in ordered:
        due = record.day("due") or start
        running_whole += record.number_or_zero("quantity")
        running = quantity if running_whole == whole else round_to(
            EXACT.divide(EXACT.multiply(quantity, running_whole), whole), 4)
        parts.append(Part(min(start, due), due, running - before))
        before = running
    return parts


def year_starts(first: date, span: Period) -> list[date]:
    """The first day of each reporting year that begins inside a span; `first` is any reporting year's first day."""
    days = []
    for year in range(span.start.year, span.end.year + 2):
        day = date(year, first.month, min(first.day, 28) if first.month == 2 else first.day)
        if span.start < day <= span.end:
            days.append(day)
    return days
