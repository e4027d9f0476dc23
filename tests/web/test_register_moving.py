"""Records come in and go out whole, and files through a door: seen first, agreed to, whole or not, taken back."""

import html
import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record, write_value
from commonweal.basics.told import from_json
from commonweal.exchange import doors
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.corrected import HEADING
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.forms import FORMS
from commonweal.exchange.maps import door as maps_door
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.exchange.sifting import sifted
from commonweal.ledger.book import read_book
from commonweal.ledger.tables import BOOK_TABLES, BY_NAME
from commonweal.web.audit.actions import verify
from commonweal.web.audit.models import Event
from commonweal.web.people.models import Body
from commonweal.web.people.roles import ROLES, May
from commonweal.web.register import jobs, sifting
from commonweal.web.register.actions import write_row
from commonweal.web.register.locks import Lock
from commonweal.web.register.models import ROWS, Import, Text
from commonweal.web.register.reading import book, record, records
from tests.house.repository import ROOT
from tests.report.publishable import png
from tests.web.conftest import TESTER, person, signed_in

ADDRESS = "/{}/bring-in/"


def _zip(folder, top="records/", more=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, top + path.relative_to(folder).as_posix())
        for name, content in more:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def empty(db):
    return Body.objects.create(slug="newtown", name="Newtown Council")


@pytest.fixture
def officer(empty):
    return signed_in(person("officer", empty))


