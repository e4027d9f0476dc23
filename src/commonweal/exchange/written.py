"""A book's files with an arrival in them: rows that are there keep their place and their spelling."""

import csv
import io
import re
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from commonweal.basics.csv_files import write_rows
from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, Table, write_value
from commonweal.basics.told import told
from commonweal.exchange.arrival import SETTINGS, Arrival
from commonweal.ledger.book import Book

_EDITIONS = re.compile(r"(?m)^(\s*editions\s*=\s*\[)([^\]]*)\]")


def merged_table(before: str, book: Book, rows: Sequence[Record], arrival: Arrival) -> str:
    """The text of one table's file with the arrival's rows in it: changed ones where they stand, new ones at the end;
    those whose place they take are left out.

    `before` is the file's text, blank where there is none; a row that does not change is left as it was typed.
    """
    table = rows[0].table
    mark = book.settings.delimiter
    lines = [*csv.reader(io.StringIO(before, newline=""), delimiter=mark)] if before else []
    # A column in which every row has what a blank stands for need not be there.
    filled = [name for name in arrival.spoken_of(table.name)
              if any(write_value(row.values[name]) not in ("", table.column(name).default) for row in rows)]
    heading = [name.strip() for name in lines[0]] if lines else []
    new_columns = [name for name in table.names
                   if name not in heading and (name in filled or name in table.key_columns)]
    written = [[*line, *("" for _ in new_columns)] if any(map(str.strip, line)) else line for line in lines[1:]]
    heading += new_columns
    places = {name: place for place, name in enumerate(heading)}
    known, by_key = book.by_id(table.name), _lines_by_key(book, table.name, written)
    gone = {id(by_key[key]) for key in arrival.gone.get(table.name, ())}
    written = [line for line in written if id(line) not in gone]
    for row in rows:
        if row.key not in known:
            written.append([write_value(row.values[name]) for name in heading])
            continue
        values, earlier = arrival.over(known[row.key], row), known[row.key]
        for name in heading:
            if values[name] != earlier.values[name]:
                by_key[row.key][places[name]] = write_value(values[name])
    return write_rows(heading, written, mark)


def table_text(table: Table, rows: Sequence[Record], mark: str = ",") -> tuple[str, dict[int, int]]:
    """The text of a table's file with these rows in their order, and for each row of the file that of the record.

    Columns in which nothing is said are left out, but for those that must be there.
    """
    names = [column.name for column in table.columns if column.required
             or any(write_value(row.values[column.name]) not in ("", column.default) for row in rows)]
    written = [[write_value(row.values[name]) for name in names] for row in rows]
    # A row of a file is where it begins, so that a text of several lines moves those below it.
    lines, line = dict[int, int](), 2
    for row, cells in zip(rows, written, strict=True):
        lines[line] = row.row
        line += 1 + sum(cell.count("\n") for cell in cells)
    return write_rows(names, written, mark), lines


def _lines_by_key(book: Book, table: str, lines: list[list[str]]) -> dict[str, list[str]]:
    """The cells of each row by its id; the reading of the book gave the same rows in the same order."""
    filled = [line for line in lines if any(map(str.strip, line))]
    return {record.key: line for record, line in zip(book.rows(table), filled, strict=True)}


def texts_beside(arrival: Arrival, listed: Collection[str], settings: str) -> dict[str, str]:
    """The texts beside the tables that an arrival writes, by their path.

    The settings are among them where it brings a framework version that is not `listed` there. Raises Refused where one
    would lie outside the records.
    """
    texts = {f"editions/{path}": text for path, text in arrival.editions.items()} | dict(arrival.files)
    for name in texts:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise Refused(told("{file} would write outside the records, to {name}.", file=arrival.receipt.file,
                               name=name))
    if wanted := arrival.versions_to_list(listed):
        texts[SETTINGS] = with_editions(settings, wanted)
    return texts


def with_editions(settings: str, wanted: Sequence[str]) -> str:
    """The text of book.toml with further framework versions in its list; all else as it was typed.

    Raises Refused where the list cannot be found.
    """
    found = _EDITIONS.search(settings)
    if found is None:
        raise Refused(told("Add these to editions in book.toml, then import again: {wanted}.",
                           wanted=", ".join(wanted)))
    listed = found[2].rstrip().rstrip(",")
    added = ", ".join(f'"{name}"' for name in wanted)
    comma = ", " if listed.strip() else ""
    return f"{settings[: found.start()]}{found[1]}{listed}{comma}{added}]{settings[found.end():]}"
