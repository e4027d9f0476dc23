"""A supplier's return as a workbook: what it asks, and its answers back through the doors into the records."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, write_value
from commonweal.cli import main
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.workbooks.answers import ReturnRead, read_return
from commonweal.exchange.workbooks.asked import Asked, asked_of, span_of
from commonweal.exchange.workbooks.return_sheets import write_return
from commonweal.exchange.workbooks.returns import arrive, depart
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.starter import write_starter
from tests.exchange.made import record
from tests.exchange.saved import HEADING, as_ods, names_of, saved_again, turned_round, typed

Q4 = "2025-01-01/2025-03-31"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_starter(tmp_path / "book")
    return tmp_path / "book"


def _with(book: Book, **rows: list[Record]) -> Book:
    return replace(book, tables={**book.tables, **{name: (*book.rows(name), *more) for name, more in rows.items()}})


@pytest.fixture
def book(folder: Path) -> Book:
    """The starter's records with a second contract of the same supplier, and more kinds of measures."""
    found = read_book(folder).book
    assert found is not None
    edition = found.editions[0]
    measures = dict(edition.measures)
    for name, counting in (("staff", "stock"), ("living-wage", "yes-no"), ("local-spend", "rate")):
        measures[name] = Record(measures["apprenticeships"].table, {
            **measures["apprenticeships"].values, "id": name, "title": name.title(), "unit": "person",
            "counting": counting, "evidence_rule": f"Shown for {name}"})
    found = replace(found, editions=(replace(edition, measures=measures),))
    return _with(
        found,
        activities=[record("activities", id="parks", title="Parks", kind="contract", role="commissioner",
                           state="in-progress", start="2024-04-01", end="2026-03-31")],
        parties=[record("parties", activity="parks", organisation="brightbuild", part="prime")],
        commitments=[record("commitments", id=f"parks-{measure}", activity="parks", measure=measure, stage="committed",
                            quantity="3", start="2024-04-01", due="2026-03-31", profile="even", period_kind="future",
                            in_force_from="2024-04-01") for measure in ("staff", "living-wage", "local-spend")],
        deliveries=[record("deliveries", id="parks-staff-q3", activity="parks", commitment="parks-staff",
                           measure="staff", quantity="2", start="2024-10-01", end="2024-12-31", period_kind="quarter",
                           state="verified", reported_by="brightbuild", place="east-ward")])


def asked(book: Book, period: str = Q4) -> Asked:
    return asked_of(book, "brightbuild", span_of(book, period))


def sheet(content: bytes, name: str) -> dict[str, dict[str, object]]:
    """The rows of a sheet by the key of their line."""
    page = openpyxl.load_workbook(io.BytesIO(content))[name]
    names = names_of(page)
    rows = [dict(zip(names, row, strict=True)) for row in page.iter_rows(min_row=HEADING + 1, values_only=True)]
    return {str(row["line"]): row for row in rows}


def answer(lines: Mapping[str, Mapping[str, object]], name: str = "answers") -> Callable[[openpyxl.Workbook], None]:
    """Somebody typed into the rows of these lines."""
    def change(book: openpyxl.Workbook) -> None:
        page = book[name]
        place = names_of(page).index("line") + 1
        for row in range(HEADING + 1, page.max_row + 1):
            if said := lines.get(str(page.cell(row, place).value)):
                typed(name, row, **said)(book)
    return change


STAFF, WAGE, SPEND, HOURS = (f"{name}.brightbuild.2025-01-to-2025-03" for name in (
    "parks-staff", "parks-living-wage", "parks-local-spend", "repairs-hours"))
SAID = {STAFF: {"quantity": 4}, WAGE: {"quantity": 1}, HOURS: {"quantity": 30.5, "note": "Less in the snow"},
        SPEND: {"numerator": 3, "denominator": 4, "quantity": 0.75, "place": "East ward (east-ward)"}}


