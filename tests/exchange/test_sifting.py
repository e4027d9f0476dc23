"""A row that does not fit the records is refused alone: others with its supplier or buyer are taken and counted."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.corrected import corrected_copy
from commonweal.exchange.doors import Given, door
from commonweal.exchange.files import File
from commonweal.exchange.opening import open_file
from commonweal.exchange.sifting import sift, sifted
from commonweal.ledger.book import Book, read_book
from tests.checks.small_book import write_book
from tests.exchange.made import workbook
from tests.exchange.notices import award, release, tender
from tests.exchange.test_grants import grant

HEADING = ["Reference", "Contract title", "Supplier name", "Start date", "End date"]
MAP = '''
title = "Contracts"
[into.organisations]
id = { from = "Supplier name", make = "id" }
name = "Supplier name"
kind = { words = "company" }
merge = true
[into.activities]
id = { from = "Reference", make = "id" }
title = "Contract title"
kind = { words = "contract" }
role = { words = "commissioner" }
state = { words = "in-progress" }
start = "Start date"
end = "End date"
[into.parties]
activity = { from = "Reference", make = "id" }
organisation = { from = "Supplier name", make = "id" }
part = { words = "prime" }
'''


def contracts() -> File:
    """Four contracts of one supplier, on a sheet with a name; the last two end before they begin."""
    rows = [[f"C{number}", f"Contract {number}", "Pier Works", date(2024, 4, 1),
             date(2025 if number < 3 else 2023, 3, 31)] for number in range(1, 5)]
    return File("contracts.xlsx", workbook(Contracts=[HEADING, *rows]))


def notices() -> File:
    """Three processes of one buyer, the last two of two releases each; the last contract ends before it begins."""
    releases = [release(number, f"ocds-abc123-{name}", tender=tender(), awards=[award(name, contractPeriod={
        "startDate": "2025-06-01T00:00:00Z", "endDate": f"{2026 if name != 'c' else 2024}-05-31T00:00:00Z"})])
        for number, name in ((1, "a"), (2, "b"), (3, "b"), (4, "c"), (5, "c"))]
    return File("notices.json", json.dumps({"releases": releases}).encode())


@pytest.fixture
def book(tmp_path: Path) -> Book:
    read = read_book(write_book(tmp_path / "book", {}))
    assert read.book is not None
    return read.book


def sums(arrival: Arrival) -> tuple[int, int, int]:
    return arrival.receipt.rows_in, arrival.receipt.accepted, arrival.receipt.refused


@pytest.mark.parametrize(("name", "file", "refused", "taken", "supplier"), [
    ("map", contracts(), {("Contracts", 4), ("Contracts", 5)}, {"c1", "c2"}, "pier-works"),
    ("register", contracts(), {("Contracts", 4), ("Contracts", 5)}, {"council-c1", "council-c2"}, "pier-works"),
    ("ocds", notices(), {("", 4), ("", 5)}, {"ocds-abc123-a-a", "ocds-abc123-b-b"}, "gb-coh-01234567"),
])
def test_one_row_that_does_not_fit_takes_no_other_row_of_its_supplier_with_it(
        book: Book, name: str, file: File, refused: set[tuple[str, int]], taken: set[str], supplier: str):
    arrival = door(name)(file, book, Given(MAP))
    whole = sums(arrival)
    assert whole[2] == 0
    fewer = sifted(book.folder, arrival)
    assert sums(fewer) == (whole[0], whole[0] - 2, 2)
    assert {(fault.sheet, fault.row) for fault in fewer.receipt.errors} == refused
    assert {fault.code for fault in fewer.receipt.errors} == {"SPAN-REVERSED"}
    assert {row.key for row in fewer.rows["activities"]} == taken
    assert supplier in {row.key for row in fewer.rows["organisations"]}
    assert {row.text("activity") for row in fewer.rows["parties"]} == taken
    # The copy to mend says beside each of those rows what is wrong with it.
    if name != "ocds":
        copy = openpyxl.load_workbook(io.BytesIO(corrected_copy(open_file(file), fewer.receipt))).worksheets[0]
        assert {row for row, (*_, said, _) in enumerate(copy.values, 1) if "lies before" in str(said)} == {4, 5}


def test_a_supplier_goes_once_no_row_that_names_it_is_left_and_each_row_is_counted_once(book: Book):
    arrival = door("grants")(File("grants.json", json.dumps({"grants": [
        grant("360G-x-1"), grant("360G-x-2"), grant("360G-x-3", fundingOrganization=[
            {"id": "GB-CHC-900002", "name": "The Other Trust"}])]}).encode()), book, Given())

    def errors_with(fewer: Arrival) -> list[Finding]:
        there = {row.key for row in fewer.rows["activities"]}
        # One grant a round, as where one leans on another.
        return [Finding("X", Severity.ERROR, told("wrong."), told("Mend it."), "activities.csv", subject=key)
                for key in ("360g-x-1", "360g-x-3") if key in there][:1]

    fewer = sift(arrival, errors_with)
    assert sums(fewer) == (3, 1, 2)
    assert {row.key for row in fewer.rows["organisations"]} == {"gb-chc-900001", "gb-coh-09000001"}
