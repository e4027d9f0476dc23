"""What programs do through the interface: the register, returns, figures; what they get wrong, and what it writes."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.basics.tables import Record
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import history
from commonweal.web.audit.models import Apart, Event
from commonweal.web.interface.document import document
from commonweal.web.publishing.models import Frozen, FrozenFigure, Work
from commonweal.web.register.actions import write_row
from commonweal.web.register.models import ROWS
from commonweal.web.returns.models import Answer, Sending
from commonweal.web.review.locking import Lock
from tests.house.repository import ROOT
from tests.web.asked import asked, opened
from tests.web.conftest import TESTER, person
from tests.web.interface import Program, token

RETURN = "returns/2025-q1.repairs.brightbuild"
HOURS = "answers/2025-q1.repairs.brightbuild.1"
SEND = {"name": "Robin Reporter", "office": "Site manager", "agreed": True, "times_sent": 0}


@pytest.fixture
def officer(body) -> Program:
    return Program(token(person("officer", body), name="register-sync"))


@pytest.fixture
def supplier(body) -> Program:
    opened(body)
    return Program(token(person("supplier", body, "brightbuild"), name="site-diary"))


def _problem(answer, status: int, code: str) -> dict:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.content
    said = answer.json()
    assert (said["status"], said["code"]) == (status, code)
    return said


def _sent_of(row: dict) -> dict:
    """A row as it is sent back: without what only the site says of it."""
    return {name: value for name, value in row.items() if name not in ("key", "id", "row_version", "row_changed")}


# The register.

def test_a_row_says_what_the_register_says_with_exact_numbers_as_text(body, officer):
    write_row(TESTER, body, Record(BY_NAME["activities"], dict.fromkeys(BY_NAME["activities"].names) | {
        "id": "docks", "title": "Docks", "kind": "contract", "role": "commissioner", "state": "planned",
        "value": Decimal("9999999999.99"), "weighting": Decimal("0.1"), "start": date(2025, 4, 1), "act_2012": True,
        "other_roles": ("investor", "employer"), "value_bound": "exact"}), 0)
    row = officer.get("activities/docks")
    assert (row["value"], row["weighting"], row["start"], row["act_2012"], row["other_roles"], row["end"]) == (
        "9999999999.99", "0.1000", "2025-04-01", True, ["investor", "employer"], None)


def test_no_number_of_the_document_is_a_float():
    assert '"type": "number"' not in json.dumps(document()) and '"float"' not in json.dumps(document())


def test_a_list_comes_in_pages_that_miss_and_repeat_nothing(body, officer):
    for number in range(7):
        write_row(TESTER, body, Record(BY_NAME["organisations"], dict.fromkeys(BY_NAME["organisations"].names) | {
            "id": f"firm-{number}", "name": f"Firm {number}", "kind": "company"}), 0)
    found, after = [], ""
    while after is not None:
        page = officer.get(f"organisations?limit=3{after and f'&after={after}'}")
        assert len(page["items"]) <= 3
        found += [row["key"] for row in page["items"]]
        after = page["next"]
    assert sorted(found) == sorted(ROWS["organisations"].objects.filter(body=body).values_list("key", flat=True))


def test_only_what_was_written_since_is_given_and_a_changed_row_comes_again(body, officer):
    first = officer.get("activities")
    assert "repairs" in [row["key"] for row in first["items"]]
    last = max(row["row_changed"] for row in first["items"])
    row = ROWS["activities"].objects.get(body=body, key="repairs")
    write_row(TESTER, body, Record(row.TABLE, dict(row.to_record().values) | {"note": "Longer."}), row.row_version)
    since = (row.row_changed + timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
    assert [found["note"] for found in officer.get(f"activities?changed_since={since}")["items"]] == ["Longer."]
    assert officer.get("activities")["items"][-1]["row_changed"] > last
    assert first["ask_next_from"] < officer.get("activities")["items"][-1]["row_changed"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00%2B05:00", "9999-12-31T23:59:59-05:00"])
def test_a_moment_that_no_calendar_has_is_told_and_fails_nothing(officer, moment):
    said = _problem(officer.ask("GET", f"activities?changed_since={moment}"), 400, "not-understood")
    assert "within the years 1 to 9999" in said["errors"][0]["what"]


def test_a_list_can_be_of_one_contract_or_project(body, officer):
    assert {row["activity"] for row in officer.get("commitments?activity=repairs")["items"]} == {"repairs"}
    assert officer.get("commitments?activity=nothing-like-it")["items"] == []
    assert [row["key"] for row in officer.get("activities?activity=repairs")["items"]] == ["repairs"]
    taking_part = ROWS["parties"].objects.filter(body=body, activity="repairs").values_list("organisation", flat=True)
    assert {row["key"] for row in officer.get("organisations?activity=repairs")["items"]} == set(taking_part) != set()


@pytest.mark.parametrize("table", ["activities", "commitments", "organisations", "deliveries", "milestones"])
def test_the_number_of_queries_of_a_list_does_not_grow_with_its_rows(body, officer, table):
    officer.get(table)  # That it was used is noted the first time.
    counts = []
    for more in (2, 60):
        model = ROWS[table]
        start = model.objects.filter(body=body).count()
        kind = {"activities": {"title": "Scheme"}, "organisations": {"name": "Firm"},
                "milestones": {"commitment": "repairs-hours"}}.get(table, {"activity": "repairs"})
        model.objects.bulk_create(model(body=body, key=f"more-{start + n}", row_position=start + n, **kind)
                                  for n in range(more))
        with CaptureQueriesContext(connection) as queries:
            assert len(officer.get(f"{table}?limit=200")["items"]) >= more
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_row_is_changed_by_the_same_writer_in_one_event_that_names_the_token(body, officer):
    before = officer.ask("GET", "activities/repairs")
    row = before.json()
    answer = officer.ask("PUT", "activities/repairs", _sent_of(row) | {
        "value": "250000.50", "change_reason": "Agreed in May."}, if_match=before.headers["ETag"])
    assert answer.status_code == 200, answer.content
    assert answer.json()["row"]["value"] == "250000.50" and answer.headers["ETag"] == f'"{row["row_version"] + 1}"'
    event = history("smallford", "activities", "repairs")[-1]
    assert (event["what"], event["role"], event["where"]) == (
        "write", "officer", "PUT change-activities by token register-sync")
    assert event["after"] == {"value": "250000.50"} and event["apart"] == {"reason": "Agreed in May."}


def test_somebody_elses_change_is_never_overwritten_unseen(body, officer):
    row = officer.get("activities/repairs")
    held = ROWS["activities"].objects.get(body=body, key="repairs")
    write_row(TESTER, body, Record(held.TABLE, dict(held.to_record().values) | {"note": "Theirs."}), held.row_version)
    answer = officer.ask("PUT", "activities/repairs", _sent_of(row) | {"note": "Mine."},
                         if_match=f'"{row["row_version"]}"')
    said = _problem(answer, 409, "changed-meanwhile")
    assert said["title"] == "Somebody else changed this meanwhile." and said["now"]["note"] == "Theirs."
    again = officer.ask("PUT", "activities/repairs", _sent_of(row) | {"note": "Mine."}, if_match=answer.headers["ETag"])
    assert again.status_code == 200 and officer.get("activities/repairs")["note"] == "Mine."


def test_nothing_is_changed_without_saying_which_version_was_read(officer):
    said = _problem(officer.ask("PUT", "activities/repairs", {"title": "Repairs"}), 400, "not-understood")
    assert "header.If-Match" in [fault["where"] for fault in said["errors"]]


def test_what_is_added_gets_an_id_and_the_same_request_again_writes_nothing(body, officer):
    said = {"title": "Harbour Lights", "kind": "grant", "role": "investor", "state": "planned"}
    answers = [officer.ask("POST", "activities", said, idempotency_key="nightly-2025-05-01") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert {answer.headers["Location"] for answer in answers} == {"/api/v1/smallford/activities/harbour-lights"}
    assert Event.objects.filter(table="activities", key="harbour-lights").count() == 1
    other = officer.ask("POST", "activities", said | {"title": "Other"}, idempotency_key="nightly-2025-05-01")
    _problem(other, 409, "key-used")
    assert not ROWS["activities"].objects.filter(body=body, title="Other").exists()


def test_the_same_request_again_says_that_what_came_of_it_was_taken_away(body, officer):
    new = {"name": "New Firm", "kind": "company"}
    made = officer.ask("POST", "organisations", new, idempotency_key="abcdefgh12").json()["row"]["key"]
    ROWS["organisations"].objects.filter(body=body, key=made).delete()
    said = _problem(officer.ask("POST", "organisations", new, idempotency_key="abcdefgh12"), 404, "not-found")
    assert said["detail"] == "new-firm was taken away."


@pytest.mark.parametrize("name", ["New\ud800 Firm", "New\0 Firm"])
def test_signs_that_no_database_keeps_are_told_with_their_place(officer, name):
    said = _problem(officer.ask("POST", "organisations", {"name": name, "kind": "company"}), 400, "not-understood")
    assert said["errors"][0]["where"].endswith("name") and "no character" in said["errors"][0]["what"]


def test_more_than_is_read_at_once_is_told(officer):
    large = {"name": "x" * 3_000_000, "kind": "company"}
    said = _problem(officer.ask("POST", "organisations", large), 413, "too-large")
    assert "2 MB" in said["mend"]


def test_the_checks_of_the_records_say_what_is_wrong_and_nothing_is_written(body, officer):
    events = Event.objects.count()
    said = _problem(officer.ask("POST", "activities", {
        "title": "=SUM(A1)", "kind": "grant", "role": "investor", "state": "planned", "place": "nowhere",
        "start": "2025-05-01", "end": "2025-04-01"}), 409, "does-not-fit")
    faults = {fault["where"]: fault for fault in said["errors"]}
    assert faults["title"]["code"] == "CELL-FORMULA" and "start with a word" in faults["title"]["what"]
    assert "choose one of those that are offered" in faults["place"]["what"]
    assert Event.objects.count() == events


def test_a_promise_is_followed_and_never_changed(body, officer):
    row = officer.get("commitments/repairs-hours")
    sent = {name: value for name, value in _sent_of(row).items() if name not in ("activity",)}
    wrong = officer.ask("PUT", "commitments/repairs-hours", sent | {"quantity": "1"},
                        if_match=f'"{row["row_version"]}"')
    assert [fault["where"] for fault in _problem(wrong, 409, "does-not-fit")["errors"]] == ["quantity"]
    noted = officer.ask("PUT", "commitments/repairs-hours", sent | {"note": "By letter."},
                        if_match=f'"{row["row_version"]}"')
    assert noted.status_code == 200 and noted.json()["row"]["note"] == "By letter."
    follows = officer.ask("POST", "activities/repairs/commitments", sent | {
        "follows": "repairs-hours", "quantity": "55", "in_force_from": "2025-05-01", "note": None})
    assert follows.status_code == 201, follows.content
    assert follows.json()["row"]["follows"] == "repairs-hours" and follows.json()["row"]["quantity"] == "55.0000"
    again = officer.ask("POST", "activities/repairs/commitments", sent | {"follows": "repairs-hours"})
    assert [fault["where"] for fault in _problem(again, 409, "does-not-fit")["errors"]] == ["follows"]


def test_what_is_not_in_the_document_is_refused_and_never_dropped(officer):
    said = _problem(officer.ask("POST", "organisations", {"name": "New", "kind": "company", "colour": "red"}),
                    400, "not-understood")
    assert [fault["where"] for fault in said["errors"]] == ["body.colour"]
    number = officer.ask("POST", "activities/repairs/commitments", {
        "measure": "volunteering-hours", "stage": "committed", "quantity": 40.5, "start": "2025-05-01",
        "due": "2025-12-31", "period_kind": "future", "in_force_from": "2025-05-01"})
    assert "body.quantity" in [fault["where"] for fault in _problem(number, 400, "not-understood")["errors"]]


# Returns.

def test_a_return_says_what_is_asked_with_its_rules_and_the_last_answer(body, supplier):
    assert [line["reference"] for line in supplier.get("returns")["items"]] == ["2025-q1.repairs.brightbuild"]
    whole = supplier.get(RETURN)
    hours = whole["answers"][0]
    assert (hours["measure"], hours["counting"], hours["state"], hours["version"]) == (
        "volunteering-hours", "flow", "not-started", 0)
    assert hours["unit"] and hours["promised"] and hours["why_not"] is None
    assert whole["line"]["due"] == "2025-05-01" and whole["line"]["times_sent"] == 0


def test_an_answer_is_a_draft_until_the_return_is_sent_once_with_its_receipt(
        body, supplier, django_capture_on_commit_callbacks):
    saved = supplier.ask("PUT", HOURS, {"quantity": "12.5", "note": "Two days."}, if_match='"0"')
    assert (saved.status_code, saved.headers["ETag"], saved.json()["says"]["quantity"]) == (200, '"1"', "12.5000")
    assert not ROWS["deliveries"].objects.filter(body=body, quantity=Decimal("12.5")).exists()
    with django_capture_on_commit_callbacks(execute=True):
        answers = [supplier.ask("POST", f"{RETURN}/send", SEND, idempotency_key="q1-2025-final") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    receipt = answers[0].json()
    assert all(answer.json() == receipt for answer in answers) and Sending.objects.count() == 1
    assert (receipt["number"], receipt["declared_by"], receipt["how"]) == (1, "Robin Reporter", "here")
    assert supplier.get(f"{RETURN}/receipts/1") == receipt
    assert ROWS["deliveries"].objects.get(body=body, quantity=Decimal("12.5")).state == "submitted"
    event = history("smallford", "returns", "2025-q1.repairs.brightbuild")[-1]
    assert (event["what"], event["where"]) == ("send a return", "POST send-return by token site-diary")
    assert Apart.objects.filter(event=event["number"], value="Robin Reporter").exists()


def test_a_return_is_not_sent_by_who_has_not_seen_it_sent_nor_with_a_key_of_another_sending(supplier):
    supplier.ask("PUT", HOURS, {"quantity": "3"}, if_match='"0"')
    assert supplier.ask("POST", f"{RETURN}/send", SEND, idempotency_key="first-key").status_code == 201
    _problem(supplier.ask("POST", f"{RETURN}/send", SEND, idempotency_key="second-key"), 409, "changed-meanwhile")
    _problem(supplier.ask("POST", f"{RETURN}/send", SEND | {"office": "Director"}, idempotency_key="first-key"),
             409, "key-used")
    _problem(supplier.ask("POST", f"{RETURN}/send", SEND), 400, "not-understood")
    assert Sending.objects.count() == 1


@pytest.mark.parametrize("nobody", [{"name": "  "}, {"office": "\t"}, {"name": "Robin\0"}])
def test_nobody_declares_nothing(supplier, nobody):
    assert supplier.ask("POST", f"{RETURN}/nothing").status_code == 200
    _problem(supplier.ask("POST", f"{RETURN}/send", SEND | nobody, idempotency_key="abcdefgh12"), 400, "not-understood")
    assert not Sending.objects.exists()


def test_an_answer_is_read_as_the_form_reads_it(supplier):
    def wrong(**said):
        return {fault["where"] for fault in _problem(
            supplier.ask("PUT", HOURS, said, if_match='"0"'), 409, "does-not-fit")["errors"]}

    assert wrong(quantity="-1") == {"quantity"}
    assert wrong(quantity="5", nothing=True) == {"nothing"}
    assert wrong(quantity="5", start="2024-12-31") == {"start"}
    assert wrong(quantity="5", event="fair") == {"event_share"}
    assert wrong(quantity="5", place="atlantis") == {"place"}
    assert wrong(quantity="5", numerator="1", denominator="2") == {"numerator", "denominator"}
    assert Answer.objects.get(key__endswith=".1", returned__organisation="brightbuild").version == 0


def test_of_two_who_started_from_the_same_answer_the_second_is_told(supplier):
    assert supplier.ask("PUT", HOURS, {"quantity": "3"}, if_match='"0"').status_code == 200
    assert supplier.ask("PUT", HOURS, {"quantity": "3"}, if_match='"0"').status_code == 200  # The same is no change.
    said = _problem(supplier.ask("PUT", HOURS, {"quantity": "4"}, if_match='"0"'), 409, "changed-meanwhile")
    assert (said["now"]["version"], said["now"]["says"]["quantity"]) == (1, "3.0000")


def test_nothing_to_report_is_one_request(supplier):
    whole = supplier.ask("POST", f"{RETURN}/nothing").json()
    assert all(answer["says"]["nothing"] for answer in whole["answers"])
    assert supplier.ask("POST", f"{RETURN}/nothing").status_code == 200


def test_evidence_is_kept_once_and_only_of_the_sorts_that_are_taken(body, supplier, settings, tmp_path):
    settings.HOME = tmp_path

    def bring(name, content, **more):
        file = SimpleUploadedFile(name, content)
        return supplier.client.post(f"/api/v1/smallford/{HOURS}/evidence", {
            "file": file, "kind": "register", "dated": "2025-03-31", **more},
            headers={"authorization": f"Bearer {supplier.word}"})

    kept = [bring("list.csv", b"who,hours\nall,12\n") for _ in range(2)]
    assert [answer.status_code for answer in kept] == [201, 201] and kept[0].json() == kept[1].json()
    assert [each["name"] for each in supplier.get(HOURS)["evidence"]] == ["list.csv"]
    said = _problem(bring("list.exe", b"MZ\x90\x00"), 409, "does-not-fit")
    assert said["errors"][0]["code"] == "FILE-KIND" and "Bring a PDF" in said["errors"][0]["mend"]
    _problem(bring("list.csv", b"a,b\n", kind="rumour"), 400, "not-understood")


def test_a_locked_period_cannot_be_written(body, supplier):
    Lock.objects.create(body=body, period="2025-q1", label="January to March 2025", start=date(2025, 1, 1),
                        end=date(2025, 3, 31))
    said = _problem(supplier.ask("PUT", HOURS, {"quantity": "3"}, if_match='"0"'), 409, "does-not-fit")
    assert "approved and locked" in said["detail"]
    assert "approved and locked" in supplier.get(HOURS)["why_not"]


def test_a_list_of_returns_takes_the_same_number_of_queries_however_many_there_are(body, supplier):
    supplier.get("returns")
    held, counts = asked(body), []
    for more in (1, 12):
        for number in range(more):
            type(held).objects.create(round=held.round, body=body, activity="repairs", organisation="brightbuild",
                                      key=f"copy-{more}-{number}", under=f"{more}-{number}", due=held.due)
        with CaptureQueriesContext(connection) as queries:
            supplier.get("returns?limit=200")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Figures.

def test_figures_of_what_was_frozen_are_those_of_the_report_and_are_read_a_page_at_a_time(body, officer):
    frozen = Frozen.objects.create(body=body, as_of=date(2025, 3, 31), asked_by="x", state=Work.READY, fingerprint="f")
    FrozenFigure.objects.bulk_create(FrozenFigure(frozen=frozen, activity="repairs" if n == 2 else "", says={
        "id": f"figure.{n}", "title": "Hours", "value": "12.50", "unit": "hours", "standing": "verified"})
        for n in range(3))
    page = officer.get(f"frozen/{frozen.pk}/figures?limit=2")
    rest = officer.get(f"frozen/{frozen.pk}/figures?limit=2&after={page['next']}")
    assert [each["id"] for each in page["items"] + rest["items"]] == ["figure.0", "figure.1", "figure.2"]
    assert page["items"][0]["value"] == "12.50" and page["items"][0]["low"] is None and rest["next"] is None
    assert [each["id"] for each in officer.get(f"frozen/{frozen.pk}/figures?activity=repairs")["items"]] == ["figure.2"]
    assert officer.get("frozen")["items"][0]["fingerprint"] == "f"


# The document.

def test_the_document_is_openapi_3_1_and_served_as_it_is_committed(client, db):
    served = client.get("/api/v1/openapi.json")
    assert served.headers["Content-Type"] == "application/json" and served.json()["openapi"].startswith("3.1")
    assert served.content.decode() == (ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8")


def test_the_page_about_it_lists_every_operation_and_every_sort_of_problem(client, db):
    text = client.get("/api/v1/").content.decode()
    assert all(address in text for address in document()["paths"])
    assert all(f'id="{code}"' in text for code in ("changed-meanwhile", "does-not-fit", "no-token"))


def test_what_is_not_there_and_what_fails_have_the_same_form(client, officer, monkeypatch):
    _problem(client.get("/api/v1/smallford/nothing-like-it/at/all"), 404, "not-found")
    _problem(officer.ask("DELETE", "activities/repairs"), 405, "wrong-method")
    _problem(officer.ask("POST", "activities", None), 400, "not-understood")
    monkeypatch.setattr("commonweal.web.interface.register.row_values", lambda row: 1 / 0)
    officer.client.raise_request_exception = False
    said = _problem(officer.ask("GET", "activities/repairs"), 500, "failed")
    assert "ZeroDivision" not in json.dumps(said)
