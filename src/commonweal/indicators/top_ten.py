"""The ten largest contracts, grants and other activities, and how far each has kept what was promised in it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.indicators.progress import COUNTS
from commonweal.indicators.tally import Tally, tally
from commonweal.indicators.wording import sentences
from commonweal.valuation.cells import QuantityCell

RULE = "top-ten"
HOW_MANY = 10
# What is counted of the promises of each.
STEPS = ("made", "due", "reported", "checked", "kept-up", "late")


def figures(facts: Facts) -> Iterator[Figure]:
    """One figure an activity: its value in £; numerator and denominator are its promises kept up with, of those with
    something due. Beside it the counts of its promises. An activity inside another of the list is left out, since its
    value is in the larger one."""
    cells: dict[str, list[QuantityCell]] = {}
    for cell in facts.open_quantities:
        cells.setdefault(str(cell.keys["activity"]), []).append(cell)
    for row in largest(facts):
        yield from _of_one(facts, row, tally(facts, cells.get(row.key, [])))


def _of_one(facts: Facts, row: Record, found: Tally) -> Iterator[Figure]:
    made, due, kept = (found.count(step) for step in ("made", "due", "kept-up"))
    counts = (f"{made} promises with a number, {due} with something due by now, {found.count('reported')} of "
              f"these with something reported, {found.count('checked')} with something checked, {kept} kept up with")
    title = f"{row.text('title')} ({row.text('kind')})"
    figure = Figure(
        id=f"{RULE}.{row.key}", title=title, value=row.number("value"),
        unit="£", rule=RULE, role=row.text("role"), activity=row.key, bound=row.text("value_bound"),
        place=row.text("place") or facts.book.settings.place, period_kind="to-date", period_end=facts.as_of,
        numerator=Decimal(kept) if due else None, denominator=Decimal(due) if due else None,
        selection={"table": "activities", "id": row.key},
        note=sentences(counts if made else "No promise with a number is recorded",
                       f"{found.apart} lines of other spans are not set against promises" if found.apart else ""))
    yield figure
    for step in STEPS if made else ():
        words, of = COUNTS[step]
        if of and not found.count(of):
            continue
        base = Decimal(found.count(of)) if of else None
        yield replace(
            figure, id=f"{figure.id}.{step}", title=f"{words}: {row.text('title')}", value=Decimal(found.count(step)),
            unit="promises", standing="committed", bound="exact",
            numerator=None if base is None else Decimal(found.count(step)), denominator=base, note="",
            selection={"standing": "committed", "activity": row.key, "counted": "yes"})


def largest(facts: Facts) -> list[Record]:
    """The activities by value, the largest first; equal values by id."""
    valued = {row.key: row for row in facts.book.rows("activities") if row.number("value")}
    outer = [row for row in valued.values() if row.text("part_of") not in valued]
    return sorted(outer, key=lambda row: (-(row.number("value") or ZERO), row.key))[:HOW_MANY]