def _bring(browser, body, content, name="records.zip", door="", capture=None):
    with capture(execute=True):
        answer = browser.post(ADDRESS.format(body.slug), {"door": door, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("id")


def _do(browser, found, what, capture):
    with capture(execute=True):
        answer = browser.post(f"/{found.body.slug}/bring-in/{found.pk}/", {"do": what})
    found.refresh_from_db()
    return answer


@pytest.mark.parametrize("example", ["northmere", "lcr-2023"])
def test_an_example_brought_in_as_a_file_comes_out_as_a_file_that_says_the_same(
        empty, officer, tmp_path, django_capture_on_commit_callbacks, example):
    found = _bring(officer, empty, _zip(ROOT / "examples" / example), capture=django_capture_on_commit_callbacks)
    page = officer.get(f"/newtown/bring-in/{found.pk}/").content.decode()
    assert "Agree: write it to your records" in page and not ROWS["activities"].objects.exists()
    _do(officer, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.IN
    out = officer.get("/newtown/take-out/all/")
    with zipfile.ZipFile(io.BytesIO(out.content)) as archive:
        archive.extractall(tmp_path)
    before, after = read_book(ROOT / "examples" / example).book, read_book(tmp_path / "newtown").book
    for table in BOOK_TABLES:
        rows = [[[write_value(row.get(name)) for name in table.names] for row in found.rows(table.name)]
                for found in (before, after)]
        assert rows[0] == rows[1], table.name
    assert after.settings == before.settings
    assert officer.get("/newtown/take-out/all/").content == out.content


def test_records_with_something_to_fix_are_shown_with_it_and_not_taken(
        empty, officer, starter, tmp_path, django_capture_on_commit_callbacks):
    wrong = shutil.copytree(starter, tmp_path / "wrong")
    (wrong / "deliveries.csv").write_text(
        (wrong / "deliveries.csv").read_text(encoding="utf-8").replace("repairs,", "no-such,", 1), encoding="utf-8")
    found = _bring(officer, empty, _zip(wrong), capture=django_capture_on_commit_callbacks)
    assert found.state == Import.State.REFUSED
    page = officer.get(f"/newtown/bring-in/{found.pk}/").content.decode()
    assert "no-such" in page and "Agree" not in page
    _do(officer, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.REFUSED and not ROWS["activities"].objects.exists()


@pytest.mark.parametrize(("content", "said"), [
    (b"no archive at all", "cannot be unpacked"),
    ([("../outside.csv", "x")], "outside its own folder"),
    ([("/etc/outside.csv", "x")], "outside its own folder"),
    ([(f"f{n}.txt", "x") for n in range(1001)], "1,000 are the most"),
    ([("big.csv", "0" * 30_000_000)], "would unpack to"),
    ([("only.txt", "x")], "no book.toml"),
])
def test_an_archive_that_is_none_or_means_harm_is_refused_and_writes_nothing(
        empty, officer, django_capture_on_commit_callbacks, content, said):
    if not isinstance(content, bytes):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in content:
                archive.writestr(name, text)
        content = out.getvalue()
    found = _bring(officer, empty, content, capture=django_capture_on_commit_callbacks)
    assert found.state == Import.State.REFUSED
    assert said in officer.get(f"/newtown/bring-in/{found.pk}/").content.decode().replace("&#39;", "'")


def test_a_form_without_a_file_says_so(empty, officer):
    text = officer.post("/newtown/bring-in/", {"door": ""}).content.decode()
    assert "Choose the file that you want to bring." in text and not Import.objects.exists()


def test_a_whole_set_is_not_offered_where_there_are_records(body):
    browser = signed_in(person("officer", body))
    text = browser.get("/smallford/bring-in/").content.decode()
    assert 'value="whole"' not in text and 'value="ocds"' in text


# --- through a door ---------------------------------------------------------------------------------------------------


def _row(table, row=2, /, **said):
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said, row)


@pytest.fixture
def door(monkeypatch):
    """A door that brings the rows which a test sets, whatever the file says."""
    brings = {"rows": {}, "columns": {}, "files": {}, "editions": {}, "findings": [], "meanwhile": lambda given: None}

    def arrive(file, book, given):
        brings["meanwhile"](given)
        count = sum(map(len, brings["rows"].values()))
        refused = len(brings["findings"])
        told = receipt(file, [SheetCount("", count + refused, count, refused, 0)], brings["findings"])
        return Arrival(told, brings["rows"], brings["columns"], brings["editions"], brings["files"])

    monkeypatch.setattr(doors, "DOORS", {"test-door": arrive})
    monkeypatch.setattr("commonweal.web.register.ways_in.DOORS", {"test-door": arrive})
    return brings


@pytest.fixture
def keeper(body):
    return signed_in(person("officer", body))


LANTERN = {"id": "lantern", "name": "Lantern Kitchen", "kind": "charity"}


def _state(body):
    rows = {name: [tuple(write_value(row.to_record().get(column)) for column in row.TABLE.names)
                   for row in model.objects.filter(body=body)] for name, model in ROWS.items()}
    return rows, dict(Text.objects.filter(body=body).values_list("path", "sha256"))


def test_a_file_is_seen_first_agreed_to_and_taken_back_and_leaves_all_as_it_was(
        body, keeper, door, django_capture_on_commit_callbacks):
    before, events = _state(body), Event.objects.count()
    door["rows"] = {
        "organisations": (_row("organisations", **LANTERN),
                          _row("organisations", id="brightbuild", name="Brightbuild 2", kind="company")),
        "activities": (_row("activities", id="lights", title="Lights", kind="grant", role="investor", state="planned",
                            value_bound="exact"),)}
    door["columns"] = {"organisations": ("id", "name", "kind")}
    door["files"] = {"imports/map.toml": "x = 1\n"}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert found.state == Import.State.LOOKED_THROUGH and "3 rows in = 3 accepted" in page
    assert _state(body) == before and Event.objects.count() == events
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.IN and Event.objects.count() == events + 1
    assert record(body, "organisations", "brightbuild").text("name") == "Brightbuild 2"
    # What the file does not speak of stays.
    assert record(body, "organisations", "brightbuild").text("size") == "medium"
    assert record(body, "activities", "lights") and Text.objects.filter(body=body, path="imports/map.toml").exists()
    _do(keeper, found, "undo", django_capture_on_commit_callbacks)
    assert found.state == Import.State.TAKEN_BACK and _state(body) == before
    assert Event.objects.count() == events + 2 and verify()[1] == []


def test_a_row_that_does_not_fit_the_records_is_refused_under_its_own_row_and_the_others_go_in(
        body, keeper, door, django_capture_on_commit_callbacks):
    door["rows"] = {"organisations": (_row("organisations", 2, **LANTERN),), "parties": (
        _row("parties", 3, activity="no-such-contract", organisation="lantern", part="prime"),)}
    found = _bring(keeper, body, b"id\nlantern\nparty\n", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert "2 rows in = 1 accepted + 1 refused" in page and "rows.csv row 3" in page and "no-such-contract" in page
    assert "parties.csv" not in page
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.IN
    assert record(body, "organisations", "lantern") and not records(body, "parties", organisation="lantern")


RESULTS = (b"Ref,Activity,Month,Hours\ngood,repairs,2025-02,5\nwrong,no-such,2025-02,7\n")
RESULTS_MAP = '''title = "Results"
[read]
dates = ["2024-03"]
[into.deliveries]
id = { from = "Ref", make = "id" }
activity = "Activity"
measure = { words = "volunteering-hours" }
quantity = "Hours"
start = { from = "Month", day = "first" }
end = { from = "Month", day = "last" }
period_kind = { words = "quarter" }
state = { words = "submitted" }
'''


def test_the_receipt_on_the_site_is_that_of_the_command_line(
        body, keeper, starter, django_capture_on_commit_callbacks):
    file = File("results.csv", RESULTS)
    told_there = sifted(starter, maps_door.arrive(file, read_book(starter).book, Given(RESULTS_MAP))).receipt
    assert (told_there.accepted, told_there.refused) == (1, 1)
    found = _bring(keeper, body, RESULTS, "results.csv", "map", django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(f"/smallford/bring-in/{found.pk}/columns/", {"text": RESULTS_MAP})
    found.refresh_from_db()
    said = json.loads(found.said)
    assert [from_json(line) for line in said["receipt"]] == told_there.lines
    assert [(each["code"], each["row"], str(from_json(each["message"]))) for each in said["findings"]] == [
        (each.code, each.row, each.message) for each in told_there.findings]


def test_a_version_that_does_not_fit_is_refused_as_a_whole(body, keeper, door, django_capture_on_commit_callbacks):
    before, events = _state(body), Event.objects.count()
    door["rows"] = {"organisations": (_row("organisations", 2, **LANTERN),)}
    door["editions"] = {"ours/2030/edition.toml": "title = 3\n"}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.REFUSED and _state(body) == before and Event.objects.count() == events


def test_where_all_rows_are_refused_the_file_is_kept_with_a_copy_to_mend_until_it_is_left(
        body, keeper, door, settings, django_capture_on_commit_callbacks):
    door["rows"] = {"parties": (_row("parties", 2, activity="no-such", organisation="brightbuild", part="prime"),)}
    found = _bring(keeper, body, b"activity\nno-such\n", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    assert found.state == Import.State.REFUSED
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert "/copy/" in page and "Leave it" in page and "No row of rows.csv can be taken" in page
    copy = keeper.get(f"/smallford/bring-in/{found.pk}/copy/")
    heading, (own, mend, _) = openpyxl.load_workbook(io.BytesIO(copy.content)).worksheets[0].values
    assert heading[:2] == ("activity", HEADING) and own == "no-such" and "no-such" in mend
    _do(keeper, found, "leave", django_capture_on_commit_callbacks)
    assert not (Path(settings.HOME) / "imports" / "smallford" / str(found.pk)).exists()
    assert keeper.get(f"/smallford/bring-in/{found.pk}/copy/").status_code == 302
    assert "/copy/" not in keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()


def test_a_refused_file_that_nobody_leaves_is_kept_some_days(
        body, keeper, door, settings, django_capture_on_commit_callbacks):
    door["rows"] = {"parties": (_row("parties", 2, activity="no-such", organisation="brightbuild", part="prime"),)}
    old, new = (_bring(keeper, body, b"x\ny\n", "rows.csv", "test-door", django_capture_on_commit_callbacks)
                for _ in range(2))
    Import.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    _bring(keeper, body, b"x\ny\n", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    there = [(Path(settings.HOME) / "imports" / "smallford" / str(each.pk)).exists() for each in (old, new)]
    assert there == [False, True]


def test_what_a_colleague_corrected_since_the_look_is_not_overwritten_unseen(
        body, keeper, door, django_capture_on_commit_callbacks):
    same = dict(record(body, "organisations", "brightbuild").values) | {}
    door["rows"] = {"organisations": (_row("organisations", 2, **LANTERN), _row("organisations", 3, **same))}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    ROWS["organisations"].objects.filter(body=body, key="brightbuild").update(name="Brightbuild, corrected")
    events = Event.objects.count()
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.LOOKED_THROUGH and Event.objects.count() == events
    assert record(body, "organisations", "brightbuild").text("name") == "Brightbuild, corrected"
    assert record(body, "organisations", "lantern") is None
    page = html.unescape(keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode())
    assert "changed since you looked through this file" in page and "organisations, 'brightbuild'" in page
    connection.run_on_commit = []
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.IN
    assert record(body, "organisations", "brightbuild").text("name") == same["name"]


def test_what_another_change_wrote_while_the_file_was_read_is_not_overwritten_unseen(
        body, keeper, door, monkeypatch, django_capture_on_commit_callbacks):
    same = dict(record(body, "organisations", "brightbuild").values) | {"name": "Brightbuild 2"}
    door["rows"] = {"organisations": (_row("organisations", 2, **same),)}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    marks, wrote = sifting.marks, []

    def meanwhile(*given):
        made = marks(*given)
        if not wrote:
            wrote.append(1)
            now = record(body, "organisations", "brightbuild")
            write_row(replace(TESTER, body=body.slug), body, Record(now.table, {**now.values, "name": "Meanwhile"}), 1)
        return made

    monkeypatch.setattr(sifting, "marks", meanwhile)
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.LOOKED_THROUGH
    assert record(body, "organisations", "brightbuild").text("name") == "Meanwhile"


def test_a_row_of_a_locked_span_is_refused_with_its_reason_and_an_agreement_after_a_lock_writes_nothing(
        body, keeper, door, django_capture_on_commit_callbacks):
    claim = next(row for row in records(body, "deliveries") if row.get("start") and row.get("end"))
    changed = dict(claim.values) | {"quantity": claim.number_or_zero("quantity") + 1}
    door["rows"] = {"organisations": (_row("organisations", 2, **LANTERN),),
                    "deliveries": (Record(claim.table, changed, 3),)}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    assert json.loads(found.said)["sheets"][0]["refused"] == 0
    Lock.objects.create(body=body, period="q", label="First quarter", start=claim.get("start"), end=claim.get("end"))
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.LOOKED_THROUGH and record(body, "organisations", "lantern") is None
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert "2 rows in = 1 accepted + 1 refused" in page and "First quarter is approved and locked" in page
    assert "rows.csv row 3" in page and "changed since you looked through" in page
    connection.run_on_commit = []
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.IN and record(body, "organisations", "lantern")
    assert dict(record(body, "deliveries", claim.key).values) == dict(claim.values)


def test_what_came_into_a_span_that_was_locked_since_is_not_taken_back(
        body, keeper, door, django_capture_on_commit_callbacks):
    claim = next(row for row in records(body, "deliveries") if row.get("start") and row.get("end"))
    changed = dict(claim.values) | {"quantity": claim.number_or_zero("quantity") + 1}
    door["rows"] = {"deliveries": (Record(claim.table, changed, 2),)}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    Lock.objects.create(body=body, period="q", label="First quarter", start=claim.get("start"), end=claim.get("end"))
    answer = _do(keeper, found, "undo", django_capture_on_commit_callbacks)
    assert answer.status_code == 200 and "First quarter is approved and locked" in answer.content.decode()
    assert found.state == Import.State.IN


@pytest.mark.parametrize("state", [Import.State.AGREED, Import.State.IN, Import.State.LOOKED_THROUGH])
def test_a_look_that_is_done_a_second_time_undoes_nothing(
        body, keeper, door, state, django_capture_on_commit_callbacks):
    door["rows"] = {"organisations": (_row("organisations", 2, **LANTERN),)}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    Import.objects.filter(pk=found.pk).update(state=state, said="{}")
    jobs.look_through.call(found.pk)
    found.refresh_from_db()
    assert found.state == state and found.said == "{}"


def test_how_far_the_reading_is_stands_on_the_page(body, keeper, door, django_capture_on_commit_callbacks):
    door["rows"] = {"organisations": (_row("organisations", 2, **LANTERN),)}
    pages = []

    def far(given):
        given.say("Read 3,000 processes.")
        pages.append(keeper.get(f"/smallford/bring-in/{Import.objects.latest('id').pk}/").content.decode())

    door["meanwhile"] = far
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    assert "It is so far: Read 3,000 processes." in pages[0]
    assert "Read 3,000" not in keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()


def test_what_was_changed_since_is_not_taken_back(body, keeper, door, django_capture_on_commit_callbacks):
    door["rows"] = {"organisations": (_row("organisations", **LANTERN),)}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    keeper.post("/smallford/change/organisations/lantern/", {
        "name": "Lantern", "kind": "charity", "row_version": "1", "form_token": "t"})
    answer = _do(keeper, found, "undo", django_capture_on_commit_callbacks)
    assert "changed since rows.csv came in" in answer.content.decode() and found.state == Import.State.IN
    assert record(body, "organisations", "lantern").text("name") == "Lantern"


def test_what_others_stand_on_is_not_taken_back_nor_what_another_file_came_after(
        body, keeper, door, django_capture_on_commit_callbacks):
    door["rows"] = {"organisations": (_row("organisations", **LANTERN),)}
    first = _bring(keeper, body, b"one", "one.csv", "test-door", django_capture_on_commit_callbacks)
    _do(keeper, first, "agree", django_capture_on_commit_callbacks)
    keeper.post("/smallford/activities/repairs/add/parties/", {
        "organisation": "lantern", "part": "partner", "form_token": "t", "row_version": "0"})
    assert "other rows stand on it" in _do(keeper, first, "undo", django_capture_on_commit_callbacks).content.decode()
    door["rows"] = {"organisations": (_row("organisations", **LANTERN | {"id": "second"}),)}
    second = _bring(keeper, body, b"two", "two.csv", "test-door", django_capture_on_commit_callbacks)
    _do(keeper, second, "agree", django_capture_on_commit_callbacks)
    assert "take that back first" in _do(keeper, first, "undo", django_capture_on_commit_callbacks).content.decode()


def test_agreeing_twice_writes_once(body, keeper, door, django_capture_on_commit_callbacks):
    door["rows"] = {"organisations": (_row("organisations", **LANTERN),)}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    events = Event.objects.count()
    for _ in range(3):
        _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert Event.objects.count() == events + 1


def test_rows_that_are_refused_are_named_with_what_to_mend_and_the_others_can_come(
        body, keeper, door, django_capture_on_commit_callbacks):
    door["rows"] = {"organisations": (_row("organisations", **LANTERN),)}
    door["findings"] = [Finding("CELL-DATE", Severity.ERROR, "'31/3' cannot be read.", "Write the year too.",
                                "rows.csv", 3, "start")]
    content = b"id,name,kind\nlantern,Lantern Kitchen,charity\nlate,Late,31/3\n"
    found = _bring(keeper, body, content, "rows.csv", "test-door", django_capture_on_commit_callbacks)
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert "2 rows in = 1 accepted + 1 refused" in page and "Write the year too." in page and "Agree" in page
    assert "rows.csv row 3, column start" in page and "/copy/" in page
    copy = keeper.get(f"/smallford/bring-in/{found.pk}/copy/")
    with zipfile.ZipFile(io.BytesIO(copy.content)) as workbook:
        assert "Write the year too." in "".join(
            workbook.read(name).decode() for name in workbook.namelist() if name.endswith(".xml"))


def test_a_file_that_is_left_is_kept_no_longer_and_cannot_be_agreed_to(
        body, keeper, door, settings, django_capture_on_commit_callbacks):
    door["rows"] = {"organisations": (_row("organisations", **LANTERN),)}
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    place = Path(settings.HOME) / "imports" / "smallford" / str(found.pk)
    assert (place / "brought").read_bytes() == b"rows"
    _do(keeper, found, "leave", django_capture_on_commit_callbacks)
    assert not place.exists()
    _do(keeper, found, "agree", django_capture_on_commit_callbacks)
    assert found.state == Import.State.REFUSED and record(body, "organisations", "lantern") is None


def test_a_file_that_nobody_decides_on_is_kept_for_thirty_days(
        body, keeper, door, settings, django_capture_on_commit_callbacks):
    door["rows"] = {"organisations": (_row("organisations", **LANTERN),)}
    door["findings"] = [Finding("CELL-DATE", Severity.NOTE, "'Ida Quillfeather' was read.", "Look.", "rows.csv", 3)]
    old, new, decided = (_bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
                         for _ in range(3))
    _do(keeper, decided, "agree", django_capture_on_commit_callbacks)
    Import.objects.filter(pk__in=[old.pk, decided.pk]).update(at=timezone.now() - timedelta(days=31))
    Import.objects.filter(pk=new.pk).update(at=timezone.now() - timedelta(days=29))
    call_command("tidy")
    place = Path(settings.HOME) / "imports" / "smallford"
    assert not (place / str(old.pk)).exists() and (place / str(new.pk) / "brought").read_bytes() == b"rows"
    states = dict(Import.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (old, new, decided)] == ["refused", "looked-through", "in"]
    page = keeper.get(f"/smallford/bring-in/{old.pk}/").content.decode()
    assert "Nobody decided on this file for 30 days" in page and "Quillfeather" not in page


def test_a_door_that_breaks_says_so_and_leaves_nothing_waiting(
        body, keeper, door, django_capture_on_commit_callbacks):
    door["rows"] = None  # No door gives this: it breaks.
    found = _bring(keeper, body, b"rows", "rows.csv", "test-door", django_capture_on_commit_callbacks)
    assert found.state == Import.State.REFUSED
    page = keeper.get(f"/smallford/bring-in/{found.pk}/").content.decode()
    assert "Something went wrong with this file on our side, and nothing was written." in page


def test_a_first_workbook_has_a_receipt_and_a_copy_to_mend_and_takes_pictures_from_beside_it(
        officer, empty, starter, tmp_path, django_capture_on_commit_callbacks):
    capture, records = django_capture_on_commit_callbacks, Path(shutil.copytree(starter, tmp_path / "records"))
    story, picture = records / "stories" / "garden.md", records / "stories" / "path.png"
    story.write_text(story.read_text().replace("consent =", 'image = "path.png"\nalt = "A path"\nconsent ='))
    picture.write_bytes(png())
    made = openpyxl.load_workbook(io.BytesIO(FORMS["workbook"].depart(read_book(records).book)))
    page = made["parties"]
    at = page.cell(5, [cell.value for cell in page[4]].index("organisation") + 1)
    right, at.value = at.value, "no-such"

    def brought(content):
        with capture(execute=True):
            officer.post("/newtown/bring-in/", {"door": "", "file": SimpleUploadedFile("first.xlsx", content),
                                                "beside": SimpleUploadedFile("path.png", picture.read_bytes())})
        found = Import.objects.latest("id")
        return found, html.unescape(officer.get(f"/newtown/bring-in/{found.pk}/").content.decode())

    found, text = brought(_saved(made))
    assert found.state == Import.State.REFUSED
    assert "sheet 'parties': 2 rows in = 1 accepted + 1 refused + 0 blank" in text
    copy = openpyxl.load_workbook(io.BytesIO(officer.get(f"/newtown/bring-in/{found.pk}/copy/").content))
    page = next(page for page in copy.worksheets if page.title.endswith(" parties"))
    assert "'no-such' is not in organisations" in page.cell(5, page.max_column - 1).value
    page.cell(5, at.column).value = right
    found, text = brought(_saved(copy))
    assert found.state == Import.State.LOOKED_THROUGH and "2 rows in = 2 accepted" in text
    _do(officer, found, "agree", capture)
    assert bytes(Text.objects.get(body=empty, path="stories/path.png").content) == png()


def _saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_all_records_go_out_as_a_workbook_and_come_in_equal(officer, empty, starter,
                                                            django_capture_on_commit_callbacks):
    capture = django_capture_on_commit_callbacks
    found = _bring(officer, empty, _zip(starter), capture=capture)
    _do(officer, found, "agree", capture)
    out = officer.get("/newtown/take-out/workbook/")
    assert out.headers["Content-Disposition"] == 'attachment; filename="newtown-workbook.xlsx"'
    other = Body.objects.create(slug="elsewhere", name="Elsewhere Council")
    there = signed_in(person("officer", other))
    brought = _bring(there, other, out.content, "records.xlsx", capture=capture)
    _do(there, brought, "agree", capture)
    assert brought.state == Import.State.IN
    for table in BOOK_TABLES:
        assert [{name: write_value(value) for name, value in row.values.items()} for row in records(other, table.name)
                ] == [{name: write_value(value) for name, value in row.values.items()}
                      for row in records(empty, table.name)]
    # Into records that are there already the same workbook brings nothing.
    again = _bring(there, other, out.content, "records.xlsx", "workbook", capture=capture)
    assert again.state == Import.State.REFUSED and "is new" in again.said


# --- every form out ---------------------------------------------------------------------------------------------------


def test_the_page_lists_every_form_with_its_words_and_a_file_of_each(body):
    keeper = signed_in(person("officer", body))
    page = keeper.get("/smallford/take-out/").content.decode()
    links = re.findall(r'href="(/smallford/take-out/[a-z-]+/)"', page)
    assert sorted(links) == sorted(f"/smallford/take-out/{name}/" for name in ("all", *FORMS))
    public, _, kept = page.partition("For colleagues only")
    for name, each in FORMS.items():
        assert each.title in page and html.escape(each.what, quote=False) in page and each.who in page
        assert (f"/take-out/{name}/" in public) == each.for_everyone and (f"/take-out/{name}/" in kept) != (
            each.for_everyone)


def test_each_form_is_the_file_that_the_command_line_makes(body):
    keeper, events = signed_in(person("officer", body)), Event.objects.count()
    for name, each in FORMS.items():
        out = keeper.get(f"/smallford/take-out/{name}/")
        assert out.status_code == 200 and out.content == each.depart(book(body)), name
        assert out.headers["Content-Disposition"] == f'attachment; filename="smallford-{name}.{each.suffix}"'
        assert out.headers["Content-Type"].split(";")[0] == {
            "csv": "text/csv", "json": "application/json", "jsonld": "application/ld+json", "zip": "application/zip",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}[each.suffix]
    assert Event.objects.count() == events


def test_a_form_that_cannot_be_made_says_why_on_the_page(body):
    keeper = signed_in(person("officer", body))
    ROWS["organisations"].objects.filter(body=body, key="brightbuild").delete()
    answer = keeper.get("/smallford/take-out/tables/", follow=True)
    assert answer.resolver_match.view_name == "take-out" and "to fix before figures" in answer.content.decode()
    assert keeper.get("/smallford/take-out/song/").status_code == 404


@pytest.mark.parametrize("role", sorted(name for name, role in ROLES.items() if May.MOVE_BOOK not in role.may))
def test_who_may_not_see_payments_takes_nothing_out(body, role):
    browser = signed_in(person(role, body, "brightbuild" if role == "supplier" else "",
                               ("repairs",) if role == "manager" else ()))
    for name in ("", "all/", *(f"{name}/" for name in FORMS)):
        assert browser.get(f"/smallford/take-out/{name}").status_code == 403, name
