"""Records out again: as OCDS and back, as tables, as linked data; and nothing internal unless it is asked for."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.exchange.arrival import Arrival, changes
from commonweal.exchange.doors import Given
from commonweal.exchange.exact_json import write_json
from commonweal.exchange.files import File
from commonweal.exchange.forms import FORMS, form
from commonweal.exchange.ocds.door import arrive
from commonweal.exchange.told import everything, public
from commonweal.ledger.book import Book
from tests.exchange.made import record
from tests.exchange.notices import BUYER, OCID, SUPPLIER, arrival, award, criterion, northmere, pounds, release
from tests.house.repository import ROOT

# What the standard has no field for, by table; docs/how-to/take-everything-out.md lists the same.
NOT_CARRIED = {
    "organisations": {"place", "same_as", "source", "note"},
    "opportunities": {"published", "asks_social_value", "social_value_text", "source", "note"},
    "criteria": {"source", "note"},
    "activities": {"other_roles", "part_of", "place", "other_places", "succeeded_by", "value_bound",
                   "includes_social_value", "weighting", "act_2012", "exemption", "owner", "source", "note",
                   "internal_note"},
    "parties": {"share", "under", "from", "to", "source", "note"},
    "commitments": set(), "milestones": set(), "deliveries": set(),
}


@cache
def with_lots() -> Book:
    """The invented authority's book with a procurement of two lots in it, as a notice told of it."""
    lots = [{"id": "1", "title": "North", "status": "active", "value": pounds(5_000), "suitability": {"sme": True},
             "contractPeriod": {"startDate": "2024-04-01T00:00:00Z", "endDate": "2025-03-31T00:00:00Z"},
             "awardCriteria": {"criteria": [criterion("60", "quality", "Social value"), criterion("40", "price")]}},
            {"id": "2", "title": "South", "status": "cancelled"}]
    found = arrival(release(tender={"id": "t", "title": "Salt", "lots": lots,
                                    "tenderPeriod": {"endDate": "2024-02-01T12:00:00Z"}},
                            parties=[BUYER, SUPPLIER], awards=[award("1", relatedLots=["1"]),
                                                               award("2", relatedLots=["2"])]))
    book = northmere()
    written = {"parties": [record("parties", activity=f"{OCID}-1", organisation="osmary", part="subcontractor")],
               "opportunities": [record("opportunities", id="own-call", title="Ours", state="open", buyer="nca")]}
    tables = {name: (*book.rows(name), *found.rows.get(name, ()), *written.get(name, ())) for name in book.tables}
    return replace(book, tables=tables)


@cache
def out(name: str) -> bytes:
    """The invented authority's records in a form."""
    return form(name).depart(northmere())


def brought_back(content: bytes, into: Book) -> Arrival:
    """What a package that went out would bring in."""
    return arrive(File("package.json", content), into, Given())


def emptied(book: Book) -> Book:
    """A book of the same settings and framework without any record."""
    return replace(book, tables=dict.fromkeys(book.tables, ()))


@pytest.mark.parametrize(("name", "told"), [("ocds", public), ("ocds-whole", everything)])
def test_a_package_comes_back_as_the_same_rows_but_for_what_the_standard_cannot_carry(name, told):
    book = with_lots()
    found = brought_back(form(name).depart(book), emptied(book))
    assert [finding.code for finding in found.receipt.errors] == []
    held = told(book)
    contracts = {row.key for row in held.rows["activities"] if row.text("kind") == "contract"}
    promised = {row.key for row in held.rows["commitments"] if row.text("activity") in contracts}
    expected = {
        "activities": contracts, "commitments": promised,
        "opportunities": {row.key for row in held.rows["opportunities"]},
        "criteria": {row.key for row in held.rows["criteria"]},
        # In a process of several contracts nobody can say whose subcontractor it is.
        "parties": {row.key for row in held.rows["parties"] if row.text("activity") in contracts} - {
            f"{OCID}-1/osmary/subcontractor"},
        "deliveries": {row.key for row in held.rows["deliveries"] if row.text("activity") in contracts},
        "milestones": {row.key for row in held.rows["milestones"] if row.text("commitment") in promised},
    }
    assert {table: {row.key for row in found.rows[table]} for table in expected} == expected
    assert all(expected.values())
    before = {table: {row.key: row for row in rows} for table, rows in held.rows.items()}
    different = {(table, column) for table, rows in found.rows.items() for row in rows
                 for column in held.tables[table].names if row.get(column) != before[table][row.key].get(column)}
    assert {(table, column) for table, column in different if column not in NOT_CARRIED[table]} == set()


