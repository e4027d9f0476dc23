"""Value libraries: tables of unit costs, factors and indices as a framework version, with every caution they carry.

A column map says what is what, as for any table. What only the whole library can tell is added here: which costs are
parts of another, by their codes; and where parts do not add up to what they are parts of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from commonweal.basics.csv_files import TableRead, read_rows, write_records
from commonweal.basics.findings import Finding, Refused, Severity
from commonweal.basics.numbers import ZERO, pounds
from commonweal.basics.tables import Record, Table, write_value
from commonweal.basics.told import told
from commonweal.frameworks.tables import EDITION_TABLES, VALUES
from commonweal.ledger.book import Book

# A code of three numbers is a part of the code of its first two: CR1.0.1 of CR1.0. What follows is the kind of £.
_PART = re.compile(r"(?P<whole>.*\d\.\d+)\.\d+(?P<kind>-[a-z]+)?$")
# Parts are printed to the pound: each may be half a pound off.
_HALF = Decimal("0.5")


def as_library(book: Book, made: Mapping[str, str]) -> tuple[Mapping[str, str], list[Finding]]:
    """The texts of framework versions that a file made, with the rows of those that the book has as drafts; and what
    the whole library tells.

    Raises Refused where a version is published: from that day it does not change.
    """
    editions: dict[str, str] = {}
    findings = list[Finding]()
    for path, text in made.items():
        folder, _, name = path.rpartition("/")
        table = next((table for table in EDITION_TABLES if f"{table.name}.csv" == name), None)
        if table is None:
            editions[path] = text
            continue
        rows = _with_those_before(book, folder, table, _rows(table, text))
        if table is VALUES:
            rows = [*_with_wholes(rows)]
            findings += _sums(rows, path)
        editions[path] = _text(table, rows)
    return editions, findings


def _rows(table: Table, text: str) -> Sequence[Record]:
    read = TableRead(table, f"{table.name}.csv")
    read_rows(text, read, ",")
    return read.records


def _text(table: Table, rows: list[Record]) -> str:
    filled = [name for name in table.names if any(write_value(row.values[name]) for row in rows)]
    return write_records(table, rows, filled)


def _with_those_before(book: Book, folder: str, table: Table, rows: Sequence[Record]) -> list[Record]:
    """The rows with those that the book's draft of the version has already; a row that is there again is replaced."""
    place = book.folder / "editions" / folder
    if not place.is_dir():
        return [*rows]
    if (place / "DIGEST").exists():
        raise Refused(told("{folder} is published, and a published version never changes: give the map another "
                           "version.", folder=folder))
    path = place / f"{table.name}.csv"
    before = _rows(table, path.read_text(encoding="utf-8")) if path.is_file() else []
    known = {row.key: row for row in before} | {row.key: row for row in rows}
    return [known[key] for key in sorted(known)]


def _with_wholes(rows: list[Record]) -> Iterator[Record]:
    """The values, each that is a part by its code marked as one, so that only it or its whole is used."""
    known = {row.key for row in rows}
    for row in rows:
        found = _PART.match(row.key)
        whole = f"{found['whole']}{found['kind'] or ''}" if found else ""
        yield Record(VALUES, {**row.values, "part_of": whole}, row.row) if whole in known else row


def _sums(rows: Iterable[Record], path: str) -> Iterator[Finding]:
    """A note for each value whose parts of the same price year and unit do not add up to it."""
    by_key: Mapping[str, Record] = {row.key: row for row in rows}
    parts = sorted((row for row in by_key.values() if row.text("part_of")), key=lambda row: row.text("part_of"))
    for key, of in groupby(parts, key=lambda row: row.text("part_of")):
        whole, listed = by_key[key], [*of]
        alike = all(row.text(name) == whole.text(name) for row in listed for name in ("unit", "price_year"))
        added, said = sum((row.number_or_zero("central") for row in listed), ZERO), whole.number_or_zero("central")
        if alike and len(listed) > 1 and abs(added - said) > _HALF * len(listed):
            yield Finding("VALUE-PARTS-SUM", Severity.NOTE,
                          told("its {count} parts add up to {added}, and it says {said}.", count=len(listed),
                               added=pounds(added), said=pounds(said)),
                          told("Read the notes of both before using either: parts may be alternatives, or hold "
                               "something twice."), path, None, "central", key)
