"""Tables of people to be attacked: two and three ways of parting them, with margins, and a second release of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from random import Random

from commonweal.indicators.disclosure.rule import Rule
from commonweal.indicators.disclosure.withhold import Entry, Known, choose

# The rule, written down once more by itself: what a count must be to be printed, and what a reader knows of it then.
THRESHOLD, STEP, SMALLEST_SHOWN = 7, 5, 8

Cell = frozenset[int]
Printed = dict[Cell, int | None]


@dataclass(frozen=True)
class PeopleTable:
    """People in the finest groups, and the sets of groups that are counted together."""

    people: tuple[int, ...]
    cells: tuple[Cell, ...]

    def count(self, cell: Cell) -> int:
        return sum(self.people[group] for group in cell)

    def unsafe(self, cell: Cell) -> bool:
        """1 to 7 people; or nobody where there is somebody in a cell around it."""
        count = self.count(cell)
        return 0 < count <= THRESHOLD or (
            count == 0 and any(cell < other and self.count(other) for other in self.cells))


def rounded(count: int) -> int:
    """To the nearest 5; a whole number is never half-way."""
    return (count + 2) // 5 * 5


def known(printed: int) -> tuple[int, int]:
    """What a reader knows of a count from what is printed of it."""
    return (0, 0) if printed == 0 else (max(SMALLEST_SHOWN, printed - 2), printed + 2)


def published(table: PeopleTable, earlier: Printed | None = None) -> Printed:
    """What the product prints of a table: the rounded counts, None where one is withheld."""
    bits = {cell: sum(1 << group for group in cell) for cell in table.cells}
    before = earlier or {}
    entries = [Entry(str(number), (bits[cell],), barred=cell in before and before[cell] is None)
               for number, cell in enumerate(table.cells)]
    told = []
    for cell, old in before.items():
        low, high = known(old) if old is not None else (0, -1)
        if low <= table.count(cell) <= high:
            told.append(Known(sum(1 << group for group in cell), (Fraction(low), Fraction(high))))
    people = {1 << group: Fraction(count) for group, count in enumerate(table.people)}
    withheld = choose(entries, people, Rule(THRESHOLD, STEP), told).withheld
    return {cell: None if str(number) in withheld else rounded(table.count(cell))
            for number, cell in enumerate(table.cells)}


def only_small_ones_withheld(table: PeopleTable) -> Printed:
    """What would be printed without the second half of the rule: small counts withheld, and nothing for their sake."""
    return {cell: None if table.unsafe(cell) else rounded(table.count(cell)) for cell in table.cells}


def tables(seed: int, how_many: int) -> Iterator[PeopleTable]:
    """Tables of all sizes: sparse and dense, with zeros, with all margins or some, some with a checked part."""
    chance = Random(seed)
    for _ in range(how_many):
        large = chance.random() < 0.04
        ways = chance.choice(([4, 5], [2, 3, 3], [3, 6]) if large else (
            [2, 2], [2, 3], [3, 3], [3, 4], [2, 2, 2], [2, 2, 3], [6], [1, 4]))
        counts = chance.choice((
            (0, 0, 0, 1, 2, 3, 4, 6, 9, 13), (0, 1, 3, 5, 7, 8, 10, 14, 21), (2, 6, 9, 12, 18, 25, 33, 47),
            (5, 8, 11, 16, 24, 38, 59, 80, 120), (9, 14, 22, 37, 51, 90, 140, 230)))
        checked = len(ways) < 3 and chance.random() < 0.25
        places = list(product(*(range(size) for size in ways), *([range(2)] if checked else [])))
        people = tuple(chance.choice(counts) for _ in places)
        kept = [axes for size in range(len(ways) + 1) for axes in combinations(range(len(ways)), size)
                if size in (0, len(ways)) or chance.random() < 0.9]
        cells = dict.fromkeys(_cells(places, kept, None))
        if checked:
            cells |= dict.fromkeys(_cells(places, kept, len(ways)))
        yield PeopleTable(people, tuple(cells))


def _cells(places: Sequence[tuple[int, ...]], kept: Sequence[tuple[int, ...]], checked: int | None) -> Iterator[Cell]:
    """The groups alike in each choice of axes; of the checked part only, where an axis says which are checked."""
    for axes in kept:
        found: dict[tuple[int, ...], set[int]] = {}
        for group, place in enumerate(places):
            if checked is None or place[checked]:
                found.setdefault(tuple(place[axis] for axis in axes), set()).add(group)
        yield from map(frozenset, found.values())


def corrected(table: PeopleTable, chance: Random) -> tuple[PeopleTable, frozenset[int]]:
    """The table with a few people more or fewer in one to three groups, and which groups those are."""
    people = list(table.people)
    changed = frozenset(chance.sample(range(len(people)), min(len(people), chance.randint(1, 3))))
    for group in changed:
        people[group] = max(0, people[group] + chance.choice((-3, -2, -1, 1, 1, 2, 3, 6)))
    return PeopleTable(tuple(people), table.cells), changed
