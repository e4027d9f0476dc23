"""Contract registers in the layout of the Transparency Code: read row by row, and written so that they read back."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.exchange.arrival import Arrival, changes
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.forms import form
from commonweal.exchange.ocds.door import arrive as notices_arrive
from commonweal.exchange.register import arrive
from commonweal.exchange.register_out import contracts_of_the_body
from commonweal.exchange.told import public
from commonweal.exchange.unrecorded import without_social_value
from tests.exchange.made import workbook
from tests.exchange.notices import codes, northmere, row
from tests.house.repository import ROOT

HEADING = ("Contract reference number,Contract title,Department responsible,Description of the goods and services,"
           "Supplier name,Contract value,Start date,End date,Review date,SME,VCSE,Company number")


def register(*rows: str, heading: str = HEADING) -> Arrival:
    """What a register of these lines would bring."""
    return arrive(File("register.csv", "\n".join([heading, *rows, ""]).encode()), northmere(), Given())


def test_a_row_is_a_contract_of_the_body_with_its_supplier():
    found = register('DN1,Mowing,Parks,Grass,Green Ltd,"£1,200,000.00",01/04/2024,31/03/2027,30/09/2026,Yes,No,1234567')
    assert row(found, "activities") == {
        "id": "nca-dn1", "title": "Mowing", "kind": "contract", "role": "commissioner", "summary": "Grass",
        "start": date(2024, 4, 1), "end": date(2027, 3, 31), "state": "not-stated", "value": Decimal("1200000.00"),
        "value_bound": "exact", "owner": "Parks", "source": "Contract register, DN1", "note": "Review: 30/09/2026"}
    # A company number has eight signs: a spreadsheet took the zero off.
    assert row(found, "organisations") == {
        "id": "gb-coh-01234567", "name": "Green Ltd", "kind": "company", "size": "sme", "vcse": False,
        "company_number": "01234567",
        "source": "Contract register"}
    assert [each.key for each in found.rows["parties"]] == ["nca-dn1/gb-coh-01234567/prime", "nca-dn1/nca/buyer"]
    assert codes(found) == []


def test_every_row_is_accepted_refused_or_blank():
    found = register("DN1,Mowing,,,Green Ltd,10,,,,,,", ",,,,,,,,,,,", ",,,,,total 10,,,,,,",
                     "DN1,Salt,,,Green Ltd,10,,,,,,", "DN2,Salt,,,,20,,,,,,")
    receipt = found.receipt
    assert (receipt.rows_in, receipt.accepted, receipt.refused, receipt.blank) == (5, 2, 2, 1)
    assert [(finding.code, finding.row) for finding in receipt.findings] == [
        ("REGISTER-NO-CONTRACT", 4), ("REGISTER-TWICE", 5), ("REGISTER-NO-SUPPLIER", 6)]


def test_a_row_of_the_same_reference_is_one_more_supplier():
    found = register("DN1,Advice,,,One,90,,,,,,", "DN1,Advice,,,Two; Three,90,,,,,,")
    assert len(found.rows["activities"]) == 1
    assert [each.text("organisation") for each in found.rows["parties"] if each.text("part") == "prime"] == [
        "one", "three", "two"]


@pytest.mark.parametrize(("dates", "expected", "said"), [
    (("01/04/2024", "13/05/2024"), date(2024, 4, 1), []), (("04/01/2024", "05/13/2024"), date(2024, 4, 1), []),
    (("01/04/2024", "02/05/2024"), date(2024, 4, 1), ["REGISTER-DATES"]), (("2024-04-01", ""), date(2024, 4, 1), []),
    (("1 April 2024", "tbc"), date(2024, 4, 1), []), (("1st April 2024", "1.5.2024"), date(2024, 4, 1), []),
    # As programs of the authorities give them.
    (("01/04/24", "13/05/24"), date(2024, 4, 1), []),
    (("01/04/2024 00:00:00", "13/05/2024 17:30"), date(2024, 4, 1), []),
    (("04/01/2024 00:00", "05/13/2024 00:00"), date(2024, 4, 1), []),
    (("2024-04-01T09:00:00Z", "2024-05-01 09:00"), date(2024, 4, 1), []), (("01-Apr-24", ""), date(2024, 4, 1), [])])
def test_dates_are_read_day_first_unless_the_sheet_shows_otherwise(dates, expected, said):
    found = register(*(f"DN{number},Mowing,,,Green Ltd,10,{day},,,,," for number, day in enumerate(dates)))
    assert row(found, "activities", "nca-dn0")["start"] == expected and codes(found) == said


@pytest.mark.parametrize(("cells", "code"), [
    ("about 5m,,,,,,", "REGISTER-VALUE"), ("5,soon,,,,,", "REGISTER-DATE"), ("5,,,,maybe,,", "REGISTER-YES-NO"),
    ("5,,,,,,12", "REGISTER-NUMBER"), ("5,31/02/2024,,,,,", "REGISTER-DATE"), ("5,March 2024,,,,,", "REGISTER-DATE")])
def test_a_cell_that_cannot_be_read_is_blank_and_said(cells, code):
    found = register(f"DN1,Mowing,,,Green Ltd,{cells}")
    assert code in codes(found) and found.receipt.accepted == 1


def test_a_heading_may_stand_below_a_title_and_be_worded_otherwise():
    content = workbook(Register=[
        ["Contracts of an invented council"], [],
        ["Ref", "Title of agreement", "Supplier", "Sum to be paid over the length of the contract", "Commencement date",
         "Colour"],
        ["A1", "Mowing", "Green Ltd", Decimal("12.5"), date(2024, 4, 1), "green"]], Notes=[["Ask us."]])
    found = arrive(File("register.xlsx", content), northmere(), Given())
    assert row(found, "activities")["value"] == Decimal("12.50")
    assert row(found, "activities")["start"] == date(2024, 4, 1)
    assert codes(found) == ["REGISTER-COLUMN", "SHEET-NOT-READ"] and not found.receipt.errors
    assert [(count.name, count.rows_in) for count in found.receipt.sheets] == [("Register", 1)]


def test_a_file_that_is_no_register_is_refused_as_a_whole():
    found = register("1,2", heading="a,b")
    assert found.rows == {} and codes(found) == ["REGISTER-HEADING"]


def test_a_register_that_was_written_reads_back_as_the_same_rows():
    book = northmere()
    written = form("register").depart(book)
    found = arrive(File("register.csv", written), book, Given())
    contracts = contracts_of_the_body(book, public(book))
    assert {each.key for each in found.rows["activities"]} == {each.key for each in contracts}
    assert len(contracts) > 20 and found.receipt.refused == 0
    assert all(change.new == 0 for change in changes(found, book) if change.table != "parties")
    same = ("title", "summary", "value", "start", "end", "owner", "includes_social_value", "weighting")
    held = book.by_id("activities")
    assert [(each.key, name) for each in found.rows["activities"] for name in same
            if each.get(name) != held[each.key].get(name)] == []


def test_a_company_number_goes_out_and_its_company_is_known_by_it_again():
    book = northmere()
    contracts = {row.key for row in contracts_of_the_body(book, public(book))}
    supplier = next(party.text("organisation") for party in book.rows("parties")
                    if party.text("part") == "prime" and party.text("activity") in contracts)
    bodies = tuple(replace(row, values={**row.values, "company_number": "00000042"}) if row.key == supplier else row
                   for row in book.rows("organisations"))
    numbered = replace(book, tables={**book.tables, "organisations": bodies})
    rows = [*csv.DictReader(form("register").depart(numbered).decode("utf-8-sig").splitlines())]
    assert {row["Supplier name"] for row in rows if row["Company number"] == "00000042"} == {
        numbered.by_id("organisations")[supplier].text("name")}
    for name in ("ocds", "ocds-whole"):
        back = notices_arrive(File("package.json", form(name).depart(numbered)), numbered, Given())
        assert not [change for change in changes(back, numbered) if change.new or change.changed]
    # Under another name, as registers and notices write it, it is the same company.
    line = "DN1,Mowing,,,Known By Its Number Limited,10,,,,,,00000042"
    found = arrive(File("register.csv", f"{HEADING}\n{line}\n".encode()), numbered, Given())
    assert [row.key for row in found.rows["organisations"]] == [supplier]


def test_contracts_above_the_threshold_without_social_value_are_listed():
    book = northmere()
    with (ROOT / "examples/northmere/activities.csv").open(encoding="utf-8", newline="") as file:
        said = {each["id"]: each for each in csv.DictReader(file)}
    with (ROOT / "examples/northmere/commitments.csv").open(encoding="utf-8", newline="") as file:
        promising = {each["activity"] for each in csv.DictReader(file)}
    unsaid = [key for key, each in said.items() if each["kind"] == "contract" and each["includes_social_value"] != "yes"
              and Decimal(each["value"] or 0) > 25_000 and key not in promising]
    assert sorted(unsaid) == ["flood-wall", "insurance", "skills-evaluation"]
    assert [each.key for each in without_social_value(book)] == ["insurance", "flood-wall", "skills-evaluation"]
    lines = form("contracts-without-social-value").depart(book).decode().splitlines()
    assert len(lines) == 4 and lines[1].startswith("insurance,Insurance,1120000.00,exact,2024-02-26")


def test_a_blank_is_listed_too_and_a_promise_takes_a_contract_off():
    book = northmere()
    insurance = book.by_id("activities")["insurance"]
    values = dict(insurance.values)
    cases = {"none": values | {"id": "x1", "includes_social_value": None},
             "small": values | {"id": "x2", "value": Decimal(25_000)},
             "promising": values | {"id": "x3"}, "withdrawn": values | {"id": "x4"},
             "unreached": values | {"id": "x5", "value_bound": "up-to"}}
    commitment = book.rows("commitments")[0]
    promised = [Record(commitment.table, {**commitment.values, "id": f"p{number}", "activity": activity, "stage": stage,
                                          "follows": None})
                for number, (activity, stage) in enumerate((("x3", "committed"), ("x4", "withdrawn")))]
    tables = {**book.tables, "activities": tuple(Record(insurance.table, case) for case in cases.values()),
              "commitments": tuple(promised)}
    found = without_social_value(replace(book, tables=tables))
    assert [each.key for each in found] == ["x1", "x4"]


def test_without_a_threshold_nothing_can_be_listed():
    book = northmere()
    with pytest.raises(Refused, match="threshold"):
        without_social_value(replace(book, settings=replace(book.settings, threshold=None)))