def _read(book: Book, content: bytes) -> ReturnRead:
    return read_return(File("return.xlsx", content), asked(book))


# --- what it asks -------------------------------------------------------------------------------------------------

def test_it_asks_only_what_was_promised_over_all_contracts_with_rules_and_last_answers(book: Book) -> None:
    rows = sheet(write_return(asked(book)), "answers")
    assert {*rows} == {STAFF, WAGE, SPEND, HOURS, "repairs-apprentices.brightbuild.2025-01-to-2025-03"}
    hours, staff = rows[HOURS], rows[STAFF]
    assert [hours[name] for name in ("contract", "measure", "unit", "promised", "last_answer", "quantity")] == [
        "Housing repairs 2024 to 2026", "Hours volunteered by suppliers' staff", "hour", 400, 45.5, None]
    assert hours["counting_rule"] == "Count whole hours given"
    assert hours["evidence"] == "Timesheet signed by the group that received the help"
    # What lasts is filled in from last time, with its place.
    assert (staff["quantity"], staff["place"], staff["last_answer"]) == (2, "East ward (east-ward)", 2)
    # A report that reaches over the quarter keeps it from being counted twice.
    assert "Closed" in str(rows["repairs-apprentices.brightbuild.2025-01-to-2025-03"]["where_it_stands"])


def test_its_cells_are_locked_but_for_the_answers_and_it_explains_itself(book: Book) -> None:
    content = write_return(asked(book))
    found = openpyxl.load_workbook(io.BytesIO(content))
    assert found.sheetnames == ["instructions", "answers", "added", "about", "lists"]
    assert all(page.protection.sheet and not page.protection.password for page in found.worksheets)
    page = found["answers"]
    locked = dict(zip(names_of(page), (cell.protection.locked for cell in page[HEADING + 1]), strict=True))
    assert {name for name, shut in locked.items() if not shut} == {
        "nothing_to_report", "quantity", "basis", "place", "numerator", "denominator", "start", "end", "event",
        "event_share", "note"}
    text = " ".join(str(row[0]) for row in found["instructions"].iter_rows(values_only=True))
    assert "PROTECTED VIEW" in text and "Housing repairs 2024 to 2026; Parks" in text
    lists = {str(rule.sqref).partition("5:")[0]: rule.type for rule in page.data_validations.dataValidation}
    columns = dict(zip(names_of(page), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False))
    assert [lists[columns[name]] for name in ("nothing_to_report", "place", "quantity", "end")] == [
        "list", "list", "decimal", "date"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
        assert b"extLst" not in b"".join(archive.read(name) for name in archive.namelist())
    assert write_return(asked(book)) == content


@pytest.mark.parametrize(("organisation", "period", "why"), [
    ("nobody", Q4, "no organisation 'nobody'"), ("garden-trust", Q4, "promised nothing"),
    ("brightbuild", "2031-01-01/2031-03-31", "promised nothing"), ("brightbuild", "soon", "no period of yours"),
    ("brightbuild", "2025-01-01/2025-01-31", "neither a quarter nor twelve"),
    ("brightbuild", "2025-01-02/2025-03-31", "neither a quarter nor twelve")])
def test_where_nothing_can_be_asked_it_is_said_why(book: Book, organisation: str, period: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        depart(book, organisation, period)


# --- what comes back ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("how", [
    lambda content: content, saved_again, as_ods, lambda content: saved_again(content, turned_round),
    lambda content: as_ods(saved_again(content, turned_round))],
    ids=["as-it-was-saved", "written-anew-by-openpyxl", "as-opendocument-made-here", "sorted-moved-hidden",
         "sorted-moved-hidden-as-opendocument"])
