"""The quarters of the newest reporting period: what was promised for each, reported and checked, by measure.

Each number is the difference of two frozen states: what was due, reported and checked by the end of a quarter, less the
same by the end of the one before. A level, or a yes or no, is never such a difference: it stands as it was at the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from commonweal.basics.numbers import ZERO
from commonweal.basics.periods import Period
from commonweal.indicators.facts import Facts
from commonweal.indicators.tally import READINGS, tally
from commonweal.ledger.book import Book
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import cells

AMOUNTS = ("due", "reported", "checked")
# By contract or project and measure, for each quarter: the three amounts.
ByMeasure = dict[tuple[str, str], list[dict[str, Decimal]]]
Kept = list[dict[str, Any]]


def quarters(period: Period, today: date) -> list[Period]:
    """The quarters of a period that have begun; the one that today lies in ends today.

    >>> [str(each.end) for each in quarters(Period(date(2024, 4, 1), date(2025, 3, 31)), date(2024, 11, 5))]
    ['2024-06-30', '2024-09-30', '2024-11-05']
    """
    found, start = [], period.start
    while start <= min(period.end, today):
        after = _months_later(period.start, 3 * (len(found) + 1))
        found.append(Period(start, min(after - timedelta(days=1), period.end, today)))
        start = after
    return found


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))


def by_quarter(book: Book, today: date) -> ByMeasure:
    """What was promised for each quarter, reported in it and checked, in the measure's own unit.

    A claim stands in the quarter in which its span ends. What was done without a promise, or counts people by a
    protected characteristic, is not in it.
    """
    spans = quarters(book.settings.period.span, today)
    if not spans:
        return {}
    ends = [_until(book, day) for day in (spans[0].start - timedelta(days=1), *(span.end for span in spans))]
    levels = {name for edition in book.own_editions for name, row in edition.measures.items()
              if row.text("counting") in READINGS}
    nothing = dict.fromkeys(AMOUNTS, ZERO)
    return {key: [_between(nothing if key[1] in levels else before.get(key, nothing), now.get(key, nothing))
                  for before, now in pairwise(ends)] for key in set().union(*ends)}


def _between(before: Mapping[str, Decimal], now: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {name: now[name] - before[name] for name in AMOUNTS}


def _until(book: Book, day: date) -> dict[tuple[str, str], dict[str, Decimal]]:
    """What was due, reported and checked by the end of a day, by contract or project and measure."""
    found: dict[tuple[str, str], dict[str, Decimal]] = {}
    with frozen(book, day) as snapshot:
        facts = Facts.of(snapshot, cells(snapshot))
        for promise in tally(facts, facts.open_quantities).promises:
            key = str(promise.keys["activity"]), str(promise.keys["measure"])
            sums = found.setdefault(key, dict.fromkeys(AMOUNTS, ZERO))
            for name in AMOUNTS:
                sums[name] += getattr(promise, name)
    return found


@dataclass(frozen=True)
class Results:
    """One measure over the quarters, for all contracts and projects chosen."""

    measure: str
    quarters: tuple[Mapping[str, Decimal], ...]

    @property
    def due(self) -> Decimal:
        """What was promised for all of them."""
        return sum((row["due"] for row in self.quarters), ZERO)


def in_full(results: Iterable[Results], count: int) -> list[dict[str, int]]:
    """For each of so many quarters: of how many measures something was promised, all of it reported, all checked."""
    found = [dict.fromkeys(AMOUNTS, 0) for _ in range(count)]
    for one in results:
        for counts, row in zip(found, one.quarters, strict=True):
            for name in AMOUNTS:
                counts[name] += row["due"] > 0 and row[name] >= row["due"]
    return found


def to_keep(found: ByMeasure) -> dict[str, Kept]:
    """The same as it is kept beside each contract or project."""
    by_activity: dict[str, list[Results]] = {}
    for (activity, measure), rows in sorted(found.items()):
        by_activity.setdefault(activity, []).append(Results(measure, tuple(rows)))
    return {activity: as_kept(own) for activity, own in by_activity.items()}


def as_kept(results: Iterable[Results]) -> Kept:
    """Results as they are kept: numbers as text, exactly."""
    return [{"measure": one.measure, "quarters": [{name: str(value) for name, value in row.items()}
                                                  for row in one.quarters]} for one in results]


def together(kept: Iterable[Kept]) -> list[Results]:
    """What was kept beside several contracts and projects, measure by measure: numbers of one unit only are added."""
    found: dict[str, list[dict[str, Decimal]]] = {}
    for rows in kept:
        for row in rows:
            sums = found.setdefault(row["measure"], [dict.fromkeys(AMOUNTS, ZERO) for _ in row["quarters"]])
            for total, quarter in zip(sums, row["quarters"], strict=True):
                for name in AMOUNTS:
                    total[name] += Decimal(quarter[name])
    return [Results(measure, tuple(rows)) for measure, rows in sorted(found.items())]
