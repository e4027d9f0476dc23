"""What indicators may read: the small tables, and sums of lines selected by columns. Nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record
from commonweal.ledger.book import Book
from commonweal.ledger.settings import ReportPeriod
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.tables import OUTSIDE_PERIODS
from commonweal.valuation.cells import AMOUNTS, Cells, Keys, QuantityCell, ValueCell

# A standing as readers ask for it, and the standings of lines it takes in: reported includes what was later checked.
# Offers that may still lose are in no figure.
STANDINGS: Mapping[str, tuple[str, ...]] = {
    "potential": ("potential",), "committed": ("committed",),
    "reported": ("reported", "verified"), "verified": ("verified",),
}
PROMISED = ("potential", "committed")
DELIVERED = ("reported", "verified")
# What a delivered quantity is about: a reporting period, or a span of its own kind that stands apart.
SPAN = ("period", "period_kind", "span")


@dataclass(frozen=True)
class QuantityTotal:
    """A sum of quantities of one unit: how many lines, how many had a £ value, how much, and whether 'at least'."""

    lines: int
    valued: int
    quantity: Decimal
    whole: Decimal
    bound: str


@dataclass(frozen=True)
class ValueTotal:
    """A sum in £ of one framework version, kind and price year, with its range and what share of lines was valued."""

    lines: int
    netted: int
    sums: Mapping[str, Decimal]
    bound: str
    redistributable: bool
    cells: tuple[ValueCell, ...]


@dataclass(frozen=True)
class Facts:
    """One frozen year as indicators see it. `apart` are the lines that enter no total, each on its own."""

    book: Book
    as_of: date
    cells: Cells
    unit_values: tuple[Record, ...]
    factor_sets: tuple[Record, ...]
    claim_counts: tuple[Record, ...]
    apart: tuple[Record, ...]
    spend: tuple[Record, ...] = ()

    @classmethod
    def of(cls, snapshot: Snapshot, cells: Cells) -> "Facts":
        """What indicators may read of a snapshot, with its sums by whichever engine."""
        apart = tuple(line for line in snapshot.uncounted() if line.text("standing") != "offered")
        return cls(snapshot.book, snapshot.as_of, cells, snapshot.unit_values, snapshot.factor_sets,
                   snapshot.claim_counts, apart, snapshot.spend)

    @cached_property
    def counted_quantities(self) -> tuple[QuantityCell, ...]:
        """The cells that enter totals; offers that may still lose enter none."""
        return tuple(cell for cell in self.cells.quantities if _enters_totals(cell.keys))

    @cached_property
    def open_quantities(self) -> tuple[QuantityCell, ...]:
        """The cells that enter totals and may be shown in any detail: no people by a protected characteristic."""
        return tuple(cell for cell in self.counted_quantities
                     if cell.keys["people"] != "characteristic" or cell.keys["standing"] in PROMISED)

    @cached_property
    def protected_rates(self) -> tuple[Record, ...]:
        """The lines of rates of people with a protected characteristic that give both their parts. One that is itself
        a part or a repeat of another is none of them."""
        lines = [line for line in self.apart
                 if line.text("people") == "characteristic" and line.text("standing") in DELIVERED
                 and self.measures[line.text("measure")].text("counting") == "rate"]
        # A report without such rates never needs its claims by id, and there may be a million.
        claims = self.book.by_id("deliveries") if lines else {}
        return tuple(line for line in lines if _states_a_part(claims[line.text("row")]))

    @cached_property
    def counted_values(self) -> tuple[ValueCell, ...]:
        """The value cells that enter totals."""
        return tuple(cell for cell in self.cells.values if _enters_totals(cell.keys))

    @cached_property
    def measures(self) -> dict[str, Record]:
        """Every measure of the book's own framework, as its newest version defines it."""
        found: dict[str, Record] = {}
        for edition in self.book.own_editions:
            found |= edition.measures
        return found

    @cached_property
    def activities(self) -> Mapping[str, Record]:
        """The activities by id."""
        return self.book.by_id("activities")

    @cached_property
    def remedies(self) -> dict[str, list[Record]]:
        """What was done about what is late or went wrong, by activity."""
        found: dict[str, list[Record]] = {}
        for row in self.book.rows("remedies"):
            found.setdefault(row.text("activity"), []).append(row)
        return found

    def period(self, name: str) -> ReportPeriod | None:
        """A reporting period by id; None for 'outside' and for the whole life."""
        return next((period for period in self.book.settings.periods if period.id == name), None)

    @cached_property
    def councils(self) -> tuple[str, ...]:
        """The places of kind council inside the whole area; the whole area itself is none of them."""
        area = self.book.settings.place
        return tuple(row.key for row in self.book.rows("places")
                     if row.text("kind") == "council" and row.key != area
                     and self._parents[self.around(row.key)[-1]] == area)

    @cached_property
    def _parents(self) -> dict[str, str]:
        return {row.key: row.text("parent") for row in self.book.rows("places")}

    def around(self, place: str) -> tuple[str, ...]:
        """A place and those that it lies in, from the smallest, short of the whole area; nothing for a blank place."""
        return self._around.get(place, ())

    @cached_property
    def _around(self) -> dict[str, tuple[str, ...]]:
        parents = self._parents
        found: dict[str, tuple[str, ...]] = {}
        for name in parents:
            chain: list[str] = []
            place = name
            while place in parents and place not in (*chain, self.book.settings.place):
                chain.append(place)
                place = parents[place]
            found[name] = tuple(chain)
        return found

    def council_of(self, place: str) -> str:
        """The council area that a place is or lies in; blank for none."""
        return self._councils_of.get(place, "")

    @cached_property
    def _councils_of(self) -> dict[str, str]:
        return {row.key: name for row in self.book.rows("places")
                for name in self.around(row.key) if name in self.councils}

    @cached_property
    def within(self) -> dict[str, tuple[str, ...]]:
        """For each place, itself and every place inside it."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self.book.rows("places"):
            for outer in self.around(row.key) or (row.key,):
                found[outer] = (*found.get(outer, ()), row.key)
        return found

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The reporting periods of the same kind as the one reported on: the ones that add up to 'all years so far'."""
        kind = self.book.settings.period.span.kind
        return tuple(period.id for period in self.book.settings.periods if period.span.kind is kind)


