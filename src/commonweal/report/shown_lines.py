"""The lines that may be shown with their contract, whether they are in memory or too many for it.

What a page says of many lines comes from the sums of lines alike; only lines that a page lists are read one by one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from commonweal.basics.csv_files import write_records
from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record, write_value
from commonweal.indicators.figure import Figure
from commonweal.report.homes import MOST_LINES
from commonweal.report.lines import Chosen, choose, chosen_columns, values_chosen
from commonweal.report.public import NOT_PUBLIC, public_keys, public_line
from commonweal.snapshot.long_table import Asked, LongTable
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.tables import GROUP_KEYS, LINE_KEYS, LINES
from commonweal.valuation.cells import Cells, QuantityCell, ValueCell

# Lines of small contracts are read for so many lines at once, as their pages follow one another.
_AT_ONCE = 20_000


@dataclass
class Part:
    """The lines of a figure in one contract or project: how many, their quantity by unit, their gross £."""

    lines: int = 0
    quantities: dict[str, Decimal] = field(default_factory=dict)
    gross: Decimal = ZERO


class ShownLines:
    """The lines of a frozen year that may be shown. `near` are those that were read last."""

    def __init__(self, snapshot: Snapshot, cells: Cells) -> None:
        self._lines = snapshot.lines
        self._unit_values = snapshot.unit_values
        self._activities = [row.key for row in snapshot.book.rows("activities")]
        self.near: list[Record] = []
        self._near_by_activity: dict[str, list[Record]] = {}
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

    def of(self, figure: Figure) -> list[Record]:
        """The lines of a figure, in the order of the table; none where it selects rows of another table."""
        if self._table is None:
            return self._in_memory.of(figure)
        chosen = chosen_columns(figure)
        if not chosen or (chosen.keys() <= set(LINE_KEYS) and not self._cells(figure)):
            return []
        self.near = [*self._table.rows(self._asked(figure))]
        return self.near

    def write(self, figure: Figure, path: Path) -> None:
        """Write a figure's lines as a table, with the columns of lines.csv and in its order; of one in £, those that
        have a value."""
        if self._table is not None:
            self._table.write_csv(path, LINES.names, self._asked(figure))
            return
        lines = self.of(figure)
        if figure.kind:
            cases = {*self._cases(figure)}
            lines = [line for line in lines if line.text("case_id") in cases]
        path.write_bytes(write_records(LINES, lines).encode())

    def of_activity(self, activity: str) -> list[Record]:
        """The lines of one contract or project, in the order of the table."""
        if self._table is None:
            return self._in_memory.having("activity", activity)
        if activity not in self._near_by_activity:
            names = [*self._beside(activity)]
            self.near = [*self._table.rows(Asked({"activity": names}, NOT_PUBLIC))]
            self._near_by_activity = {name: [] for name in names}
            for line in self.near:
                self._near_by_activity[line.text("activity")].append(line)
        return self._near_by_activity[activity]

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
        if figure.kind:
            chosen["case_id"] = [*self._cases(figure)]
        return Asked(chosen, NOT_PUBLIC, blank)

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
        if self._table is not None:
            return choose([line for line in self._table.firsts(GROUP_KEYS) if public_line(line)])
        found: dict[tuple[object, ...], Record] = {}
        for line in sorted(filter(public_line, self._lines), key=lambda line: line.key):
            found.setdefault(tuple(line.values[name] for name in GROUP_KEYS), line)
        return choose([*found.values()])

    def _cells(self, figure: Figure) -> list[QuantityCell] | list[ValueCell]:
        if not figure.kind:
            return self._quantities.of(figure)
        wanted = values_chosen(figure)
        return [cell for cell in self._values.of(figure)
                if all(write_value(cell.keys[name]) in texts for name, texts in wanted.items())]

    def _cases(self, figure: Figure) -> Iterator[str]:
        """The cases that have a value of the framework version, type of £ and price year that a figure chooses."""
        wanted = values_chosen(figure)
        for row in self._unit_values:
            if row.get("central") is not None and all(write_value(row.get(name)) in wanted[name] for name in wanted):
                yield row.text("case_id")

    def _beside(self, activity: str) -> Iterator[str]:
        """A contract and those that follow it in the records, as far as their lines are read at once."""
        lines = 0
        for name in self._activities[self._places[activity]:]:
            lines += self._numbers[name]
            if name == activity or (lines <= _AT_ONCE and not self.is_long(name)):
                yield name
            elif lines > _AT_ONCE and not self.is_long(name):
                return
            else:
                lines -= self._numbers[name]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._activities)}


def _keys_of(cell: QuantityCell | ValueCell) -> dict[str, object]:
    return dict(cell.keys) if not isinstance(cell.keys, dict) else cell.keys
