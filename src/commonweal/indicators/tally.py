"""Promises set against what was done: how much of each was promised, due, reported and checked; how many are late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record
from commonweal.indicators.facts import DELIVERED, Facts
from commonweal.indicators.figure import percent
from commonweal.valuation.cells import Keys, QuantityCell

# Where a reading replaces the one before it: the last counts, not the sum.
READINGS = ("stock", "yes-no")


@dataclass(frozen=True)
class Promise:
    """One promise with a number, in its own unit and by its own stage. `keys` say in what, of what and for whom.

    `acted` is whether the records say that something was done about it.
    """

    keys: Keys
    promised: Decimal
    due: Decimal
    reported: Decimal
    checked: Decimal
    confirmed: bool
    acted: bool

    @cached_property
    def steps(self) -> Mapping[str, bool]:
        """For each count of promises, whether this one is in it."""
        due, late = self.due > 0, self.reported < self.due
        half = self.reported * 2 >= self.due
        return {
            "made": True,
            "due": due,
            "not-yet-due": not due,
            "reported": due and self.reported > 0,
            "checked": due and self.checked > 0,
            "confirmed": due and self.confirmed,
            "kept-up": due and not late,
            "late": due and late,
            "late-half-or-more": due and late and half,
            "late-under-half": due and late and not half and self.reported > 0,
            "late-nothing": due and late and self.reported <= 0,
            "late-acted": due and late and self.acted,
        }

    @property
    def missing(self) -> Decimal | None:
        """The share of what is due that was not reported, in percent to one place; None where nothing is due."""
        return percent(max(self.due - self.reported, ZERO), self.due) if self.due > 0 else None


@dataclass(frozen=True)
class Tally:
    """Promises with a number, and how many lines of other spans are not set against any promise."""

    promises: tuple[Promise, ...]
    apart: int

    def count(self, step: str) -> int:
        """How many promises came so far: made, due, not-yet-due, reported, checked, confirmed, kept-up or late."""
        return sum(promise.steps[step] for promise in self.promises)


def tally(facts: Facts, cells: Iterable[QuantityCell]) -> Tally:
    """The promises of some cells. Each is compared in its own unit, by its own stage.

    Leaves out people with a protected characteristic. What was done in spans that are no part of a reporting
    year (school years, 'to date') is not set against promises, because kinds of span are never added; it is counted
    in `apart`.
    """
    promised: dict[tuple[str, str], list[QuantityCell]] = {}
    done: dict[tuple[str, str], list[QuantityCell]] = {}
    apart = 0
    for cell in cells:
        key = (str(cell.keys["promise"] or ""), str(cell.keys["stage"] or ""))
        if cell.keys["people"] == "characteristic" or not key[0]:
            continue
        if cell.keys["standing"] == "committed":
            promised.setdefault(key, []).append(cell)
        elif cell.keys["standing"] in DELIVERED:
            if cell.keys["period"] in facts.years:
                done.setdefault(key, []).append(cell)
            else:
                apart += cell.lines
    return Tally(tuple(_promise(facts, promised[key], done.get(key, [])) for key in sorted(promised)), apart)


def _promise(facts: Facts, promised: list[QuantityCell], done: list[QuantityCell]) -> Promise:
    return Promise(
        keys=promised[0].keys,
        promised=sum((cell.quantity for cell in promised), ZERO),
        due=sum((cell.quantity for cell in promised if cell.keys["due_now"]), ZERO),
        reported=amount_done(facts, done),
        checked=amount_done(facts, [cell for cell in done if cell.keys["standing"] == "verified"]),
        confirmed=any(cell.keys["confirmed"] and cell.quantity > 0 for cell in done),
        acted=bool(remedied(facts, promised[0].keys)),
    )


def remedied(facts: Facts, keys: Keys) -> list[Record]:
    """What the records say was done about a promise: about its measure, or about all of its contract or project."""
    return [row for row in facts.remedies.get(str(keys["activity"]), [])
            if row.text("measure") in ("", str(keys["measure"]))]


def amount_done(facts: Facts, cells: list[QuantityCell]) -> Decimal:
    """How much was done in all years so far: the sum, or for a level the readings of the last year that has any."""
    if cells and facts.measures[cells[0].keys["measure"]].text("counting") in READINGS:
        last = max((str(cell.keys["period"]) for cell in cells), key=lambda period: _end(facts, period))
        cells = [cell for cell in cells if cell.keys["period"] == last]
    return sum((cell.quantity for cell in cells), ZERO)


def _end(facts: Facts, period: str) -> date:
    found = facts.period(period)
    return found.span.end if found else date.min
