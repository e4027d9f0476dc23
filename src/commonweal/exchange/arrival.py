"""An arrival: what one file would add to a book, before anybody agreed to it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from commonweal.basics.findings import Finding, Severity, by_severity
from commonweal.basics.tables import Record, Value
from commonweal.basics.told import Told, told
from commonweal.exchange.files import Kind, Opened, file_fault
from commonweal.exchange.receipt import Receipt, receipt
from commonweal.ledger.book import Book

SETTINGS = "book.toml"
# Where a book remembers column maps.
MAPS = "maps"
# What doors read, and what a file can be instead.
TABLES = told("workbooks (.xlsx, .ods), text such as CSV, and ZIP archives of these")
DOCUMENTS = told("JSON and JSON lines, and ZIP archives of these")
_IS = {Kind.SPREADSHEET: told("a workbook"), Kind.TEXT: told("text such as CSV"), Kind.JSON: told("JSON"),
       Kind.JSON_LINES: told("JSON lines"), Kind.ARCHIVE: told("a ZIP archive without such a file")}
# A row of a file: the sheet's name, and the row as a spreadsheet numbers it.
Place = tuple[str, int]


@dataclass(frozen=True)
class Arrival:
    """What a file would bring: rows by table, framework versions by their path, and its receipt.

    `columns` names, for a table, the columns that the file speaks of: in a row that the book has already only these
    are changed. A table that it does not name is spoken of in all its columns. `editions` are texts by their path
    under editions/; `files` are other texts of the book by their path, such as a remembered map.
    A row comes from the row of the file that its record names, in `sheet`; `origins` tells, by table and id, of those
    that come from another sheet or from several rows. `gone` names, by table, the ids of rows of the book whose place
    the rows of the file take.
    """

    receipt: Receipt
    rows: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    editions: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Told, ...] = ()
    sheet: str = ""
    origins: Mapping[tuple[str, str], tuple[Place, ...]] = field(default_factory=dict)
    gone: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def spoken_of(self, table: str) -> tuple[str, ...]:
        """The columns of a table that the file speaks of."""
        if table in self.columns:
            return self.columns[table]
        rows = self.rows.get(table, ())
        return rows[0].table.names if rows else ()

    def places(self, row: Record) -> tuple[Place, ...]:
        """The rows of the file that a row of a table comes from."""
        return self.origins.get((row.table.name, row.key)) or ((self.sheet, row.row),)

    def versions_to_list(self, listed: Collection[str]) -> list[str]:
        """The framework versions that the settings must name from now on, if the file does not bring the settings."""
        if SETTINGS in self.files:
            return []
        return sorted({"/".join(path.split("/")[:2]) for path in self.editions} - {*listed})

    def over(self, earlier: Record, row: Record) -> Mapping[str, Value]:
        """The values of a row of the book once this file's are in."""
        return {**earlier.values, **{name: row.values[name] for name in self.spoken_of(row.table.name)}}


@dataclass(frozen=True)
class Change:
    """How the rows of one table compare with the book, by their ids."""

    table: str
    new: int
    changed: int
    same: int
    gone: int = 0

    def __str__(self) -> str:
        gone = f", {self.gone:,} taken out" if self.gone else ""
        return f"{self.table}: {self.new:,} new, {self.changed:,} changed, {self.same:,} as they were{gone}"


def changes(arrival: Arrival, book: Book) -> tuple[Change, ...]:
    """For each table that the file has rows for: how many are new, changed, as they were, or taken out."""
    found = []
    for name, rows in arrival.rows.items():
        known = book.by_id(name)
        earlier = [(known[row.key], row) for row in rows if row.key in known]
        changed = sum(dict(arrival.over(before, row)) != dict(before.values) for before, row in earlier)
        found.append(Change(name, len(rows) - len(earlier), changed, len(earlier) - changed,
                            len(arrival.gone.get(name, ()))))
    return tuple(found)


def why_nothing(arrival: Arrival, changed: Iterable[str]) -> Told | None:
    """Why there is nothing to agree to; None where there is. `changed` names the rows or texts that would be written.

    A map is remembered with rows that it took, and not by itself.
    """
    file, found = arrival.receipt.file, [*changed]
    if not arrival.receipt.accepted and all(name.startswith(f"{MAPS}/") for name in found):
        return (told("No row of {file} can be taken: mend what is named.", file=file) if arrival.receipt.refused else
                told("Nothing of {file} could be read.", file=file))
    return None if found else told("Nothing of {file} is new: the records have all of it already.", file=file)


def why_unread(opened: Opened, reads: Told = TABLES, *more: Finding) -> tuple[Finding, ...]:
    """The findings of a file of which nothing is read: where none of them says why, what it is and what is read."""
    findings = (*opened.findings, *more)
    if opened.kind is None or by_severity(list(findings), Severity.ERROR):
        return findings
    return (*findings, file_fault("FILE-OTHER", told("the file is {kind}; only {reads} can be read here.",
                                                     kind=_IS[opened.kind], reads=reads),
                                  told("Say what the file is (on the command line with --as), or bring what it holds "
                                       "in a form that is read here."), opened.file))


def nothing_read(opened: Opened, *more: Finding, reads: Told = TABLES) -> Arrival:
    """The arrival of a file that was refused as a whole; a finding says why. `reads` is what the door reads."""
    return Arrival(receipt(opened.file, (), why_unread(opened, reads, *more)))