def test_the_page_lists_what_the_standard_cannot_carry():
    page = (ROOT / "docs/how-to/take-everything-out.md").read_text(encoding="utf-8")
    listed = {table: columns for table, columns in re.findall(r"^\| ([a-z]+) \| ([a-z_0-9, ]+) \|$", page, re.MULTILINE)
              if table in NOT_CARRIED}
    assert {table: set() if columns == "none" else set(columns.split(", ")) for table, columns in listed.items()} == (
        NOT_CARRIED)


def test_a_package_that_comes_back_to_its_own_records_changes_nothing():
    book = with_lots()
    for name in ("ocds", "ocds-whole"):
        found = changes(brought_back(form(name).depart(book), book), book)
        assert [str(change) for change in found if change.new or change.changed] == []


def test_a_package_of_other_records_changes_no_row_that_happens_to_have_the_same_id():
    book = northmere()
    other = replace(book, settings=replace(book.settings, id="elsewhere"))
    found = brought_back(out("ocds"), other)
    assert found.receipt.accepted > 5 and not found.receipt.errors
    # Bodies are known again by their names; contracts are others, and what was promised in them is no promise here.
    known = {row.key: row for row in other.rows("organisations")}
    said = {row.key: row for row in found.rows["organisations"] if row.key in known}
    assert len(said) > 5 and all(row.get(name) in (None, said[key].get(name))
                                 for key in said for row in [known[key]] for name in row.table.names)
    assert [change.table for change in changes(found, other) if change.changed] == ["organisations"]
    assert not found.rows.keys() & {"commitments", "deliveries"}
    assert not {row.key for row in found.rows["activities"]} & other.by_id("activities").keys()


def test_the_package_names_what_is_done_by_metrics_and_milestones():
    package = json.loads(out("ocds"), parse_float=Decimal)
    contracts = [contract for each in package["releases"] for contract in each["contracts"]]
    observed = [one for contract in contracts for metric in contract.get("implementation", {}).get("metrics", ())
                for one in metric["observations"]]
    deliveries = {row.key: row for row in public(northmere()).rows["deliveries"]}
    assert len(observed) > 500
    assert all(deliveries[one["id"]].number("quantity") == one["measure"] for one in observed)
    parts = [part for contract in contracts for part in contract.get("implementation", {}).get("milestones", ())]
    assert parts and all(part["dueDate"] and part["code"] for part in parts)


def _texts(content: bytes) -> dict[str, str]:
    """The files of an archive, or the one text."""
    if not content.startswith(b"PK"):
        return {"": content.decode()}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("name", [
    "contracts-without-social-value", "impact-standard", "ocds", "register", "tables"])
def test_nothing_internal_and_no_open_claim_goes_out_unless_it_is_asked_for(name):
    book = northmere()
    secret = "Only for colleagues: kept apart."
    first = next(row for row in book.rows("activities") if row.text("kind") == "contract")
    marked = Record(first.table, {**first.values, "internal_note": secret})
    book = replace(book, tables={**book.tables, "activities": tuple(
        marked if row is first else row for row in book.rows("activities"))})
    assert not any(secret in text for text in _texts(form(name).depart(book)).values())
    told = {row.key for row in public(book).rows["deliveries"]}
    open_claims = {row.key for row in book.rows("deliveries") if row.text("state") in ("draft", "queried", "rejected")}
    assert open_claims and not open_claims & told


@pytest.mark.parametrize("name", [name for name, each in FORMS.items() if each.for_everyone])
def test_what_everyone_may_see_tells_nothing_of_a_single_payment(name):
    payment = record("payments", id="j-smith-carer-1", paid="2024-05-01", amount="50.25", supplier="J Smith")
    book = replace(northmere(), tables={**northmere().tables, "payments": (payment,)})
    texts = _texts(form(name).depart(book))
    assert "payments.csv" not in texts and not any("smith" in text.lower() for text in texts.values())