def test_answers_are_found_by_their_line_however_it_was_saved(book: Book, how) -> None:
    found = _read(book, how(saved_again(write_return(asked(book)), answer(SAID))))
    assert found.receipt.errors == []
    said = {one.line.key: {name: value for name, value in one.said.items() if value is not None}
            for one in found.answers}
    assert said == {
        STAFF: {"quantity": Decimal(4), "basis": "increment", "place": "east-ward"}, WAGE: {"quantity": Decimal(1)},
        HOURS: {"quantity": Decimal("30.5"), "basis": "increment", "note": "Less in the snow"},
        SPEND: {"quantity": Decimal("0.75"), "numerator": Decimal(3), "denominator": Decimal(4), "place": "east-ward"}}
    # Five lines and twenty free rows: four answered, the others blank.
    assert (found.receipt.rows_in, found.receipt.accepted, found.receipt.blank) == (25, 4, 21)


def test_an_untouched_workbook_says_again_what_lasts_and_nothing_else(book: Book) -> None:
    content = write_return(asked(book))
    found = _read(book, content)
    assert [(one.line.key, one.said["quantity"]) for one in found.answers] == [(STAFF, 2)]
    assert (found.receipt.refused, found.receipt.blank) == (0, 24)
    # Once it is in, the same file brings nothing new.
    later = _with(book, deliveries=[*arrive(File("r.xlsx", content), book, Given()).rows["deliveries"]])
    again = arrive(File("r.xlsx", write_return(asked(later))), later, Given())
    assert not again.rows and again.notes == ("1 answers are as they were.",)


FAULTS = {
    "BELOW-ZERO": ({HOURS: {"quantity": -1}}, "quantity"),
    "NOT-YES-OR-NO": ({WAGE: {"quantity": 2}}, "quantity"),
    "NOTHING-AND-NUMBER": ({HOURS: {"quantity": 1, "nothing_to_report": "yes"}}, "nothing_to_report"),
    "PART-OVER-WHOLE": ({SPEND: {"numerator": 5, "denominator": 4}}, "numerator"),
    "OUTSIDE-PERIOD": ({HOURS: {"quantity": 1, "start": date(2024, 12, 31)}}, "start"),
    "ENDS-BEFORE-START": ({HOURS: {"quantity": 1, "start": date(2025, 2, 2), "end": date(2025, 2, 1)}}, "end"),
    "EVENT-WITHOUT-SHARE": ({HOURS: {"quantity": 1, "event": "fair"}}, "event_share"),
    "NOT-FOR-THIS": ({HOURS: {"quantity": 1, "denominator": 4}}, "denominator"),
    "TOO-LONG": ({HOURS: {"quantity": 1, "note": "n" * 2_001}}, "note"),
    "PLACE-UNKNOWN": ({HOURS: {"quantity": 1, "place": "Atlantis"}}, "place"),
    "LINE-CLOSED": ({"repairs-apprentices.brightbuild.2025-01-to-2025-03": {"quantity": 1}}, "quantity"),
    "LINE-UNKNOWN": ({HOURS: {"line": "another", "quantity": 1}}, "line"),
    "CELL-NUMBER": ({HOURS: {"quantity": "about 20"}}, "quantity"),
    "CELL-DATE": ({HOURS: {"quantity": 1, "end": "31/03/2025"}}, "end"),
}


def test_what_stands_in_cells_that_are_only_to_read_refuses_no_answer(book: Book) -> None:
    lines = {HOURS: {"quantity": 30, "promised": "about 400", "due": "next year", "contract": "=1+1", "evidence": "-"}}
    found = _read(book, saved_again(write_return(asked(book)), answer(lines)))
    assert not found.receipt.errors and HOURS in {one.line.key for one in found.answers}


@pytest.mark.parametrize("code", FAULTS)
def test_an_answer_that_cannot_be_is_refused_under_its_own_row(book: Book, code: str) -> None:
    lines, column = FAULTS[code]
    found = _read(book, saved_again(write_return(asked(book)), answer(lines)))
    row = next(number for number, key in enumerate(sheet(write_return(asked(book)), "answers"), HEADING + 1)
               if key in lines)
    assert [(error.code, error.sheet, error.row, error.column) for error in found.receipt.errors] == [
        (code, "answers", row, column)]
    assert found.receipt.refused == 1
    assert found.receipt.rows_in == found.receipt.accepted + found.receipt.refused + found.receipt.blank


