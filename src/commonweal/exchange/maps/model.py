"""What a column map says, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from commonweal.basics.tables import Table
from commonweal.frameworks.tables import EDITION_TABLES
from commonweal.ledger.tables import BOOK_TABLES

# Every table that a row can become a row of: those of a book, and those of a framework version.
VERSION_TABLES = {table.name: table for table in EDITION_TABLES}
TABLES: Mapping[str, Table] = {table.name: table for table in BOOK_TABLES} | VERSION_TABLES


# What stands in braces in a text and is no heading: facts of the row itself.
FACTS = ("row", "file", "sheet", "fingerprint")


@dataclass(frozen=True)
class Unit:
    """The unit that stands beside a number, and the only one that is taken."""

    column: str
    only: str
    other: str = "refuse"


@dataclass(frozen=True)
class Source:
    """Where the cells of one of our columns come from, and how each is read.

    One of `columns` (parted by `join`), `first_of` and `words` is given; `words` may name columns in braces.
    """

    columns: tuple[str, ...] = ()
    first_of: tuple[str, ...] = ()
    words: str = ""
    join: str = "-"
    make_id: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    others: str | None = None
    blank: tuple[str, ...] = ()
    if_blank: str = ""
    unit: Unit | None = None
    times: str = ""
    percent: bool = False
    rounded: bool = False
    day: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that it names, of those that give the cell."""
        return self.columns or self.first_of


@dataclass(frozen=True)
class Into:
    """One table that rows become rows of: its columns by name, and what must stand in a row for it to give one."""

    table: Table
    columns: Mapping[str, Source]
    needs: tuple[str, ...] = ()
    merge: bool = False


@dataclass(frozen=True)
class Only:
    """Rows that are taken: those in whose column one of these words stands, or none of those."""

    column: str
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def takes(self, text: str) -> bool:
        """Whether a row with this text is taken."""
        known = {word.casefold() for word in self.words}
        return (not known or text.casefold() in known) and text.casefold() not in {w.casefold() for w in self.without}


@dataclass(frozen=True)
class Join:
    """Another file whose columns stand beside the row that has the same key; they are named 'name: heading'."""

    name: str
    file: str
    here: tuple[str, ...]
    there: tuple[str, ...]
    heading: int = 1


@dataclass(frozen=True)
class Version:
    """The framework version that rows of measures, values and so on become part of: one for each framework named."""

    framework: Source
    version: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class ColumnMap:
    """A whole column map."""

    title: str
    text: str
    into: tuple[Into, ...]
    sheets: tuple[str, ...] = ()
    heading: tuple[int, ...] = (1,)
    dates: tuple[str, ...] = ()
    decimal_comma: bool = False
    below_zero: tuple[str, ...] = ()
    only: tuple[Only, ...] = ()
    joins: tuple[Join, ...] = ()
    version: Version | None = None

    @cached_property
    def may_name_people(self) -> bool:
        """Whether it fills a column in which somebody may be named. A cell of another column may then hold the name,
        where a row is shifted: what stands in cells is not repeated outside of the file and the records."""
        return any(into.table.column(name).erasable for into in self.into for name in into.columns)

    @property
    def all_names(self) -> frozenset[str]:
        """Every heading that the map names; those of joined files as 'name: heading'."""
        found = {name for into in self.into for source in into.columns.values() for name in headings_of(source)}
        found |= {name for into in self.into for name in into.needs}
        found |= {only.column for only in self.only} | {name for join in self.joins for name in join.here}
        if self.version:
            found |= set(headings_of(self.version.framework))
        return frozenset(found)

    @property
    def names(self) -> frozenset[str]:
        """Every heading of the file that the map names, those of joined files left out."""
        return frozenset(name for name in self.all_names if not self.is_joined(name))

    def is_joined(self, name: str) -> bool:
        """Whether a heading is one of a joined file."""
        return any(name.startswith(f"{join.name}: ") for join in self.joins)

    def names_in(self, join: Join) -> frozenset[str]:
        """Every heading of a joined file that the map names, the key's among them."""
        start = f"{join.name}: "
        named = (name.removeprefix(start) for name in self.all_names if name.startswith(start))
        return frozenset((*join.there, *named))


def headings_of(source: Source) -> tuple[str, ...]:
    """Every heading that a source names."""
    units = (source.unit.column,) if source.unit else ()
    return (*source.named, *placeholders(source.words), *units)


def placeholders(words: str) -> tuple[str, ...]:
    """The headings that stand in braces in a text; {row} and the other facts are no headings.

    >>> placeholders("{Project ID}, row {row}")
    ('Project ID',)
    """
    parts = [part.partition("}")[0] for part in words.split("{")[1:] if "}" in part]
    return tuple(part for part in parts if part not in FACTS)
