"""The receipt adds up or cannot be made; the corrected copy holds every row and says what to mend beside it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from commonweal.basics.findings import Finding, Severity
from commonweal.exchange.corrected import HEADING, IN_FILE, ROW_THERE, THERE, corrected_copy
from commonweal.exchange.files import File
from commonweal.exchange.opening import open_file
from commonweal.exchange.receipt import Receipt, SheetCount, receipt
from tests.exchange.made import workbook, zipped


def fault(row: int, sheet: str = "") -> Finding:
    return Finding("CELL-NUMBER", Severity.ERROR, "'x' cannot be read.", "Write digits.", "f.csv", row, "quantity",
                   sheet=sheet)


@pytest.mark.parametrize("counts", [(3, 1, 1, 0), (3, 2, 2, 0), (1, 2, -1, 0)])
def test_rows_that_do_not_add_up_make_no_receipt(counts: tuple[int, int, int, int]):
    with pytest.raises(ValueError, match="rows in are not"):
        SheetCount("", *counts)


def test_a_refused_row_without_a_finding_makes_no_receipt():
    with pytest.raises(ValueError, match="findings name only 1"):
        Receipt("f.csv", "", (SheetCount("", 2, 0, 2, 0),), (fault(2), fault(2)))
    assert Receipt("f.csv", "", (SheetCount("", 2, 0, 2, 0),), (fault(2), fault(3))).refused == 2


def test_the_receipt_says_the_sum_of_each_sheet_and_of_all():
    made = Receipt("f.xlsx", "ab12", (SheetCount("A", 3, 2, 1, 0), SheetCount("B", 2, 1, 0, 1)), (fault(2, "A"),))
    assert made.words().splitlines() == [
        "f.xlsx: fingerprint ab12",
        "sheet 'A': 3 rows in = 2 accepted + 1 refused + 0 blank",
        "sheet 'B': 2 rows in = 1 accepted + 0 refused + 1 blank",
        "In all: 5 rows in = 3 accepted + 1 refused + 1 blank"]


def test_a_finding_in_a_workbook_says_its_sheet():
    assert fault(3, "Q1").where == "f.csv sheet 'Q1' row 3, column quantity"


def test_the_corrected_copy_is_the_same_rows_with_what_to_mend_behind_them_and_the_same_bytes_each_time():
    content = workbook(Q1=[["name", "hours", "on"], ["=1+1", Decimal("0.1"), date(2024, 2, 29)], [], ["-x", "many"]])
    opened = open_file(File("f.xlsx", content))
    made = receipt(opened.file, [SheetCount("Q1", 3, 1, 1, 1)], [fault(4, "Q1")])
    copy = corrected_copy(opened, made)
    assert copy == corrected_copy(opened, made)
    page = openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]
    assert [tuple(cell.value for cell in row) for row in page.iter_rows()] == [
        ("name", "hours", "on", HEADING, ROW_THERE.format(row=1, file="f.xlsx", sha256=opened.file.sha256, sheet="Q1")),
        ("=1+1", 0.1, datetime(2024, 2, 29), None, 2),
        (None, None, None, None, 3),
        ("-x", "many", None, "quantity: 'x' cannot be read. Write digits.", 4)]


def _sorted_and_cut(page: Worksheet) -> None:
    """Row 2 is taken out, row 4 stands above row 3, and one is put in below."""
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    page.delete_rows(2, 3)
    page.append(rows[3])
    page.append(rows[2])
    page.append(["new", 7])


@pytest.mark.parametrize(("content", "name"), [
    (b"name,hours\na,1\nb,many\nc,3\n", ""),
    (workbook(Q1=[["name", "hours"], ["a", "1"], ["b", "many"], ["c", "3"]]), "Q1"),
    (zipped({"a.csv": "name,hours\na,1\nb,many\nc,3\n"}), "a.csv")])
@pytest.mark.parametrize(("how", "rows"), [
    (lambda page: None, {2: ("a", "1"), 3: ("b", "many"), 4: ("c", "3")}),
    (_sorted_and_cut, {3: ("b", "many"), 4: ("c", "3"), 5: ("new", Decimal(7))}),
])
def test_a_copy_that_comes_back_is_the_file_again_each_row_under_its_number(
        content: bytes, name: str, how: Callable[[Worksheet], None], rows: dict[int, tuple[object, ...]]):
    opened = open_file(File("f", content))
    book = openpyxl.load_workbook(io.BytesIO(corrected_copy(opened, Receipt("f", "", (), (fault(3, name),)))))
    how(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    (sheet,) = open_file(File("mended.xlsx", out.getvalue())).sheets
    assert dict(sheet.rows) == {1: ("name", "hours")} | rows
    assert (sheet.name, sheet.of) == (name, ("f", opened.file.sha256))
    # And so is a copy of the copy.
    copy = corrected_copy(replace(opened, sheets=(sheet,)), Receipt("g", "", (), ()))
    (again,) = open_file(File("copy.xlsx", copy)).sheets
    assert again == sheet


@pytest.mark.parametrize(("content", "there"), [
    (b'{"ocid": "a"}\n{"ocid": "b"}\n\n{broken\n', {2: '{"ocid": "b"}', 4: "{broken"}),
    (b'{"grants": [{"id": "1"}, {"id": "=2"}, {}, {"id": "4", "sum": 1.50}]}', {
        2: '{\n  "id": "=2"\n}', 4: '{\n  "id": "4",\n  "sum": 1.50\n}'}),
    (b'{"releases": [{}, {"ocid": "x"}, {}, []]}', {2: '{\n  "ocid": "x"\n}', 4: "[]"}),
    (b'[1, "two", 3, "=four"]', {2: '"two"', 4: '"=four"'}),
    # A record may give several rows: no part is shown under a number that may be another's.
    (b'{"records": [{}, {}, {}, {}]}', {2: None, 4: None}),
])
def test_the_copy_of_a_json_file_lists_what_was_refused_with_the_reason(content: bytes, there: dict[int, str | None]):
    opened = open_file(File("f.json", content))
    made = Receipt("f.json", "", (SheetCount("", 4, 2, 2, 0),), (fault(4), fault(2)))
    (sheet,) = open_file(File("copy.xlsx", corrected_copy(opened, made))).sheets
    assert [cells for _, cells in sheet.rows] == [
        (IN_FILE, THERE, HEADING),
        *((Decimal(row), text, "quantity: 'x' cannot be read. Write digits.") for row, text in there.items())]
