"""A book on disk: the whole folder is always read, every fault is listed, none hides another."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from commonweal.basics.columns import Columns
from commonweal.basics.csv_files import TableRead, read_table
from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.long_files import read_long_table
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.frameworks.check import check_crosswalks
from commonweal.frameworks.edition import Edition, find_edition, load_edition, shipped_editions
from commonweal.frameworks.model import protected_alike
from commonweal.ledger.maps import read_boundaries
from commonweal.ledger.pages import Page, read_pages
from commonweal.ledger.pictures import check_pictures
from commonweal.ledger.settings import Settings, read_settings
from commonweal.ledger.tables import BOOK_TABLES, BY_NAME, NEVER_FROZEN

# The rows of a table: records, columns, or a long table on disk of which rows are made as they are asked for.
Rows = Collection[Record]


T = TypeVar("T")


@dataclass(frozen=True)
class Book:
    """A ledger at rest, typed: settings, tables by name, stories, sections and the editions it uses."""

    folder: Path
    settings: Settings
    tables: Mapping[str, Rows]
    stories: tuple[Page, ...]
    sections: tuple[Page, ...]
    editions: tuple[Edition, ...]

    def __post_init__(self) -> None:
        """Whoever a measure protects in one version of its framework is protected in all."""
        object.__setattr__(self, "editions", protected_alike(self.editions))

    def rows(self, table: str) -> Rows:
        """All rows of one table, in file order; none where the file is left out."""
        return self.tables[table]

    def columns(self, table: str) -> Columns:
        """The same rows column by column, for what is settled once for each distinct case of some columns."""
        if table not in self._columns:
            self._columns[table] = Columns.of(BY_NAME[table], self.tables[table])
        return self._columns[table]

    def by_id(self, table: str) -> Mapping[str, Record]:
        """The rows of one table by their id."""
        if table not in self._by_id:
            rows = self.tables[table]
            self._by_id[table] = rows.by_key() if isinstance(rows, Columns) else {row.key: row for row in rows}
        return self._by_id[table]

    def once(self, make: Callable[["Book"], T]) -> T:
        """What a function makes of the book: made when it is first asked for, and given again to whoever asks next."""
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    # Every check asks for the same few tables in these ways; a long one is gone through once.
    @cached_property
    def _made(self) -> dict[Any, Any]:
        return {}

    @cached_property
    def _columns(self) -> dict[str, Columns]:
        return {}

    @cached_property
    def _by_id(self) -> dict[str, Mapping[str, Record]]:
        return {}

    @property
    def body(self) -> Record:
        """The organisation whose records these are. Raises Refused where it is not among the organisations."""
        found = self.by_id("organisations").get(self.settings.body)
        if found is None:
            raise Refused(told("book.toml names '{body}' as the body, and organisations.csv has no such row.",
                               body=self.settings.body))
        return found

    @property
    def own_editions(self) -> tuple[Edition, ...]:
        """The versions of the book's own framework, oldest first."""
        own = [edition for edition in self.editions if edition.framework == self.settings.own_framework]
        return tuple(sorted(own, key=lambda edition: edition.valid_from))


@dataclass(frozen=True)
class BookRead:
    """What reading a folder gave: the book if it can be used, every finding, and the control sum of each file."""

    book: Book | None
    findings: list[Finding]
    reads: Mapping[str, TableRead]

    @property
    def facts(self) -> int:
        """How many rows were accepted over all tables."""
        if self.book and not self.reads:
            return sum(map(len, self.book.tables.values()))
        return sum(read.accepted for read in self.reads.values())


