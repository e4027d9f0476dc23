"""A period is prepared, approved, locked and opened again; and samples of evidence can be drawn again."""

import csv
import hashlib
import io
from datetime import date
from decimal import Decimal
from threading import Thread

import pytest
from django.core import mail
from django.db import connections, transaction

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import Actor, history, verify
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Person
from commonweal.web.people.roles import May
from commonweal.web.register.actions import write_row
from commonweal.web.register.locks import Lock, Locked
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import record
from commonweal.web.returns.models import Answer, Round
from commonweal.web.review.actions import decide
from commonweal.web.review.locking import approve, prepare, reopen, standing
from commonweal.web.review.models import Sample, SignOff
from commonweal.web.review.sampling import Member, draw, draw_sample, members_file, note_result, paper, population
from tests.web.asked import answered, asked, opened, sent
from tests.web.conftest import TESTER, person, signed_in, until_it_waits

KEY = "2025-q1.repairs.brightbuild.1"


def row(table, **said):
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said)


@pytest.fixture
def people(body):
    """A visit for each of those who sign."""
    return {role: Visit.of(person(role, body), body, "tests") for role in ("officer", "approver")}


@pytest.fixture
def reported(body):
    """A quarter in which five hours were reported, with evidence."""
    found = opened(body)
    answered(asked(body), "volunteering-hours", "5")
    sent(asked(body))
    write_row(TESTER, body, row("evidence", id="e1", delivery=KEY, sha256="a" * 64, kind="letter",
                                dated=date(2025, 3, 31)), 0)
    return found


def locked(people, found):
    prepare(people["officer"], found)
    approve(people["approver"], found)


def test_a_period_is_prepared_by_one_and_approved_by_another(reported, people, body):
    with pytest.raises(Refused, match="signs it as prepared first"):
        approve(people["approver"], reported)
    with pytest.raises(Refused, match="None of your roles"):
        prepare(people["approver"], reported)
    prepare(people["officer"], reported)
    with pytest.raises(Refused, match="None of your roles"):
        approve(people["officer"], reported)
    with pytest.raises(Refused, match="prepared already"):
        prepare(people["officer"], reported)
    SignOff.objects.update(person=people["approver"].person.key)
    with pytest.raises(Refused, match="You signed it as prepared"):
        approve(people["approver"], reported)
    SignOff.objects.update(person=people["officer"].person.key)
    approve(people["approver"], reported)
    assert [record(body, "calendar", f"2025-q1/{step}").day("done") is not None for step in ("lock", "approval")] == [
        True, True]
    assert verify()[1] == []


def test_while_locked_no_writer_changes_what_was_done_in_the_period(reported, people, body):
    locked(people, reported)
    before = list(ROWS["deliveries"].objects.order_by("key").values())
    claims = ROWS["deliveries"].objects.filter(key=KEY)
    held = claims.get().to_record()
    inside = dict(held.values) | {"id": "new"}
    for attempt in (
        lambda: write_row(TESTER, body, Record(held.table, dict(held.values) | {"quantity": Decimal(6)}), 1),
        # Neither out of the locked days, nor into them.
        lambda: write_row(TESTER, body, Record(held.table, dict(held.values) | {"end": date(2026, 1, 1)}), 1),
        lambda: write_row(TESTER, body, Record(held.table, inside), 0),
        lambda: write_row(TESTER, body, row("reviews", id="r", delivery=KEY, decision="query", by="x",
                                            on=date(2025, 5, 1)), 0),
        lambda: write_row(TESTER, body, row("evidence", id="e", delivery=KEY, sha256="b" * 64, kind="letter",
                                            dated=date(2025, 3, 1)), 0),
        lambda: claims.update(quantity=Decimal(6)), claims.delete, claims.get().delete, claims.get().save,
        lambda: ROWS["deliveries"].objects.filter(key="repairs-hours-q2").update(
            start=date(2025, 1, 1), end=date(2025, 1, 2)),
        lambda: ROWS["deliveries"].objects.bulk_update([claims.get()], ["quantity"]),
        lambda: ROWS["deliveries"].objects.bulk_create([ROWS["deliveries"](
            body=body, key="bulk", row_position=99, start=date(2025, 2, 1), end=date(2025, 2, 2))]),
        lambda: ROWS["evidence"].objects.all().delete(),
    ):
        with pytest.raises(Locked, match="approved and locked"):
            attempt()
    with pytest.raises(Refused, match="approved and locked"):
        decide(people["officer"], held, "query", "Is it?")
    assert list(ROWS["deliveries"].objects.order_by("key").values()) == before
    # What was done in other days is held up by nothing.
    write_row(TESTER, body, Record(held.table, inside | {"start": date(2025, 4, 1), "end": date(2025, 4, 2)}), 0)


