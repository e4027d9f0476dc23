"""The workbook: the Analysis Function's checklist for spreadsheets, exact numbers, no formula, the same bytes."""

import hashlib
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from commonweal.basics.numbers import pence, round_to
from commonweal.indicators.figure import FIGURES, to_record
from commonweal.report.blocks import Bars, Column, Link, Part, Section, Table
from commonweal.report.document import Report
from commonweal.report.words import say
from commonweal.report.workbook import write_workbook
from commonweal.report.workbook_cells import Number, number_in
from tests.house.repository import ROOT
from tests.report.documents import BOOKS, document, every, small

HEAD = 5
FIGURES_SHEET = "4 Figures in this workbook"


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def path(book: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / f"{book}.xlsx"
    write_workbook(document(book), path)
    return path


@pytest.fixture(scope="module")
def sheets(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def made(tmp_path: Path, *blocks: object) -> Workbook:
    write_workbook(small(*blocks), tmp_path / "small.xlsx")
    return openpyxl.load_workbook(tmp_path / "small.xlsx")


def with_tables(sheets: Workbook) -> list[Worksheet]:
    return sheets.worksheets[1:]


# --- the checklist ----------------------------------------------------------------------------------------------------


def test_cover_contents_notes_and_figures_come_first(sheets, book):
    assert sheets.sheetnames[:4] == ["1 Cover", "2 Contents", "3 Notes", FIGURES_SHEET]
    assert sheets.active.title == "1 Cover"
    cover = document(book).cover
    text = " ".join(str(row[0]) for row in sheets.worksheets[0].values)
    assert all(part in text for part in (cover.title, cover.body, cover.period, cover.frozen_on, cover.release))


def test_each_sheet_has_one_table_with_a_marked_head_and_nothing_else(sheets):
    for sheet in with_tables(sheets):
        assert len(sheet.tables) == 1, sheet.title
        table = next(iter(sheet.tables.values()))
        rows, columns = sheet.max_row, sheet.max_column
        assert table.ref == f"A{HEAD}:{openpyxl.utils.get_column_letter(columns)}{rows}", sheet.title
        heads = [cell.value for cell in sheet[HEAD]]
        assert all(heads) and len({head.casefold() for head in heads}) == len(heads), heads
        assert all(cell.value is None for row in sheet[1 : HEAD - 1] for cell in row[1:]), sheet.title


def test_no_cell_is_merged_no_row_is_hidden_and_no_row_or_column_of_a_table_is_empty(sheets):
    for sheet in sheets:
        assert not sheet.merged_cells.ranges and sheet.sheet_state == "visible"
        assert not [row for row in sheet.row_dimensions.values() if row.hidden]
        assert all(any(cell.value is not None for cell in row) for row in sheet.iter_rows()), sheet.title


def test_blank_cells_are_explained_above_the_table_and_in_the_notes(sheets):
    explained = set()
    for sheet in with_tables(sheets):
        blank = any(cell.value is None for row in sheet.iter_rows(min_row=HEAD + 1) for cell in row)
        assert (say("workbook.blanks") in sheet[f"A{HEAD - 2}"].value) == blank, sheet.title
        explained.add(blank)
    assert explained == {True, False}
    notes = {row[0]: row[1] for row in sheets["3 Notes"].iter_rows(min_row=HEAD + 1, values_only=True)}
    assert notes[say("workbook.mark_blank")] and notes["[c]"] and notes["–"]
    assert set(FIGURES.names) <= set(notes)


def test_each_sheet_says_what_it_is_and_has_the_standing_sentence(sheets, book):
    standing = document(book).cover.standing
    assert standing
    for sheet in sheets:
        assert sheet["A1"].value and sheet["A2"].value == standing
        assert sheet.title == "1 Cover" or standing in sheet.oddHeader.left.text
    titles = [sheet["A1"].value for sheet in sheets]
    assert len(set(titles)) == len(titles)


def test_the_head_stays_in_sight_and_no_column_is_too_narrow_or_too_wide(sheets):
    for sheet in with_tables(sheets):
        assert sheet.freeze_panes == f"B{HEAD + 1}"
        assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[HEAD]]
        assert all(8 < width < 62 for width in widths), (sheet.title, widths)


def test_the_contents_list_and_link_every_later_sheet(sheets):
    listed = {
        row[0].value: (row[0].hyperlink.location, row[1].value, row[2].value)
        for row in sheets["2 Contents"].iter_rows(min_row=HEAD + 1)
    }
    assert [*listed] == sheets.sheetnames[2:]
    for name, (place, title, rows) in listed.items():
        assert place == f"'{name}'!A1" and title == sheets[name]["A1"].value and rows == sheets[name].max_row - HEAD


def test_every_link_leads_to_a_sheet_of_this_workbook_or_to_the_web(sheets):
    inside = 0
    for sheet in sheets:
        for link in (cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink):
            if link.location:
                name, place = re.fullmatch(r"'(.+)'!(A\d+)", link.location).groups()
                assert sheets[name][place].value is not None
                inside += 1
            else:
                assert link.target.startswith(("https://", "http://"))
    assert inside > 200


def test_a_linked_number_leads_to_its_own_figure(sheets, book):
    by_id = document(book).year.by_id
    checked = 0
    for sheet in sheets.worksheets[4:]:
        for cell in (
            cell
            for row in sheet.iter_rows(min_row=HEAD + 1)
            for cell in row
            if cell.hyperlink and cell.data_type == "n"
        ):
            name = sheets[FIGURES_SHEET][cell.hyperlink.location.split("!")[1]].value
            # Pounds are printed, and so linked, to the penny; people and homes with at most one decimal.
            value = by_id[name].value
            printed = {pence(value)} if by_id[name].is_money else {value, round_to(value, 1)}
            assert Decimal(repr(cell.value)) in printed
            checked += 1
    assert checked > 50


def test_the_file_says_its_title_body_and_day(sheets, book):
    report = document(book)
    about = sheets.properties
    assert (about.title, about.creator) == (report.cover.title, report.cover.body)
    assert about.created.date() == report.year.snapshot.as_of


# --- what stands in it ------------------------------------------------------------------------------------------------


def test_every_table_of_the_report_is_in_the_workbook(sheets, book):
    def seen(value: object) -> str:
        return "" if value is None else str(value)

    lines = {
        tuple(seen(cell) for cell in row if isinstance(cell, str))
        for sheet in with_tables(sheets)
        for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True)
    }
    missing = []
    for table in (block for block in every(document(book).parts) if isinstance(block, Table)):
        for row in table.rows:
            texts = ["".join(part if isinstance(part, str) else part.text for part in cell) for cell in row]
            words = {text for text, column in zip(texts, table.columns, strict=True) if text and not column.numeric}
            if not any(words <= set(line) for line in lines):
                missing.append((table.id, texts))
    assert missing == []


