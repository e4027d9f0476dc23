"""Files of many rows: worked out and checked while others write, written by batches, and taken back so."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.files import File
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import Actor, verify
from commonweal.web.audit.models import Apart, Event
from commonweal.web.monitoring.models import Stale
from commonweal.web.people.models import Body
from commonweal.web.register import arrivals
from commonweal.web.register.actions import write_row
from commonweal.web.register.arrivals import bring_in, take_back
from commonweal.web.register.locks import Lock, Locked
from commonweal.web.register.models import ROWS, Import
from commonweal.web.register.reading import record, records
from commonweal.web.register.weighing import new_errors

ACTOR = Actor("", "officer", "smallford", "tests")
SMALL, LARGE = 20, 1_000


def _row(table: str, **said: object) -> Record:
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said)


def _payments(count: int, supplier: str = "Ida Quillfeather") -> list[Record]:
    return [_row("payments", id=f"p{number}", paid=date(2024, 6, 30), amount=Decimal(number), supplier=supplier)
            for number in range(1, count + 1)]


def _file(body: Body) -> Import:
    return Import.objects.create(body=body, door="map", name="rows.csv", sha256="0" * 64, state=Import.State.AGREED)


def _arrival(rows: Iterable[Record]) -> Arrival:
    tables: dict[str, tuple[Record, ...]] = {}
    for row in rows:
        tables[row.table.name] = (*tables.get(row.table.name, ()), row)
    count = sum(map(len, tables.values()))
    return Arrival(receipt(File("rows.csv", b""), [SheetCount("", count, count, 0, 0)], []), tables)


def _brought(body: Body, *rows: Record) -> Import:
    found = _file(body)
    bring_in(ACTOR, found, _arrival(rows))
    return found


def _meanwhile(monkeypatch: pytest.MonkeyPatch, *work: Callable[[], object]) -> list[bool]:
    """Have each of these done while a file is checked, one at each checking; gives whether all was locked then."""
    left, locked = list(work), []

    def checked(*books):
        locked.append(connection.in_atomic_block)
        if left:
            left.pop(0)()
        return new_errors(*books)

    monkeypatch.setattr(arrivals, "new_errors", checked)
    return locked


@pytest.mark.parametrize("step", ["added", "changed", "taken back", "what it changed taken back"])
def test_a_long_list_asks_by_the_batch_and_not_by_the_row(body, step):
    taken = {}
    for count in (SMALL, LARGE):
        first = None if step == "added" else _brought(body, *_payments(count))
        found = _brought(body, *_payments(count, "Quill & Co")) if step.startswith("what") else first
        events = Event.objects.count()
        with CaptureQueriesContext(connection) as queries:
            if step == "added":
                found = _brought(body, *_payments(count))
            elif step == "changed":
                found = _brought(body, *_payments(count, "Quill & Co"))
            else:
                take_back(ACTOR, found)
        taken[count] = len(queries)
        assert Event.objects.count() == events + 1
        ROWS["payments"].objects.all().delete()
    # SQLite takes some forty payments, or values kept apart, at once.
    assert taken[LARGE] - taken[SMALL] < LARGE / 8, taken
    assert verify()[1] == []


@pytest.mark.django_db(transaction=True)
def test_others_write_while_a_file_is_checked_and_what_they_wrote_is_seen(body, monkeypatch):
    late = _row("payments", id="late", paid=date(2024, 6, 1), amount=Decimal("1.00"))
    mine = _row("payments", id="p2", paid=date(2024, 6, 1), amount=Decimal("0.50"), supplier="Somebody else")
    locked = _meanwhile(monkeypatch, lambda: write_row(ACTOR, body, late, 0), lambda: write_row(ACTOR, body, mine, 0))
    found = _brought(body, *_payments(3))
    assert locked == [False, False, False]
    assert [(row.key, row.row_version) for row in ROWS["payments"].objects.order_by("row_position")] == [
        ("late", 1), ("p2", 2), ("p1", 1), ("p3", 1)]
    assert record(body, "payments", "p2").text("supplier") == "Ida Quillfeather"
    locked = _meanwhile(monkeypatch, lambda: write_row(ACTOR, body, _row(
        "payments", id="last", paid=date(2024, 6, 1), amount=Decimal("1.00")), 0))
    take_back(ACTOR, found)
    assert locked == [False, False]
    assert {row.key: row.text("supplier") for row in records(body, "payments")} == {
        "late": "", "last": "", "p2": "Somebody else"}


@pytest.mark.django_db(transaction=True)
def test_where_others_write_all_the_time_they_wait_in_the_end(body, monkeypatch):
    def write(key: str) -> None:
        write_row(ACTOR, body, _row("payments", id=key, paid=date(2024, 6, 1), amount=Decimal("1.00")), 0)

    locked = _meanwhile(monkeypatch, *(lambda key=key: write(key) for key in "abc"))
    _brought(body, *_payments(2))
    assert locked == [False, False, False, True]
    assert {row.key for row in records(body, "payments")} == {"a", "b", "c", "p1", "p2"}


def test_what_stood_in_a_row_that_is_taken_back_is_kept_apart_and_nothing_of_what_is_not_there(body):
    found = _brought(body, *_payments(2))
    take_back(ACTOR, found)
    last = Event.objects.order_by("-number").first()
    assert set(Apart.objects.filter(event=last.number).values_list("name", "value")) == {
        ("payments/p1.before.supplier", "Ida Quillfeather"), ("payments/p2.before.supplier", "Ida Quillfeather")}


def test_the_events_of_a_file_are_short_however_long_it_is(body):
    take_back(ACTOR, _brought(body, *_payments(200)))
    back, brought = Event.objects.order_by("-number")[:2]
    for event in (back, brought):
        assert len(event.before) + len(event.after) < 500 and json.loads(event.after)["rows"] == "200"
    assert (brought.what, back.what) == ("bring in a file", "take a file back")


def test_rows_whose_place_a_file_takes_stand_again_once_it_is_taken_back(body):
    _brought(body, *_payments(3))

    def standing():
        return [(row.row_position, dict(row.to_record().values))
                for row in ROWS["payments"].objects.order_by("row_position")]

    stood = standing()
    said = _arrival([_row("payments", id="new", paid=date(2024, 6, 30), amount=Decimal("7.00"))])
    found = _file(body)
    bring_in(ACTOR, found, replace(said, gone={"payments": frozenset(["p1", "p3"])}))
    assert {row.key for row in records(body, "payments")} == {"p2", "new"}
    # The name is kept apart, where it is erased in time, and not with the import.
    assert "Ida" not in found.before and "Ida" not in Event.objects.order_by("-number").first().after
    take_back(ACTOR, found)
    assert standing() == stood
    assert verify()[1] == []


def test_a_file_is_not_taken_back_where_something_else_stands_by_now_in_the_place_of_what_it_took_out(body):
    _brought(body, *_payments(1))
    found = _file(body)
    bring_in(ACTOR, found, replace(_arrival([_row("payments", id="new", paid=date(2024, 6, 30), amount=Decimal(7))]),
                                   gone={"payments": frozenset(["p1"])}))
    write_row(ACTOR, body, _payments(1)[0], 0)
    with pytest.raises(Refused, match="changed since"):
        take_back(ACTOR, found)
    assert {row.key for row in records(body, "payments")} == {"p1", "new"}


def test_a_row_that_others_need_by_now_is_not_taken_back(body, monkeypatch):
    found = _brought(body, _row("organisations", id="newco", name="New Company", kind="company"))
    _meanwhile(monkeypatch, lambda: write_row(
        ACTOR, body, _row("parties", activity="repairs", organisation="newco", part="subcontractor"), 0))
    with pytest.raises(Refused, match="other rows stand on it"):
        take_back(ACTOR, found)
    found.refresh_from_db()
    assert found.state == Import.State.IN and record(body, "organisations", "newco")


def test_a_lock_holds_many_rows_as_it_holds_one(body):
    claim = records(body, "deliveries")[0]
    changed = Record(claim.table, dict(claim.values) | {"quantity": Decimal("7")})
    found = _brought(body, changed)
    events = Event.objects.count()
    Lock.objects.create(body=body, period="all", label="All", start=date(2000, 1, 1), end=date(2099, 12, 31))
    for step in (lambda: take_back(ACTOR, found),
                 lambda: _brought(body, _row("evidence", id="e1", delivery=claim.key, sha256="a" * 64, kind="letter",
                                             dated=claim.day("end"))),
                 lambda: _brought(body, Record(claim.table, dict(claim.values) | {"quantity": Decimal("8")}))):
        with pytest.raises(Locked):
            step()
    assert Event.objects.count() == events and record(body, "deliveries", claim.key).number("quantity") == 7


def test_the_figures_of_what_many_rows_are_about_are_stale_when_they_come_and_when_they_go(body):
    claim = records(body, "deliveries")[0]
    evidence = [_row("evidence", id=f"e{number}", delivery=claim.key, sha256="a" * 64, kind="letter",
                     dated=claim.day("end")) for number in range(3)]

    def stale() -> set[str]:
        found = set(Stale.objects.filter(body=body).values_list("activity", flat=True))
        Stale.objects.filter(body=body).delete()
        return found

    stale()
    found = _brought(body, *evidence)
    assert stale() == {claim.text("activity"), ""}
    take_back(ACTOR, found)
    assert stale() == {claim.text("activity"), ""}
