"""Two years side by side in £: how much of the difference is more or less done, and how much is another £ per unit.

What was done in the year before is worth, in turn: what the £ per unit of its own framework version print; the same in
this report's prices; and what this year's £ per unit give. What is then still missing to this year's worth was done.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonweal.basics.numbers import EXACT, ZERO, gross, round_to
from commonweal.basics.tables import Record
from commonweal.ledger.book import Book
from commonweal.snapshot.cases import Cases
from commonweal.valuation.cells import Keys, QuantityCell, ValueCell

# A measure at a place: what one £ per unit holds for.
_What = tuple[str, str]
_SAME = ("measure", "edition", "value")


@dataclass(frozen=True)
class Split:
    """The difference between two years in £. `before` + `prices` + `per_unit` + `done` + `apart` is `now`, exactly.

    `prices` is what the index adds, `per_unit` what other £ per unit add, `done` what more or less done adds; `apart`
    is the difference in what cannot be split, which was worth `apart_before` and is worth `apart_now`.
    """

    before: Decimal
    prices: Decimal
    per_unit: Decimal
    done: Decimal
    apart_before: Decimal
    apart_now: Decimal
    now: Decimal
    measures_apart: tuple[str, ...]

    @property
    def apart(self) -> Decimal:
        """The difference in what cannot be split."""
        return self.apart_now - self.apart_before


class Repricing:
    """Splits differences between the year that ends on `days[0]` and the one that ends on `days[1]`.

    `lines` are the quantity cells of what is compared, in both years; `unit_values` are the snapshot's.
    """

    def __init__(self, book: Book, unit_values: Iterable[Record], days: tuple[date, date]) -> None:
        self._cases = Cases(book)
        self._days = days
        self._used: dict[tuple[str, ...], set[tuple[Decimal, Decimal]]] = {}
        for row in unit_values:
            central, printed = row.number("central"), row.number("printed_central")
            if central is not None and printed is not None:
                units = row.number("units")
                own = printed if units in (None, 1) else round_to(EXACT.multiply(printed, units), 4)
                key = (row.text("case_id").rpartition(".")[0], row.text("edition"), row.text("value"))
                self._used.setdefault(key, set()).add((own, central))

    def split(self, framework: str, before: Sequence[ValueCell], now: Sequence[ValueCell],
              lines: tuple[Mapping[_What, int], Mapping[_What, int]]) -> Split:
        """Split the difference between two years' value cells of one framework and one type of £.

        `lines` says how many lines each measure has at each place, valued or not, in either year: where some have no
        value in £, a difference in £ says nothing of what was done, and the measure stands apart. So does one that has
        no £ per unit at the end of either year, or more than one within this year.
        """
        sums = dict.fromkeys(("before", "prices", "per_unit", "done", "apart_before", "apart_now", "now"), ZERO)
        apart = set()
        earlier, later = _by_what(before), _by_what(now)
        for what in sorted({*earlier, *later}):
            then, today = earlier.get(what, []), later.get(what, [])
            printed, used, worth = self._printed(then), _worth(then), _worth(today)
            sums["before"] += printed
            sums["now"] += worth
            repriced = self._repriced(framework, what, then, today, lines)
            if repriced is None:
                sums["apart_before"] += printed
                sums["apart_now"] += worth
                apart.add(what[0])
                continue
            sums["prices"] += used - printed
            sums["per_unit"] += repriced - used
            sums["done"] += worth - repriced
        return Split(**sums, measures_apart=tuple(sorted(apart)))

    def _printed(self, cells: Sequence[ValueCell]) -> Decimal:
        """What they are worth at the £ per unit as printed: lines of one £ per unit are multiplied together, once."""
        total = ZERO
        for same in _alike(cells):
            amounts = self._used.get(tuple(str(same[0].keys[name]) for name in _SAME), set())
            printed, central = next(iter(amounts)) if len(amounts) == 1 else (ZERO, ZERO)
            total += _worth(same) if printed == central else gross(_quantity(same), printed)
        return total

    def _repriced(self, framework: str, what: _What, then: list[ValueCell], today: list[ValueCell],
                  lines: tuple[Mapping[_What, int], Mapping[_What, int]]) -> Decimal | None:
        """What the year before is worth at the £ per unit of the last day of this one; None where that is not sound."""
        kind = (then or today)[0].keys["kind"]
        at_end = [self._price(framework, kind, what, day) for day in self._days]
        price = at_end[1]
        whole = all(sum(cell.lines for cell in cells) == counted.get(what, 0)
                    for cells, counted in zip((then, today), lines, strict=True))
        if at_end[0] is None or price is None or not whole or any(len(self._used[key]) > 1 for key in _keys(then)):
            return None
        if any(cell.keys["value"] != price.text("value") for cell in today):
            return None
        total = ZERO
        for same in _alike(then):
            unchanged = all(cell.keys["value"] == price.text("value") and cell.keys["edition"] == price.text("edition")
                            for cell in same)
            total += _worth(same) if unchanged else gross(_quantity(same), price.number_or_zero("central"))
        return total

    def _price(self, framework: str, kind: str, what: _What, day: date) -> Record | None:
        return next((row for row in self._cases.rows(self._cases.settle(*what, day))
                     if row.text("edition").split("/")[0] == framework and row.text("kind") == kind), None)


def lines_by_what(cells: Iterable[QuantityCell]) -> dict[_What, int]:
    """How many lines each measure has at each place."""
    found: dict[_What, int] = {}
    for cell in cells:
        found[_what(cell.keys)] = found.get(_what(cell.keys), 0) + cell.lines
    return found


def _what(keys: Keys) -> _What:
    return str(keys["measure"]), str(keys["place"] or "")


def _by_what(cells: Iterable[ValueCell]) -> dict[_What, list[ValueCell]]:
    found: dict[_What, list[ValueCell]] = {}
    for cell in cells:
        found.setdefault(_what(cell.keys), []).append(cell)
    return found


def _keys(cells: Iterable[ValueCell]) -> set[tuple[str, ...]]:
    return {tuple(str(cell.keys[name]) for name in _SAME) for cell in cells}


def _alike(cells: Sequence[ValueCell]) -> list[list[ValueCell]]:
    """The cells parted by their £ per unit."""
    return [[cell for cell in cells if tuple(str(cell.keys[name]) for name in _SAME) == key]
            for key in sorted(_keys(cells))]


def _worth(cells: Iterable[ValueCell]) -> Decimal:
    return sum((cell.sums["gross_central"] for cell in cells), ZERO)


def _quantity(cells: Iterable[ValueCell]) -> Decimal:
    return sum((cell.quantity for cell in cells), ZERO)