def test_the_whole_of_the_records_goes_out_where_it_is_asked_for():
    texts = _texts(out("tables-whole"))
    for name, rows in northmere().tables.items():
        written = list(csv.reader(io.StringIO(texts.get(f"{name}.csv", "")))) or [[]]
        assert len(written) - 1 == len(rows) if rows else f"{name}.csv" not in texts
    assert "internal_note" in texts["activities.csv"].splitlines()[0]
    described = {(row["table"], row["column"]) for row in csv.DictReader(io.StringIO(texts["columns.csv"]))}
    assert all((name.removesuffix(".csv"), column) in described for name, text in texts.items()
               if name != "columns.csv" for column in next(csv.reader(io.StringIO(text))))


@pytest.mark.parametrize("name", ["impact-standard", "ocds", "register", "tables"])
def test_the_same_records_give_the_same_bytes(name):
    assert form(name).depart(northmere()) == out(name)


def test_figures_are_not_made_from_records_with_something_to_fix():
    book = northmere()
    broken = Record(book.rows("parties")[0].table, {**book.rows("parties")[0].values, "organisation": "nobody"})
    with pytest.raises(Refused, match="to fix"):
        form("tables").depart(replace(book, tables={**book.tables, "parties": (broken,)}))


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("table", "change"), [
    ("organisations", None), ("activities", None), ("places", None), ("commitments", {"activity": "nowhere"}),
    ("deliveries", {"measure": "nothing"}), ("parties", {"organisation": "nobody"})])
def test_no_form_breaks_off_where_the_records_have_something_to_fix(name, table, change):
    first, *others = northmere().rows(table)
    rows = () if change is None else (Record(first.table, {**first.values, **change}), *others)
    try:
        assert form(name).depart(replace(northmere(), tables={**northmere().tables, table: rows}))
    except Refused as refused:
        assert "to fix" in str(refused) or "organisations.csv has no such row" in str(refused)


def test_linked_data_has_a_report_for_each_figure_that_has_a_number_and_days():
    texts = _texts(out("tables"))
    figures = list(csv.DictReader(io.StringIO(texts["figures.csv"])))
    graph = json.loads(out("impact-standard"))["@graph"]
    reports = [node for node in graph if node["@type"] == "cids:IndicatorReport"]
    told = {each["id"]: each for each in figures if each["value"] not in ("", "[c]")
            and each["period_start"] and each["period_end"]}
    assert {node["@id"].rpartition(":report:")[2]: node["value"]["hasNumericalValue"] for node in reports} == {
        name: each["value"] for name, each in told.items()}
    assert len(reports) > 1_000
    [body] = [node for node in graph if node["@id"] == "urn:commonweal:northmere:organisation:nca"]
    assert body["hasComment"].startswith(f"{len(figures) - len(reports)} published figures are not told here")
    assert {node["@type"] for node in graph} == {
        "cids:Organization", "cids:Activity", "cids:Theme", "cids:Outcome", "cids:Indicator", "cids:IndicatorReport"}


def test_small_numbers_of_people_are_told_by_releases_alone():
    """A release is compared with the one before it; what goes out at any time is not, and could tell more."""
    measures = {name for edition in northmere().own_editions for name, row in edition.measures.items()
                if row.text("people") == "characteristic"}
    for name in ("tables", "tables-whole"):
        figures = [each for each in csv.DictReader(io.StringIO(_texts(out(name))["figures.csv"]))
                   if each["measure"] in measures and each["standing"] in ("reported", "verified")]
        assert len(figures) > 50
        assert {each["value"] + each["numerator"] + each["denominator"] for each in figures} == {"[c]"}
    reports = {node["@id"] for node in json.loads(out("impact-standard"))["@graph"]
               if node["@type"] == "cids:IndicatorReport"}
    assert not [name for name in reports if ":quantity.reported.women-trained" in name]


def test_numbers_are_written_digit_by_digit():
    assert write_json({"a": [Decimal("0.10"), Decimal("1E+3"), None, True], "b": {}, "c": "£"}) == (
        '{\n  "a": [\n    0.10,\n    1000,\n    null,\n    true\n  ],\n  "b": {},\n  "c": "£"\n}\n')
