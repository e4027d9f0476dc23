"""Malformed files, made from a seed: each class with what must become of it.

Every maker gives a file and the truth about it: the sum of its rows, the codes by which it is refused as a whole, or
neither where chance made it. The rows under the headings Ref, Name, Hours and On are the same sound ones at the start.
"""

import io
import random
import stat
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import xlsxwriter

from commonweal.exchange.files import Cell
from tests.exchange.made import SHEET, changed, workbook, zipped

MAP = """
title = "Hostile"
[read]
dates = ["31/03/2024"]
[into.context]
id = { from = "Ref", make = "id" }
title = "Name"
value = "Hours"
unit = { words = "hours" }
as_printed = { words = "{Hours} hours" }
date = "On"
"""
HEADING = ("Ref", "Name", "Hours", "On")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
NAMES = ("Café Wirral", "St Helens & Co", "Ø Works", "Port £5 Shop", "O’Neill", "Plain")


@dataclass(frozen=True)
class Made:
    """A file; and rows in, accepted, refused and blank, or the codes one of which refuses it, or nothing known."""

    content: bytes
    sums: tuple[int, int, int, int] | None = None
    codes: frozenset[str] = frozenset()
    name: str = "hostile.xlsx"


Rows = list[list[Cell]]
Maker = Callable[[random.Random], Made]


def sound(chance: random.Random) -> Rows:
    """Between 3 and 30 sound rows."""
    return [[f"r{number}", chance.choice(NAMES), Decimal(chance.randrange(100_000)).scaleb(-2),
             date(2020, 1, 1) + timedelta(chance.randrange(1500))] for number in range(chance.randrange(3, 30))]


def all_of(rows: Sequence[Any]) -> tuple[int, int, int, int]:
    return len(rows), len(rows), 0, 0


def but(rows: Sequence[Any], refused: int, blank: int = 0) -> tuple[int, int, int, int]:
    return len(rows), len(rows) - refused - blank, refused, blank


def sheet(rows: Rows, heading: Sequence[Cell] = HEADING) -> bytes:
    return workbook(Data=[heading, *rows])


def text(rows: Rows, mark: str = ",", newline: str = "\n", heading: Sequence[str] = HEADING) -> str:
    def cell(value: Cell) -> str:
        typed = value.strftime("%d/%m/%Y") if isinstance(value, date) else "" if value is None else str(value)
        quoted = typed.replace('"', '""')
        return f'"{quoted}"' if any(sign in typed for sign in (mark, '"', "\n", "\r")) else typed
    return newline.join([mark.join(heading), *(mark.join(map(cell, row)) for row in rows)]) + newline


def refused(content: bytes, *codes: str, name: str = "hostile.xlsx") -> Made:
    return Made(content, None, frozenset(codes), name)


def _by_writer(rows: Rows, change: Callable[[Any, Any], None], options: dict[str, object] | None = None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, **(options or {})}) as book:
        page = book.add_worksheet("Data")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, cells in enumerate([list(HEADING), *rows]):
            for place, cell in enumerate(cells):
                if isinstance(cell, date):
                    page.write_datetime(number, place, cell, day)
                elif cell is not None:
                    page.write(number, place, cell)
        change(book, page)
    return out.getvalue()


def merged_cells(chance: random.Random) -> Made:
    rows = sound(chance)
    rows[1][1] = None
    content = _by_writer(rows, lambda book, page: page.merge_range(1, 1, 2, 1, "Both"))
    return Made(content, but(rows, 1))


def hidden_rows_and_columns(chance: random.Random) -> Made:
    rows = sound(chance)

    def hide(book: Any, page: Any) -> None:
        page.set_row(chance.randrange(1, len(rows)), None, None, {"hidden": True})
        page.set_column(1, 1, None, None, {"hidden": True})
        page.autofilter(0, 0, len(rows), 3)
    return Made(_by_writer(rows, hide), all_of(rows))


def hidden_sheet(chance: random.Random) -> Made:
    rows = sound(chance)

    def add(book: Any, page: Any) -> None:
        other = book.add_worksheet("Old")
        for number, cells in enumerate([HEADING, ("x1", "Old", 1), ("x2", "Old", 2)]):
            other.write_row(number, 0, cells)
        other.hide()
    return Made(_by_writer(rows, add), (len(rows) + 2, len(rows) + 2, 0, 0))