def test_a_workbook_about_something_else_is_refused_as_a_whole(book: Book) -> None:
    other = depart(book, "brightbuild", "2024-10-01/2024-12-31")
    found = _read(book, other)
    assert [error.code for error in found.receipt.errors] == ["RETURN-OTHER"] and found.answers == ()
    found = _read(book, saved_again(other, lambda made: made.remove(made["answers"])))
    assert found.answers == ()


def test_what_was_never_promised_is_kept_apart_and_the_same_row_is_the_same_thing(book: Book) -> None:
    more = {"new-2": {"contract": "Parks (parks)", "measure": "Apprenticeships started (apprenticeships)",
                      "quantity": 1}, "new-5": {"contract": "The moon", "quantity": 1}}
    content = saved_again(write_return(asked(book)), answer(more, "added"))
    found = _read(book, content)
    key = "2025-01-to-2025-03.parks.brightbuild.new-2"
    added = [one.line for one in found.answers if one.line.key != STAFF]
    assert [(line.key, line.commitment, line.measure) for line in added] == [(key, "", "apprenticeships")]
    assert [(error.code, error.column) for error in found.receipt.errors] == [
        ("CHOICE-UNKNOWN", "contract"), ("CHOICE-UNKNOWN", "measure")]
    arrived = arrive(File("return.xlsx", content), book, Given())
    later = _with(book, deliveries=[*arrived.rows["deliveries"]])
    listed = sheet(write_return(asked(later)), "added")
    assert listed[key]["measure"] == "Apprenticeships started (apprenticeships)" and "new-2" not in listed
    again = arrive(File("return.xlsx", content), later, Given())
    assert not [row for row in again.rows.get("deliveries", ()) if row.key == key]


@pytest.mark.parametrize("change", [
    {"measure": "Hours volunteered by suppliers' staff (volunteering-hours)", "quantity": 99},
    {"contract": "Housing repairs 2024 to 2026 (repairs)"}])
@pytest.mark.parametrize("taken_since", [True, False])
def test_a_row_that_was_added_is_not_made_into_something_else(book: Book, change: dict[str, object],
                                                             taken_since: bool) -> None:
    first = saved_again(write_return(asked(book)), answer({"new-2": {
        "contract": "Parks (parks)", "measure": "Apprenticeships started (apprenticeships)", "quantity": 3}}, "added"))
    later = _with(book, deliveries=[*arrive(File("r.xlsx", first), book, Given()).rows["deliveries"]])
    content, key = (write_return(asked(later)), "2025-01-to-2025-03.parks.brightbuild.new-2") if taken_since else (
        first, "new-2")
    # The number of one thing would stand for another, or the same be counted in two contracts.
    found = arrive(File("r.xlsx", saved_again(content, answer({key: change}, "added"))), later, Given())
    assert [(error.code, error.sheet) for error in found.receipt.errors] == [("LINE-TAKEN", "added")]
    assert not found.rows and found.receipt.refused == 1


def _claims(arrival: Arrival) -> dict[str, dict[str, str]]:
    return {row.key: {name: write_value(value) for name, value in row.values.items() if value is not None}
            for row in arrival.rows.get("deliveries", ())}


