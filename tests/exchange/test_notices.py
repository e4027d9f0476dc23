"""Contract notices: releases merged and read into rows, faults told, and the same rows from the same file."""

import copy
import json
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from commonweal.exchange.arrival import Arrival, changes
from commonweal.exchange.doors import Given, usual_door
from commonweal.exchange.files import File
from commonweal.exchange.ocds.door import arrive
from commonweal.ledger.book import Book
from tests.exchange.notices import (
    BUYER,
    OCID,
    SUPPLIER,
    arrival,
    award,
    codes,
    criterion,
    lines,
    northmere,
    pounds,
    release,
    row,
    tender,
)


def after(found: Arrival) -> Book:
    """The book once an arrival is in it."""
    book = northmere()
    tables = {name: tuple({**book.by_id(name), **{each.key: each for each in rows}}.values())
              for name, rows in found.rows.items()}
    return replace(book, tables={**book.tables, **tables})


def sums(found: Arrival) -> tuple[int, int, int, int]:
    """Rows in, accepted, refused, blank."""
    return found.receipt.rows_in, found.receipt.accepted, found.receipt.refused, found.receipt.blank


def test_an_award_is_a_contract_with_its_buyer_and_supplier():
    span = {"startDate": "2025-04-01T00:00:00+01:00", "endDate": "2027-03-31T23:59:59+01:00"}
    found = arrival(release(awards=[award(contractPeriod=span)], tender=tender()))
    assert row(found, "activities") == {
        "id": f"{OCID}-a1", "title": "Mowing", "kind": "contract", "role": "commissioner", "state": "not-stated",
        "value": Decimal("50000.00"), "value_bound": "exact", "awarded": date(2025, 2, 1), "start": date(2025, 4, 1),
        "end": date(2027, 3, 31), "opportunity": OCID, "source": f"{OCID}, release {OCID}-1"}
    assert [each.key for each in found.rows["parties"]] == [
        f"{OCID}-a1/gb-cfs-1/buyer", f"{OCID}-a1/gb-coh-01234567/prime"]
    assert row(found, "organisations", "gb-coh-01234567") == {
        "id": "gb-coh-01234567", "name": "Invented Works Ltd", "kind": "company", "size": "sme", "vcse": False,
        "company_number": "01234567",
        "source": OCID}
    assert row(found, "organisations", "gb-cfs-1")["kind"] == "council"
    assert codes(found) == []


def test_an_award_id_that_begins_with_its_process_is_not_said_twice():
    assert row(arrival(release(awards=[award(f"{OCID}-7")])), "activities")["id"] == f"{OCID}-7"


def test_later_releases_add_to_earlier_ones_in_the_order_of_their_dates():
    first, second = release(1, awards=[award()]), release(2, awards=[award(value=pounds("x"), title="Mowing parks")])
    second["awards"][0]["value"] = pounds(60_000)
    forwards, backwards = arrival(first, second), arrival(second, first)
    assert row(forwards, "activities")["value"] == row(backwards, "activities")["value"] == Decimal("60000.00")
    assert row(forwards, "activities")["title"] == "Mowing parks"
    assert sums(forwards) == (2, 2, 0, 0)


def test_dates_are_ordered_by_the_moment_and_not_by_their_text():
    # 10:30 in summer time is half an hour before 10:00 in universal time, though its text comes later.
    early = release(1, awards=[award(value=pounds(1_000))]) | {"date": "2025-06-01T10:30:00+01:00"}
    late = release(2, awards=[award(value=pounds(2_000))]) | {"date": "2025-06-01T10:00:00Z"}
    assert row(arrival(late, early), "activities")["value"] == Decimal("2000.00")


def test_two_awards_of_one_process_are_two_contracts():
    found = arrival(release(1, awards=[award("1", value=pounds(1_000))]), release(2, awards=[award("2")]))
    assert {each.key: each.number("value") for each in found.rows["activities"]} == {
        f"{OCID}-1": Decimal("1000.00"), f"{OCID}-2": Decimal("50000.00")}


def test_criteria_without_ids_are_replaced_by_a_later_release_and_not_added_to():
    lots = [{"id": "1", "awardCriteria": {"criteria": [{"type": "price", "description": "100"}]}}]
    found = arrival(release(1, tender=tender(lots=lots)), release(2, tender=tender(lots=lots)))
    assert len(found.rows["criteria"]) == 1


def test_a_contract_adds_to_the_row_of_its_award_and_a_second_contract_has_its_own():
    one = {"id": "c1", "awardID": "a1", "status": "active", "value": pounds(48_000)}
    two = {"id": "c2", "awardID": "a1", "status": "terminated", "value": pounds(2_000)}
    alone = row(arrival(release(awards=[award()], contracts=[one])), "activities")
    assert (alone["id"], alone["value"]) == (f"{OCID}-a1", Decimal("48000.00"))
    found = arrival(release(awards=[award()], contracts=[one, two]))
    assert {each.key: (each.number("value"), each.text("state")) for each in found.rows["activities"]} == {
        f"{OCID}-a1": (Decimal("48000.00"), "in-progress"), f"{OCID}-c2": (Decimal("2000.00"), "completed")}