@pytest.mark.django_db(transaction=True)
def test_a_claim_written_while_its_period_is_being_locked_is_refused_and_not_in_it(reported, people, body):
    """On PostgreSQL the writer is seen waiting before the lock is in; SQLite does not let it begin."""
    prepare(people["officer"], reported)
    late, said = Record(BY_NAME["deliveries"], dict(record(body, "deliveries", KEY).values) | {"id": "late"}), []

    def write() -> None:
        try:
            write_row(TESTER, body, late, 0)
            said.append("written")
        except Locked:
            said.append("locked")
        finally:
            connections.close_all()

    writer = Thread(target=write)
    with transaction.atomic():
        approve(people["approver"], reported)
        writer.start()
        until_it_waits(writer)
    writer.join()
    assert said == ["locked"] and record(body, "deliveries", "late") is None


def test_a_locked_period_can_be_looked_at_and_not_answered(reported, people, body):
    locked(people, reported)
    supplier = signed_in(person("supplier", body, "brightbuild"))
    assert "is approved and locked" in supplier.get("/smallford/returns/2025-q1.repairs.brightbuild/").content.decode()
    reply = supplier.post(f"/smallford/returns/answers/{KEY}/", {"version": 1, "quantity": "9"})
    assert "is approved and locked" in reply.content.decode() and Answer.objects.get(key=KEY).quantity == 5


def test_a_writer_that_is_stopped_by_a_lock_says_so_on_its_page(reported, people, body, monkeypatch):
    locked(people, reported)
    monkeypatch.setattr("commonweal.web.review.actions.why_not_decide", lambda *_: None)
    monkeypatch.setattr("commonweal.web.review.views.why_not_decide", lambda *_: None)
    reply = signed_in(people["officer"].person).post(
        f"/smallford/reported/{KEY}/", {"decision": "query", "reason": "Is it?", "version": 1})
    assert reply.status_code == 409 and "This period is locked" in reply.content.decode()


def test_opening_again_needs_a_reason_voids_what_was_signed_and_tells_both_sides(
        reported, people, body, django_capture_on_commit_callbacks):
    person("supplier", body, "brightbuild")
    locked(people, reported)
    officer = signed_in(people["officer"].person)
    officer.post("/smallford/periods/2025-q1/reopen/", {"reason": "  "})
    assert Lock.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        officer.post("/smallford/periods/2025-q1/reopen/", {"reason": "A timesheet was from another quarter."})
    assert not Lock.objects.exists() and standing(reported) == {}
    assert SignOff.objects.filter(voided=None).count() == 0 and SignOff.objects.count() == 2
    assert record(body, "calendar", "2025-q1/lock").day("done") is None
    assert {message.to[0].split(".")[0] for message in mail.outbox} == {"officer", "approver", "supplier"}
    assert all("A timesheet was from another quarter." in message.body for message in mail.outbox)
    assert history("smallford", "rounds", "2025-q1")[-1]["apart"] == {"reason": "A timesheet was from another quarter."}
    with pytest.raises(Refused, match="not locked"):
        reopen(people["officer"], reported, "Again.")
    locked(people, Round.objects.get(pk=reported.pk))
    assert Lock.objects.exists()


def test_the_pages_of_a_period_show_the_next_step_to_whoever_may_take_it(reported, people, body):
    officer, approver = (signed_in(people[role].person) for role in ("officer", "approver"))
    path = "/smallford/periods/2025-q1/"
    assert "Sign as prepared" in officer.get(path).content.decode()
    assert "Sign as prepared" not in approver.get(path).content.decode()
    officer.post(path + "prepare/")
    assert "Approve and lock" in approver.get(path).content.decode()
    assert "Approve and lock" not in officer.get(path).content.decode()
    approver.post(path + "approve/")
    page = officer.get(path).content.decode()
    assert "Locked: nothing that was done" in page and "Open it again" in page
    assert "Approved and locked" in officer.get("/smallford/periods/").content.decode()


def test_whoever_approves_reads_what_was_written_since_somebody_signed_it_as_prepared(reported, people, body):
    approver, path = signed_in(people["approver"].person), "/smallford/periods/2025-q1/"
    prepare(people["officer"], reported)
    assert "since it was signed as prepared" not in approver.get(path).content.decode()
    supplier = Actor("somebody", "supplier", "smallford", "tests")
    answered(asked(body), "volunteering-hours", "500", supplier)
    sent(asked(body), supplier)
    assert "1 line was sent in or decided on since it was signed as prepared" in approver.get(path).content.decode()
    approve(people["approver"], reported)
    assert "since it was signed as prepared" not in approver.get(path).content.decode()


# --- samples ---

