"""All records as one workbook and back: equal, whatever was done to the workbook that leaves its cells as they were."""

import io
import random
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.basics.findings import Refused
from commonweal.basics.tables import WIDTHS, Column, Kind, Record, Value
from commonweal.cli import main
from commonweal.exchange.agree import agree
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.forms import form
from commonweal.exchange.workbooks.beginning import begin
from commonweal.exchange.workbooks.reading import read_workbook
from commonweal.exchange.workbooks.tabs import Filled, Guide, Tab
from commonweal.exchange.workbooks.whole import TABS, arrive, depart, starter
from commonweal.exchange.workbooks.writing import write_workbook
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.starter import write_starter
from commonweal.ledger.tables import BOOK_TABLES
from tests.exchange.hostile import CLASSES
from tests.exchange.made import record
from tests.exchange.saved import HEADING, as_ods, names_of, saved_again, turned_round, typed
from tests.house.repository import ROOT

EXAMPLES = ("northmere", "lcr-2023")


@cache
def example(name: str) -> Book:
    read = read_book(ROOT / "examples" / name)
    assert read.book is not None
    return read.book


@cache
def out(name: str) -> bytes:
    return depart(example(name))


def said(book: Book) -> dict[str, object]:
    """Everything that a book says, in a form to compare: also what stands under which name, and in which order."""
    pages = [page for whole in (*book.sections, *book.stories) for page in whole.in_all]
    return {
        "settings": book.settings,
        **{table.name: [dict(row.values) for row in book.rows(table.name)] for table in BOOK_TABLES},
        "pages": [(page.file, page.language, page.text, {
            name: value for name, value in page.heading.items() if value not in ("", [])}) for page in pages],
        "editions": [(edition.id, edition.digest) for edition in book.editions]}


def brought(content: bytes, folder: Path, name: str = "records.xlsx") -> Book:
    """The book that a workbook makes in an empty folder."""
    receipt = begin(File(name, content), Given(), folder)
    assert [str(error) for error in receipt.errors] == []
    assert receipt.rows_in == receipt.accepted + receipt.blank
    read = read_book(folder)
    assert read.book is not None
    return read.book


@pytest.mark.parametrize("name", EXAMPLES)
def test_records_that_go_out_as_a_workbook_come_in_equal(name: str, tmp_path: Path) -> None:
    assert said(brought(out(name), tmp_path)) == said(example(name))


@pytest.mark.parametrize("how", [saved_again, as_ods], ids=["written-anew-by-openpyxl", "as-opendocument-made-here"])
def test_a_workbook_that_another_program_saved_says_the_same(how, tmp_path: Path) -> None:
    assert said(brought(how(out("northmere")), tmp_path)) == said(example("northmere"))


def test_sorted_moved_and_hidden_columns_change_nothing_but_the_order_of_rows(tmp_path: Path) -> None:
    found = said(brought(saved_again(out("lcr-2023"), turned_round), tmp_path))
    expected = said(example("lcr-2023"))
    for table in BOOK_TABLES:
        assert found[table.name] == expected[table.name][::-1]
    assert found["editions"] == expected["editions"]
    assert sorted(found["pages"], key=str) == sorted(expected["pages"], key=str)


def test_the_same_records_give_the_same_bytes_and_nothing_that_runs() -> None:
    assert depart(example("lcr-2023")) == out("lcr-2023")
    with zipfile.ZipFile(io.BytesIO(out("northmere"))) as archive:
        names = archive.namelist()
        sheets = b"".join(archive.read(name) for name in names if name.startswith("xl/worksheets/"))
    assert not [name for name in names if "vba" in name.lower() or "externalLink" in name or "connections" in name]
    # No formula, and nothing that came after Excel 2016: such parts stand in an extension list.
    assert b"<f>" not in sheets and b"<f " not in sheets and b"extLst" not in sheets
    assert b"dataValidation" in sheets


# --- any rows of any table ---------------------------------------------------------------------------------------

_LETTERS = st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cs", "Cc")) | st.sampled_from(
    "\n\t£é–’=+@-_x000D_")
_WORDS = st.text(_LETTERS, min_size=1, max_size=60).map(str.strip).filter(
    lambda text: text and text[0] not in "=+-@" and not re.search("[\ufffe\uffff]", text))
