"""Which lines lie behind a figure: its selection, read back as a choice of lines and of their values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from commonweal.basics.tables import Record, write_value
from commonweal.indicators.figure import Figure
from commonweal.snapshot.tables import LINES
from commonweal.valuation.cells import VALUE_KEYS

Row = Mapping[str, Any]
T = TypeVar("T")

# A selection of lines says at least one of these; what says neither is a choice of rows of some other table.
_OF_LINES = {"standing", "counted"}
VALUE_COLUMNS = tuple(name for name in VALUE_KEYS if name != "factor_set")


class Chosen(Generic[T]):
    """Lines, or sums of lines alike, indexed by what figures select by; `values` gives the columns of one."""

    def __init__(self, items: Sequence[T], values: Callable[[T], Mapping[str, Any]]) -> None:
        self._items = items
        self._values = values
        self._by_column: dict[str, dict[str, set[int]]] = {}

    @property
    def all(self) -> Sequence[T]:
        """All of them."""
        return self._items

    def of(self, figure: Figure) -> list[T]:
        """Those of a figure, in their order; none where it selects rows of another table."""
        return self.having_all(chosen_columns(figure))

    def having_all(self, chosen: Mapping[str, str]) -> list[T]:
        """Those that have one of the texts chosen, parted by |, in every column; none where no column is."""
        if not chosen:
            return []
        found = sorted((self._having(name, choice) for name, choice in chosen.items()), key=len)
        return [self._items[position] for position in sorted(set.intersection(*found))]

    def having(self, name: str, text: str) -> list[T]:
        """Those that have a text in a column."""
        return [self._items[position] for position in sorted(self._index(name).get(text, ()))]

    def _having(self, name: str, choice: str) -> set[int]:
        index = self._index(name)
        if choice not in index and "|" in choice:
            # Many figures ask for "reported|verified": those of either are put together once.
            index[choice] = set().union(*(index[part] for part in choice.split("|") if part in index))
        return index.get(choice, set())

    def _index(self, name: str) -> dict[str, set[int]]:
        if name not in self._by_column:
            index = self._by_column[name] = {}
            for position, item in enumerate(self._items):
                text = write_value(self._values(item)[name])
                index.setdefault(text, set()).add(position)
                if name == "promise":
                    # A selection asks whether a line belongs to a promise as often as to which one.
                    index.setdefault("yes" if text else "no", set()).add(position)
        return self._by_column[name]


def chosen_columns(figure: Figure) -> dict[str, str]:
    """The columns of lines that a figure selects by; none where it selects rows of another table."""
    chosen = {name: choice for name, choice in figure.selection.items() if name in LINES.names}
    return chosen if _OF_LINES & set(chosen) else {}


def value_columns(figure: Figure) -> dict[str, str]:
    """The columns by which a figure chooses values: framework version, type of £ and price year."""
    return {name: choice for name, choice in figure.selection.items() if name in VALUE_COLUMNS}


def values_chosen(figure: Figure) -> dict[str, set[str]]:
    """The framework version, type of £ and price year that a figure chooses, as texts by column."""
    return {name: set(choice.split("|")) for name, choice in value_columns(figure).items()}


def choose(lines: Sequence[Record]) -> Chosen[Record]:
    """Lines, indexed by what figures select them by."""
    return Chosen(lines, lambda line: line.values)


def lines_of(figure: Figure, lines: Sequence[Record]) -> list[Record]:
    """The lines that a figure covers: those that have one of the wanted values in every column it selects by.

    Keys of the selection that are no column of `lines` (edition, kind, value …) choose values, not lines.
    """
    return choose(lines).of(figure)


def valued_of(figure: Figure, valued: Iterable[Row]) -> list[Row]:
    """The rows of `valued` that have a value and that the figure's version, type of £ and price year choose.

    Give it the valued rows of the figure's own lines; which lines those are, `lines_of` says.
    """
    found = [row for row in valued if row["gross_central"] is not None]
    for name, wanted in values_chosen(figure).items():
        found = [row for row in found if write_value(row[name]) in wanted]
    return found
