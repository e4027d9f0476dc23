"""What was held on an earlier day: as the rows stood then, without what is personal or internal, with a schedule."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, See
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.files import File
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.ledger.tables import BOOK_TABLES, BY_NAME
from commonweal.web.audit.actions import Actor
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body
from commonweal.web.register.actions import take_away, take_in, write_row
from commonweal.web.register.arrivals import bring_in, take_back
from commonweal.web.register.earlier import Earlier
from commonweal.web.register.held import Held, file_of, held_about
from commonweal.web.register.models import ROWS, Import
from commonweal.web.register.reading import record, records
from commonweal.web.returns.arranging import invite_subcontractor, open_round
from commonweal.web.review.actions import decide
from commonweal.web.review.locking import approve, prepare, reopen
from tests.web.asked import QUARTER, answered, asked, sent
from tests.web.conftest import person, signed_in

ACTOR = Actor("", "officer", "smallford", "tests")
FIRST = date(2026, 3, 2)
CLAIM = "2025-q1.repairs.brightbuild.1"
SECRETS = ("Cash Kelly", "AB1 2CD", "ZZ9 9ZZ", "Only for us", "Robin Reporter", "Because of Sam", "photo-of-sam.png")


def _row(table: str, **said: object) -> Record:
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said)


def _change(table: str, key: str, body: Body, **said: object) -> None:
    now = ROWS[table].objects.get(body=body, key=key)
    after = Record(BY_NAME[table], dict(now.to_record().values) | said)
    write_row(ACTOR, body, after, now.row_version, "Because of Sam")


def _brought(body: Body, *rows: Record, instead_of: str = "") -> Import:
    """A file of one table that was brought in, in the place of a row there was."""
    found = Import.objects.create(body=body, name="rows.csv", sha256="0" * 64, person="", state=Import.State.AGREED)
    told = receipt(File("rows.csv", b""), [SheetCount("", len(rows), len(rows), 0, 0)], [])
    table = rows[0].table.name
    bring_in(ACTOR, found, Arrival(told, {table: rows}, gone={table: frozenset([instead_of] if instead_of else [])}))
    return found


Day = Callable[[], None]


@pytest.fixture
def week(db, starter, monkeypatch) -> tuple[Body, dict[date, dict[str, dict[str, Record]]]]:
    """A body with a day of each sort of write, and a copy of all its rows as they stood at the end of each."""
    body = Body.objects.create(slug="smallford", name="Smallford Council")
    visits: dict[str, Visit] = {}
    files: dict[str, Import] = {}

    def begin() -> None:
        take_in(ACTOR, body, starter)
        visits.update({role: Visit.of(person(role, body), body, "tests") for role in ("officer", "approver")})

    def add() -> None:
        write_row(ACTOR, body, _row("organisations", id="otherco", name="Other Company", kind="company"), 0)
        write_row(ACTOR, body, _row("activities", id="paths", title="Paths", kind="contract", role="commissioner",
                                    state="in-progress", internal_note="Only for us"), 0)
        write_row(ACTOR, body, _row("parties", activity="paths", organisation="otherco", part="prime"), 0)
        write_row(ACTOR, body, _row("payments", id="p1", paid=date(2025, 1, 1), amount=Decimal("12.50"),
                                    supplier="Cash Kelly", postcode="AB1 2CD", organisation="brightbuild"), 0)
        write_row(ACTOR, body, _row("remedies", id="r1", activity="repairs", title="A plan was agreed.", owner="Works",
                                    on=date(2025, 2, 1), state="planned", internal_note="Only for us"), 0)

    def change() -> None:
        _change("activities", "repairs", body, title="Repairs of all homes", value=Decimal("1000000.00"))
        _change("activities", "repairs", body, internal_note="Only for us")
        _change("payments", "p1", body, amount=Decimal("13.50"), delivery_postcode="ZZ9 9ZZ")
        _change("remedies", "r1", body, state="done")

    def bring() -> None:
        files["kept"] = _brought(body, _row("organisations", id="lantern", name="Lantern", kind="charity"),
                                 _row("organisations", id="otherco", name="Other Company Ltd", kind="company"))

    def report() -> None:
        open_round(ACTOR, body, QUARTER)
        answered(asked(body), "volunteering-hours", "5", ACTOR)
        sent(asked(body), ACTOR)
        write_row(ACTOR, body, _row("evidence", id="e1", delivery=CLAIM, sha256="a" * 64, kind="letter",
                                    dated=date(2025, 3, 31), file_name="photo-of-sam.png"), 0)

    def ask() -> None:
        decide(visits["officer"], record(body, "deliveries", CLAIM), "query", "Because of Sam")
        _brought(body, _row("organisations", id="lantern", name="Lantern Kitchen", kind="charity"))

    def answer() -> None:
        answered(asked(body), "volunteering-hours", "4", ACTOR)
        sent(asked(body), ACTOR)
        decide(visits["officer"], record(body, "deliveries", CLAIM), "verify", "Because of Sam")
        files["undone"] = _brought(body, _row("organisations", id="newco", name="New Company", kind="company"),
                                   _row("organisations", id="otherco", name="Quite Other", kind="company"))
        files["list"] = _brought(body, _row("payments", id="p2", paid=date(2025, 1, 1), amount=Decimal("14.50"),
                                            organisation="brightbuild"), instead_of="p1")

    def lock() -> None:
        invite_subcontractor(ACTOR, asked(body), {"known": "", "title": "Small Works", "kind": "company",
                                                  "name": "Jo", "email": "jo@smallworks.example"})
        period = body.rounds.get()
        prepare(visits["officer"], period)
        approve(visits["approver"], period)
        take_back(ACTOR, files["list"])
        take_back(ACTOR, files["undone"])

    def take() -> None:
        reopen(visits["officer"], body.rounds.get(), "Because of Sam")
        for table, key in (("remedies", "r1"), ("parties", "paths/otherco/prime"), ("activities", "paths")):
            version = ROWS[table].objects.get(body=body, key=key).row_version
            take_away(ACTOR, body, table, key, version, "Because of Sam")

    stood = {}
    days: tuple[Day, ...] = (begin, add, change, bring, report, ask, answer, lock, take)
    for number, work in enumerate(days):
        day = FIRST + timedelta(days=number)
        monkeypatch.setattr(timezone, "now", lambda day=day: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        work()
        stood[day] = {table.name: {row.key: row for row in records(body, table.name)} for table in BOOK_TABLES}
    return body, stood


def test_every_day_is_rebuilt_as_the_rows_stood_at_its_end(week):
    body, stood = week
    for day, tables in stood.items():
        earlier = Earlier(body, day)
        for name, rows in tables.items():
            hidden = {column.name for column in BY_NAME[name].columns if column.see is See.PERSONAL}
            found = {row.key: {key: value for key, value in row.values.items() if key not in hidden}
                     for row in earlier.rows(name)}
            assert found == {key: {name: row.get(name) for name in row.table.names if name not in hidden}
                             for key, row in rows.items()}, (day, name)
        assert earlier.doubts == []
    # The days differ, so that there was something to rebuild.
    whole = [str({name: {key: dict(row.values) for key, row in rows.items()} for name, rows in tables.items()})
             for tables in stood.values()]
    assert len(set(whole)) == len(whole)


def test_before_the_records_came_there_were_none(week):
    body, _ = week
    assert Earlier(body, FIRST - timedelta(days=1)).rows("activities") == []
    with pytest.raises(Refused, match="Nothing was held on 1 March 2026"):
        held_about(body, FIRST - timedelta(days=1), activity="repairs")


def test_a_row_changed_behind_the_trails_back_is_named(week):
    body, _ = week
    ROWS["activities"].objects.filter(body=body, key="repairs").update(title="Forged")
    assert "activities, repairs" in Earlier(body, FIRST).doubts
    assert "- activities, repairs" in zipfile.ZipFile(io.BytesIO(file_of(held_about(
        body, FIRST, activity="repairs")))).read("about.txt").decode()
    Import.objects.filter(name="rows.csv").update(before='{"rows": [], "texts": []}')
    with pytest.raises(Refused, match="is gone or was changed"):
        Earlier(body, FIRST)


def _opened(found: Held) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(file_of(found))) as archive:
        return {name: list(csv.DictReader(io.StringIO(archive.read(name).decode()))) for name in archive.namelist()
                if name.endswith(".csv")}


def test_what_was_held_about_a_contract_is_given_without_what_is_personal_or_internal(week):
    body, stood = week
    for number in range(9):
        day = FIRST + timedelta(days=number)
        content = file_of(held_about(body, day, activity="repairs"))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = "".join(archive.read(name).decode() for name in archive.namelist())
        assert not [secret for secret in SECRETS if secret in text], day
        assert content == file_of(held_about(body, day, activity="repairs")), "the same bytes again"
    sixth = FIRST + timedelta(days=6)
    tables = _opened(held_about(body, sixth, activity="repairs"))
    assert [row["title"] for row in tables["activities.csv"]] == ["Repairs of all homes"]
    assert {row["id"] for row in tables["commitments.csv"]} == {"repairs-hours", "repairs-apprentices"}
    claim = next(row for row in tables["deliveries.csv"] if row["id"] == CLAIM)
    assert (claim["quantity"], claim["state"]) == ("4.0000", "verified")
    assert [row["state"] for row in tables["remedies.csv"]] == ["done"]
    # What is of another contract is not in it, nor what nobody names.
    assert {row["id"] for row in tables["organisations.csv"]} == {"council", "brightbuild", "garden-trust"}
    for name, rows in tables.items():
        if name != "schedule.csv":
            table = BY_NAME[name.removesuffix(".csv")]
            assert set(rows[0]) == {column.name for column in table.columns if column.see is See.PUBLIC}
            assert {tuple(row[key] for key in table.key_columns) for row in rows} <= {
                tuple(row.text(key) for key in table.key_columns) for row in stood[sixth][table.name].values()}


def test_the_schedule_says_what_was_removed_how_often_and_why(week):
    body, _ = week
    fifth, sixth = (FIRST + timedelta(days=days) for days in (5, 6))
    removed = {(row["table"], row["column"]): (row["removed"], row["why"])
               for row in _opened(held_about(body, sixth, activity="repairs"))["schedule.csv"]}
    assert removed["activities", "internal_note"][0] == removed["remedies", "internal_note"][0] == "1"
    assert "section 43" in removed["activities", "internal_note"][1]
    # Of the claim with a question, the question is left out once it is answered; the decision stays, without its words.
    assert removed["reviews", ""][0] == "1" and removed["reviews", "reason"][0] == "1"
    assert removed["evidence", "file_name"][0] == "1"
    assert removed["Evidence files", ""][0] == "all" and "Who changed what, and why" in {name for name, _ in removed}
    # While the question is open the whole claim is left out, with its evidence and its check.
    tables = _opened(held_about(body, fifth, activity="repairs"))
    open_then = {(row["table"], row["column"]): row["removed"] for row in tables["schedule.csv"]}
    assert CLAIM not in {row["id"] for row in tables["deliveries.csv"]}
    assert (open_then["deliveries", ""], open_then["evidence", ""], open_then["reviews", ""]) == ("1", "1", "1")


def test_what_was_held_about_a_supplier_has_its_own_claims_and_no_payment(week):
    body, _ = week
    tables = _opened(held_about(body, FIRST + timedelta(days=6), organisation="brightbuild"))
    assert {row["reported_by"] for row in tables["deliveries.csv"]} == {"brightbuild"}
    assert {row["id"] for row in tables["commitments.csv"]} == {"repairs-hours", "repairs-apprentices"}
    assert {row["id"] for row in tables["activities.csv"]} == {"repairs"}
    schedule = {(row["table"], row["column"]): row for row in tables["schedule.csv"]}
    assert "payments.csv" not in tables and schedule["payments", ""]["removed"] == "1"
    assert "section 40" in schedule["payments", ""]["why"]
    # One that was taken away since is found by its id, as it stood.
    gone = _opened(held_about(body, FIRST + timedelta(days=1), activity="paths"))
    assert [row["title"] for row in gone["activities.csv"]] == ["Paths"]
    assert [row["name"] for row in gone["organisations.csv"]] == ["Other Company"]


def test_an_offer_that_may_still_lose_is_left_out_with_its_milestones(week, monkeypatch):
    body, stood = week
    offer = stood[FIRST]["commitments"]["repairs-hours"]
    write_row(ACTOR, body, Record(offer.table, dict(offer.values) | {"id": "bid", "stage": "offered",
                                                                    "profile": "milestones"}), 0)
    write_row(ACTOR, body, _row("milestones", commitment="bid", due=date(2025, 6, 1), quantity=Decimal(400)), 0)
    found = held_about(body, FIRST + timedelta(days=8), activity="repairs")
    assert "bid" not in {row.key for row in found.tables["commitments"]} and "milestones" not in found.tables
    assert {(table, number) for table, column, number, why in found.removed if "still lose" in why} == {
        ("commitments", 1), ("milestones", 1)}


def test_auditors_and_administrators_take_it_out_on_a_page_and_a_command_writes_the_same(week, tmp_path, capsys):
    body, _ = week
    body.refresh_from_db()
    asks = {"about": "activities", "called": "repairs OF all homes", "on_day": "8", "on_month": "3", "on_year": "2026"}
    auditor = signed_in(person("auditor", body))
    assert "/smallford/held/" in auditor.get("/smallford/audit/").content.decode()
    answer = auditor.get("/smallford/held/", asks)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="held-repairs-2026-03-08.zip"'
    file = tmp_path / "held.zip"
    call_command("held", "--activity", "repairs", "--on", "2026-03-08", "-o", str(file))
    assert answer.content == file.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("held", "--activity", "repairs", "--on", "2026-03-08", "-o", str(file))
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        call_command("held", "--activity", "repairs", "--on", "2026-03-08", "-o", str(tmp_path / "no" / "held.zip"))
    with pytest.raises(CommandError, match="Nothing was held"):
        call_command("held", "--organisation", "nobody", "--on", "2026-03-08", "-o", str(tmp_path / "none.zip"))
    Body.objects.create(slug="elsewhere", name="Elsewhere Council")
    with pytest.raises(CommandError, match="one of: elsewhere, smallford"):
        call_command("held", "--activity", "repairs", "--on", "2026-03-08", "-o", str(tmp_path / "none.zip"))
    assert signed_in(person("administrator", body)).get("/smallford/held/", asks).content == answer.content
    for wrong, said in (({"called": "nothing"}, "Nothing was held"), ({"on_year": "2099"}, "still to come"),
                        ({"on_day": ""}, "write the day, the month and the year"), ({"about": ""}, "Choose what")):
        assert said in auditor.get("/smallford/held/", asks | wrong).content.decode(), wrong


def test_another_bodys_records_and_events_are_never_touched(week, starter):
    body, _ = week
    other = Body.objects.create(slug="elsewhere", name="Elsewhere Council")
    take_in(replace(ACTOR, body="elsewhere"), other, starter)
    found = Earlier(body, FIRST + timedelta(days=2)).rows("activities", id=["repairs"])
    assert [row.text("title") for row in found] == ["Repairs of all homes"]