def headings_further_down(chance: random.Random) -> Made:
    rows = sound(chance)
    above: Rows = [["Our return, with a title"], [], ["Who", None, "How much", None]]
    return Made(workbook(Data=[*above[:chance.randrange(1, 4)], HEADING, *rows]), all_of(rows))


def renamed_column(chance: random.Random) -> Made:
    heading = list(HEADING)
    heading[chance.randrange(4)] = "Something else"
    return refused(sheet(sound(chance), heading), "MAP-HEADINGS")


def missing_column(chance: random.Random) -> Made:
    gone = chance.randrange(4)
    cut = [[cell for place, cell in enumerate(row) if place != gone] for row in [list(HEADING), *sound(chance)]]
    return refused(workbook(Data=cut), "MAP-HEADINGS")


def reordered_columns(chance: random.Random) -> Made:
    order = chance.sample(range(4), 4)
    rows = sound(chance)
    moved = [[row[place] for place in order] for row in [list(HEADING), *rows]]
    return Made(workbook(Data=moved), all_of(rows))


def numbers_as_text(chance: random.Random) -> Made:
    rows = sound(chance)
    typed: Rows = [[row[0], row[1], f"{row[2]:,}", row[3]] for row in rows]
    return Made(sheet(typed), all_of(rows))


def unclear_numbers(chance: random.Random) -> Made:
    rows = sound(chance)
    wrong = chance.sample(range(len(rows)), 2)
    for place in wrong:
        rows[place][2] = chance.choice(["1,1", "(500)", "approx 20", "20+", "n/a", "TBC", "12 hrs", "1/2", "½", "1.1m"])
    return Made(sheet(rows), but(rows, 2))


def dates_as_text(chance: random.Random) -> Made:
    rows = sound(chance)
    typed: Rows = [[*row[:3], row[3].strftime("%d/%m/%Y")] for row in rows if isinstance(row[3], date)]
    typed[0][3] = "13.13.2024"
    return Made(sheet(typed), but(rows, 1))


def dates_counted_from_1904(chance: random.Random) -> Made:
    rows = sound(chance)
    return Made(_by_writer(rows, lambda book, page: None, {"date_1904": True}), all_of(rows))


def formulas_without_a_value(chance: random.Random) -> Made:
    rows = sound(chance)
    content = changed(sheet(rows), SHEET, lambda xml: _with_cell(xml, b"C2", b'<c r="C2"><f>A1+B1</f></c>'))
    return Made(content, but(rows, 1))


def error_cells(chance: random.Random) -> Made:
    rows = sound(chance)
    error = chance.choice([b"#REF!", b"#N/A", b"#DIV/0!", b"#NAME?", b"#VALUE!"])
    content = changed(sheet(rows), SHEET,
                      lambda xml: _with_cell(xml, b"C3", b'<c r="C3" t="e"><v>' + error + b"</v></c>"))
    return Made(content, but(rows, 1))


def _with_cell(xml: bytes, place: bytes, cell: bytes) -> bytes:
    start = xml.index(b'<c r="' + place + b'"')
    end = xml.index(b"</c>", start) + 4
    return xml[:start] + cell + xml[end:]


def trailing_spaces(chance: random.Random) -> Made:
    rows = sound(chance)
    spaced: Rows = [[f" {row[0]} ", f"{row[1]}\u00a0", f"{row[2]} ", row[3]] for row in rows]
    return Made(sheet(spaced, [f"{name} " for name in HEADING]), all_of(rows))


def the_same_sheet_twice(chance: random.Random) -> Made:
    rows = sound(chance)
    number = len(rows)
    return Made(workbook(Data=[HEADING, *rows], Copy=[HEADING, *rows]), (2 * number, number, number, 0))


def protected_sheet(chance: random.Random) -> Made:
    rows = sound(chance)
    return Made(_by_writer(rows, lambda book, page: page.protect("secret")), all_of(rows))


def old_excel(chance: random.Random) -> Made:
    return refused(OLE + chance.randbytes(500) + "Workbook".encode("utf-16-le"), "FILE-XLS", name="old.xls")


def protected_by_a_password(chance: random.Random) -> Made:
    return refused(OLE + chance.randbytes(500) + "EncryptedPackage".encode("utf-16-le"), "FILE-PASSWORD")


