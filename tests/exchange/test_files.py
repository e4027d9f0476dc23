"""Any file that somebody brings is read whole, exactly, or refused with its reason."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from commonweal.exchange.files import Cell, File, Kind, Opened
from commonweal.exchange.opening import open_file
from tests.exchange.made import SHEET, changed, with_cells, workbook


def opened(content: bytes | str, name: str = "brought.xlsx") -> Opened:
    return open_file(File(name, content.encode() if isinstance(content, str) else content))


def rows(content: bytes | str) -> list[tuple[Cell, ...]]:
    (sheet,) = opened(content).sheets
    return [cells for _, cells in sheet.rows]


def codes(content: bytes | str) -> list[str]:
    return [finding.code for finding in opened(content).findings]


def test_a_workbook_is_read_cell_by_cell_as_what_each_is():
    (sheet,) = opened(workbook(Return=[["Hours", "On", "Yes"], [], [Decimal("12.5"), date(2024, 3, 31), True]])).sheets
    assert sheet.name == "Return"
    assert [*sheet.rows] == [(1, ("Hours", "On", "Yes")), (2, ()), (3, (Decimal("12.5"), date(2024, 3, 31), True))]


def test_a_number_of_a_workbook_is_the_fifteen_digits_that_it_shows_and_never_a_float():
    ((number,),) = rows(with_cells('<row r="1"><c r="A1"><v>0.30000000000000004</v></c></row>'))
    assert number == Decimal("0.3") and isinstance(number, Decimal)


def test_an_error_and_a_formula_without_its_value_stand_as_they_were_written():
    text = ('<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>1+1</f></c>'
            '<c r="C2"><f>1+1</f><v>2</v></c><c r="E2" t="e"><f>A1</f><v>#DIV/0!</v></c></row>')
    assert rows(with_cells(text)) == [(), ("#REF!", "=1+1", Decimal(2), None, "#DIV/0!")]


def test_a_formula_that_worked_out_to_no_letter_is_a_blank():
    worked_out = '<c r="B1" t="str"><f>IF(A1,"","x")</f><v></v></c>'
    text = f'<row r="1"><c r="A1"><v>1</v></c>{worked_out}<c r="C1"><v>2</v></c></row>'
    assert rows(with_cells(text)) == [(Decimal(1), None, Decimal(2))]


@pytest.mark.parametrize("part", ["XL/Worksheets/Sheet1.xml", "xl\\worksheets\\sheet1.xml", "xl/other/sheet1.xml"])
def test_a_sheet_in_an_odd_place_is_looked_through_too(part: str):
    far = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    content = changed(workbook(S=[["x"]]), SHEET, lambda text: text.partition(b"<row")[0] + far)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name).replace(b"worksheets/sheet1.xml", part[3:].encode())
            after.writestr(part if name == SHEET else name, text)
    assert codes(out.getvalue())[0] in ("SHEET-SIZE", "FILE-BROKEN")


def test_rows_and_cells_that_do_not_say_where_they_stand_are_read_in_order():
    assert rows(with_cells("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")) == [
        (Decimal(1), Decimal(2)), (Decimal(3),)]


@pytest.mark.parametrize(("cell", "code"), [
    ("XFD1048576", "SHEET-SIZE"), ("A1048577", "SHEET-BEYOND"), ("XFE1", "SHEET-BEYOND"),
    ("A99999999", "SHEET-BEYOND")])
def test_a_lone_cell_far_out_is_refused_before_a_sheet_of_that_size_is_laid_out(cell: str, code: str):
    text = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="{cell}"><v>1</v></c></row>'
    assert codes(with_cells(text)) == [code]


def test_hidden_sheets_and_merged_cells_are_read_and_told_of():
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Seen").merge_range(0, 0, 0, 1, "both")
        hidden = book.add_worksheet("Hidden")
        hidden.write(0, 0, "here")
        hidden.hide()
    found = opened(out.getvalue())
    assert [(sheet.name, sheet.hidden, [*sheet.rows]) for sheet in found.sheets] == [
        ("Seen", False, [(1, ("both",))]), ("Hidden", True, [(1, ("here",))])]
    assert [(finding.code, finding.sheet) for finding in found.findings] == [
        ("SHEET-MERGED", "Seen"), ("SHEET-HIDDEN", "Hidden")]


TEXT = "Name,Café £\r\nA,1\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_that_can_be_only_one_thing_is_read_without_a_word(encoding: str):
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    for content in {(mark + TEXT).encode(encoding), TEXT.encode(encoding)}:
        assert rows(content) == [("Name", "Café £"), ("A", "1")]
        assert codes(content) == []


def test_windows_text_is_read_and_said_to_be():
    assert rows(TEXT.encode("cp1252"))[0] == ("Name", "Café £") and codes(TEXT.encode("cp1252")) == ["FILE-READ-AS"]


@pytest.mark.parametrize(("content", "code", "row"), [
    (b"a,b\r\nCaf\xc3\xa9,1\r\nCaf\xe9,2\r\n", "FILE-ENCODING-MIXED", 2),
    (b"a,b\rCaf\x8e,1\r", "FILE-ENCODING", 1),
    (b"a,b\nCaf\x81,1\n", "FILE-ENCODING", 2),
    (b"a,b\n\x00,1\n", "FILE-BINARY", 2),
    (b"\xff\xfea\x00,\x00b\x00\n\x00\x00", "FILE-ENCODING", 2),
    (b'a,b\n1,"2\n3,4\n', "FILE-BROKEN-QUOTES", 2),
    (b'a,b\n1,"2"x\n', "FILE-BROKEN-QUOTES", 2),
])
def test_text_that_could_be_two_things_or_is_damaged_is_refused_with_the_row(content: bytes, code: str, row: int):
    found = opened(content)
    assert found.refused and [(finding.code, finding.row) for finding in found.findings] == [(code, row)]


@pytest.mark.parametrize(("text", "expected"), [
    ("a,b\n1,2\n", [("a", "b"), ("1", "2")]),
    ("a;b\n1,5;2,5\n", [("a", "b"), ("1,5", "2,5")]),
    ("a\tb\n1\t2,3\n", [("a", "b"), ("1", "2,3")]),
    ("a|b\n1|2\n", [("a", "b"), ("1", "2")]),
    ("sep=;\na;b\n1;2\n", [("a", "b"), ("1", "2")]),
    ("one\ntwo\n", [("one",), ("two",)]),
    ('a,b\r"1\r2",3\r', [("a", "b"), ("1\r2", "3")]),
    ("A title, with a comma\n\na;b;c\n1;2;3\n4;5;6\n", [("A title, with a comma",), (), ("a", "b", "c"),
                                                         ("1", "2", "3"), ("4", "5", "6")]),
])
def test_the_separator_is_the_one_that_parts_the_rows_alike(text: str, expected: list[tuple[str, ...]]):
    assert rows(text) == expected


def test_the_rows_of_a_text_are_numbered_as_a_spreadsheet_shows_them():
    (sheet,) = opened('a,b\n"1\n2",3\n\n4,5\n').sheets
    assert [number for number, _ in sheet.rows] == [1, 2, 3, 4]


@pytest.mark.parametrize(("content", "code"), [
    (b"", "FILE-EMPTY"), (b"\xef\xbb\xbf\r\n", "FILE-EMPTY"), (b"%PDF-1.7", "FILE-KIND"),
    (b"<html><table><tr><td>1</td></tr></table></html>", "FILE-HTML"),
    (b'\xef\xbb\xbf<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "FILE-XML-SPREADSHEET"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "FILE-XLS"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "FILE-PASSWORD"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "DRMEncryptedTransform EncryptedPackage".encode("utf-16-le"), "FILE-LABEL"),
])
def test_what_no_door_takes_is_refused_by_what_it_is_and_not_by_its_name(content: bytes, code: str):
    found = opened(content)
    assert found.refused and [finding.code for finding in found.findings] == [code] and found.findings[0].mend


def test_json_and_json_lines_are_exact_and_a_broken_line_is_refused_by_itself():
    one = opened('{"a": 0.1,\n "b": [1]}')
    assert one.kind is Kind.JSON and one.documents == ((1, {"a": Decimal("0.1"), "b": [1]}),)
    lines = opened('{"a": 1}\n\n{"a": 2\n{"a": 3}\n')
    assert lines.kind is Kind.JSON_LINES and lines.documents == ((1, {"a": 1}), (4, {"a": 3}))
    assert [(finding.code, finding.row) for finding in lines.findings] == [("JSON-BROKEN", 3)]


@pytest.mark.parametrize(("text", "code"), [
    ('{"a": 1, "a": 2}', "JSON-BROKEN"), ('{"a": NaN}', "JSON-BROKEN"), ("[" * 200_000, "JSON-DEEP"),
    ("[" + "1" * 10_000 + "]", "JSON-BROKEN")])
def test_json_that_cannot_be_read_exactly_is_refused(text: str, code: str):
    assert codes(text) == [code]


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("change", [
    (b"UTF-8", b"UT9-8"), (b"UTF-8", b"UTF-16"), (b"<sheets>", b"<sheets"), (b"r:id", b"r:di")])
def test_a_workbook_with_a_broken_list_of_sheets_is_refused(change: tuple[bytes, bytes]):
    content = changed(workbook(S=[["x"]]), "xl/workbook.xml", lambda text: text.replace(*change))
    assert opened(content).refused and codes(content) == ["FILE-BROKEN"]


def test_an_archive_gives_the_sheets_of_its_files_and_none_where_one_is_refused():
    found = opened(_zip(**{"one.csv": b"a,b\n1,2\n", "two.xlsx": workbook(S=[["x"]])}))
    assert [sheet.name for sheet in found.sheets] == ["one.csv", "two.xlsx S"]
    assert codes(_zip(**{"one.csv": b"a\n", "two.pdf": b"%PDF"})) == ["FILE-KIND"]
    assert codes(_zip(**{"one.csv": b"a\n", "inner.zip": _zip(x=b"a")})) == ["FILE-NESTED"]


def test_a_workbook_that_unpacks_to_more_than_it_claims_is_refused():
    lying = bytearray(workbook(S=[["x" * 5000]]))
    with zipfile.ZipFile(io.BytesIO(bytes(lying))) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size.to_bytes(4, "little")
    assert lying.count(size) >= 2
    assert codes(bytes(lying).replace(size, (100).to_bytes(4, "little"))) == ["FILE-BROKEN"]


def test_a_part_that_declares_entities_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'
    assert codes(changed(workbook(S=[["x"]]), "xl/workbook.xml", lambda text: bomb + text[55:])) == ["FILE-ENTITIES"]
