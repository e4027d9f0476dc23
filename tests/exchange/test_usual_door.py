"""The door that a file goes through where nobody says: by what is in it, never by what it is called."""

import io

import openpyxl
import pytest
import xlsxwriter

from commonweal.exchange.corrected import corrected_copy
from commonweal.exchange.doors import Given, usual_door
from commonweal.exchange.files import File
from commonweal.exchange.opening import open_file
from commonweal.exchange.workbooks.whole import arrive, depart, starter
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.starter import write_starter
from tests.exchange.saved import as_ods, saved_again, turned_round, typed


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("starter") / "book"
    write_starter(folder)
    found = read_book(folder).book
    assert found is not None
    return found


@pytest.fixture(scope="module")
def records(book: Book) -> bytes:
    return depart(book)


@pytest.fixture(scope="module")
def answers(book: Book) -> bytes:
    from commonweal.exchange.workbooks.returns import depart as ask

    return ask(book, "brightbuild", "2025-01-01/2025-03-31")


def _only(*sheets: str):
    def change(book: openpyxl.Workbook) -> None:
        for name in set(book.sheetnames) - set(sheets):
            del book[name]
    return change


def _of_others(sheet: str, *rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


@pytest.mark.parametrize("how", [
    bytes, saved_again, as_ods, lambda content: saved_again(content, turned_round)],
    ids=["as-it-was-made", "written-anew-by-openpyxl", "as-opendocument-made-here", "sorted-and-moved"])
def test_both_of_our_workbooks_are_known_whatever_they_are_called_and_became(how, records, answers) -> None:
    for name in ("spending.csv", "return.xlsx", "records.xlsx", ""):
        assert usual_door(File(name, how(records))) == "workbook"
        assert usual_door(File(name, how(answers))) == "return"


def test_an_empty_workbook_one_sheet_of_it_and_a_copy_to_mend_are_known(book, records) -> None:
    assert usual_door(File("x", starter())) == "workbook"
    assert usual_door(File("x", saved_again(records, _only("deliveries")))) == "workbook"
    wrong = File("x.xlsx", saved_again(records, typed("activities", 5, state="going")))
    copy = corrected_copy(open_file(wrong), arrive(wrong, book, Given()).receipt)
    assert usual_door(File("x", copy)) == "workbook"


@pytest.mark.parametrize(("sheet", "heading"), [
    ("Sheet1", ["id", "paid", "amount"]),  # Our columns in a sheet of another name.
    ("payments", ["Date", "Supplier", "Amount"]), ("answers", ["line", "quantity"]), ("about", ["fact", "value"]),
    ("Instructions", ["Read this first"])])
def test_a_workbook_of_others_is_asked_for_its_map(sheet: str, heading: list[object]) -> None:
    assert usual_door(File("return.xlsx", _of_others(sheet, heading, ["x", "y", "z"]))) == "map"


def test_a_workbook_that_cannot_be_read_is_refused_by_the_door_and_not_by_its_name(records) -> None:
    assert usual_door(File("records.xlsx", records[: len(records) // 2])) == "map"
    assert usual_door(File("records.xlsx", b"activities,organisations\n")) == "map"