def test_an_award_that_came_to_nothing_makes_no_contract():
    found = arrival(release(awards=[award(status="unsuccessful")]))
    assert "activities" not in found.rows and codes(found) == ["OCDS-NOT-AWARDED"]


def test_the_same_file_again_changes_nothing():
    file = [release(1, awards=[award()], tender=tender(lots=[{"id": "1"}, {"id": "2"}])),
            release(1, "ocds-abc123-two", awards=[award("b")])]
    first = arrival(*file)
    assert all(change.changed == change.same == 0 for change in changes(first, northmere()))
    second = arrival(*file, book=after(first))
    assert all(change.new == change.changed == 0 for change in changes(second, after(first)))


def test_an_updated_release_changes_just_its_rows():
    before = after(arrival(release(1, awards=[award()]), release(1, "ocds-abc123-two", awards=[award("b")])))
    found = arrival(release(1, awards=[award()]), release(2, awards=[award(value=pounds(70_000))]),
                    release(1, "ocds-abc123-two", awards=[award("b")]), book=before)
    assert {change.table: (change.new, change.changed) for change in changes(found, before)} == {
        "organisations": (0, 0), "activities": (0, 1), "parties": (0, 0)}


def test_what_people_wrote_beside_a_notice_stays():
    first = arrival(release(1, awards=[award()]))
    book = after(first)
    [held] = [each for each in book.rows("activities") if each.key == f"{OCID}-a1"]
    held.values.update({"owner": "Parks", "includes_social_value": True})  # type: ignore[attr-defined]
    again = row(arrival(release(2, awards=[award(value=pounds(70_000))]), book=book), "activities")
    assert (again["owner"], again["includes_social_value"], again["value"]) == ("Parks", True, Decimal("70000.00"))


def test_an_older_notice_fills_only_what_is_blank():
    book = after(arrival(release(9, awards=[award()], tender=tender())))
    found = arrival(release(1, awards=[award(value=pounds(1))], tender=tender(description="Of parks")), book=book)
    assert row(found, "activities")["value"] == Decimal("50000.00")
    assert row(found, "activities")["summary"] == "Of parks" and "OCDS-OLDER" in codes(found)


def test_a_body_known_by_a_register_number_or_by_its_name_is_the_same_body():
    again = SUPPLIER | {"id": "GB-CFS-2"}
    renamed = BUYER | {"id": "GB-CFS-99"}
    found = arrival(release(1, awards=[award()]),
                    release(1, "ocds-abc123-two", parties=[renamed, again], buyer={"id": "GB-CFS-99"},
                            awards=[award("b", suppliers=[{"id": "GB-CFS-2"}])]))
    assert {each.key: each.ids("identifiers") for each in found.rows["organisations"]} == {
        "gb-cfs-1": ("gb-cfs-99",), "gb-coh-01234567": ("gb-cfs-2",)}
    assert "OCDS-SAME-NAME" in codes(found)


def test_two_register_numbers_under_one_name_are_two_bodies():
    other = SUPPLIER | {"id": "GB-COH-07654321", "identifier": {"scheme": "GB-COH", "id": "07654321"}}
    found = arrival(release(parties=[BUYER, SUPPLIER, other], awards=[award(suppliers=[
        {"id": "GB-COH-01234567"}, {"id": "GB-COH-07654321"}])]))
    assert {each.key for each in found.rows["organisations"]} == {"gb-cfs-1", "gb-coh-01234567", "gb-coh-07654321"}


def test_names_and_ids_that_would_give_one_id_are_told_apart():
    parties = [BUYER, {"id": "org-1", "name": "A & B", "roles": ["supplier"]},
               {"id": "org-2", "name": "A/B", "roles": ["supplier"]}]
    notice = release(parties=parties, awards=[award("X/1", suppliers=parties[1:]), award("x-1", suppliers=[])])
    found = arrival(notice)
    first, second = sorted(each.key for each in found.rows["organisations"] if each.key.startswith("a-b"))
    assert first == "a-b" and second.startswith("a-b-")
    assert sorted(each.key.startswith(f"{OCID}-x-1") for each in found.rows["activities"]) == [True, True]
    again = changes(arrival(notice, book=after(found)), after(found))
    assert all(change.new == change.changed == 0 for change in again)


