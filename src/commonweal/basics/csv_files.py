"""Reading and writing CSV files without losing a row: rows in = accepted + refused + blank, always.

Read exactly: UTF-8 with or without a byte-order mark, any newline, quoted newlines, a declared
separator, "£" and thousands separators in number columns. Everything else becomes a finding.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.rows import RowReader, duplicates
from commonweal.basics.tables import Record, Table, write_value

# A cell longer than this is a broken quotation mark, not a cell: the rest of the file was swallowed.
LONGEST_CELL = 100_000
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass
class TableRead:
    """What one file gave: its records and findings, and the control sum of its rows."""

    table: Table
    file: str
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_in: int = 0
    accepted: int = 0
    refused: int = 0
    blank: int = 0
    on_disk: Collection[Record] | None = None

    @property
    def rows(self) -> Collection[Record]:
        """The rows that became records, at hand or, of a long file, on disk."""
        return self.records if self.on_disk is None else self.on_disk


def read_table(path: Path, table: Table, *, delimiter: str = ",", shown_as: str = "") -> TableRead:
    """Read one CSV file as a declared table. A missing file is an empty table; every fault is a finding."""
    name = shown_as or path.name
    result = TableRead(table, name)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return result
    except OSError as error:
        result.findings.append(_file_error("FILE-UNREADABLE", f"the file cannot be opened ({error.strerror}).",
                                           "Check that it is a file and that you may read it.", name))
        return result
    text = decode(raw, name, result.findings)
    if text is not None:
        read_rows(text, result, delimiter)
    return result


def decode(raw: bytes, name: str, findings: list[Finding]) -> str | None:
    """The text of a file that must be UTF-8; None, with a finding, when it is something else."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        findings.append(_file_error("FILE-ENCODING", "the file is UTF-16, as 'Unicode text' from a spreadsheet is.",
                                    "Save it again as 'CSV UTF-8'.", name))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        findings.append(_file_error("FILE-ENCODING", "the file is not UTF-8: probably Windows-1252 or Latin-1.",
                                    "Save it again as 'CSV UTF-8'.", name, line))
        return None


def read_rows(text: str, result: TableRead, delimiter: str) -> None:
    """Fill `result` from the text of a CSV file, heading first."""
    if "\x00" in text:
        result.findings.append(_binary(result.file))
        return
    records = [*records_of_lines(_lines(text), result, delimiter)]
    repeated = list(duplicates(records, result.file))
    twice = {finding.row for finding in repeated}
    result.records = [record for record in records if record.row not in twice] if twice else records
    result.accepted -= len(twice)
    result.refused += len(twice)
    result.findings.extend(repeated)


def records_of_lines(lines: Iterable[str], result: TableRead, delimiter: str) -> Iterator[Record]:
    """The rows of a CSV file as records, one at a time; `result` counts them and keeps what is wrong with each."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    heading: list[str] | None = None
    start = 1
    try:
        for cells in reader:
            row, start = start, reader.line_num + 1
            if heading is None:
                heading = [cell.strip() for cell in cells]
                if not _check_heading(heading, result, delimiter):
                    return
                rows = RowReader(result.table, heading, result.file)
                continue
            result.rows_in += 1
            if not any(cell.strip() for cell in cells):
                result.blank += 1
                continue
            if len(cells) != len(heading):
                result.refused += 1
                result.findings.append(
                    Finding("ROW-RAGGED", Severity.ERROR,
                            f"the row has {len(cells)} cells, the heading has {len(heading)}.",
                            "Put text that holds a comma in quotation marks, or add the missing cells.",
                            result.file, row)
                )
                continue
            record, findings = rows.read(cells, row)
            if record is None:
                result.refused += 1
                result.findings.extend(findings)
            else:
                result.accepted += 1
                yield record
    except csv.Error as error:
        result.findings.append(
            Finding("FILE-BROKEN-QUOTES", Severity.ERROR, f"reading stopped here: {error}.",
                    "Look for a quotation mark without its partner.", result.file, start)
        )
    if heading is None:
        result.findings.append(_file_error(
            "FILE-EMPTY", "the file has no heading.",
            "Write the column names in the first row, or take the file away.", result.file))


def _binary(file: str) -> Finding:
    return _file_error("FILE-BINARY", "the file holds NUL characters: it is no CSV text.",
                       "Save it again from the spreadsheet as 'CSV UTF-8'.", file)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one at a time: a second copy of a long file would cost a lot of memory."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield text[start:end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _check_heading(heading: list[str], result: TableRead, delimiter: str) -> bool:
    known = result.table.names
    faults: list[Finding] = []
    for position, name in enumerate(heading, 1):
        if not name:
            faults.append(_heading("HEADING-BLANK", f"column {position} has no name.",
                                   "Name it, or take the empty column away.", result.file))
        elif name not in known:
            other = next((mark for mark in ";\t|" if mark in name and mark != delimiter), "")
            if other:
                faults.append(_heading(
                    "HEADING-SEPARATOR", f"the cells seem to be parted by {other!r}, not {delimiter!r}.",
                    "Save the file with commas, or declare the separator in book.toml under [csv].", result.file))
            else:
                faults.append(_heading("HEADING-UNKNOWN", f"there is no column '{name}'.",
                                       f"The columns are: {', '.join(known)}.", result.file, name))
        elif heading.index(name) != position - 1:
            faults.append(_heading("HEADING-DUPLICATE", f"the column '{name}' stands twice.",
                                   "Keep one of the two.", result.file, name))
    for column in result.table.columns:
        if column.required and not column.default and column.name not in heading and not faults:
            faults.append(_heading("HEADING-MISSING", f"the column '{column.name}' is missing.",
                                   f"Add it: {column.meaning}", result.file, column.name))
    result.findings.extend(faults)
    return not faults


def _heading(code: str, message: str, mend: str, file: str, column: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, mend, file, 1, column)


def _file_error(code: str, message: str, mend: str, file: str, row: int | None = None) -> Finding:
    return Finding(code, Severity.ERROR, message, mend, file, row)


def write_rows(names: Iterable[str], rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    """Canonical CSV text: UTF-8, commas (or the mark that a book declares), LF, quotes only where needed; the same rows
    give the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", delimiter=delimiter)
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()


def write_records(table: Table, records: Iterable[Record], names: Iterable[str] | None = None) -> str:
    """Records as canonical CSV text, in key order, with the declared columns or only those named."""
    columns = tuple(names) if names is not None else table.names
    ordered = sorted(records, key=lambda record: record.key)
    return write_rows(columns, ([write_value(record.values[name]) for name in columns] for record in ordered))
