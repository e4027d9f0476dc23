"""Files whose headings nobody knows yet: a map is proposed, corrected, used and remembered; other files are joined."""

import html
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from commonweal.basics.tables import Record
from commonweal.exchange.maps.headings import fingerprint
from commonweal.exchange.workbooks.returns import depart as ask
from commonweal.exchange.workbooks.whole import depart
from commonweal.ledger.tables import PAYMENTS
from commonweal.web.people.models import Body
from commonweal.web.register.actions import put, put_text
from commonweal.web.register.models import Import, Text
from commonweal.web.register.reading import book, record, records
from tests.web.conftest import person, signed_in

PLACES = '''title = "wards"

[into.places]
id = { from = "Ward", make = "id" }
name = "Ward"
kind = { words = "ward" }
'''
WARDS = b"Ward,Seats\nAlder,2\nBirch,3\n"


@pytest.fixture
def keeper(body):
    return signed_in(person("officer", body))


@pytest.fixture
def bring(keeper, body, django_capture_on_commit_callbacks):
    def brought(content, name="wards.csv", door="find-out", beside=(), **more):
        with django_capture_on_commit_callbacks(execute=True):
            answer = keeper.post("/smallford/bring-in/", {
                "door": door, "file": SimpleUploadedFile(name, content),
                "beside": [SimpleUploadedFile(*each) for each in beside], **more})
        assert answer.status_code == 302, answer.content.decode()
        connection.run_on_commit = []
        return Import.objects.latest("id")
    return brought


@pytest.fixture
def say(keeper, django_capture_on_commit_callbacks):
    def said(found, where="", **what):
        with django_capture_on_commit_callbacks(execute=True):
            answer = keeper.post(f"/smallford/bring-in/{found.pk}/{where}", what)
        # A test never commits: without this the same job asked for again would be taken for the one that was done.
        connection.run_on_commit = []
        found.refresh_from_db()
        return answer
    return said


def test_a_file_that_cannot_be_opened_is_not_taken_and_asks_for_no_map(keeper, bring):
    found = bring(b"PK\x03\x04 and then nothing")
    assert found.state == Import.State.REFUSED
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert "cannot be unpacked" in page and "Say which column is what" not in page


def test_a_file_of_unknown_headings_waits_for_a_map_and_the_next_one_is_known(keeper, body, bring, say):
    found = bring(WARDS)
    assert (found.door, found.state) == ("map", Import.State.NEEDS_MAP)
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert "Say which column is what" in page
    assert "Nobody has said yet which column" in page and "--propose" not in page
    proposed = keeper.get(f"/smallford/bring-in/{found.pk}/columns/?table=places").content.decode()
    assert "[into.places]" in proposed and "Ward" in proposed
    assert say(found, "columns/", text=PLACES).status_code == 302
    assert found.state == Import.State.LOOKED_THROUGH and _accepted(found) == 2, found.said
    assert not [row for row in records(body, "places") if row.key == "alder"]
    say(found, do="agree")
    assert found.state == Import.State.IN
    assert {row.key for row in records(body, "places")} >= {"alder", "birch"}
    assert Text.objects.filter(body=body, path__startswith="maps/").count() == 1
    again = bring(b"Seats,Ward\n4,Cedar\n", "more.csv")
    assert again.state == Import.State.LOOKED_THROUGH and _accepted(again) == 1
    # The same file is not offered a second time; its map can still be corrected.
    same = bring(WARDS)
    page = keeper.get(f"/smallford/bring-in/{same.pk}/").content.decode()
    assert same.state == Import.State.NEEDS_MAP and "is new: the records have all of it already." in page
    assert "Agree" not in page and "Say which column is what" in page


def test_the_map_that_a_file_was_read_by_stands_in_the_form_and_its_correction_is_the_one_for_later_files(
        keeper, body, bring, say):
    april = bring(WARDS, "april.csv")
    say(april, "columns/", text=PLACES.replace('"wards"', '"april.csv as places"'))
    say(april, do="agree")
    may = bring(b"Ward,Seats\nCedar,2\n", "may.csv")
    form = html.unescape(keeper.get(f"/smallford/bring-in/{may.pk}/columns/").content.decode())
    assert 'title = "april.csv as places"' in form and 'kind = { words = "ward" }' in form
    say(may, "columns/", text=PLACES.replace('"wards"', '"may.csv as places"').replace('"ward"', '"council"'))
    say(may, do="agree")
    assert may.state == Import.State.IN
    assert Text.objects.filter(body=body, path__startswith="maps/").count() == 1
    june = bring(b"Ward,Seats\nDogwood,2\n", "june.csv")
    assert june.state == Import.State.LOOKED_THROUGH
    say(june, do="agree")
    assert {row.key: row.text("kind") for row in records(body, "places") if row.key in ("cedar", "dogwood")} == {
        "cedar": "council", "dogwood": "council"}


def test_where_several_maps_of_older_records_fit_one_is_chosen(keeper, body, bring, say):
    for name, kind in (("april", "ward"), ("may", "council")):
        put_text(body, f"maps/{fingerprint(['Ward', 'Seats'])}-{name}-csv.toml",
                 PLACES.replace('"wards"', f'"{name}.csv"').replace('"ward"', f'"{kind}"').encode())
    found = bring(WARDS, "june.csv")
    assert found.state == Import.State.NEEDS_MAP
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert "Several maps are for the headings of june.csv" in page and "Say which column is what" in page
    form = keeper.get(f"/smallford/bring-in/{found.pk}/columns/").content.decode()
    path = next(path for path in re.findall(r'<option value="(maps/[^"]+)"', form) if "may" in path)
    chosen = html.unescape(keeper.get(f"/smallford/bring-in/{found.pk}/columns/?table={path}").content.decode())
    assert 'kind = { words = "council" }' in chosen
    say(found, "columns/", text=PLACES.replace('"ward"', '"council"'))
    say(found, do="agree")
    assert found.state == Import.State.IN
    assert bring(b"Ward,Seats\nElm,2\n", "july.csv").state == Import.State.LOOKED_THROUGH