def test_a_number_within_one_notice_is_no_id():
    parties = [{"id": "org-3", "name": "Invented Health Board", "roles": ["buyer"]}]
    found = arrival(release(parties=parties, buyer={"id": "org-3"}, tender=tender()),
                    release(1, "ocds-abc123-two", parties=[parties[0] | {"id": "org-1"}], buyer={"id": "org-1"},
                            tender=tender()))
    assert [each.key for each in found.rows["organisations"]] == ["invented-health-board"]


def test_nothing_of_a_contact_is_read():
    secret = BUYER | {"contactPoint": {"name": "Somebody Private", "email": "private@example.org"}}
    found = arrival(release(parties=[secret, SUPPLIER], awards=[award()]))
    assert "rivate" not in repr(found.rows)


def test_indicators_with_their_ratings_are_rows_of_their_own():
    metrics = [{"id": "k1", "title": "Jobs for local people", "observations": [
        {"id": "target", "measure": "20", "unit": {"name": "jobs"}},
        {"id": "y1", "period": {"startDate": "2025-04-01T00:00:00Z", "endDate": "2026-03-31T00:00:00Z"},
         "measure": "12", "measureClassification": {"id": "significantlyBelow"}}]},
        {"id": "k2", "title": "Calls answered", "description": "Within a minute"}]
    found = arrival(release(awards=[award()], contracts=[{"id": "c1", "awardID": "a1", "agreedMetrics": metrics}]))
    assert row(found, "kpis", f"{OCID}-a1-kpi-k1-y1") == {
        "id": f"{OCID}-a1-kpi-k1-y1", "activity": f"{OCID}-a1", "title": "Jobs for local people", "target": "20 jobs",
        "start": date(2025, 4, 1), "end": date(2026, 3, 31), "result": "12", "rating": "significantly-below",
        "source": OCID}
    assert row(found, "kpis", f"{OCID}-a1-kpi-k2")["target"] == "Within a minute"
    # An indicator has a row of its own, so that its first rating adds a row and changes none.
    assert "rating" not in row(found, "kpis", f"{OCID}-a1-kpi-k1") and len(found.rows["kpis"]) == 3
    assert "commitments" not in found.rows


def test_an_unknown_rating_is_other_and_said():
    contract = {"id": "c1", "awardID": "a1", "implementation": {"metrics": [
        {"id": "k", "observations": [{"id": "1", "measureClassification": {"id": "superb"}}]}]}}
    found = arrival(release(awards=[award()], contracts=[contract]))
    assert row(found, "kpis", f"{OCID}-a1-kpi-k-1")["rating"] == "other" and codes(found) == ["OCDS-RATING"]


@pytest.mark.parametrize(("value", "code"), [
    (pounds(0), "OCDS-VALUE-TOKEN"), (pounds(Decimal("0.01")), "OCDS-VALUE-TOKEN"),
    ({"amount": 5, "currency": "EUR"}, "OCDS-CURRENCY"), (pounds("about ten"), "OCDS-TYPE"),
    (pounds(10**11), "OCDS-CELL"), ("ten pounds", "OCDS-TYPE")])
def test_a_value_that_is_none_is_blank_and_said(value, code):
    text = json.dumps(release(awards=[award(value=value)]), default=float)
    found = arrival(text)
    assert "value" not in row(found, "activities") and code in codes(found)


@pytest.mark.parametrize(("parts", "code"), [
    ({"awards": [award(date="31 March 2025")]}, "OCDS-TYPE"), ({"awards": [award(suppliers="Ltd")]}, "OCDS-TYPE"),
    ({"awards": [award(), "nothing"]}, "OCDS-TYPE"), ({"tag": []}, "OCDS-MISSING"), ({"awards": [{}]}, "OCDS-MISSING"),
    ({"tender": {"id": "t", "title": "T", "suitability": {"sme": "perhaps"}}}, "OCDS-TYPE"),
    ({"tender": {"id": "t", "title": "=1+1", "status": "active"}}, "OCDS-TEXT-SIGN"),
    ({"parties": [{"id": "GB-CFS-5", "roles": ["buyer"]}], "buyer": {"id": "GB-CFS-5"}}, "OCDS-PARTY-NAMELESS"),
    ({"contracts": [{"id": "c", "implementation": {"milestones": [{"id": "1"}]}}]}, "OCDS-MILESTONES")])
def test_what_breaks_the_standard_is_taken_as_far_as_it_makes_sense(parts, code):
    found = arrival(release(**parts))
    assert code in codes(found) and sums(found) == (1, 1, 0, 0)


def test_every_row_of_a_file_is_accepted_refused_or_blank():
    found = arrival(release(1, awards=[award()]), "", '{"ocid": "ocds-abc123-cut", "id"', '["no release"]', "{}",
                    release(2, awards=[award()]))
    assert sums(found) == (6, 2, 3, 1)
    refused = {finding.row for finding in found.receipt.errors}
    assert refused == {3, 4, 5}


