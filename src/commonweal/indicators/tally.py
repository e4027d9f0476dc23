"""Promises set against what was done: how many are kept up with, late or not yet due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonweal.basics.numbers import ZERO
from commonweal.indicators.facts import DELIVERED, Facts
from commonweal.valuation.cells import QuantityCell

# Where a reading replaces the one before it: the last counts, not the sum.
READINGS = ("stock", "yes-no")


@dataclass(frozen=True)
class Tally:
    """Counts of promises with a number. `apart` counts lines of spans that are not set against any promise."""

    made: int
    due: int
    reported: int
    checked: int
    confirmed: int
    kept_up: int
    late: int
    apart: int

    @property
    def not_yet_due(self) -> int:
        """Promises of which nothing is due yet."""
        return self.made - self.due


def tally(facts: Facts, cells: Iterable[QuantityCell]) -> Tally:
    """Count the promises of some cells. Each promise is compared in its own unit, by its own stage.

    Counts nothing on people with a protected characteristic. What was done in spans that are no part of a reporting
    year (school years, 'to date') is not set against promises, because kinds of span are never added; it is counted
    in `apart`.
    """
    promised: dict[tuple[str, str], Decimal] = {}
    due: dict[tuple[str, str], Decimal] = {}
    done: dict[tuple[str, str], list[QuantityCell]] = {}
    apart = 0
    for cell in cells:
        key = (str(cell.keys["promise"] or ""), str(cell.keys["stage"] or ""))
        if cell.keys["people"] == "characteristic" or not key[0]:
            continue
        if cell.keys["standing"] == "committed":
            promised[key] = promised.get(key, ZERO) + cell.quantity
            due[key] = due.get(key, ZERO) + (cell.quantity if cell.keys["due_now"] else ZERO)
        elif cell.keys["standing"] in DELIVERED:
            if cell.keys["period"] in facts.years:
                done.setdefault(key, []).append(cell)
            else:
                apart += cell.lines
    is_due = [key for key in promised if due[key] > 0]
    reported = {key: amount_done(facts, done.get(key, [])) for key in is_due}
    checked = sum(any(cell.keys["standing"] == "verified" and cell.quantity > 0 for cell in done.get(key, []))
                  for key in is_due)
    confirmed = sum(any(cell.keys["confirmed"] and cell.quantity > 0 for cell in done.get(key, [])) for key in is_due)
    kept_up = sum(reported[key] >= due[key] for key in is_due)
    return Tally(
        made=len(promised), due=len(is_due), reported=sum(reported[key] > 0 for key in is_due),
        checked=checked, confirmed=confirmed, kept_up=kept_up, late=len(is_due) - kept_up, apart=apart)


def amount_done(facts: Facts, cells: list[QuantityCell]) -> Decimal:
    """How much was done in all years so far: the sum, or for a level the readings of the last year that has any."""
    if cells and facts.measures[cells[0].keys["measure"]].text("counting") in READINGS:
        last = max((str(cell.keys["period"]) for cell in cells), key=lambda period: _end(facts, period))
        cells = [cell for cell in cells if cell.keys["period"] == last]
    return sum((cell.quantity for cell in cells), ZERO)


def _end(facts: Facts, period: str) -> date:
    found = facts.period(period)
    return found.span.end if found else date.min
