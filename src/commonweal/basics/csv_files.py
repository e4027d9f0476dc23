"""Reading and writing CSV files without losing a row: rows in = accepted + refused + blank, always.

Read exactly: UTF-8 with or without a byte-order mark, any newline, quoted newlines, a declared
separator, "£" and thousands separators in number columns. Everything else becomes a finding.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from commonweal.basics.columns import Columns
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.rows import RowReader, duplicates
from commonweal.basics.tables import Record, Table, Value, write_value
from commonweal.basics.told import Told, told

# A cell longer than this is a broken quotation mark, not a cell: the rest of the file was swallowed.
LONGEST_CELL = 100_000
# So many rows are read at once, and so many bytes looked through.
_AT_ONCE = 2_000
_BLOCK = 1 << 20
_MUST_BE_QUOTED = re.compile('[,"\n]')


@dataclass
class TableRead:
    """What one file gave: its records and findings, and the control sum of its rows."""

    table: Table
    file: str
    records: Sequence[Record] = ()
    findings: list[Finding] = field(default_factory=list)
    rows_in: int = 0
    refused: int = 0
    blank: int = 0
    on_disk: Collection[Record] | None = None

    @property
    def rows(self) -> Collection[Record]:
        """The rows that became records, at hand or, of a long file, on disk."""
        return self.records if self.on_disk is None else self.on_disk

    @property
    def accepted(self) -> int:
        """How many rows became records."""
        return len(self.rows)


def read_table(path: Path, table: Table, *, delimiter: str = ",", shown_as: str = "") -> TableRead:
    """Read one CSV file as a declared table. A missing file is an empty table; every fault is a finding."""
    result = TableRead(table, shown_as or path.name)
    try:
        # Gone through twice, so that the text of a long file is never in memory as a whole.
        if _is_text(path, result):
            with path.open(encoding="utf-8-sig", newline="") as lines:
                read_lines(lines, result, delimiter)
    except FileNotFoundError:
        return result
    except OSError as error:
        result.findings.append(_file_error("FILE-UNREADABLE",
                                           told("the file cannot be opened ({why}).", why=error.strerror),
                                           told("Check that it is a file and that you may read it."), result.file))
    return result


def _is_text(path: Path, result: TableRead) -> bool:
    """Whether a file is UTF-8 without NUL characters; a finding where it is not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        nul = False
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
                nul = nul or b"\0" in block
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            decode(path.read_bytes(), result.file, result.findings)
            return False
    if nul:
        result.findings.append(_holds_nul(result.file))
    return not nul


def decode(raw: bytes, name: str, findings: list[Finding]) -> str | None:
    """The text of a file that must be UTF-8; None, with a finding, when it is something else."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        findings.append(_file_error("FILE-ENCODING",
                                    told("the file is UTF-16, as 'Unicode text' from a spreadsheet is."),
                                    told("Save it again as 'CSV UTF-8'."), name))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        findings.append(_file_error("FILE-ENCODING", told("the file is not UTF-8: probably Windows-1252 or Latin-1."),
                                    told("Save it again as 'CSV UTF-8'."), name, line))
        return None


def read_rows(text: str, result: TableRead, delimiter: str) -> None:
    """Fill `result` from the text of a CSV file, heading first."""
    if "\x00" in text:
        result.findings.append(_holds_nul(result.file))
        return
    read_lines(io.StringIO(text, newline=""), result, delimiter)


def read_lines(lines: Iterable[str], result: TableRead, delimiter: str) -> None:
    """Fill `result` from the lines of a CSV file, heading first; each line has its end, as it stands in the file."""
    rows: RowReader | None = None
    for heading, waiting in _parts(lines, result, delimiter):
        rows = rows or RowReader(result.table, heading, result.file)
        _take_in(waiting, rows, result)
    if rows is not None:
        _refuse_repeated(rows.records(), result)


def records_of_lines(lines: Iterable[str], result: TableRead, delimiter: str) -> Iterator[Record]:
    """The rows of a CSV file as records, one at a time; `result` counts them and keeps what is wrong with each.

    Nothing of a row is remembered once the next ones are read, so a repeated id is not found here.
    """
    for heading, waiting in _parts(lines, result, delimiter):
        rows = RowReader(result.table, heading, result.file)
        _take_in(waiting, rows, result)
        yield from rows.records()


def _parts(
    lines: Iterable[str], result: TableRead, delimiter: str
) -> Iterator[tuple[list[str], list[tuple[int, list[str]]]]]:
    """The heading, if it can be used, with the numbered rows under it, so many at a time; at least one part."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    heading: list[str] | None = None
    broken: list[Finding] = []
    waiting: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            row, start = start, reader.line_num + 1
            if heading is None:
                heading = [cell.strip() for cell in cells]
                if not _check_heading(heading, result, delimiter):
                    return
                continue
            waiting.append((row, cells))
            if len(waiting) == _AT_ONCE:
                yield heading, waiting
                waiting = []
    except csv.Error as error:
        broken.append(
            Finding("FILE-BROKEN-QUOTES", Severity.ERROR, told("reading stopped here: {why}.", why=error),
                    told("Look for a quotation mark without its partner."), result.file, start)
        )
    if heading is not None:
        yield heading, waiting
    result.findings.extend(broken)
    if heading is None:
        result.findings.append(_file_error("FILE-EMPTY", told("the file has no heading."),
                                           told("Write the column names in the first row, or take the file away."),
                                           result.file))