@pytest.mark.parametrize("wrapped", [
    lambda each: {"releases": each}, lambda each: each, lambda each: {"records": [{"ocid": OCID, "releases": each}]},
    lambda each: {"records": [{"ocid": OCID, "releases": [{"url": "https://example.org/1"}],
                               "compiledRelease": each[-1]}]}])
def test_packages_lists_and_records_are_read_like_lines(wrapped):
    releases = [release(1, awards=[award(value=pounds(1_000))]), release(2, awards=[award()])]
    found = arrive(File("package.json", json.dumps(wrapped(releases)).encode()), northmere(), Given())
    assert row(found, "activities")["value"] == Decimal("50000.00")
    assert found.receipt.refused == 0


def test_refused_releases_of_a_package_are_counted_by_their_place():
    package = {"releases": [release(1, awards=[award()]), {"id": "no process"}, "nothing", {"ocid": 5}]}
    found = arrive(File("package.json", json.dumps(package).encode()), northmere(), Given())
    assert sums(found) == (4, 1, 3, 0) and {finding.row for finding in found.receipt.errors} == {2, 3, 4}


def test_a_repeated_release_is_counted_once_and_two_of_one_moment_are_said():
    one, other = release(1, awards=[award()]), release(1, awards=[award(title="Else")])
    assert codes(arrival(one, one)) == ["OCDS-REPEATED"]
    assert codes(arrival(one, other)) == ["OCDS-SAME-MOMENT"]


def test_releases_that_do_not_fit_together_leave_the_latest():
    found = arrival(release(1, tender={"id": "t", "title": {"en": "Mowing"}}), release(2, tender=tender(title="Salt")))
    assert row(found, "opportunities")["title"] == "Salt" and codes(found) == ["OCDS-NOT-MERGED"]


def test_a_file_without_a_release_is_refused_as_a_whole():
    found = arrive(File("table.csv", b"a,b\n1,2\n"), northmere(), Given())
    assert found.rows == {} and codes(found) == ["FILE-OTHER"]


@pytest.mark.parametrize("depth", [50, 300, 600, 800, 900, 950, 2_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_brackets_within_brackets_are_read_or_refused(depth, opening, closing):
    nested = f'{{"ocid": "{OCID}", "extra": {opening * depth}1{closing * depth}}}'
    found = arrive(File("deep.json", nested.encode()), northmere(), Given())
    assert found.receipt.rows_in == found.receipt.accepted or "JSON-DEEP" in codes(found)
    assert codes(found) != []


def _places(value, path=()):
    """The paths of everything in a value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _places(item, (*path, key))


WRONG = [None, [], {}, [None], [[]], [{}], {"a": {}}, 0, -1, 10**30, 1.5, True, False, "", " ", "x", "=1+1", "\x00",
         "2025-13-01T00:00:00Z", "9999999999999", {"id": []}, [{"id": {}}, {"id": {}}], "é" * 300]


@pytest.mark.parametrize("seed", range(20))
def test_whatever_stands_in_a_field_there_is_a_receipt_that_adds_up(seed):
    lots = [{"id": "1", "title": "North", "value": pounds(5), "suitability": {"sme": True}, "status": "active",
             "contractPeriod": {"startDate": "2025-04-01T00:00:00Z"},
             "awardCriteria": {"criteria": [criterion("50"), {"type": "price", "numbers": [
                 {"number": 50, "weight": "percentageExact"}]}]}}]
    metrics = [{"id": "k", "title": "Jobs", "observations": [{"id": "1", "measure": 5, "unit": {"name": "jobs"},
                                                              "measureClassification": {"id": "met"}}]}]
    contract = {"id": "c", "awardID": "a1", "status": "active", "agreedMetrics": metrics,
                "implementation": {"metrics": metrics, "milestones": [{"id": "m"}]}}
    sound = release(1, tender=tender(lots=lots), awards=[award(relatedLots=["1"])], contracts=[contract])
    places = [path for path in _places(sound) if path]
    chance = random.Random(seed)
    for _ in range(50):
        spoilt = [copy.deepcopy(sound), copy.deepcopy(sound) | {"id": "2", "date": "2025-03-02T00:00:00Z"}]
        for each in spoilt[:chance.randint(1, 2)]:
            *way, last = chance.choice(places)
            inner = each
            for key in way:
                inner = inner[key]
            inner[last] = chance.choice(WRONG)
        found = arrival(*spoilt)
        assert found.receipt.rows_in == 2
        assert all(row.key and row.key == row.key.strip() for rows in found.rows.values() for row in rows)


def test_json_goes_through_this_door_where_nobody_names_one():
    assert usual_door(lines(release(), release(2))) == "ocds"
    assert usual_door(File("x.json", json.dumps({"releases": []}).encode())) == "ocds"
