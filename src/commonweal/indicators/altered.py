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
    "under-bid": "Promises agreed at less, or for later, than the chosen bid had offered",
}


@dataclass(frozen=True)
class Agreed:
    """A promise with a number as it was first agreed, and as it stands on the day of the figures; before that, as the
    bid that was chosen had offered it, where one is on record."""

    first: Record
    last: Record
    bid: Record | None = None

    @property
    def ways(self) -> Mapping[str, bool]:
        """In which ways it is another than it was. One that was given up counts as no other of those since agreed."""
        bid = self.bid
        under_bid = {"under-bid": bid is not None and (_less(bid, self.first) or _later(bid, self.first))}
        if self.last.text("stage") == "withdrawn":
            return under_bid | {"withdrawn": True}
        return under_bid | {"lowered": _less(self.first, self.last), "put-off": _later(self.first, self.last),
                            "raised": _less(self.last, self.first)}


def agreed(facts: Facts) -> list[Agreed]:
    """Every promise with a number that was ever agreed, also those given up since; in the order of the records.

    Left out, as in all counts of promises: parts and other ways of counting, rates, and people with a protected
    characteristic.
    """
    found = []
    for chain in chains(facts.book.rows("commitments"), facts.as_of):
        settled = [row for row in chain if row.text("stage") == "committed"]
        if settled and _is_counted(facts, settled[0]) and chain[-1].number("quantity") is not None:
            offered = [row for row in chain[:chain.index(settled[0])]
                       if row.text("stage") == "offered" and row.number("quantity") is not None]
            found.append(Agreed(settled[0], chain[-1], offered[-1] if offered else None))
    return found


def figures(facts: Facts) -> Iterator[Figure]:
    """How many promises are another than they were when first agreed, each way by itself; how many were agreed at less,
    or for a later day, than the bid that was chosen had offered. Nothing without promises, or without bids."""
    promises = agreed(facts)
    for way, title in _TITLES.items():
        of = [promise for promise in promises if way != "under-bid" or promise.bid]
        if not of:
            continue
        rows = [promise.first if way == "under-bid" else promise.last for promise in of if promise.ways.get(way)]
        count, base = Decimal(len(rows)), Decimal(len(of))
        ever = "of which a bid is on record" if way == "under-bid" else "ever agreed with a number"
        yield Figure(
            id=f"{RULE}.{way}", title=title, value=count, unit="promises", rule=RULE,
            place=facts.book.settings.place, period_kind="to-date", period_end=facts.as_of, numerator=count,
            denominator=base, selection={"table": "commitments"} | chosen_rows(rows),
            note=f"{count} of {base} promises {ever} ({percent(count, base)}%).")


def _less(before: Record, after: Record) -> bool:
    return after.number_or_zero("quantity") < before.number_or_zero("quantity")


def _later(before: Record, after: Record) -> bool:
    due, due_now = before.day("due"), after.day("due")
    return due is not None and due_now is not None and due < due_now


def _is_counted(facts: Facts, row: Record) -> bool:
    measure = facts.measures.get(row.text("measure"))
    return (measure is not None and measure.text("people") != "characteristic" and measure.text("counting") != "rate"
            and row.number("quantity") is not None and not row.text("part_of") and not row.text("alternative_to")
            and row.text("bound") not in ("nearly", "up-to"))
