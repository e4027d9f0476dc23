"""The door of column maps: any table of somebody else's, through a map, into tables of ours."""

from collections.abc import Sequence
from dataclasses import replace

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import Told, listed, told
from commonweal.exchange.arrival import Arrival, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File, Opened, Sheet, file_fault, sheet_left_out
from commonweal.exchange.maps.headings import find_headings, fingerprint, letter, likely_heading, names_of
from commonweal.exchange.maps.joining import Joined, join_file
from commonweal.exchange.maps.model import VERSION_TABLES, ColumnMap
from commonweal.exchange.maps.reading import read_map
from commonweal.exchange.maps.remembered import Remembered, path_of, remembered, the_one
from commonweal.exchange.maps.rows import RowsRead, SheetReader
from commonweal.exchange.maps.versions import version_files
from commonweal.exchange.opening import open_file
from commonweal.exchange.paid_again import paid_again
from commonweal.exchange.receipt import receipt
from commonweal.exchange.value_library import as_library
from commonweal.ledger.book import Book

_MOST_LISTED = 12


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What a file brings, by the map that was given or the one that the book remembers for its headings."""
    opened = open_file(file)
    if not opened.sheets:
        return nothing_read(opened)
    known = [] if given.map_text else maps_for(opened, book)
    text = the_one(known, file.name) if known else given.map_text
    if not text:
        return nothing_read(opened, file_fault("MAP-NONE", told("no map is known for its headings."),
                                               told("Say which column is what: have a map proposed (on the command "
                                                    "line: --propose TABLE --map MAP), correct it, and give it with "
                                                    "the file."), file))
    found, faults = read_map(text, "map")
    if found is None:
        return nothing_read(opened, *faults)
    joined: list[Joined] = []
    for join in found.joins:
        other, more = join_file(join, found.names_in(join), given.beside, file)
        faults += more
        if other:
            joined.append(other)
    if len(joined) < len(found.joins):
        return nothing_read(opened, *faults)
    return _arrival(opened, found, SheetReader(found, opened, joined, given.say), faults, book)


def maps_for(opened: Opened, book: Book) -> list[Remembered]:
    """The maps that a book remembers for the headings of a file; of several sheets, for the first that has any."""
    return next((maps for sheet in opened.sheets if (maps := remembered(book.folder, sheet))), [])


def _arrival(opened: Opened, found: ColumnMap, reader: SheetReader, faults: list[Finding], book: Book) -> Arrival:
    file = opened.file
    headings: list[str] = []
    for sheet in opened.sheets:
        if found.sheets and sheet.name not in found.sheets:
            faults.append(sheet_left_out(file, sheet, told("the map does not name it")))
            continue
        at = find_headings(sheet, found.heading, found.names)
        if at is None:
            if found.sheets or len(opened.sheets) == 1:
                faults.append(_no_headings(file, sheet, found))
            else:
                faults.append(sheet_left_out(file, sheet, told("it has not all headings that the map names")))
            continue
        last, names = at
        headings = headings or names
        faults += _not_taken(file, sheet, found, last, names)
        reader.read(sheet, last, names)
    if not reader.result.counts and not any(fault.severity is Severity.ERROR for fault in faults):
        faults.append(_no_headings(file, opened.sheets[0], found))
    read = reader.result
    rows = {name: tuple(record for _, record in listed) for name, listed in read.records.items()
            if name not in VERSION_TABLES}
    columns: dict[str, tuple[str, ...]] = {}
    for into in found.into:
        if (name := into.table.name) in rows:
            columns[name] = tuple(dict.fromkeys((*columns.get(name, ()), *into.columns)))
    rows = {name: _with_others(listed, read, book) for name, listed in rows.items()}
    again = paid_again(rows.get("payments", ()), book, file.name, columns.get("payments", ()))
    faults += again.findings
    editions, more = as_library(book, version_files(found.version, read.records) if found.version else {})
    faults += more
    kept = {path_of(fingerprint(headings), found): found.text} if rows or editions else {}
    notes = tuple(told("{note}: {times} rows", note=note, times=f"{times:,}")
                  for note, times in sorted(read.notes.items()))
    made = receipt(file, read.counts, [*opened.findings, *faults, *read.findings])
    if again.gone:
        rows |= {"payments": again.payments}
    return Arrival(made, rows, columns, editions, kept, notes, read.sheet, read.origins,
                   {"payments": again.gone} if again.gone else {})


def _with_others(rows: Sequence[Record], read: RowsRead, book: Book) -> tuple[Record, ...]:
    """Rows with what stands in the book in columns that only other blocks of the map speak of."""
    if not read.blocks:
        return tuple(rows)
    known = book.by_id(rows[0].table.name)
    return tuple(
        replace(row, values={**known[row.key].values, **{name: row.values[name] for name in into.columns}})
        if (into := read.blocks.get((row.table.name, row.key))) and row.key in known else row for row in rows)


def _no_headings(file: File, sheet: Sheet, found: ColumnMap) -> Finding:
    rows = dict(sheet.rows)
    there = set(names_of([rows.get(likely_heading(sheet.rows), ())]))
    missing = sorted(found.names - there)
    return Finding("MAP-HEADINGS", Severity.ERROR,
                   told("these headings of the map are not in it: {missing}.",
                        missing=_listed(missing) or told("they stand in several rows")),
                   told("Correct the map or the headings; the row of the headings is 'heading' under [read]."),
                   file.name, sheet=sheet.name)


def _not_taken(file: File, sheet: Sheet, found: ColumnMap, last: int, names: list[str]) -> list[Finding]:
    """Notes on what of a sheet is not read: columns that the map does not name, and rows above the headings."""
    notes: list[tuple[str, Told]] = []
    if unused := [name or told("column {letter}, which has no heading", letter=letter(place))
                  for place, name in enumerate(names) if name not in found.names]:
        notes.append(("COLUMNS-NOT-TAKEN", told("{count} columns are not in the map: {unused}.", count=len(unused),
                                                 unused=_listed(unused))))
    if above := last - max(found.heading):
        notes.append(("ROWS-ABOVE", told("the headings stand in row {last}; {above} rows above them were not read.",
                                         last=last, above=above)))
    return [Finding(code, Severity.NOTE, note, told(""), file.name, sheet=sheet.name) for code, note in notes]


def _listed(names: Sequence[str]) -> str:
    few = listed(names[:_MOST_LISTED])
    return told("{few} …", few=few) if len(names) > _MOST_LISTED else few
