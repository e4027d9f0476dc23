"""The ten largest contracts, grants and other activities, and how far each has kept what was promised in it."""

from collections.abc import Iterator
from decimal import Decimal

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.indicators.tally import tally
from commonweal.indicators.wording import sentences
from commonweal.valuation.cells import QuantityCell

RULE = "top-ten"
HOW_MANY = 10


def figures(facts: Facts) -> Iterator[Figure]:
    """One figure an activity: its value in £; numerator and denominator are its promises kept up with, of those with
    something due. An activity inside another of the list is left out, since its value is in the larger one."""
    cells: dict[str, list[QuantityCell]] = {}
    for cell in facts.open_quantities:
        cells.setdefault(str(cell.keys["activity"]), []).append(cell)
    for row in largest(facts):
        found = tally(facts, cells.get(row.key, []))
        counts = (f"{found.made} promises with a number, {found.due} with something due by now, {found.reported} of "
                  f"these with something reported, {found.checked} with something checked, "
                  f"{found.kept_up} kept up with")
        yield Figure(
            id=f"{RULE}.{row.key}", title=f"{row.text('title')} ({row.text('kind')})", value=row.number("value"),
            unit="£", rule=RULE, role=row.text("role"), activity=row.key, bound=row.text("value_bound"),
            place=row.text("place") or facts.book.settings.place, period_kind="to-date", period_end=facts.as_of,
            numerator=Decimal(found.kept_up) if found.due else None,
            denominator=Decimal(found.due) if found.due else None, selection={"table": "activities", "id": row.key},
            note=sentences(counts if found.made else "No promise with a number is recorded",
                           f"{found.apart} lines of other spans are not set against promises" if found.apart else ""))


def largest(facts: Facts) -> list[Record]:
    """The activities by value, the largest first; equal values by id."""
    valued = {row.key: row for row in facts.book.rows("activities") if row.number("value")}
    outer = [row for row in valued.values() if row.text("part_of") not in valued]
    return sorted(outer, key=lambda row: (-(row.number("value") or ZERO), row.key))[:HOW_MANY]
