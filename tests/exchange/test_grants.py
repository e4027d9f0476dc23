"""Grants in the 360Giving form: activities in the investor role with both their parties; people are never named."""

import json
from decimal import Decimal

import pytest

from commonweal.basics.tables import Record
from commonweal.exchange.agree import agree
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.grants import arrive
from commonweal.ledger.book import read_book
from tests.exchange.made import arrival
from tests.indicators.small import book_of, tables_from

PLACES = "places\nid, name, kind, parent, code\narea, The Area, area, , E47\nnorth, North, council, area, E08N\n"
FUNDER = {"id": "GB-CHC-900001", "name": "The Harbour Trust"}


def grant(id="360G-x-1", **changes):
    return {
        "id": id, "title": "A kitchen for the hall", "description": "Hot meals", "currency": "GBP",
        "amountAwarded": 4500.50, "awardDate": "2023-05-04T00:00:00+00:00",
        "plannedDates": [{"startDate": "2023-06-01", "endDate": "2024-05-31T00:00:00Z"}],
        "recipientOrganization": [{"id": "GB-COH-09000001", "name": "Hall CIC", "companyNumber": "09000001",
                                   "organisationType": "Community Interest Company"}],
        "fundingOrganization": [FUNDER], "beneficiaryLocation": [{"geoCode": "E08N", "geoCodeType": "LAD"}],
    } | changes


@pytest.fixture
def book(tmp_path):
    return book_of(tables_from(PLACES), tmp_path / "book")


def arrived(book, *grants):
    return arrive(File("grants.json", json.dumps({"grants": grants}).encode()), book, Given())


def test_a_grant_becomes_an_activity_with_its_funder_and_its_recipient(book):
    made = arrived(book, grant())
    row, = made.rows["activities"]
    names = ("id", "title", "kind", "role", "start", "end", "awarded", "value", "place")
    assert [row.text(name) for name in names] == [
        "360g-x-1", "A kitchen for the hall", "grant", "investor", "2023-06-01", "2024-05-31", "2023-05-04", "4500.50",
        "north"]
    assert {(party.text("organisation"), party.text("part")) for party in made.rows["parties"]} == {
        ("gb-chc-900001", "funder"), ("gb-coh-09000001", "recipient")}
    kinds = {body.key: (body.text("kind"), body.get("vcse"), body.text("company_number"))
             for body in made.rows["organisations"]}
    assert kinds == {"gb-chc-900001": ("charity", True, ""), "gb-coh-09000001": ("social-enterprise", True, "09000001")}


def test_an_import_of_grants_goes_into_a_book_and_is_not_there_twice(book):
    agree(book.folder, arrived(book, grant(), grant("360G-x-2")))
    again = read_book(book.folder).book
    assert {row.key for row in again.rows("activities")} >= {"360g-x-1", "360g-x-2"}
    assert sum(row.text("name") == "Hall CIC" for row in again.rows("organisations")) == 1


def test_what_was_written_about_a_grant_since_stays_where_the_next_file_says_nothing_of_it(book):
    agree(book.folder, arrived(book, grant(beneficiaryLocation=[])))
    there = read_book(book.folder).book
    for table, key, changes in (
        ("organisations", "gb-coh-09000001", {"name": "The Hall CIC", "size": "micro", "place": "north"}),
        ("activities", "360g-x-1", {"place": "north", "state": "completed", "note": "Seen.", "value_bound": "about"}),
        ("parties", "360g-x-1/gb-coh-09000001/recipient", {"share": Decimal("0.5")})):
        row = there.by_id(table)[key]
        agree(book.folder, arrival(table, Record(row.table, {**row.values, **changes})))
    theirs = read_book(book.folder).book
    agree(book.folder, arrived(theirs, grant(beneficiaryLocation=[], amountAwarded=5000, description="")))
    now = read_book(book.folder).book
    for table in ("organisations", "parties"):
        assert [row.values for row in now.rows(table)] == [row.values for row in theirs.rows(table)]
    before, after = (found.by_id("activities")["360g-x-1"].values for found in (theirs, now))
    assert {name for name in after if after[name] != before[name]} == {"value"}
    # It was one to a person after all: then nothing that was said of it stays.
    agree(book.folder, arrived(now, grant(title="For Ann", recipientOrganization=[], recipientIndividual=[{}])))
    row = read_book(book.folder).book.by_id("activities")["360g-x-1"]
    assert (row.text("title"), row.text("summary"), row.text("place")) == ("Grant to a person", "", "")


def test_an_organisation_that_the_book_has_by_that_name_stays_the_one_it_is(book):
    made = arrived(book, grant(recipientOrganization=[{"id": "GB-CHC-1", "name": "THE COUNCIL"}]))
    assert [party.text("organisation") for party in made.rows["parties"]] == ["gb-chc-900001", "council"]


@pytest.mark.parametrize("recipient", [
    {"recipientOrganization": [{"id": "360G-x-7", "name": "Ann Example", "organisationType": "Individual"}]},
    {"recipientOrganization": [{"id": "360G-x-7", "name": "Ann Example", "organisationType": "Sole Trader"}]},
    {"recipientOrganization": [], "recipientIndividual": [{"name": "Ann Example"}]}])
def test_a_person_is_counted_and_never_named(book, recipient):
    made = arrived(book, grant(title="Ann Example's studio", description="For Ann Example", **recipient))
    row, = made.rows["activities"]
    assert (row.text("title"), row.text("value"), row.text("place")) == ("Grant to a person", "4500.50", "")
    everything = [*(row for rows in made.rows.values() for row in rows)]
    assert not any("Ann" in row.text(name) for row in everything for name in row.table.names)
    assert made.notes == ("1 grants went to people: they are taken with their amount and without any name.",)


def test_what_cannot_be_right_is_refused_by_the_number_of_the_grant(book):
    made = arrived(book, grant(), grant(), {"title": "No id"}, grant("360G-x-3", amountAwarded="lots"), "nothing")
    assert made.receipt.words().endswith("5 rows in = 1 accepted + 4 refused + 0 blank")
    assert [(finding.row, finding.code) for finding in made.receipt.errors] == [
        (2, "ROW-DUPLICATE"), (3, "GRANT-ID"), (4, "CELL-NUMBER"), (5, "GRANT-ID")]


def test_days_the_wrong_way_round_are_said_and_not_taken(book):
    made = arrived(book, grant(plannedDates=[{"startDate": "2023-06-01", "endDate": "2023-05-01"}]))
    row, = made.rows["activities"]
    assert (row.get("start"), row.get("end")) == (None, None)
    assert "2023-05-01" in row.text("note")
    assert [finding.code for finding in made.receipt.findings] == ["GRANT-DATES"]


def test_money_of_another_country_gives_no_pounds(book):
    made = arrived(book, grant(currency="EUR"))
    assert made.rows["activities"][0].get("value") is None
    assert [finding.code for finding in made.receipt.findings] == ["GRANT-CURRENCY"]


def test_a_file_without_grants_is_refused(book):
    assert [finding.code for finding in arrive(File("a.json", b'{"awards": []}'), book, Given()).receipt.errors] == [
        "GRANTS-NONE"]