_IDS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True)


def _decimals(column: Column) -> st.SearchStrategy[Decimal]:
    places = WIDTHS[column.kind][1]
    most = 1 if column.kind is Kind.SHARE else 9_999_999_999
    return st.decimals(-most if column.negative else 0, most, places=places).map(
        lambda number: number if number else abs(number))


def _values(column: Column) -> st.SearchStrategy[Value]:
    match column.kind:
        case Kind.ID:
            some = _IDS
        case Kind.IDS:
            some = st.lists(_IDS, min_size=1, max_size=4).map(tuple)
        case Kind.DATE:
            some = st.dates(date(1900, 1, 1), date(2099, 12, 31))
        case Kind.YEAR:
            some = st.integers(1900, 2099)
        case Kind.COUNT:
            some = st.integers(0, 999_999_999)
        case Kind.CHOICE:
            some = st.sampled_from(column.choices)
        case Kind.YES_NO:
            some = st.booleans()
        case Kind.TEXT:
            some = _WORDS
        case _:
            some = _decimals(column)
    # A column with a default is never blank in a typed row.
    return some if column.required or column.default else st.none() | some


@st.composite
def _rows(draw: st.DrawFn, tab: Tab) -> list[Record]:
    one = st.fixed_dictionaries({column.name: _values(column) for column in tab.table.columns})
    rows = draw(st.lists(one.map(lambda values: Record(tab.table, values)), max_size=6))
    return list({row.key: row for row in rows}.values())


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_any_rows_of_any_sheet_come_back_as_they_were(tab: Tab, data: st.DataObject) -> None:
    rows = data.draw(_rows(tab))
    content = write_workbook(Guide("A guide", [("How", ["So."])]), [Filled(tab, rows)])
    read = read_workbook(File("any.xlsx", content), [tab])
    assert read.findings == []
    assert [dict(row.values) for row in read.records(tab.name)] == [dict(row.values) for row in rows]
    assert [row.row for row in read.records(tab.name)] == [*range(HEADING + 1, HEADING + 1 + len(rows))]


# --- what a person finds in it ------------------------------------------------------------------------------------

def test_the_first_sheet_explains_protected_view_and_what_was_left_out(tmp_path: Path) -> None:
    write_starter(tmp_path / "book")
    (tmp_path / "book" / "maps").mkdir()
    (tmp_path / "book" / "maps" / "ours.toml").write_text('title = "x"\n')
    book = read_book(tmp_path / "book").book
    assert book is not None
    page = openpyxl.load_workbook(io.BytesIO(depart(book)), read_only=True).worksheets[0]
    text = "\n".join(str(row[0]) for row in page.iter_rows(values_only=True))
    assert page.title == "instructions" and "PROTECTED VIEW" in text and "Enable Editing" in text
    assert {"Not in it: README.md", "Not in it: maps/", "Not in it: what stands behind # in book.toml"} <= {
        *text.splitlines()}


def test_the_empty_workbook_has_every_table_in_the_order_of_filling_in_and_lists_to_choose_from() -> None:
    book = openpyxl.load_workbook(io.BytesIO(starter()))
    names = book.sheetnames
    assert {table.name for table in BOOK_TABLES} <= {*names}
    order = ("instructions", "settings", "periods", "places", "organisations", "activities", "parties", "commitments",
             "deliveries", "evidence", "reviews")
    assert [name for name in names if name in order] == [*order]
    page = book["commitments"]
    rules = {str(rule.sqref).partition(str(HEADING + 1))[0]: rule for rule in page.data_validations.dataValidation}
    columns = dict(zip(names_of(page), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False))
    assert rules[columns["activity"]].formula1.startswith("'activities'!$A$5")
    assert rules[columns["stage"]].type == "list" and rules[columns["due"]].type == "date"
    lists = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book["lists"].columns}
    assert lists["stage"] == ["potential", "offered", "committed", "withdrawn"]
    assert "volunteering-hours" in lists["measure"]
    # What each column means and what is typed there stands above its name.
    assert page.cell(2, 5).value == "How much, in the measure's unit; blank where the source gives no number."
    assert page.cell(3, 1).value == "Must be filled in: a short name: small letters, digits, hyphens"


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    write_starter(tmp_path / "book")
    story = tmp_path / "book" / "stories" / "garden.md"
    story.write_text(story.read_text().partition("+++\nThe")[0] + '+++\n=HYPERLINK("https://x.example","y")\n')
    book = read_book(tmp_path / "book").book
    assert book is not None
    content = depart(book)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
        assert b"quotePrefix" in archive.read("xl/styles.xml")
    assert said(brought(content, tmp_path / "again")) == said(book)


