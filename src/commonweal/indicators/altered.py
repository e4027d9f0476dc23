"""Promises since they were agreed: how many were given up, lowered, put off or raised. No other count tells of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from commonweal.basics.tables import Record
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure, chosen_rows, percent
from commonweal.ledger.chains import chains

RULE = "altered"
_TITLES = {
    "withdrawn": "Promises that were given up after they were agreed",
    "lowered": "Promises that were lowered after they were agreed",
    "put-off": "Promises that were put off to a later day after they were agreed",
    "raised": "Promises that were raised after they were agreed",
}


@dataclass(frozen=True)
class Agreed:
    """A promise with a number as it was first agreed, and as it stands on the day of the figures."""

    first: Record
    last: Record

    @property
    def ways(self) -> Mapping[str, bool]:
        """In which ways it is another than it was. One that was given up counts as nothing else."""
        if self.last.text("stage") == "withdrawn":
            return {"withdrawn": True}
        before, now = (row.number_or_zero("quantity") for row in (self.first, self.last))
        due, due_now = self.first.day("due"), self.last.day("due")
        return {"lowered": now < before, "put-off": bool(due and due_now and due < due_now), "raised": now > before}


def agreed(facts: Facts) -> list[Agreed]:
    """Every promise with a number that was ever agreed, also those given up since; in the order of the records.

    Left out, as in all counts of promises: parts and other ways of counting, rates, and people with a protected
    characteristic.
    """
    found = []
    for chain in chains(facts.book.rows("commitments"), facts.as_of):
        settled = [row for row in chain if row.text("stage") == "committed"]
        if settled and _is_counted(facts, settled[0]) and chain[-1].number("quantity") is not None:
            found.append(Agreed(settled[0], chain[-1]))
    return found


def figures(facts: Facts) -> Iterator[Figure]:
    """How many promises are another than they were when first agreed, each way by itself; nothing without promises."""
    promises = agreed(facts)
    for way, title in _TITLES.items() if promises else ():
        rows = [promise.last for promise in promises if promise.ways.get(way)]
        count, base = Decimal(len(rows)), Decimal(len(promises))
        yield Figure(
            id=f"{RULE}.{way}", title=title, value=count, unit="promises", rule=RULE,
            place=facts.book.settings.place, period_kind="to-date", period_end=facts.as_of, numerator=count,
            denominator=base, selection={"table": "commitments"} | chosen_rows(rows),
            note=f"{count} of {base} promises ever agreed with a number ({percent(count, base)}%).")


def _is_counted(facts: Facts, row: Record) -> bool:
    measure = facts.measures.get(row.text("measure"))
    return (measure is not None and measure.text("people") != "characteristic" and measure.text("counting") != "rate"
            and row.number("quantity") is not None and not row.text("part_of") and not row.text("alternative_to")
            and row.text("bound") not in ("nearly", "up-to"))