def _take_in(waiting: Sequence[tuple[int, list[str]]], rows: RowReader, result: TableRead) -> None:
    """Take in some rows. Only where they cannot be read all together are they gone through one by one."""
    result.rows_in += len(waiting)
    if rows.take_in(waiting):
        return
    sound = []
    for row, cells in waiting:
        if not any(cell.strip() for cell in cells):
            result.blank += 1
            continue
        if len(cells) != rows.width:
            faults = [Finding("ROW-RAGGED", Severity.ERROR,
                              told("the row has {count} cells, the heading has {width}.", count=len(cells),
                                   width=rows.width),
                              told("Put text that holds a comma in quotation marks, or add the missing cells."),
                              result.file, row)]
        else:
            faults = rows.faults(cells, row)
        if faults:
            result.refused += 1
            result.findings.extend(faults)
        else:
            sound.append((row, cells))
    rows.take_in(sound)


def _refuse_repeated(records: Columns, result: TableRead) -> None:
    """Refuse each row whose key stands in an earlier row; the others are the records."""
    if len(records.by_key()) < len(records):
        repeated = [*duplicates(records, result.file)]
        twice = {finding.row for finding in repeated}
        records = records.taken([place for place, row in enumerate(records.rows) if row not in twice])
        result.refused += len(repeated)
        result.findings.extend(repeated)
    result.records = records


def _check_heading(heading: list[str], result: TableRead, delimiter: str) -> bool:
    known = result.table.names
    faults: list[Finding] = []
    for position, name in enumerate(heading, 1):
        if not name:
            faults.append(_heading("HEADING-BLANK", told("column {position} has no name.", position=position),
                                   told("Name it, or take the empty column away."), result.file))
        elif name not in known:
            other = next((mark for mark in ";\t|" if mark in name and mark != delimiter), "")
            if other:
                faults.append(_heading("HEADING-SEPARATOR",
                                       told("the cells seem to be parted by {other}, not {delimiter}.",
                                            other=f"{other!r}", delimiter=f"{delimiter!r}"),
                                       told("Save the file with commas, or declare the separator in book.toml under "
                                            "[csv]."), result.file))
            else:
                faults.append(_heading("HEADING-UNKNOWN", told("there is no column '{name}'.", name=name),
                                       told("The columns are: {known}.", known=", ".join(known)), result.file, name))
        elif heading.index(name) != position - 1:
            faults.append(_heading("HEADING-DUPLICATE", told("the column '{name}' stands twice.", name=name),
                                   told("Keep one of the two."), result.file, name))
    for column in result.table.columns:
        if column.required and not column.default and column.name not in heading and not faults:
            faults.append(_heading("HEADING-MISSING", told("the column '{name}' is missing.", name=column.name),
                                   told("Add it: {meaning}", meaning=Told(column.meaning)), result.file, column.name))
    result.findings.extend(faults)
    return not faults


def _heading(code: str, message: Told, mend: Told, file: str, column: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, mend, file, 1, column)


def _file_error(code: str, message: Told, mend: Told, file: str, row: int | None = None) -> Finding:
    return Finding(code, Severity.ERROR, message, mend, file, row)


def _holds_nul(file: str) -> Finding:
    return _file_error("FILE-BINARY", told("the file holds NUL characters: it is no CSV text."),
                       told("Save it again from the spreadsheet as 'CSV UTF-8'."), file)


def write_rows(names: Iterable[str], rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    """Canonical CSV text: UTF-8, commas (or the mark that a book declares), LF, quotes only where needed; the same rows
    give the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", delimiter=delimiter)
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()


def for_people(text: str) -> bytes:
    """CSV text as a file that people open by a double click: with the mark by which Excel knows £ and other letters."""
    return codecs.BOM_UTF8 + text.encode()


def write_records(table: Table, records: Collection[Record], names: Iterable[str] | None = None) -> str:
    """Records as canonical CSV text, in key order, with the declared columns or only those named."""
    return "".join(canonical(table, records, names))


def canonical(table: Table, records: Collection[Record], names: Iterable[str] | None = None) -> Iterator[str]:
    """The text that `write_records` gives, part by part: a long table need not be in memory as text."""
    columns = tuple(names) if names is not None else table.names
    # A blank row of a single column would need quotation marks, which only the writer of rows knows of.
    if isinstance(records, Columns) and len(columns) > 1:
        yield write_rows(columns, ())
        for rows in records.ordered().texts(columns, _cell):
            yield "\n".join([*map(",".join, rows), ""])
    else:
        ordered = sorted(records, key=lambda record: record.key)
        yield write_rows(columns, ([write_value(record.values[name]) for name in columns] for record in ordered))


def _cell(value: Value) -> str:
    """A value as it stands in a canonical file, in quotation marks where it needs them."""
    text = write_value(value)
    return '"' + text.replace('"', '""') + '"' if _MUST_BE_QUOTED.search(text) else text