def test_the_bars_of_the_summary_are_a_table_too(sheets, book):
    bars = next(block for block in every(document(book).parts) if isinstance(block, Bars))
    sheet = next(sheet for sheet in sheets if sheet["A1"].value == bars.caption)
    rows = [(row[0], f"{row[1]:,}") for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True)]
    assert rows == [(bar.label, bar.number) for bar in bars.bars]


def test_the_figures_are_those_of_the_data_cell_by_cell(sheets, book):
    rows = [*sheets[FIGURES_SHEET].iter_rows(min_row=HEAD, values_only=True)]
    assert rows[0] == FIGURES.names
    known = document(book).year.by_id
    assert len(rows) > 100
    for row in rows[1:]:
        record = to_record(known[row[0]])
        for name, found in zip(FIGURES.names, row, strict=True):
            told = record.text(name)
            if isinstance(found, (int, float)):
                assert Decimal(repr(found)) == Decimal(told), (record.text("id"), name)
            else:
                assert (found or "") == told, (record.text("id"), name)


def test_tables_of_the_chapters_that_are_alike_share_a_sheet_and_say_where_they_stood(tmp_path):
    report = small()
    one = Table(
        "a",
        "First",
        (Column("Measure"), Column("Possible", True), Column("Period")),
        ((("hours",), ("7",), ("2024/25",)),),
    )
    two = Table(
        "b",
        "Second",
        (Column("Measure"), Column("Reported", True), Column("Period")),
        ((("weeks",), ("8",), ("2024/25",)),),
    )
    parts = (
        Part("x", "Employer", (Section("s", "A scheme", (one,)), Section("t", "A course", (two,))), role="employer"),
        Part("y", "Investor", (Section("u", "A fund", (one,)),), role="investor"),
    )
    write_workbook(Report(report.cover, parts, report.year), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets[4]
    assert [*sheet.iter_rows(min_row=HEAD, values_only=True)] == [
        (say("workbook.part"), say("workbook.table"), "Measure", "Possible", "Reported", "Period"),
        ("Employer", "A scheme", "hours", 7, "–", "2024/25"),
        ("Employer", "A course", "weeks", "–", 8, "2024/25"),
        ("Investor", "A fund", "hours", 7, "–", "2024/25"),
    ]


def test_the_sheet_of_figures_holds_those_that_other_sheets_print_and_says_where_all_are(tmp_path):
    name = next(iter(document("lcr-2023").year.by_id))
    table = Table(
        "t", "Of one figure", (Column("What"), Column("Number", True)), ((("a",), (Link("7", f"figure:{name}"),)),)
    )
    sheets = made(tmp_path, table)
    assert "data/figures.csv" in sheets.worksheets[3][f"A{HEAD - 2}"].value
    assert [row[0] for row in sheets.worksheets[3].iter_rows(min_row=HEAD + 1, values_only=True)] == [name]


# --- numbers and formulas ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("13,300", "13300", "#,##0"),
        ("£1,234.50", "1234.50", '"£"#,##0.00'),
        ("over £55,000.00", "55000.00", '"over £"#,##0.00'),
        ("-£3.50", "-3.50", '"£"#,##0.00'),
        ("-12 jobs", "-12", '#,##0" jobs"'),
        ("65%", "65", '#,##0"%"'),
        ("2040", "2040", "0"),
        ("1,634.65 tonnes CO2e", "1634.65", '#,##0.00" tonnes CO2e"'),
        ("0", "0", "#,##0"),
        ("225169.00", "225169.00", "#,##0.00"),
        ("999,999,999,999.999", "999999999999.999", "#,##0.000"),
    ],
)
def test_one_number_in_a_cell_is_a_number_shown_as_it_was_printed(text, value, shown):
    assert number_in(text) == Number(Decimal(value), shown)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "–",
        "[c]",
        "none",
        "2 of 7",
        "£10.50 for each £1",
        "184 (12 with evidence)",
        "1,000 to 2,000",
        "9,999,999,999,999.999",
        "1234567890123456",
        '7 "quoted" hours',
        "10-12",
        "2024-04-01",
        "£1 - 2",
        "٣",
    ],
)
def test_anything_else_stays_text(text):
    assert number_in(text) is None