def test_answers_become_claims_sent_in_by_whoever_was_asked(book: Book) -> None:
    nothing = {HOURS: {"nothing_to_report": "yes"}, WAGE: {"nothing_to_report": "yes"}, SPEND: {"note": "To follow"}}
    content = saved_again(write_return(asked(book)), answer(nothing))
    found = arrive(File("return.xlsx", content), book, Given(received=date(2025, 4, 20)))
    # Nothing done of what adds up is 0; of a yes or no it is no answer, and a note alone is none yet.
    claims = _claims(found)
    assert claims.pop(STAFF)["quantity"] == "2.0000"
    assert claims == {HOURS: {
        "id": HOURS, "activity": "repairs", "commitment": "repairs-hours", "measure": "volunteering-hours",
        "quantity": "0", "bound": "exact", "start": "2025-01-01", "end": "2025-03-31", "period_kind": "quarter",
        "basis": "increment", "state": "submitted", "reported_by": "brightbuild", "reported_on": "2025-04-20",
        "stage": "not-applicable", "counts": "yes", "source": "Return 2025-01-to-2025-03.repairs.brightbuild"}}
    assert found.notes == (
        "2 answers write nothing: they have no number yet, or say that there is nothing to report of a level, a rate, "
        "or a yes or no.",)


def test_what_was_sent_before_is_corrected_in_place_and_what_was_checked_stays(folder: Path) -> None:
    book = read_book(folder).book
    assert book is not None
    quarter = "2024-07-01/2024-09-30"
    content = depart(book, "brightbuild", quarter)
    assert sheet(content, "answers")["repairs-hours-q2"]["quantity"] == 45.5
    found = arrive(File("r.xlsx", saved_again(content, answer({"repairs-hours-q2": {"quantity": 50}}))), book, Given())
    claim = _claims(found)["repairs-hours-q2"]
    assert [claim[name] for name in ("quantity", "source", "reported_on")] == [
        "50.0000", "Return for quarter 2", "2024-10-08"]
    checked = depart(book, "brightbuild", "2024-04-01/2024-06-30")
    late = saved_again(checked, answer({"repairs-hours-q1": {"quantity": 61}}))
    found = arrive(File("r.xlsx", late), book, Given())
    assert [error.code for error in found.receipt.errors] == ["LINE-CLOSED"] and not found.rows


def test_the_commands_ask_and_take_the_answers_in(folder: Path, tmp_path: Path,
                                                  capsys: pytest.CaptureFixture[str]) -> None:
    file, back = tmp_path / "return.xlsx", tmp_path / "back.xlsx"
    ask = ["export", str(folder), "--as", "return", "-o", str(file)]
    assert main([*ask, "--supplier", "brightbuild"]) == 1
    assert main([*ask, "--supplier", "brightbuild", "--period", Q4]) == 0
    back.write_bytes(saved_again(file.read_bytes(), answer({HOURS: {"quantity": 30}})))
    take = ["import", str(folder), str(back), "--received", "2025-04-20"]
    capsys.readouterr()
    assert main(take) == 0
    said = capsys.readouterr().out
    assert "deliveries: 1 new" in said and "22 rows in = 1 accepted + 0 refused + 21 blank" in said
    assert main([*take, "--agree"]) == 0
    book = read_book(folder).book
    assert book is not None and book.by_id("deliveries")[HOURS].number("quantity") == 30
    assert main(["check", str(folder)]) == 0
    assert main(["import", str(folder), "--undo"]) == 0


def test_a_return_that_does_not_fit_the_records_is_refused_under_its_row(folder: Path, tmp_path: Path,
                                                                         capsys: pytest.CaptureFixture[str]) -> None:
    activities = folder / "activities.csv"
    activities.write_text(activities.read_text().replace("2026-03-31", "2025-02-28"))
    file = tmp_path / "return.xlsx"
    assert main(["export", str(folder), "--as", "return", "-o", str(file), "--supplier", "brightbuild",
                 "--period", Q4]) == 0
    file.write_bytes(saved_again(file.read_bytes(), answer({HOURS: {"quantity": 30}})))
    capsys.readouterr()
    main(["import", str(folder), str(file), "--as", "return"])
    said = capsys.readouterr().out
    assert "sheet 'answers' row 5" in said and "1 refused" in said