LOOKUP = b"PCDS,LAD23CD,LAD23NM,Remark\nSM1 1AA,E07000099,Smallford,x\n"


def test_a_look_up_of_postcodes_of_another_shape_asks_which_column_is_what(keeper, body, bring, say):
    put(body, Record(PAYMENTS, dict.fromkeys(PAYMENTS.names) | {
        "id": "p1", "supplier": "Lantern", "amount": Decimal("10.00"), "paid": date(2025, 3, 1),
        "postcode": "SM1 1AA"}), 0)
    found = bring(LOOKUP, "postcodes.csv", "postcodes")
    assert found.state == Import.State.NEEDS_MAP
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert "Say which column is what" in page and "o known shape" in page
    form = html.unescape(keeper.get(f"/smallford/bring-in/{found.pk}/columns/").content.decode())
    proposed = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.S)[1].strip() + "\n"
    assert 'postcode = "PCDS"' in proposed and 'council = "LAD23CD"' in proposed and "#   Remark" in proposed
    wrong = say(found, "columns/", text='postcode = "PCDS"\n')
    assert wrong.status_code == 200 and "names a column for postcode and council" in wrong.content.decode()
    assert say(found, "columns/", text=proposed).status_code == 302
    assert found.state == Import.State.LOOKED_THROUGH, found.said
    say(found, do="agree")
    assert found.state == Import.State.IN, found.said
    assert record(body, "payments", "p1").text("office") == "e07000099"


def test_a_map_that_cannot_be_read_comes_back_with_its_fault_and_loses_nothing(keeper, bring, say):
    found = bring(WARDS)
    answer = say(found, "columns/", text=PLACES.replace("[into.places]", "[into.wards]"))
    text = answer.content.decode()
    assert answer.status_code == 200 and "wards" in text and "There is a problem" in text
    assert "[into.wards]" in text and found.state == Import.State.NEEDS_MAP
    assert "There is no table" in keeper.get(f"/smallford/bring-in/{found.pk}/columns/?table=nowhere").content.decode()


def test_a_map_may_be_changed_until_somebody_agrees(keeper, bring, say):
    found = bring(WARDS)
    assert say(found, "columns/", text=PLACES).status_code == 302
    assert "Change which column is what" in keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    say(found, "columns/", text=PLACES.replace('"ward"', '"council"'))
    say(found, do="agree")
    assert found.state == Import.State.IN
    assert keeper.get(f"/smallford/bring-in/{found.pk}/columns/").status_code == 302


def test_a_file_is_joined_to_another_that_came_with_it(body, bring, say):
    joined = PLACES + """code = "more: Code"

[[join]]
name = "more"
file = "codes.csv"
here = "Ward"
there = "Name"
"""
    found = bring(WARDS, beside=[("codes.csv", b"Name,Code\nAlder,E05000001\n"), ("../other.csv", b"a\n1\n")])
    say(found, "columns/", text=joined)
    say(found, do="agree")
    assert found.state == Import.State.IN, found.said
    assert {row.key: row.text("code") for row in records(body, "places") if row.key in ("alder", "birch")} == {
        "alder": "E05000001", "birch": ""}


def test_a_known_list_needs_no_map(bring):
    spending = b"Payment Date,Net Amount,Supplier Name,Expenditure Category\n2025-03-31,120.50,Lantern Works,Repairs\n"
    found = bring(spending, "spend.csv", known="spend-harrogate")
    assert (found.door, found.state) == ("map", Import.State.LOOKED_THROUGH), found.said
    assert _accepted(found) == 1


def test_a_file_that_is_left_is_kept_no_longer(keeper, bring, say, settings):
    found = bring(WARDS)
    say(found, do="leave")
    assert found.state == Import.State.REFUSED
    assert not (settings.HOME / "imports" / "smallford" / str(found.pk)).exists()


def _accepted(found: Import) -> int:
    return sum(sheet["accepted"] for sheet in json.loads(found.said)["sheets"])


def test_our_own_workbooks_are_known_by_what_is_in_them(keeper, body, bring):
    found = bring(depart(book(body)), "spending.xlsx")
    assert (found.door, found.state) == ("workbook", Import.State.REFUSED) and "is new" in found.said
    before = records(body, "deliveries")
    returned = bring(ask(book(body), "brightbuild", "2025-01-01/2025-03-31"), "records.xlsx")
    assert returned.state == Import.State.REFUSED and records(body, "deliveries") == before
    page = keeper.get(f"/smallford/bring-in/{returned.pk}/").content.decode()
    assert "records.xlsx is the workbook of a return" in page


def test_a_workbook_of_records_begins_the_records_of_a_body_that_has_none(body, django_capture_on_commit_callbacks):
    new = Body.objects.create(slug="newtown", name="Newtown Council")
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(person("officer", new)).post("/newtown/bring-in/", {
            "door": "find-out", "file": SimpleUploadedFile("x.bin", depart(book(body)))})
    found = Import.objects.latest("id")
    assert (found.door, found.state) == ("", Import.State.LOOKED_THROUGH), found.said