def test_no_cell_of_either_book_is_a_formula(path):
    with zipfile.ZipFile(path) as files:
        names = [name for name in files.namelist() if name.startswith("xl/worksheets/sheet")]
        assert names and not [name for name in names if b"<f>" in files.read(name) or b"<f " in files.read(name)]
        assert not [name for name in files.namelist() if "vba" in name.lower() or "externalLink" in name]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://x.example")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "{=1}",
        "https://x.example",
        "007",
        "1e9",
    ],
)
@pytest.mark.parametrize("place", ["first", "other"])
def test_text_that_looks_like_a_formula_an_address_or_a_number_stays_text(tmp_path, text, place):
    row = ((text,), ("b",)) if place == "first" else (("a",), (text,))
    cell = (
        made(tmp_path, Table("t", text, (Column("A"), Column("B")), (row,)))
        .worksheets[4]
        .cell(HEAD + 1, 1 if place == "first" else 2)
    )
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert bool(cell.style and cell.quotePrefix) == text.startswith(("=", "+", "-", "@", "\t"))


def test_more_digits_than_a_spreadsheet_keeps_are_text_and_nothing_is_lost(tmp_path):
    longest = "9,999,999,999,999.999"
    table = Table(
        "t", "Wide", (Column("A"), Column("B", True)), ((("a",), (longest,)), (("b",), ("99,999,999,999.9999",)))
    )
    found = [row[1] for row in made(tmp_path, table).worksheets[4].iter_rows(min_row=HEAD + 1, values_only=True)]
    assert found[0] == longest and Decimal(repr(found[1])) == Decimal("99999999999.9999")


def test_a_text_longer_than_a_cell_says_where_the_rest_is(tmp_path):
    cell = (
        made(tmp_path, Table("t", "Long", (Column("A"), Column("B")), ((("a",), ("x" * 40_000,)),)))
        .worksheets[4]
        .cell(HEAD + 1, 2)
    )
    assert cell.value == say("workbook.cut", text="x" * 32_000)


def test_names_of_sheets_are_short_allowed_and_not_the_same(tmp_path):
    tables = [
        Table(
            f"t{number}",
            "A [very]: long*title? with/every\\forbidden 'sign' in it",
            (Column(f"A{number}"), Column("B")),
            ((("a",), ("b",)),),
        )
        for number in range(3)
    ]
    sheets = made(tmp_path, *(Section(table.id, table.caption, (table,)) for table in tables))
    names = sheets.sheetnames[4:]
    assert len(set(names)) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