def encrypted_by_a_label(chance: random.Random) -> Made:
    streams = "DRMEncryptedDataSpace EncryptedPackage".encode("utf-16-le")
    return refused(OLE + chance.randbytes(500) + streams, "FILE-LABEL")


def open_document(chance: random.Random) -> Made:
    rows = sound(chance)
    return Made(ods([list(HEADING), *rows]), all_of(rows), name="return.ods")


def open_document_error(chance: random.Random) -> Made:
    rows = sound(chance)
    rows[1][2] = "#REF!"
    return Made(ods([list(HEADING), *rows]), but(rows, 1), name="return.ods")


def open_document_bomb(chance: random.Random) -> Made:
    bomb = ('<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
            f'office:value="1" table:number-columns-repeated="{chance.randrange(1000, 16_000)}"/></table:table-row>')
    return refused(ods([list(HEADING)], bomb), "SHEET-SIZE", name="bomb.ods")


def ods(rows: Sequence[Sequence[Cell]], more: str = "") -> bytes:
    """An OpenDocument spreadsheet as LibreOffice writes it, with a long tail of repeated blank rows."""
    def cell(value: Cell) -> str:
        if isinstance(value, Decimal):
            return (f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
                    "</table:table-cell>")
        if isinstance(value, date):
            return (f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{value}</text:p>'
                    "</table:table-cell>")
        formula = ' table:formula="of:=A1"' if str(value).startswith("#") else ""
        shown = str(value).replace("&", "&amp;")
        return f'<table:table-cell office:value-type="string"{formula}><text:p>{shown}</text:p></table:table-cell>'
    names = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
                     for short in ("office", "table", "text"))
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    tail = ('<table:table-row table:number-rows-repeated="1048000">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>')
    xml = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
           f'<table:table table:name="Data">{body}{more}{tail}</table:table></office:spreadsheet></office:body>'
           "</office:document-content>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", xml)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def utf_16(chance: random.Random) -> Made:
    rows = sound(chance)
    return Made(text(rows, "\t").encode("utf-16"), all_of(rows), name="unicode.txt")


def windows_1252(chance: random.Random) -> Made:
    rows = sound(chance)
    rows[0][1] = "Café"
    return Made(text(rows, newline="\r\n").encode("cp1252"), all_of(rows), name="list.csv")


def semicolons(chance: random.Random) -> Made:
    rows = sound(chance)
    return Made(text(rows, ";").encode(), all_of(rows), name="list.csv")


def byte_order_mark(chance: random.Random) -> Made:
    rows = sound(chance)
    return Made(text(rows).encode("utf-8-sig"), all_of(rows), name="list.csv")


def newlines_in_cells(chance: random.Random) -> Made:
    rows = sound(chance)
    for row in rows[::2]:
        row[1] = 'One,\r\n"two"'
    return Made(text(rows).encode(), all_of(rows), name="list.csv")


def old_mac_newlines(chance: random.Random) -> Made:
    rows = sound(chance)
    return Made(text(rows, newline="\r").encode(), all_of(rows), name="list.csv")


def old_mac_letters(chance: random.Random) -> Made:
    rows = sound(chance)
    rows[0][1] = "Café"
    for row in rows[1:]:
        row[1] = "Plain"
    return refused(text(rows, newline="\r").encode("mac-roman"), "FILE-ENCODING", name="list.csv")


def mixed_encodings(chance: random.Random) -> Made:
    rows = sound(chance)
    for row in rows:
        row[1] = "Café"
    one, other = text(rows[:2]), text(rows[2:]).partition("\n")[2]
    return refused(one.encode() + other.encode("cp1252"), "FILE-ENCODING-MIXED", name="list.csv")


def nul_bytes(chance: random.Random) -> Made:
    content = bytearray(text(sound(chance)).encode())
    content[chance.randrange(20, len(content))] = 0
    return refused(bytes(content), "FILE-BINARY", name="list.csv")


def ragged_rows(chance: random.Random) -> Made:
    rows = sound(chance)
    lines = text(rows).splitlines()
    lines[1] += ",more"
    lines[2] = lines[2].rpartition(",")[0]
    return Made("\n".join(lines).encode(), but(rows, 2), name="list.csv")


