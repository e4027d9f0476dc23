"""Files and arrivals for the tests of the doors: workbooks with any sheet text, and rows of any table."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter

from commonweal.basics.findings import Finding
from commonweal.basics.tables import Record, Table, read_value
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.files import Cell, File
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.ledger.tables import BY_NAME

SHEET = "xl/worksheets/sheet1.xml"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(**sheets: Sequence[Sequence[Cell]]) -> bytes:
    """An Excel workbook with these sheets."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, date):
                        page.write_datetime(number, place, cell, day)
                    elif isinstance(cell, Decimal):
                        page.write_number(number, place, cell)
                    elif cell is not None:
                        page.write(number, place, cell)
    return out.getvalue()


def changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            text = before.read(part)
            after.writestr(part, change(text) if part == name else text)
    return out.getvalue()


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_cells(text: str) -> bytes:
    """A workbook whose one sheet, called Sheet, has this text of rows and cells."""
    page = f'<?xml version="1.0"?><worksheet xmlns="{_SPREADSHEET}"><sheetData>{text}</sheetData></worksheet>'
    return changed(workbook(Sheet=[["x"]]), SHEET, lambda _: page.encode())


def record(table: Table | str, row: int = 2, **cells: str) -> Record:
    """A typed row of a table; what is not given is blank or the column's default."""
    table = BY_NAME[table] if isinstance(table, str) else table
    return Record(table, {column.name: read_value(cells.get(column.name, ""), column) for column in table.columns}, row)


def arrival(table: str, *rows: Record, name: str = "new.csv", columns: Iterable[str] = (),
            findings: Sequence[Finding] = ()) -> Arrival:
    """An arrival of these rows and as many refused as there are findings."""
    count = SheetCount("", len(rows) + len(findings), len(rows), len(findings), 0)
    return Arrival(receipt(File(name, b"some bytes"), [count], findings), {table: rows},
                   {table: tuple(columns)} if columns else {})