def group_quantities(cells: Iterable[QuantityCell], names: tuple[str, ...]) -> dict[tuple[Any, ...], QuantityTotal]:
    """Sums by the named columns. The names must part lines of unlike units (measure does)."""
    groups: dict[tuple[Any, ...], list[QuantityCell]] = {}
    for cell in cells:
        groups.setdefault(tuple(part_of(cell.keys, name) for name in names), []).append(cell)
    return {key: total_quantity(groups[key]) for key in sorted(groups, key=_sortable)}


def part_of(keys: Keys, name: str) -> Any:
    """What a cell is parted by. Whatever was let into a reporting period adds up to it, be it quarters or a year."""
    if name == "period_kind" and keys["origin"] == "deliveries" and keys["period"] != OUTSIDE_PERIODS:
        return None
    return keys[name]


def total_quantity(cells: Iterable[QuantityCell]) -> QuantityTotal:
    """The sum of quantity cells that are all of one unit."""
    listed = list(cells)
    return QuantityTotal(
        sum(cell.lines for cell in listed), sum(cell.valued for cell in listed),
        sum((cell.quantity for cell in listed), ZERO), sum((cell.whole for cell in listed), ZERO),
        _bound(listed))


_Cell = TypeVar("_Cell", QuantityCell, ValueCell)


def by_place(facts: Facts, cells: Iterable[_Cell]) -> Iterator[_Cell]:
    """Each cell once for every place that it lies in: what landed in a ward also landed in the council around it."""
    for cell in cells:
        for place in facts.around(str(cell.keys["place"] or "")):
            yield replace(cell, keys={**cell.keys, "place": place})


def group_values(cells: Iterable[ValueCell], names: tuple[str, ...]) -> dict[tuple[Any, ...], ValueTotal]:
    """Sums in £ by the named columns, always parted by framework version, kind and price year (last in the key)."""
    groups: dict[tuple[Any, ...], list[ValueCell]] = {}
    for cell in cells:
        groups.setdefault(tuple(part_of(cell.keys, name) for name in (*names, *APART)), []).append(cell)
    return {key: total_value(groups[key]) for key in sorted(groups, key=_sortable)}


APART = ("edition", "kind", "price_year")


def total_value(cells: Iterable[ValueCell]) -> ValueTotal:
    """The sum of value cells that are all of one framework version, kind and price year."""
    listed = tuple(cells)
    sums = {name: sum((cell.sums[name] for cell in listed), ZERO) for name in AMOUNTS}
    return ValueTotal(
        sum(cell.lines for cell in listed), sum(cell.netted for cell in listed), sums,
        _bound(listed),
        all(cell.keys["redistributable"] for cell in listed), listed)


def bound_of(bounds: Iterable[str]) -> str:
    """The bound of a sum: 'over' anywhere makes it 'at-least'; 'about' anywhere makes it 'about'."""
    found = set(bounds)
    if "about" in found:
        return "about"
    return "at-least" if "over" in found else "exact"


def _bound(cells: Sequence[QuantityCell] | Sequence[ValueCell]) -> str:
    """The bound of some cells: of one line, or of the parts of one promise, the source's own word; else of a sum."""
    bounds = [str(cell.keys["bound"]) for cell in cells]
    promises = {cell.keys["promise"] if cell.keys["origin"] == "commitments" else None for cell in cells}
    alone = sum(cell.lines for cell in cells) == 1 or (len(promises) == 1 and None not in promises)
    return bounds[0] if alone and len(set(bounds)) == 1 else bound_of(bounds)


def _states_a_part(claim: Record) -> bool:
    return (claim.number("numerator") is not None and claim.number("denominator") is not None
            and claim.get("counts") is not False and not claim.text("part_of") and not claim.text("alternative_to"))


def _enters_totals(keys: Keys) -> bool:
    return bool(keys["counted"]) and keys["standing"] != "offered"


def _sortable(key: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in key)