def broken_quotes(chance: random.Random) -> Made:
    lines = text(sound(chance)).splitlines()
    lines[-1] = lines[-1].replace(",", ',"', 1)
    return refused("\n".join(lines).encode(), "FILE-BROKEN-QUOTES", name="list.csv")


def cut_text(chance: random.Random) -> Made:
    rows = sound(chance)
    rows[-1][1] = "A name, cut"
    return refused(text(rows).encode().partition(b", cut")[0], "FILE-BROKEN-QUOTES", name="list.csv")


def blank_rows(chance: random.Random) -> Made:
    rows = sound(chance)
    spread: Rows = []
    for row in rows:
        spread += [[None, "  ", None, None]] * chance.randrange(3)
        spread.append(row)
    return Made(sheet(spread), but(spread, 0, len(spread) - len(rows)))


def repeated_ids(chance: random.Random) -> Made:
    rows = sound(chance)
    rows.append(list(rows[0]))
    return Made(sheet(rows), but(rows, 1))


def formulas_to_inject(chance: random.Random) -> Made:
    rows = sound(chance)
    rows[0][1] = chance.choice(["=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", '=HYPERLINK("x")', "-2+3"])
    return Made(sheet(rows), but(rows, 1))


def another_name(chance: random.Random) -> Made:
    rows = sound(chance)
    if chance.random() < 0.5:
        return Made(text(rows).encode(), all_of(rows), name="list.xlsx")
    return Made(sheet(rows), all_of(rows), name="list.csv")


def disguised(chance: random.Random) -> Made:
    start = chance.choice([b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"MZ", b"\x7fELF", b"\x1f\x8b\x08", b"Rar!",
                           b"7z\xbc\xaf"])
    return refused(start + chance.randbytes(200), "FILE-KIND")


def page_named_xls(chance: random.Random) -> Made:
    start = chance.choice(["<html>", "<!DOCTYPE html>", "\n<table>", "<HTML xmlns:x='x'>"])
    return refused(f"{start}<tr><td>Ref</td></tr>".encode(), "FILE-HTML", name="export.xls")


def xml_spreadsheet(chance: random.Random) -> Made:
    return refused(b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
                   "FILE-XML-SPREADSHEET", name="export.xls")


def nothing_in_it(chance: random.Random) -> Made:
    return refused(chance.choice([b"", b"\n\n", b"\xef\xbb\xbf", b"   \r\n"]), "FILE-EMPTY")


def cut_workbook(chance: random.Random) -> Made:
    content = sheet(sound(chance))
    return refused(content[:chance.randrange(100, len(content) - 30)], "ARCHIVE-BROKEN", "FILE-KIND")


def zip_bomb(chance: random.Random) -> Made:
    size = chance.randrange(30, 60) * 1_000_000
    if chance.random() < 0.5:
        return refused(zipped({"a.csv": b"0" * size}), "ARCHIVE-BOMB")
    return refused(changed(sheet(sound(chance)), SHEET, lambda xml: xml + b" " * size), "ARCHIVE-BOMB")


def archive_in_an_archive(chance: random.Random) -> Made:
    inner = zipped({"a.csv": text(sound(chance))})
    for _ in range(chance.randrange(1, 4)):
        inner = zipped({"inner.zip": inner})
    return refused(inner, "FILE-NESTED", name="all.zip")


def path_out_of_the_archive(chance: random.Random) -> Made:
    name = chance.choice(["../../etc/passwd.csv", "/etc/passwd.csv", "..\\x.csv", "C:\\x.csv", "a/../../x.csv"])
    return refused(zipped({name: text(sound(chance))}), "ARCHIVE-PATH", name="all.zip")


def link_in_an_archive(chance: random.Random) -> Made:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    return refused(out.getvalue(), "ARCHIVE-LINK", name="all.zip")


def too_many_files(chance: random.Random) -> Made:
    return refused(zipped({f"{number}.csv": "a" for number in range(1_001 + chance.randrange(50))}),
                   "ARCHIVE-ENTRIES", name="all.zip")


def lying_about_its_size(chance: random.Random) -> Made:
    content = sheet(sound(chance))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    return refused(content.replace(size, (10 + chance.randrange(90)).to_bytes(4, "little")), "FILE-BROKEN")