def redrawn(rows, wanted, seed):
    """The sample as an auditor draws it, from the words of the method alone: point by point, each one looked up."""
    whole = sum(int(line["size"]) for line in rows)
    step = max(whole // wanted, 1)
    found = set()
    for point in range(int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big") % step, whole, step):
        total = 0
        for line in rows:
            if total <= point < total + int(line["size"]):
                found.add(line["claim"])
            total += int(line["size"])
    return found


@pytest.mark.parametrize("seed", ["7 19 23 31 40 42", "", "ß", "x" * 80])
@pytest.mark.parametrize(("sizes", "wanted"), [
    ([1], 1), ([5, 5, 5], 2), ([1] * 40, 7), ([1000, 1, 1, 1], 3), (list(range(1, 60)), 30), ([3, 9, 1], 1000)])
def test_an_auditor_draws_the_same_sample_from_the_method_s_words(seed, sizes, wanted):
    members = [Member(f"c{place:03}", "a", size) for place, size in enumerate(sizes)]
    rows = list(csv.DictReader(io.StringIO(members_file(members).decode())))
    drawn = [member.claim for member in draw(members, wanted, seed)]
    assert set(drawn) == redrawn(rows, wanted, seed) and len(drawn) == len(set(drawn))


def test_large_contracts_are_drawn_in_proportion_to_their_size():
    # One contract of three quarters of all pounds, in ten claims; a hundred small ones share the rest.
    members = sorted([Member(f"large-{place}", "large", 7500) for place in range(10)] + [
        Member(f"small-{place:03}", f"small-{place}", 250) for place in range(100)], key=lambda member: member.claim)
    drawn = [member for seed in range(400) for member in draw(members, 8, str(seed))]
    share = sum(member.activity == "large" for member in drawn) / len(drawn)
    assert 0.72 < share < 0.78


def test_a_sample_keeps_its_population_and_its_error_rate_and_is_exported_whole(reported, people, body):
    sample = draw_sample(people["officer"], reported, 5, "lottery 7 19 23")
    assert [(member.claim, member.size) for member in population(reported)] == [(KEY, 120_000_000)]
    drawn = sample.drawn.get()
    note_result(people["officer"], drawn, "wrong", "The list is of another garden.")
    officer = signed_in(people["officer"].person)
    page = officer.get("/smallford/periods/2025-q1/sample/?number=1")
    assert "1 of 1 looked at" in page.content.decode()
    line = page.content.decode().partition('id="drawn"')[2]
    assert all(words in line for words in ("Hours volunteered", "5 hours", "Housing repairs"))
    text = officer.get("/smallford/periods/2025-q1/sample/?number=1&as=text").content.decode()
    for told in ("Seed: lottery 7 19 23", "Population: 1 claims", "Error rate: 1 of 1 looked at",
                 "SHA-256 of the seed"):
        assert told in text
    rows = list(csv.DictReader(io.StringIO(
        officer.get("/smallford/periods/2025-q1/sample/?number=1&as=csv").content.decode("utf-8-sig"))))
    assert [(line["claim"], line["drawn"], line["result"], line["note"]) for line in rows] == [
        (KEY, "1", "wrong", "The list is of another garden.")]
    listed = officer.get("/smallford/periods/2025-q1/sample/?number=1&as=population").content
    assert f"SHA-256 of the population file: {hashlib.sha256(listed).hexdigest()}" in text
    assert "as=population" in page.content.decode() and redrawn(list(csv.DictReader(io.StringIO(
        listed.decode()))), 5, "lottery 7 19 23") == {KEY}
    # What is reported later does not change what was drawn from.
    ROWS["deliveries"].objects.filter(key=KEY).delete()
    assert "Population: 1 claims" in paper(Sample.objects.get())


def test_the_same_sample_is_drawn_once_and_another_one_of_what_is_there_by_then(reported, people, body):
    officer = signed_in(people["officer"].person)
    for _ in range(3):
        drawn = officer.post("/smallford/periods/2025-q1/draw/", {"wanted": 3, "seed": "x"})
        assert drawn.headers["Location"].endswith("/sample/?number=1")
    assert Sample.objects.count() == 1
    answered(asked(body), "apprenticeships", "1")
    sent(asked(body))
    officer.post("/smallford/periods/2025-q1/draw/", {"wanted": 3, "seed": "x"})
    assert [sample.drawn.count() for sample in Sample.objects.order_by("number")] == [1, 2]
    # A number that no sample can have is none.
    assert officer.get(f"/smallford/periods/2025-q1/sample/?number={'9' * 5000}").status_code == 200


def test_who_entered_a_claim_does_not_say_what_its_sampled_evidence_shows(body, people):
    found, officer = opened(body), people["officer"]
    answered(asked(body), "volunteering-hours", "5", officer.actor(May.ENTER_RETURNS))
    sent(asked(body), officer.actor(May.ENTER_RETURNS))
    draw_sample(officer, found, 5, "x")
    browser = signed_in(officer.person)
    said = {"claim": KEY, "result": "right", "note": ""}
    page = browser.post("/smallford/periods/2025-q1/sample/?number=1", said, follow=True).content.decode()
    assert "somebody else checks it" in page and Sample.objects.get().drawn.get().result == ""
    signed_in(person("officer", body, nth="second")).post("/smallford/periods/2025-q1/sample/?number=1", said)
    assert Sample.objects.get().drawn.get().result == "right"


def test_a_sample_is_drawn_on_the_page_and_refused_where_there_is_nothing(body, people):
    opened(body)
    officer = signed_in(people["officer"].person)
    officer.post("/smallford/periods/2025-q1/draw/", {"wanted": 3, "seed": "x"})
    officer.post("/smallford/periods/2025-q1/draw/", {"wanted": 0, "seed": "x"})
    assert not Sample.objects.exists()
    assert "there is nothing to draw" in officer.get("/smallford/periods/2025-q1/").content.decode()
    assert Person.objects.filter(key=people["officer"].person.key).exists()
