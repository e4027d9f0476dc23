"""What a sheet to fill in is, and what the first sheet of a workbook says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonweal.basics.tables import Column, Kind, Record, Table

GUIDE, LISTS = "instructions", "lists"


@dataclass(frozen=True)
class Tab:
    """One sheet: a declared table under its own name.

    `free` names the columns whose text is taken as it stands, such as Markdown that begins with a hyphen; `open` the
    columns that may be typed in where the others are protected (None: nothing is protected); `shown` those that are
    only to read and are never read back, whatever a program without protection lets somebody type there. `grows` says
    whether rows may be added; `fixed` how many columns stay in sight when one goes to the right. `first` marks a sheet
    that a first report needs.
    """

    table: Table
    title: str = ""
    free: frozenset[str] = frozenset()
    open: frozenset[str] | None = None
    shown: frozenset[str] = frozenset()
    grows: bool = True
    fixed: int = 1
    first: bool = False

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.table.name

    @property
    def head(self) -> str:
        """The line above the table."""
        return self.title or f"{self.name}: each row is {self.table.row_is}"


@dataclass(frozen=True)
class Filled:
    """A sheet with its rows, and for some columns what there is to choose from."""

    tab: Tab
    rows: Sequence[Record] = ()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Guide:
    """The first sheet: a title, and headings with the sentences under each."""

    title: str
    parts: Sequence[tuple[str, Sequence[str]]]


_SORTS = {
    Kind.ID: "a short name: small letters, digits, hyphens",
    Kind.IDS: "short names, parted by semicolons",
    Kind.QUANTITY: "a number, at most 4 decimals",
    Kind.MONEY: "£, at most 2 decimals",
    Kind.UNIT_VALUE: "£, at most 4 decimals",
    Kind.SHARE: "a share between 0 and 1",
    Kind.DATE: "a day, as 2025-03-31",
    Kind.YEAR: "a year, as 2025",
    Kind.COUNT: "a whole number",
    Kind.CHOICE: "choose from the list",
    Kind.YES_NO: "yes or no",
}


def sort_of(column: Column) -> str:
    """What is typed into a column, in a few words for the person who types."""
    words = _SORTS.get(column.kind, "words")
    if column.unit and column.unit not in words:
        words = f"{words} ({column.unit})"
    if column.refers_to:
        words = f"{words}; {'those' if column.kind is Kind.IDS else 'one'} of the sheet {column.refers_to}"
    if column.default:
        words = f"{words}; blank is {column.default}"
    return f"Must be filled in: {words}" if column.required and not column.default else words[0].upper() + words[1:]