def outside_entity(chance: random.Random) -> Made:
    part = chance.choice([SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return refused(changed(sheet(sound(chance)), part, lambda xml: xml.replace(b"?>", b"?>" + entity, 1)),
                   "FILE-ENTITIES")


def entities_within_entities(chance: random.Random) -> Made:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 12))
    declared = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>"
    return refused(changed(sheet(sound(chance)), SHEET, lambda xml: xml.replace(b"?>", b"?>" + declared, 1)),
                   "FILE-ENTITIES")


def lone_cell_far_out(chance: random.Random) -> Made:
    place = chance.choice([b"XFD1048576", b"ZZ1000000", b"A99999999", b"ZZZZ1", b"XFD900000"])
    cell = b'<row r="9"><c r="' + place + b'"><v>1</v></c></row></sheetData>'
    return refused(changed(sheet(sound(chance)), SHEET, lambda xml: xml.replace(b"</sheetData>", cell)),
                   "SHEET-SIZE", "SHEET-BEYOND")


def as_wide_as_a_sheet(chance: random.Random) -> Made:
    rows = sound(chance)[:5]
    width = 16_384
    heading: list[Cell] = [*HEADING, *(f"c{number}" for number in range(4, width))]
    return Made(text([[*row, *[None] * (width - 4)] for row in rows], heading=[str(name) for name in heading]).encode(),
                all_of(rows), name="wide.csv")


def wider_than_a_sheet(chance: random.Random) -> Made:
    content = (text(sound(chance)) + "," * chance.randrange(16_384, 20_000)).encode()
    return refused(content, "SHEET-WIDE", name="wide.csv")


def deep_json(chance: random.Random) -> Made:
    return refused((chance.choice(["[", '{"a":']) * 100_000).encode(), "JSON-DEEP", "JSON-BROKEN", name="deep.json")


def long_cells(chance: random.Random) -> Made:
    rows = sound(chance)
    rows[0][1] = "x" * 32_767
    return Made(sheet(rows), all_of(rows))


def binary_workbook(chance: random.Random) -> Made:
    return refused(zipped({"xl/workbook.bin": chance.randbytes(100)}), "FILE-XLSB", name="return.xlsb")


def changed_bytes(chance: random.Random) -> Made:
    content = bytearray(chance.choice([sheet, lambda rows: text(rows).encode(),
                                       lambda rows: ods([list(HEADING), *rows])])(sound(chance)))
    for _ in range(chance.randrange(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return Made(bytes(content))


def changed_sheet_text(chance: random.Random) -> Made:
    def change(xml: bytes) -> bytes:
        text = bytearray(xml)
        for _ in range(chance.randrange(1, 30)):
            text[chance.randrange(len(text))] = chance.choice(b"<>&\"'/=0123456789ABCrstv ")
        return bytes(text)
    return Made(changed(sheet(sound(chance)), chance.choice([SHEET, "xl/workbook.xml", "xl/styles.xml"]), change))


def random_bytes(chance: random.Random) -> Made:
    start = chance.choice([b"", b"PK\x03\x04", b"PK\x03\x04xl/workbook.xml", OLE, b"\xff\xfe", b"{", b"Ref,Name\n"])
    return Made(start + chance.randbytes(chance.randrange(2_000)))


CLASSES: tuple[Maker, ...] = (
    merged_cells, hidden_rows_and_columns, hidden_sheet, headings_further_down, renamed_column, missing_column,
    reordered_columns, numbers_as_text, unclear_numbers, dates_as_text, dates_counted_from_1904,
    formulas_without_a_value, error_cells, trailing_spaces, the_same_sheet_twice, protected_sheet, old_excel,
    protected_by_a_password, encrypted_by_a_label, open_document, open_document_error, open_document_bomb, utf_16,
    windows_1252, semicolons, byte_order_mark, newlines_in_cells, old_mac_newlines, old_mac_letters, mixed_encodings,
    nul_bytes, ragged_rows, broken_quotes, cut_text, blank_rows, repeated_ids, formulas_to_inject, another_name,
    disguised, page_named_xls, xml_spreadsheet, nothing_in_it, cut_workbook, zip_bomb, archive_in_an_archive,
    path_out_of_the_archive, link_in_an_archive, too_many_files, lying_about_its_size, outside_entity,
    entities_within_entities, lone_cell_far_out, as_wide_as_a_sheet, wider_than_a_sheet, deep_json, long_cells,
    binary_workbook, changed_bytes, changed_sheet_text, random_bytes)
EACH = 9