def read_book(folder: Path, given: Mapping[str, Rows] | None = None) -> BookRead:
    """Read the whole folder. The book is None only if something in it could not be read at all.

    `given` are all tables, read already, of a folder that holds texts alone. Raises Refused if there is no such folder.
    """
    if not folder.is_dir():
        raise Refused(told("There is no folder {folder}. `commonweal new {folder}` makes a book to start from.",
                           folder=folder))
    settings, findings = read_settings(folder)
    delimiter = settings.delimiter if settings else ","
    reads = {} if given is not None else {
        table.name: (read_long_table if table.name in NEVER_FROZEN else read_table)(
            folder / f"{table.name}.csv", table, delimiter=delimiter)
        for table in BOOK_TABLES
    }
    for read in reads.values():
        findings += read.findings
    findings += _stray_files(folder)
    stories, faults = read_pages(folder, "stories")
    sections, more = read_pages(folder, "sections")
    findings += faults + more + [*check_pictures(folder, stories)]
    editions, faults = _editions(folder, settings)
    findings += faults
    if settings is None or by_severity(findings, Severity.ERROR):
        return BookRead(None, findings, reads)
    tables = {name: read.rows for name, read in reads.items()} if given is None else given
    findings += _maps(folder, settings, tables)
    if by_severity(findings, Severity.ERROR):
        return BookRead(None, findings, reads)
    book = Book(folder, settings, tables, tuple(stories), tuple(sections), tuple(editions))
    return BookRead(book, findings, reads)


def _maps(folder: Path, settings: Settings, tables: Mapping[str, Rows]) -> list[Finding]:
    """Whether maps have what book.toml says they are made of."""
    codes = {row.text("code") for row in tables["places"]}
    findings = read_boundaries(folder, settings.maps, codes)[1]
    beside = settings.maps.beside
    if beside and not any(row.text("series") == beside for row in tables["context"]):
        findings.append(Finding("MAPS-BESIDE", Severity.ERROR,
                                told("no row of context.csv is of the series '{beside}'.", beside=beside),
                                told("Write the series beside the facts that maps shall show, or correct its name."),
                                "book.toml", column="beside"))
    return findings


def _stray_files(folder: Path) -> list[Finding]:
    """A CSV file that no table is named after would be left out without a word: it is a finding instead."""
    return [
        Finding("FILE-UNKNOWN", Severity.ERROR,
                told("there is no table of that name, so nothing in the file would be read."),
                told("Name it after a table ({tables}), or move it out of the book.", tables=", ".join(BY_NAME)),
                path.name)
        for path in sorted(folder.glob("*.csv")) if path.stem not in BY_NAME
    ]


def _editions(folder: Path, settings: Settings | None) -> tuple[list[Edition], list[Finding]]:
    editions: list[Edition] = []
    findings: list[Finding] = []
    for name in settings.editions if settings else ():
        place = find_edition(name, [folder / "editions", shipped_editions()])
        if place is None:
            findings.append(
                Finding("BOOK-EDITION", Severity.ERROR, told("the framework version '{name}' is not here.", name=name),
                        told("`commonweal editions list` shows what is; a version of your own goes into editions/."),
                        "book.toml", column="editions", subject=name)
            )
            continue
        edition, faults = load_edition(place, shown_as=f"editions/{name}")
        findings += faults
        if edition:
            editions.append(edition)
    if settings and not any(edition.framework == settings.own_framework for edition in editions) and not findings:
        findings.append(
            Finding("BOOK-EDITION", Severity.ERROR,
                    told("no version of the own framework '{own_framework}' is listed.",
                         own_framework=settings.own_framework),
                    told("List at least one under editions."), "book.toml", column="own")
        )
    findings += check_crosswalks(editions)
    findings += _uprating(settings, editions)
    return editions, findings


def _uprating(settings: Settings | None, editions: list[Edition]) -> list[Finding]:
    """Whether the index that brings prices to one year is where book.toml says."""
    prices = settings.prices if settings else None
    if settings is None or prices is None or not prices.index_from:
        return []
    holder = next((edition for edition in editions if edition.id == prices.index_from), None)
    if holder is None and prices.index_from in settings.editions:
        return []  # It is listed and could not be read: that has its findings already.
    if holder is not None and prices.uprate_with in holder.indices:
        return []
    return [
        Finding("BOOK-UPRATING", Severity.ERROR,
                told("'{index_from}' is not a version in use that holds the index '{uprate_with}'.",
                     index_from=prices.index_from, uprate_with=prices.uprate_with),
                told("List the version under editions, or correct the name of the index."), "book.toml",
                column="index_from")
    ]
