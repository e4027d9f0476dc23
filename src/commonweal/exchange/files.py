"""Opening any file that somebody brings: what it truly is, and its sheets and rows, whole or refused with a reason.

What a file is called proves nothing: its bytes say what it is. A file that cannot be read whole is not read at all.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.numbers import plain
from commonweal.basics.told import Told, told

# What a cell may be. A number of a spreadsheet is the 15 digits that it keeps, exactly; a float never leaves this room.
Cell = str | Decimal | date | bool | None
# The row as a spreadsheet numbers it, and its cells; what a shorter row lacks at its end is blank.
Row = tuple[int, tuple[Cell, ...]]

MOST_BYTES = 2_000_000_000


class Kind(StrEnum):
    """What a file truly is."""

    SPREADSHEET = "spreadsheet"
    TEXT = "text"
    JSON = "json"
    JSON_LINES = "json-lines"
    ARCHIVE = "archive"


@dataclass(frozen=True)
class File:
    """A file as somebody brought it: its name, without a folder, and its bytes."""

    name: str
    content: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` can be gone through again and again; a long text file is read anew each time.

    `name` is blank for the one sheet of a text file. `of` is the name and fingerprint of the file that it is a copy of,
    where it comes back from mending: its rows have the numbers that they have there.
    """

    name: str
    rows: Iterable[Row] = field(repr=False)
    hidden: bool = False
    of: tuple[str, str] | None = None


@dataclass(frozen=True)
class Opened:
    """What opening a file gave: its sheets, or its JSON documents with the line each begins in; and every finding.

    Where a finding is an error the file was refused as a whole, and there are no sheets. The one exception is a line
    of JSON that cannot be read: it is refused by itself.
    """

    file: File
    kind: Kind | None
    sheets: tuple[Sheet, ...] = ()
    documents: tuple[tuple[int, object], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether nothing of the file can be used."""
        return bool(by_severity(list(self.findings), Severity.ERROR)) and not self.sheets and not self.documents


def read_file(path: Path) -> File:
    """A file of this machine. Raises Refused where it is no file or cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(told("{path} is larger than {most} bytes: split it.", path=path,
                               most=f"{MOST_BYTES:,}"))
        return File(path.name, path.read_bytes())
    except OSError as error:
        raise Refused(told("{path} cannot be read: {why}.", path=path, why=error.strerror)) from error


def blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell but space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """A cell as somebody would type it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell.isoformat() if isinstance(cell, date) else shortest(cell)


def shortest(number: Decimal) -> str:
    """A number without decimals that say nothing.

    >>> shortest(Decimal("12.50")), shortest(Decimal("1E+2"))
    ('12.5', '100')
    """
    text = plain(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def headings(sheet: Sheet) -> list[str]:
    """What stands in the first row of a sheet."""
    return [as_text(cell) for cell in next(iter(sheet.rows), (1, ()))[1]]


def sheet_left_out(file: File, sheet: Sheet, why: Told) -> Finding:
    """A note on a sheet of which no row is read."""
    rows = sum(1 for _ in sheet.rows)
    return Finding("SHEET-NOT-READ", Severity.NOTE,
                   told("the sheet's {rows} rows were not read: {why}.", rows=f"{rows:,}", why=why), told(""),
                   file.name, sheet=sheet.name)


def file_fault(code: str, message: Told, mend: Told, file: File, row: int | None = None) -> Finding:
    """An error that stops a whole file."""
    return Finding(code, Severity.ERROR, message, mend, file.name, row)
