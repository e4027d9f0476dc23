"""Which lines lie behind a figure: its selection, read back as a choice of lines and of their values."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from commonweal.basics.tables import Record, write_value
from commonweal.indicators.figure import Figure
from commonweal.snapshot.tables import LINES
from commonweal.valuation.cells import VALUE_KEYS

Row = Mapping[str, Any]

# A selection of lines says at least one of these; what says neither is a choice of rows of some other table.
_OF_LINES = {"standing", "counted"}
_VALUE_COLUMNS = frozenset(VALUE_KEYS) - {"factor_set"}


class Lines:
    """All lines of a frozen year, indexed by what figures select them by."""

    def __init__(self, lines: Sequence[Record]) -> None:
        self._lines = lines
        self._by_column: dict[str, dict[str, set[int]]] = {}

    @property
    def all(self) -> Sequence[Record]:
        """Every line, in the order of the table."""
        return self._lines

    @cached_property
    def by_id(self) -> dict[str, Record]:
        """The lines by their id."""
        return {line.key: line for line in self._lines}

    def of_activity(self, activity: str) -> list[Record]:
        """The lines of one contract or project, in the order of the table."""
        return [self._lines[position] for position in sorted(self._index("activity").get(activity, ()))]

    def of(self, figure: Figure) -> list[Record]:
        """The lines of a figure, in the order of the table; none where it selects rows of another table."""
        chosen = {name: choice for name, choice in figure.selection.items() if name in LINES.names}
        if not _OF_LINES & set(chosen):
            return []
        found = sorted((self._having(name, choice) for name, choice in chosen.items()), key=len)
        return [self._lines[position] for position in sorted(set.intersection(*found))]

    def _having(self, name: str, choice: str) -> set[int]:
        index = self._index(name)
        if choice not in index and "|" in choice:
            # Many figures ask for "reported|verified": the lines of either are put together once.
            index[choice] = set().union(*(index[part] for part in choice.split("|") if part in index))
        return index.get(choice, set())

    def _index(self, name: str) -> dict[str, set[int]]:
        if name not in self._by_column:
            index = self._by_column[name] = {}
            for position, line in enumerate(self._lines):
                text = write_value(line.values[name])
                index.setdefault(text, set()).add(position)
                if name == "promise":
                    # A selection asks whether a line belongs to a promise as often as to which one.
                    index.setdefault("yes" if text else "no", set()).add(position)
        return self._by_column[name]


def lines_of(figure: Figure, lines: Sequence[Record]) -> list[Record]:
    """The lines that a figure covers: those that have one of the wanted values in every column it selects by.

    Keys of the selection that are no column of `lines` (edition, kind, value …) choose values, not lines.
    """
    return Lines(lines).of(figure)


def valued_of(figure: Figure, valued: Iterable[Row]) -> list[Row]:
    """The rows of `valued` that have a value and that the figure's version, type of £ and price year choose.

    Give it the valued rows of the figure's own lines; which lines those are, `lines_of` says.
    """
    chosen = {name: set(choice.split("|")) for name, choice in figure.selection.items() if name in _VALUE_COLUMNS}
    return [
        row
        for row in valued
        if row["gross_central"] is not None and all(write_value(row[name]) in wanted for name, wanted in chosen.items())
    ]
