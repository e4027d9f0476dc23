"""The lines that may be shown with their contract, whether they are in memory or too many for it.

What a page says of many lines comes from the sums of lines alike; only lines that a page lists are read one by one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, takewhile

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record, write_value
from commonweal.indicators.figure import Figure
from commonweal.ledger.book import Rows
from commonweal.report.homes import MOST_LINES
from commonweal.report.lines import Chosen, choose, chosen_columns, value_columns, values_chosen
from commonweal.report.public import NOT_PUBLIC, public_keys, public_line
from commonweal.snapshot.long_table import Asked, LongTable
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.tables import GROUP_KEYS, LINE_KEYS
from commonweal.valuation.cells import Cells, QuantityCell, ValueCell

# What a page says of the claims behind its lines.
_OF_CLAIMS = ("note", "source")
# Pages are read together that list no more lines than this: sorting them takes memory.
_AT_ONCE = 25_000


@dataclass
class Part:
    """The lines of a figure in one contract or project: how many, their quantity by unit, their gross £."""

    lines: int = 0
    quantities: dict[str, Decimal] = field(default_factory=dict)
    gross: Decimal = ZERO

    def __add__(self, other: "Part") -> "Part":
        units = {*self.quantities, *other.quantities}
        quantities = {unit: self.quantities.get(unit, ZERO) + other.quantities.get(unit, ZERO) for unit in units}
        return Part(self.lines + other.lines, quantities, self.gross + other.gross)


class ShownLines:
    """The lines of a frozen year that may be shown.

    `pages` are the figures that have a page of their own, in the order of the pages; those of contracts and projects
    come before them, in the order of the records. Pages asked for in this order have their lines read once.
    """

    def __init__(self, snapshot: Snapshot, cells: Cells, pages: Iterable[Figure] = ()) -> None:
        self._lines = snapshot.lines
        self._claims = snapshot.book.rows("deliveries")
        self._unit_values = snapshot.unit_values
        self._activities = [row.key for row in snapshot.book.rows("activities")]
        self._pages = pages
        self._quantities = Chosen([cell for cell in cells.quantities if public_keys(cell.keys)], _keys_of)
        self._values = Chosen([cell for cell in cells.values if public_keys(cell.keys)], _keys_of)

    def count(self, figure: Figure) -> int:
        """How many lines a figure has that may be shown; of one in £, how many that have a value."""
        if not chosen_columns(figure).keys() <= set(LINE_KEYS):
            return len(self.of(figure))
        return sum(cell.lines for cell in self._cells(figure))

    def is_long(self, activity: str) -> bool:
        """Whether a contract or project has more lines than a page shows."""
        return self._numbers[activity] > MOST_LINES

    def listed(self, activity: str) -> int:
        """How many lines the page of a contract or project lists; none where there are too many."""
        return 0 if self.is_long(activity) else self._numbers[activity]

    def of(self, figure: Figure) -> list[Record]:
        """The lines of a figure, in the order of the table; none where it selects rows of another table."""
        if self._table is None:
            return self._in_memory.of(figure)
        chosen = chosen_columns(figure)
        if not chosen or (chosen.keys() <= set(LINE_KEYS) and not self._cells(figure)):
            return []
        return [*self._table.rows(self._asked(figure))]

    def on_page(self, figure: Figure) -> list[Record]:
        """The same of a figure that has a page, of as many lines as a page lists."""
        if self._in_turn is None or not is_of_groups(figure):
            return self.of(figure)
        return self._in_turn.lines(f"figure:{figure.id}")

    def of_activity(self, activity: str) -> list[Record]:
        """The lines of one contract or project that has as many as a page lists, in the order of the table."""
        if self._in_turn is None:
            return self._in_memory.having("activity", activity)
        return self._in_turn.lines(f"activity:{activity}")

    def among(self, lines: Sequence[Record]) -> Chosen[Record]:
        """What figures choose among the lines of a page that lists all lines of each of them."""
        return self._in_memory if self._table is None else choose(lines)

    def claim(self, name: str) -> Record | None:
        """The claim of that id, which a line of the page was made from whose lines were asked for last: its note and
        its source."""
        if not isinstance(self._claims, LongTable):
            raise TypeError("claims in memory are found in the records")
        known = self._in_turn.claims if self._in_turn else {}
        return known.get(name) or next(self._claims.rows(Asked({"id": [name]})), None)

    def groups(self, figure: Figure) -> list[int]:
        """The numbers of the groups that a figure's lines are; it chooses by nothing that parts a group."""
        cases = {*self._cases(figure)} if figure.kind else None
        return [self._group_of[line.key] for line in self._firsts.of(figure)
                if cases is None or line.text("case_id") in cases]

    @property
    def all_groups(self) -> list[int]:
        """The numbers of all groups, in the order of their first lines."""
        return [*self._group_of.values()]

    def in_groups(self) -> Iterator[tuple[str, int]]:
        """The id of each line that may be shown with the number of its group, in the order of the table."""
        if self._table is not None:
            shown = {*self.all_groups}
            return ((key, number) for key, number in self._table.groups_of_keys() if number in shown)
        numbers = {group_of(line): number for number, line in self._numbered}
        ordered = sorted(self._in_memory.all, key=lambda line: line.key)
        return ((line.key, numbers[group_of(line)]) for line in ordered)

    def firsts(self, figure: Figure) -> list[Record]:
        """Of a figure's lines that are alike in everything but quantity, day and row, the first."""
        return self._firsts.of(figure)

    def firsts_of_activity(self, activity: str) -> list[Record]:
        """The same of all lines of a contract or project."""
        return self._firsts.having("activity", activity)

    def by_activity(self, figure: Figure) -> dict[str, Part]:
        """A figure's lines summed by contract or project."""
        found: dict[str, Part] = {}
        for cell in self._cells(figure):
            part = found.setdefault(str(cell.keys["activity"]), Part())
            part.lines += cell.lines
            if isinstance(cell, ValueCell):
                part.gross += cell.sums["gross_central"]
            else:
                unit = str(cell.keys["unit"])
                part.quantities[unit] = part.quantities.get(unit, ZERO) + cell.quantity
        return found

    def has_row(self, row: str) -> bool:
        """Whether a row of the records is behind a line that may be shown."""
        if self._table is None:
            return bool(self._in_memory.having("row", row))
        return any(self._table.rows(Asked({"row": [row]}, NOT_PUBLIC)))

    @cached_property
    def places(self) -> frozenset[tuple[str, str]]:
        """Each contract or project with each place where a line of it landed; blank is the whole area."""
        return frozenset((str(cell.keys["activity"]), str(cell.keys["place"] or "")) for cell in self._quantities.all)

    def _asked(self, figure: Figure) -> Asked:
        chosen = {name: choice.split("|") for name, choice in chosen_columns(figure).items()}
        blank = {name: chosen.pop(name) == ["no"] for name in ("promise",) if chosen.get(name) in (["yes"], ["no"])}
        return Asked(chosen, NOT_PUBLIC, blank)

    @cached_property
    def _in_turn(self) -> "_InTurn | None":
        return None if self._table is None else _InTurn(self._table, self._claims, self.turns)

    @cached_property
    def turns(self) -> dict[str, "Turn"]:
        """Of a long table, what each page that lists lines has to read, in the order of the pages."""
        if self._table is None:
            return {}
        turns = {f"activity:{name}": Turn(self.listed(name),
                                          [self._group_of[line.key] for line in self._firsts.having("activity", name)])
                 for name in self._activities if not self.is_long(name)}
        return turns | {f"figure:{figure.id}": Turn(count, self.groups(figure)) for figure in self._pages
                        if is_of_groups(figure) and figure.unit != "promises"
                        and 0 < (count := self.count(figure)) <= MOST_LINES}

    @cached_property
    def _table(self) -> LongTable | None:
        return self._lines if isinstance(self._lines, LongTable) else None

    @cached_property
    def _in_memory(self) -> Chosen[Record]:
        return choose([line for line in self._lines if public_line(line)])

    @cached_property
    def _numbers(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for cell in self._quantities.all:
            found[str(cell.keys["activity"])] += cell.lines
        return found

    @cached_property
    def _firsts(self) -> Chosen[Record]:
        return choose([line for _, line in self._numbered])

    @cached_property
    def _group_of(self) -> dict[str, int]:
        return {line.key: number for number, line in self._numbered}

    @cached_property
    def _numbered(self) -> list[tuple[int, Record]]:
        """The number and the first line of each group that may be shown, in the order of the lines."""
        if self._table is not None:
            return [(number, line) for number, line in self._table.firsts() if public_line(line)]
        found: dict[tuple[object, ...], Record] = {}
        for line in sorted(filter(public_line, self._lines), key=lambda line: line.key):
            found.setdefault(group_of(line), line)
        return [*enumerate(found.values(), 1)]

    def _cells(self, figure: Figure) -> list[QuantityCell] | list[ValueCell]:
        if not figure.kind:
            return self._quantities.of(figure)
        lines = chosen_columns(figure)
        return self._values.having_all(lines | value_columns(figure)) if lines else []

    def _cases(self, figure: Figure) -> Iterator[str]:
        """The cases that have a value of the framework version, type of £ and price year that a figure chooses."""
        wanted = values_chosen(figure)
        for row in self._unit_values:
            if row.get("central") is not None and all(write_value(row.get(name)) in wanted[name] for name in wanted):
                yield row.text("case_id")


@dataclass(frozen=True)
class Turn:
    """What one page lists: so many lines, which are those of some groups."""

    lines: int
    groups: Sequence[int]


class _InTurn:
    """Lines of a long table for one page after another, with the claims they were made from.

    They are read for some pages at a time. Pages may be left out; going back starts the reading again.
    """

    def __init__(self, table: LongTable, claims: Rows, turns: Mapping[str, Turn]) -> None:
        self._table, self._claims = table, claims
        self._place = {name: place for place, name in enumerate(turns)}
        self._turns = [*turns.values()]
        self._first = self._end = self._at = len(turns)
        self._found: list[Record] = []
        self.claims: dict[str, Record] = {}

    def lines(self, page: str) -> list[Record]:
        """The lines of a page; `claims` are then those behind them, by id."""
        place = self._place.get(page)
        if place is None:
            return []
        if not self._at <= place < self._end:
            self._read(place)
        if place != self._at:
            self._at, self._found = place, self._lines.of(place - self._first)
            self.claims = {row.key: row for row in self._behind.of(place - self._first)}
        return self._found

    def _read(self, first: int) -> None:
        """Begin to read for a page and those after it."""
        so_far = accumulate(turn.lines for turn in self._turns[first:])
        self._first, self._at = first, -1
        self._end = first + max(1, sum(1 for _ in takewhile(_AT_ONCE.__ge__, so_far)))
        wanted, behind = [turn.groups for turn in self._turns[first:self._end]], self._claims
        self._lines = _Turns(self._table.in_turn(wanted))
        self._behind = _Turns(behind.behind_in_turn(self._table, wanted, _OF_CLAIMS)
                              if isinstance(behind, LongTable) else iter(()))


class _Turns:
    """Rows that come turn by turn, looked at from one turn on: those of turns left out are passed over."""

    def __init__(self, turns: Iterator[tuple[int, list[Record]]]) -> None:
        self._turns = turns
        self._next: tuple[int, list[Record]] | None = next(turns, None)

    def of(self, turn: int) -> list[Record]:
        """The rows of a turn that was not yet passed."""
        while self._next is not None and self._next[0] < turn:
            self._next = next(self._turns, None)
        return self._next[1] if self._next is not None and self._next[0] == turn else []


def is_of_groups(figure: Figure) -> bool:
    """Whether a figure chooses lines by columns in which all lines of a group are alike."""
    return chosen_columns(figure).keys() <= set(GROUP_KEYS)


def group_of(line: Record) -> tuple[object, ...]:
    """What a line has in common with those of its group."""
    return tuple([line.values[name] for name in GROUP_KEYS])


def _keys_of(cell: QuantityCell | ValueCell) -> dict[str, object]:
    return dict(cell.keys) if not isinstance(cell.keys, dict) else cell.keys
