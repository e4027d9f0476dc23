"""Workbooks as people and other programs hand them back: sorted, moved about, saved again, or as OpenDocument.

No office program runs in these tests: `saved_again` is openpyxl writing the whole file anew, `as_ods` is a file of the
OpenDocument standard with the same cells, written here as LibreOffice writes them.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

_NAMES = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
          'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
          'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"')
HEADING = 4


def saved_again(content: bytes, *changes: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook read and written anew by another program, with what somebody did to it meanwhile."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for change in changes:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def names_of(page: Worksheet, heading: int = HEADING) -> list[str]:
    """The names of the columns of a sheet."""
    return [cell.value for cell in page[heading]]


def typed(sheet: str, row: int, **said: object) -> Callable[[openpyxl.Workbook], None]:
    """Somebody typed into a row of a sheet, under these names."""
    def change(book: openpyxl.Workbook) -> None:
        page = book[sheet]
        for name, value in said.items():
            page.cell(row, names_of(page).index(name) + 1).value = value
    return change


def turned_round(book: openpyxl.Workbook) -> None:
    """Every sheet with its rows upside down, its columns from right to left, one of them hidden, and notes beside."""
    for page in book.worksheets[1:-1]:
        rows = [[(cell.value, cell.number_format) for cell in row] for row in page.iter_rows(min_row=1)]
        above, below = rows[:HEADING], [row for row in rows[HEADING:] if any(value is not None for value, _ in row)]
        width = len(above[-1])
        for line, row in enumerate([*above, *reversed(below)], 1):
            for place, (value, shown) in enumerate(reversed(row), 1):
                page.cell(line, place).value, page.cell(line, place).number_format = value, shown
        page.cell(HEADING, width + 1, "our own notes")
        page.cell(HEADING + 1, width + 1, "to ask about")
        page.column_dimensions["B"].hidden = True


def as_ods(content: bytes) -> bytes:
    """The cells of a workbook as a file of the OpenDocument standard."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    tables = "".join(f"<table:table table:name={quoteattr(page.title)}>{_rows(page)}</table:table>"
                     for page in book.worksheets)
    text = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.3">'
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
                         '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
    return out.getvalue()


def _rows(page: Worksheet) -> str:
    return "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"
                   for row in page.iter_rows(values_only=True))


def _cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime | date):
        day = value.strftime("%Y-%m-%d")
        return (f'<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>{day}</text:p>'
                "</table:table-cell>")
    if isinstance(value, int | float):
        return (f'<table:table-cell office:value-type="float" office:value="{value!r}"><text:p>{value}</text:p>'
                "</table:table-cell>")
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
