"""What the text of a workbook's sheets says of their size, and of cells that have no value: errors, unworked formulas.

Nothing is ever kept of a sheet but a piece of it. No entity is ever expanded: a part that declares any is refused.
"""

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from xml.etree import ElementTree

from commonweal.basics.told import Told, told
from commonweal.exchange.archives import pieces
from commonweal.exchange.files import File

_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,18})["']""")
_ROW_START = re.compile(rb"<(?:\w+:)?row\b")
_ROW_PLACE = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr\s*=\s*["']([0-9]{1,18})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b[^>]*[^/]?>(.*?)</(?:\w+:)?(?:v|is)>", re.DOTALL)
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""\st\s*=\s*["'](?:str|inlineStr)["']""")
_HAS_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b")
_CELL_START = re.compile(rb"<(?:\w+:)?c[\s>]")
_NAMES = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# The parts that are read; what else lies in a workbook is never looked into.
_READ = ("xl/", "_rels/", "[Content_Types]", "content.xml", "styles.xml", "META-INF/")
_WORKBOOK, _LINKS, _MANIFEST = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "meta-inf/manifest.xml"
_LONGEST_ROW = 8_000_000
# Spreadsheets have no more rows and columns than these; what lies beyond is no sheet.
_FURTHEST_ROW, _FURTHEST_COLUMN = 1_048_576, 16_384
_MOST_ODD = 200_000


class Broken(ValueError):
    """A workbook that no spreadsheet program writes, with the code of the finding."""

    def __init__(self, code: str, message: Told) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass
class SheetText:
    """How far a sheet reaches, and its cells without a value by (row, column), as they were written."""

    height: int = 0
    width: int = 0
    as_written: dict[tuple[int, int], str] = field(default_factory=dict)
    _waiting: bytes = b""
    _unplaced_rows: int = 0

    def take(self, piece: bytes, last: bool = False) -> None:
        """Go through the next piece of an Excel sheet's text, by whole rows."""
        text = self._waiting + piece
        # A row cut by the end of the piece waits for its rest.
        whole = len(text) if last else max(text.rfind(b"<row"), text.rfind(b":row"), 0)
        text, self._waiting = text[:whole], text[whole:]
        if len(self._waiting) > _LONGEST_ROW:
            raise Broken("SHEET-WIDE", told("one row of it is too long to read"))
        rows = {int(row) for row in _ROW_PLACE.findall(text)}
        places = _PLACE.findall(text)
        rows |= {int(row) for row in {row for _, row in places}}
        column = max(map(_column, {letters for letters, _ in places}), default=0)
        # A cell may leave out its place, and then stands beside the one before it; a row likewise stands below.
        self._unplaced_rows += len(_ROW_START.findall(text)) - len(_ROW_PLACE.findall(text))
        if text.count(b"<c>") + text.count(b"<c ") + text.count(b":c>") + text.count(b":c ") > len(places):
            column += max(len(_CELL_START.findall(row)) for row in _ROW_START.split(text))
        self.reach(max(rows, default=0), column)
        if b"<f" in text or b":f" in text or b'"e"' in text or b"'e'" in text:
            self._find_odd(text)

    def reach(self, row: int, column: int) -> None:
        """The sheet has a cell there. Raises Broken where no sheet can have one."""
        if row > _FURTHEST_ROW or column > _FURTHEST_COLUMN:
            raise Broken("SHEET-BEYOND",
                         told("it has a cell in row {row}, column {column}, where no sheet has any", row=f"{row:,}",
                              column=f"{column:,}"))
        self.height, self.width = max(self.height, row), max(self.width, column)

    def close(self) -> None:
        """The text is at its end: rows that do not say where they stand may all stand below the others."""
        if self._unplaced_rows:
            self.reach(self.height + self._unplaced_rows, self.width)

    def _find_odd(self, text: bytes) -> None:
        for attributes, inner in _CELL.findall(text):
            formula, value = _FORMULA.search(inner), _VALUE.search(inner)
            if value and value.group(1) and not _IS_ERROR.search(attributes):
                continue
            # A formula may well have worked out to a text without a letter.
            if not (formula or value) or (_IS_TEXT.search(attributes) and _HAS_VALUE.search(inner)):
                continue
            place = _PLACE.search(b" " + attributes)
            if place is None:
                raise Broken("SHEET-UNPLACED", told("a cell shows an error and does not say where it stands"))
            written = value.group(1) if value and value.group(1) else b"=" + ((formula and formula.group(1)) or b"")
            self.odd(int(place[2]), _column(place[1]), unescape(written.decode("utf-8", "replace")))

    def odd(self, row: int, column: int, written: str) -> None:
        """A cell without a value, as it was written."""
        if len(self.as_written) >= _MOST_ODD:
            raise Broken("SHEET-ERRORS",
                         told("more than {most} cells show an error or were never worked out",
                              most=f"{_MOST_ODD:,}"))
        self.as_written[row, column] = written


def sheet_texts(file: File) -> dict[str, SheetText]:
    """Every sheet of a workbook by its name; a sheet that holds a chart alone is none.

    Raises Broken, with the reason, for what is no sound workbook.
    """
    try:
        small: dict[str, bytes] = {}
        texts: dict[str, SheetText] = {}
        content = io.BytesIO()
        for name, piece in pieces(file):
            if name.endswith((".xml", ".rels")):
                _refuse_declarations(name, piece)
            # Programs find a part whatever its capitals are.
            part = name.replace("\\", "/").lower()
            if part.startswith("xl/worksheets/"):
                texts.setdefault(part, SheetText()).take(piece)
            elif part in (_WORKBOOK, _LINKS, _MANIFEST):
                small[part] = small.get(part, b"") + piece
            elif name == "content.xml":
                content.write(piece)
        if b"encryption-data" in small.get(_MANIFEST, b""):
            raise Broken("FILE-PASSWORD", told("the file is protected by a password"))
        if content.tell():
            content.seek(0)
            return dict(_open_document(content))
        for text in texts.values():
            text.take(b"", last=True)
            text.close()
        return {sheet: texts[path] for sheet, path in _sheet_paths(small) if path in texts}
    except (ValueError, LookupError, ElementTree.ParseError, RecursionError) as error:
        if isinstance(error, Broken):
            raise
        raise Broken("FILE-BROKEN", told("the workbook cannot be read ({why})", why=error)) from error


def _refuse_declarations(name: str, piece: bytes) -> None:
    if b"\x00" in piece[:400] and name.startswith(_READ):
        raise Broken("FILE-BROKEN", told("'{name}' is written in characters that no spreadsheet uses", name=name))
    if _DECLARES.search(piece):
        raise Broken("FILE-ENTITIES", told("'{name}' declares things of its own, as no spreadsheet does", name=name))


def _sheet_paths(small: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    targets = {link.get("Id"): link.get("Target", "")
               for link in ElementTree.fromstring(small[_LINKS])}
    for element in ElementTree.fromstring(small[_WORKBOOK]).iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_NAMES), "").lower().removeprefix("/").removeprefix("xl/")
            yield element.get("name", ""), posixpath.normpath(f"xl/{target}")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _open_document(content: io.BytesIO) -> Iterator[tuple[str, SheetText]]:
    """The sheets of an OpenDocument file, in which a row or cell that repeats stands once, with how often."""
    text, name, row = SheetText(), "", 0
    for event, element in ElementTree.iterparse(content, ("start", "end")):
        if element.tag == f"{_TABLE}table":
            if event == "start":
                text, name, row = SheetText(), element.get(f"{_TABLE}name", ""), 0
            else:
                yield name, text
                element.clear()
        elif element.tag == f"{_TABLE}table-row" and event == "end":
            times = int(element.get(f"{_TABLE}number-rows-repeated", 1))
            if last := _row_of_open_document(element, row, times, text):
                text.reach(row + times, last)
            row += times
            element.clear()


def _row_of_open_document(element: ElementTree.Element, above: int, times: int, text: SheetText) -> int:
    """The last column of a row in which anything stands."""
    column, last = 0, 0
    for cell in element:
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        shown = "".join(cell.itertext()).strip()
        formula = cell.get(f"{_TABLE}formula", "")
        if shown or formula or cell.get(f"{_OFFICE}value-type"):
            last = column + repeated
            error = shown.startswith(("#", "Err:")) and formula
            if error or (formula and not shown and not cell.get(f"{_OFFICE}value")):
                for row in range(above + 1, above + times + 1):
                    for place in range(column + 1, last + 1):
                        text.odd(row, place, shown or f"={formula.removeprefix('of:=')}")
        column += repeated
    return last