def test_what_a_cell_cannot_hold_is_named_and_no_workbook_is_made(tmp_path: Path) -> None:
    book = example("lcr-2023")
    rows = [record("organisations", 7, id="long", name="n" * 40_000, kind="company"),
            record("organisations", 8, id="odd", name="a\x02b", kind="company")]
    with pytest.raises(Refused) as refused:
        depart(replace(book, tables={**book.tables, "organisations": rows}))
    assert [(found.where, found.subject) for found in refused.value.findings] == [
        ("organisations.csv row 7, column name", "long"), ("organisations.csv row 8, column name", "odd")]


# --- faults -------------------------------------------------------------------------------------------------------

def _found(content: bytes, folder: Path) -> list[tuple[str, str, int | None, str]]:
    receipt = begin(File("records.xlsx", content), Given(), folder)
    assert receipt.rows_in == receipt.accepted + receipt.refused + receipt.blank
    return [(error.code, error.sheet, error.row, error.column) for error in receipt.errors]


def test_each_fault_stands_under_the_sheet_and_row_that_it_comes_from(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    write_starter(folder)
    book = read_book(folder).book
    assert book is not None
    content = depart(book)
    assert _found(saved_again(
        content, typed("activities", 5, start="31/03/2025"), typed("deliveries", 6, quantity="about 20"),
        typed("commitments", 6, id="repairs-hours")), tmp_path / "a") == [
        ("CELL-DATE", "activities", 5, "start"), ("ROW-DUPLICATE", "commitments", 6, "id"),
        ("CELL-NUMBER", "deliveries", 6, "quantity")]
    # What only the checks of the records find: an activity that is not there, a £ per unit without its measure.
    assert _found(saved_again(content, typed("parties", 6, activity="roads"), typed("values", 5, measure="tea")),
                  tmp_path / "b")[-1][1:] == ("values", 5, "measure")
    assert _found(saved_again(content, typed("parties", 6, activity="roads")), tmp_path / "c") == [
        ("UNKNOWN-REFERENCE", "parties", 6, "activity")]
    # A setting, a heading and a version.
    assert _found(saved_again(content, typed("settings", 18, value="next year"), typed("periods", 5, end=None)),
                  tmp_path / "d") == [("CELL-BLANK", "periods", 5, "end"), ("CELL-NUMBER", "settings", 18, "value")]
    assert _found(saved_again(content, typed("settings", 7, value="nobody")), tmp_path / "e") == [
        ("UNKNOWN-REFERENCE", "settings", 7, "body")]
    assert _found(saved_again(content, typed("sections", 5, part="questions")), tmp_path / "f") == [
        ("PAGE-QUESTION", "sections", 5, "question")]
    assert _found(saved_again(content, typed("versions", 5, title=None)), tmp_path / "g") == [
        ("CELL-BLANK", "versions", 5, "title")]
    assert _found(saved_again(content, typed("versions", 5, framework="another")), tmp_path / "h") == [
        ("VERSION-UNKNOWN", sheet, row, "framework_version")
        for sheet, row in (("sources", 5), ("measures", 5), ("measures", 6), ("values", 5))]


def test_a_sheet_without_its_names_stops_the_whole_workbook(tmp_path: Path) -> None:
    def without_names(book: openpyxl.Workbook) -> None:
        book["deliveries"].delete_rows(HEADING)

    assert _found(saved_again(out("lcr-2023"), without_names), tmp_path) == [
        ("HEADING-MISSING", "deliveries", None, "")]


def test_sheets_and_columns_of_ones_own_are_named_as_not_read(tmp_path: Path) -> None:
    def more(book: openpyxl.Workbook) -> None:
        book.create_sheet("my sums")["A1"] = 3
        book["places"].cell(HEADING, 12, "ward councillor")

    receipt = begin(File("records.xlsx", saved_again(out("lcr-2023"), more)), Given(), tmp_path)
    assert {(note.code, note.sheet, note.column) for note in receipt.findings} == {
        ("SHEET-NOT-READ", "my sums", ""), ("HEADING-NOT-READ", "places", "ward councillor")}
    assert receipt.errors == []


@pytest.mark.parametrize("maker", CLASSES, ids=lambda maker: maker.__name__)
def test_a_malformed_file_is_refused_with_its_reason_and_never_half_read(maker, tmp_path: Path) -> None:
    made = maker(random.Random(f"{maker.__name__}-workbook"))
    receipt = begin(File(made.name, made.content), Given(), tmp_path)
    assert receipt.errors and all(error.mend for error in receipt.errors)
    assert receipt.rows_in == receipt.accepted + receipt.refused + receipt.blank
    assert not list(tmp_path.iterdir())


# --- into records that are there ----------------------------------------------------------------------------------

@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_starter(tmp_path / "book")
    return tmp_path / "book"


def _book(folder: Path) -> Book:
    book = read_book(folder).book
    assert book is not None
    return book


def _into(folder: Path, content: bytes):
    return arrive(File("records.xlsx", content), _book(folder), Given())


def test_a_workbook_of_the_same_records_has_nothing_new(folder: Path) -> None:
    arrival = _into(folder, depart(_book(folder)))
    assert (dict(arrival.files), dict(arrival.editions)) == ({}, {})
    with pytest.raises(Refused, match="is new"):
        agree(folder, arrival)


def test_only_what_was_changed_in_the_workbook_changes_in_the_records(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    content = saved_again(
        depart(_book(folder)), typed("deliveries", 6, quantity=50), typed("settings", 6, value="Another title"),
        typed("stories", 5, text="- It was mended."), typed("values", 5, central=16))
    agree(folder, _into(folder, content))
    changed = {path.relative_to(folder).as_posix() for path in folder.rglob("*")
               if path.is_file() and before.get(path) != path.read_bytes() and "private" not in path.parts}
    assert changed == {"deliveries.csv", "book.toml", "stories/garden.md", "editions/my-framework/2025/values.csv",
                       "editions/my-framework/2025/edition.toml"}
    book = _book(folder)
    assert book.by_id("deliveries")["repairs-hours-q2"].number("quantity") == 50
    assert (book.settings.title, book.stories[0].text) == ("Another title", "- It was mended.")
    assert book.editions[0].values[0].number("central") == 16


def test_a_published_version_never_changes_by_a_workbook() -> None:
    book = example("northmere")
    found = arrive(File("records.xlsx", saved_again(out("northmere"), typed("values", 5, central=1))), book, Given())
    assert [(error.code, error.sheet) for error in found.receipt.errors] == [("VERSION-PUBLISHED", "versions")]
    assert not found.editions


def test_the_command_makes_a_folder_or_leaves_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, file, again = tmp_path / "made", tmp_path / "records.xlsx", tmp_path / "again.xlsx"
    assert main(["export", str(ROOT / "examples/lcr-2023"), "--as", "workbook", "-o", str(file)]) == 0
    assert main(["import", str(made), str(file)]) == 0
    assert "Nothing was written" in capsys.readouterr().out and not made.exists()
    assert main(["import", str(made), str(file), "--agree"]) == 0
    assert main(["export", str(made), "--as", "workbook", "-o", str(again)]) == 0
    assert again.read_bytes() == file.read_bytes()
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_bytes(saved_again(file.read_bytes(), typed("activities", 5, state="going")))
    other = tmp_path / "other"
    copy = tmp_path / "mend.xlsx"
    assert main(["import", str(other), str(wrong), "--as", "workbook", "--agree", "--copy", str(copy)]) == 1
    assert not other.exists() and copy.exists()
    assert "sheet 'activities' row 5, column state" in capsys.readouterr().out
    # The copy to mend is read like the workbook itself, though its sheets are numbered.
    mended = saved_again(copy.read_bytes(), lambda book: typed(
        next(name for name in book.sheetnames if name.endswith(" activities")), 5, state="completed")(book))
    assert brought(mended, tmp_path / "mended").settings == example("lcr-2023").settings


def test_every_form_and_door_of_a_workbook_is_named() -> None:
    assert form("workbook").depart(example("lcr-2023")) == out("lcr-2023")