# --- the same every time ----------------------------------------------------------------------------------------------

PRINT = """
import hashlib, sys, pathlib
from tests.report.documents import document
from commonweal.report.workbook import write_workbook
write_workbook(document("lcr-2023"), pathlib.Path(sys.argv[1]))
print(hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest())
"""


def test_another_process_writes_the_same_bytes(tmp_path):
    write_workbook(document("lcr-2023"), tmp_path / "here.xlsx")
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-c", PRINT, str(tmp_path / "there.xlsx")]
    there = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert there.stdout.strip() == hashlib.sha256((tmp_path / "here.xlsx").read_bytes()).hexdigest(), there.stderr


# --- the rest of the checklist ----------------------------------------------------------------------------------------


def test_nothing_but_words_and_numbers_is_in_the_workbook(path):
    """No picture, chart, comment, macro, outside source or hidden name: nothing that a screen reader would miss."""
    with zipfile.ZipFile(path) as files:
        kinds = {name.split("/")[1] for name in files.namelist() if name.startswith("xl/") and name.count("/") > 1}
        assert kinds <= {"_rels", "worksheets", "tables", "theme"}
        book = files.read("xl/workbook.xml").decode()
        assert "externalReference" not in book and 'state="hidden"' not in book and 'hidden="1"' not in book


def test_nothing_is_said_by_colour_alone_and_all_letters_are_large_enough(sheets):
    for sheet in sheets:
        assert not sheet.conditional_formatting
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.fill.fill_type is None, (sheet.title, cell.coordinate)
            assert cell.font.name == "Arial" and cell.font.size >= 11, (sheet.title, cell.coordinate)
            assert not cell.font.strike and not cell.font.vertAlign
            # A colour marks titles and links only, and both are told apart without it.
            coloured = cell.font.color is not None and cell.font.color.rgb == "FF12436D"
            assert not coloured or cell.font.bold or cell.font.underline == "single", (sheet.title, cell.coordinate)


def test_no_link_is_an_address_spelt_out(sheets):
    texts = [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(texts) > 200 and not [text for text in texts if str(text).startswith(("http:", "https:", "www."))]


def test_every_mark_in_a_cell_is_explained_in_the_notes(sheets):
    """What stands in a cell and is neither a word nor a number is a mark, and the notes say what it means."""
    explained = {row[0] for row in sheets["3 Notes"].iter_rows(min_row=HEAD + 1, values_only=True)}
    texts = {part for sheet in with_tables(sheets) for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True)
             for text in row if isinstance(text, str) for part in text.split(say("separator"))}
    marks = {text for text in texts if re.fullmatch(r"\[\w\]", text) or not re.search(r"\w{2}|\d|£|%", text)}
    assert "–" in marks and marks <= explained


def test_sheet_names_are_short_plain_and_their_own(sheets):
    names = sheets.sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert [name for name in names if len(name) > 31 or not re.fullmatch(r"\d+ [^\[\]:*?/\\]+", name)] == []


BODIES = ("1+1", 'HYPERLINK("https://x.example","y")', "cmd|' /C calc'!A0", "WEBSERVICE(A1)", "SUM(A1:A9)")
PAYLOADS = [f"{start}{rest}" for start in ("=", "+", "-", "@", "\t=", "\r=", " =", '"=') for rest in BODIES]


def test_no_payload_in_any_text_of_the_document_becomes_a_formula(tmp_path):
    """Forty texts that a spreadsheet might run, in titles, captions, heads, cells, links and notes."""
    assert len(PAYLOADS) == 40
    blocks = [
        Section(f"s{place}", text, (Table(f"t{place}", text, (Column("A"), Column(text), Column("N", True)),
                                         (((text,), (Link(text, "https://x.example"),), (text,)),), (text,)),))
        for place, text in enumerate(PAYLOADS)
    ]
    write_workbook(small(*blocks, title=PAYLOADS[0]), tmp_path / "small.xlsx")
    with zipfile.ZipFile(tmp_path / "small.xlsx") as files:
        for name in (name for name in files.namelist() if name.startswith("xl/worksheets/sheet")):
            assert b"<f>" not in files.read(name) and b"<f " not in files.read(name)
    sheets = openpyxl.load_workbook(tmp_path / "small.xlsx").worksheets[4:]
    found = {cell.value for sheet in sheets for row in sheet.iter_rows(min_row=HEAD + 1) for cell in row}
    assert {text.strip() for text in PAYLOADS} <= {str(text).strip() for text in found}
