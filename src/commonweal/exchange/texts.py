"""Text files of rows: their characters, their separator and their rows, found out without asking where that is sure.

A text file does not say how it is encoded. What is sure is read; what could be two things is refused with the reason.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from commonweal.basics.csv_files import LONGEST_CELL
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.exchange.files import File, Kind, Opened, Row, Sheet, blank, file_fault

SEPARATORS = (",", ";", "\t", "|")
# A spreadsheet has no more columns than this.
MOST_COLUMNS = 16_384
_LOOKED_AT = 200
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
          (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HIGH = re.compile(rb"[\x80-\xff]")
_NEWLINE = re.compile(rb"[\r\n]")
_PIECE = 1 << 20
# Bytes that mean the same sign in the alphabets of old Macs and of Windows: ¢ £ © ± µ and the small ones besides.
_ALIKE = re.compile(rb"[\xa2\xa3\xa9\xb1\xb5]")


class Undecidable(ValueError):
    """The bytes could be two texts, or are none; `code` names the reason, `row` where it shows."""

    def __init__(self, code: str, message: Told, row: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message = code, message
        self.row = row


@dataclass(frozen=True)
class TextRows:
    """The rows of a text file, read anew each time they are gone through, so that a long file is never held twice."""

    content: bytes
    encoding: str
    separator: str
    skipped: int = 0

    def __iter__(self) -> Iterator[Row]:
        csv.field_size_limit(LONGEST_CELL)
        # The bytes are shared, not copied; newlines of every sort are left to the reader of rows.
        text = io.TextIOWrapper(io.BytesIO(self.content), self.encoding, newline="")
        reader = csv.reader(text, delimiter=self.separator, strict=True)
        for number, cells in enumerate(reader, 1):
            if number > self.skipped:
                yield number, tuple([cell or None for cell in cells])


def encoding_of(content: bytes) -> tuple[str, bool]:
    """How a text is encoded, and whether it was taken to be Windows-1252 because it is nothing else.

    Raises Undecidable where it could be two things.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decodes(content, encoding), False
    if b"\x00" in content[:_LOOKED_AT]:
        # Text of English letters in two bytes each: every other byte is nought.
        start = content[:_LOOKED_AT]
        even, odd = start[0::2].count(0), start[1::2].count(0)
        if odd > len(start) // 3 and not even:
            return _decodes(content, "utf-16-le"), False
        if even > len(start) // 3 and not odd:
            return _decodes(content, "utf-16-be"), False
    if b"\x00" in content:
        row = content.count(b"\n", 0, content.index(b"\x00")) + 1
        raise Undecidable("FILE-BINARY", told("the file holds NUL characters: it is no text, or was damaged."), row)
    wrong = _undecodable(content, "utf-8")
    return ("utf-8", False) if wrong is None else (_windows(content, wrong), True)


def _undecodable(content: bytes, encoding: str) -> int | None:
    """The first row that is not of this encoding, or holds a NUL; None where all is. A piece at a time is decoded."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rows = 1
    for place in range(0, len(content) + 1, _PIECE):
        piece = content[place : place + _PIECE]
        try:
            text = decoder.decode(piece, place + _PIECE > len(content))
        except UnicodeDecodeError as error:
            return rows + error.object[: error.start].replace(b"\x00", b"").count(b"\n")
        if "\x00" in text:
            raise Undecidable("FILE-BINARY", told("the file holds NUL characters: it is no text, or was damaged."),
                              rows + text.count("\n", 0, text.index("\x00")))
        rows += text.count("\n")
    return None


def _decodes(content: bytes, encoding: str) -> str:
    row = _undecodable(content, encoding)
    if row is not None:
        raise Undecidable("FILE-ENCODING",
                          told("the file begins as {what} and goes on as something else: it was joined from two, or "
                               "cut.", what=encoding.upper().removesuffix("-SIG")), row)
    return encoding


def _windows(content: bytes, row: int) -> str:
    """Windows-1252, where the bytes can be nothing else that a spreadsheet of this country writes."""
    for place, line in _beyond_ascii(content):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        number = content.count(b"\n", 0, place) + 1
        raise Undecidable("FILE-ENCODING-MIXED",
                          told("row {number} is UTF-8 and row {row} is not: the file was joined from two.",
                               number=number, row=row), number)
    if b"\r" in content and b"\n" not in content and any(
            not _ALIKE.match(sign) for sign in set(_HIGH.findall(content))):
        raise Undecidable("FILE-ENCODING",
                          told("the file has the newlines of an old Mac and letters that mean one thing there and "
                               "another in Windows."), row)
    if (wrong := _undecodable(content, "cp1252")) is not None:
        raise Undecidable("FILE-ENCODING", told("the file is neither UTF-8 nor Windows-1252."), wrong)
    return "cp1252"


def _beyond_ascii(content: bytes) -> Iterator[tuple[int, bytes]]:
    """From each row with a letter beyond ASCII, the part that begins with that letter, and where it stands."""
    found = _HIGH.search(content)
    while found:
        end = _NEWLINE.search(content, found.start())
        last = end.start() if end else len(content)
        yield found.start(), content[found.start() : last]
        found = _HIGH.search(content, last)


def read_text(file: File) -> Opened:
    """A text file as one sheet. It is gone through once to its end, so that nothing stops a door half-way."""
    try:
        encoding, assumed = encoding_of(file.content)
    except Undecidable as error:
        return _refused(file, file_fault(error.code, error.message, told("Save it again as 'CSV UTF-8'."), file,
                                         error.row))
    findings = []
    if assumed:
        findings.append(Finding("FILE-READ-AS", Severity.NOTE,
                                told("the file is not UTF-8 and was read as Windows-1252."),
                                told("Look at accents, dashes and £; 'CSV UTF-8' leaves no doubt."), file.name))
    start = io.TextIOWrapper(io.BytesIO(file.content), encoding, newline="").read(_LOOKED_AT * 500)
    declared = re.match(r"sep=(.)(?:\r\n|\r|\n)", start, re.IGNORECASE)
    separator = declared.group(1) if declared else _separator(start)
    rows = TextRows(file.content, encoding, separator, 1 if declared else 0)
    number = 0
    try:
        for number, cells in rows:
            if len(cells) > MOST_COLUMNS:
                return _refused(file, file_fault("SHEET-WIDE",
                                                 told("the row has {count} cells, more than a sheet.",
                                                      count=f"{len(cells):,}"),
                                                 told("Look for a missing newline."), file, number))
    except csv.Error as error:
        return _refused(file, file_fault("FILE-BROKEN-QUOTES",
                                         told("the rows cannot be told apart from here on: {why}.", why=error),
                                         told("Look for a quotation mark without its partner."), file, number + 1))
    return Opened(file, Kind.TEXT, (Sheet("", rows),), findings=tuple(findings))


def _separator(start: str) -> str:
    """The sign that parts most rows into equally many cells; a comma where none parts any."""
    best = (0, 0, ",")
    for sign in SEPARATORS:
        try:
            rows = [*islice(csv.reader(io.StringIO(start, newline=""), delimiter=sign), _LOOKED_AT)]
        except csv.Error:
            continue
        widths = Counter(len(cells) for cells in rows if any(not blank(cell) for cell in cells))
        width, times = max(widths.items(), key=lambda item: (item[1] if item[0] > 1 else 0, item[0]), default=(1, 0))
        if width > 1 and (times, width) > best[:2]:
            best = (times, width, sign)
    return best[2]


def _refused(file: File, finding: Finding) -> Opened:
    return Opened(file, Kind.TEXT, findings=(finding,))
