"""From records to a public report: frozen, prepared, looked at, approved by two people, published, corrected."""

import hashlib
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone, translation

from commonweal.basics.findings import Finding, Refused, Severity
from commonweal.basics.tables import Record, read_value
from commonweal.basics.told import told
from commonweal.ledger.tables import BY_NAME
from commonweal.report.verify import verify
from commonweal.snapshot.store import read_snapshot, write_snapshot
from commonweal.web.audit import actions as audit
from commonweal.web.audit.actions import Actor
from commonweal.web.audit.models import Apart, Event
from commonweal.web.demo.notices import fill_notices
from commonweal.web.people.models import Body, Link, Person
from commonweal.web.people.retention import erase, left
from commonweal.web.publishing import making
from commonweal.web.publishing.actions import approve, ask_for_approval, ask_to_prepare, publish
from commonweal.web.publishing.making import freeze
from commonweal.web.publishing.models import Frozen, Release, Work
from commonweal.web.register import reading
from commonweal.web.register.actions import put_text, take_in, write_row, write_text
from commonweal.web.register.models import ROWS, Text
from commonweal.web.register.reading import book, record
from commonweal.web.saying import say
from tests.report.publishable import NEXT_CALENDAR, NEXT_YEAR, publishable, story
from tests.web.conftest import TESTER, content, person, signed_in


@pytest.fixture
def town(db, tmp_path, settings) -> Body:
    """A body whose records may be published as they stand, in a home of its own."""
    settings.HOME = tmp_path / "home"
    body = Body.objects.create(slug="dockside", name="Dockside Council")
    take_in(TESTER, body, publishable(tmp_path / "book"))
    fill_notices(TESTER, body)
    return body


@pytest.fixture
def people(town) -> dict[str, Client]:
    """An officer, an approver, another approver and an auditor, each in a browser."""
    return {role: signed_in(person(role, town)) for role in ("officer", "approver", "auditor")} | {
        "second": signed_in(person("approver", town, nth="second"))}


@pytest.fixture
def does(django_capture_on_commit_callbacks):
    """Send a form, and do at once what a worker would do behind it."""

    def send(browser: Client, address: str, /, **said: str):
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(address, said)

    return send


def _prepared(people, does) -> Release:
    does(people["officer"], "/dockside/reports/", as_of="2024-12-31")
    frozen = Frozen.objects.get()
    assert (frozen.state, frozen.refusal) == (Work.READY, "")
    does(people["officer"], f"/dockside/reports/frozen/{frozen.pk}/prepare/")
    release = Release.objects.get()
    assert (release.state, release.refusal, release.stops) == (Work.READY, "", [])
    return release


def _approve(people, does, release, *who):
    for name in who:
        does(people[name], f"/dockside/reports/{release.number}/approve/", fingerprint=release.fingerprint)


def _publish(people, does, number=1):
    return does(people["officer"], f"/dockside/reports/{number}/publish/")


def _served(browser, address) -> bytes:
    answer = browser.get(address)
    assert answer.streaming
    return content(answer)


def _contents(folder):
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_the_figures_frozen_are_those_of_the_records_and_hold_the_end_of_the_audit_trail(town, people, does, tmp_path):
    does(people["officer"], "/dockside/reports/", as_of="2024-12-31")
    frozen = Frozen.objects.get()
    assert frozen.fingerprint == write_snapshot(book(town), date(2024, 12, 31), tmp_path / "again").digest
    assert read_snapshot(frozen.folder).digest == frozen.fingerprint
    assert read_snapshot(frozen.folder).audit == frozen.audit
    number, place = frozen.audit.split(":")
    assert audit.verify([(int(number), place)])[1] == []
    assert [fault.number for fault in audit.verify([(int(number), "f" * 64)])[1]] == [int(number), int(number)]


def test_what_was_written_between_asking_and_freezing_is_frozen_and_before_the_end_of_the_trail(
        town, people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as jobs:
        people["officer"].post("/dockside/reports/", {"as_of": "2024-12-31"})
    write_row(TESTER, town, _organisation("later"), 0)
    last = Event.objects.order_by("number").last()
    for job in jobs:
        job()
    frozen = Frozen.objects.get()
    assert "later" in read_snapshot(frozen.folder).book.by_id("organisations")
    assert frozen.audit == f"{last.number}:{last.chain}" == read_snapshot(frozen.folder).audit
    assert [(row.number, row.chain) for row in audit.Anchor.objects.all()] == [(last.number, last.chain)]


@pytest.mark.parametrize(("day", "says"), [
    ("1/1/2999", "1 January 2999 is still to come"), ("0001-01-01", "begins on 1 January 2024"),
    ("31/2/2025", "Write the day as 31/3/2025"), ("", "Write the day as of which")])
def test_figures_are_frozen_as_of_no_day_that_a_report_of_the_period_cannot_have(town, people, does, day, says):
    assert says in does(people["officer"], "/dockside/reports/", as_of=day).content.decode()
    assert not Frozen.objects.exists()


def test_the_same_form_sent_a_hundred_times_freezes_once(town, people):
    page = people["officer"].get("/dockside/reports/").content.decode()
    assert 'value="31/12/2024"' in page
    said = {"as_of": "31/12/2024", "form_token": re.search(r'name="form_token" value="(\w+)"', page).group(1)}
    assert {people["officer"].post("/dockside/reports/", said).status_code for _ in range(100)} == {302}
    assert Frozen.objects.count() == 1 and Event.objects.filter(what="freeze figures").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_release_that_is_published_while_it_is_asked_for_anew_stays_published(town, people, does, monkeypatch):
    """Between the reading of the release and the writing of it: only where writers do not wait for each other."""
    release, writers = _prepared(people, does), list[Thread]()
    _approve(people, does, release, "approver", "second")

    def write() -> None:
        with suppress(Refused):  # Made anew before it could be published.
            publish(Actor("somebody", "officer", "dockside"), release)
        connections.close_all()

    def save_slowly(made: Release, *given: Any, **more: Any) -> None:
        if not writers:
            writers.append(Thread(target=write))
            writers[0].start()
            writers[0].join(3)
        save(made, *given, **more)

    save = Release.save
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Release, "save", save_slowly)
        ask_to_prepare(TESTER, release.frozen)
    writers[0].join()
    published = Event.objects.filter(what="publish a release").exists()
    assert Release.objects.filter(published__isnull=False).exists() == published


def _organisation(key: str) -> Record:
    declared = BY_NAME["organisations"]
    return Record(declared, dict.fromkeys(declared.names) | {"id": key, "name": key.title(), "kind": "company"})


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_records_are_frozen_waits_for_nothing_and_is_not_among_them(town, monkeypatch):
    frozen = Frozen.objects.create(body=town, as_of=date(2024, 12, 31), asked_by="")
    before, read, writers = audit.verify()[0], reading.whole_table, list[Thread]()

    def write() -> None:
        write_row(TESTER, town, _organisation("meanwhile"), 0)
        connections.close_all()

    def read_slowly(*given: Any, **more: Any) -> Any:
        if not writers:
            writers.append(Thread(target=write))
            writers[0].start()
            writers[0].join()
        return read(*given, **more)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(reading, "whole_table", read_slowly)
        freeze.call(frozen.pk)
    frozen.refresh_from_db()
    assert (frozen.state, frozen.refusal) == (Work.READY, "")
    assert "meanwhile" not in read_snapshot(frozen.folder).book.by_id("organisations")
    assert frozen.audit.partition(":")[0] == str(before) and audit.verify() == (before + 1, [])


def test_a_report_is_public_once_two_people_have_approved_it_and_not_before(town, people, does):
    release = _prepared(people, does)
    reader = Client()
    assert _served(people["auditor"], "/dockside/reports/1/preview/index.html")
    for asked in ("officer", "auditor"):
        assert does(people[asked], "/dockside/reports/1/approve/", fingerprint=release.fingerprint).status_code == 403
    assert _publish(people, does).status_code == 409
    _approve(people, does, release, "approver")
    assert does(people["approver"], "/dockside/reports/1/approve/", fingerprint=release.fingerprint).status_code == 409
    assert "1 of 2 people" in _publish(people, does).content.decode()
    assert reader.get("/published/dockside/").status_code == 404
    _approve(people, does, release, "second")
    assert _publish(people, does).status_code == 302
    page = reader.get("/published/dockside/")
    assert b"<title>" in content(page)
    assert page.status_code == 200 and "public" in page.headers["Cache-Control"]
    assert "script-src 'none'" in page.headers["Content-Security-Policy"]
    for nowhere in ("a" * 300, "a/" * 3_000, "data"):
        assert reader.get(f"/published/dockside/1/{nowhere}").status_code == 404
    told = _served(reader, "/published/dockside/corrections.html").decode()
    assert "two people approve it" in told and release.frozen.audit.partition(":")[2] in told
    served = _served(reader, "/published/dockside/1/data/figures.csv")
    assert served == (release.folder / "data" / "figures.csv").read_bytes()
    assert verify(release.folder, fingerprint=release.fingerprint).sound
    assert {row.stands_in for row in audit.Anchor.objects.all()} == {
        f"frozen figures {release.frozen.pk} of dockside", "release 1 of dockside"}


def test_a_published_report_is_found_from_the_front_and_its_day_stands_in_the_calendar(town, people, does):
    release = _prepared(people, does)
    assert "Dockside" not in Client().get("/").content.decode()
    _approve(people, does, release, "approver", "second")
    _publish(people, does)
    assert 'href="/published/dockside/"' in Client().get("/").content.decode()
    page = people["officer"].get("/dockside/reports/1/").content.decode()
    assert "http://testserver/published/dockside/1/" in page and "http://testserver/published/dockside/<" in page
    assert record(town, "calendar", f"{release.period}/publication").day("done") == town.today()
    assert "is due on" not in people["officer"].get("/dockside/overview/").content.decode()


def test_what_an_earlier_report_told_already_is_shown_before_anybody_approves(town, people, does, monkeypatch):
    told_already = Finding("TOLD-EARLIER", Severity.NOTE, told("An earlier report tells of {who}.", who="six"),
                           told("Nothing takes it back."), "figures.csv", subject="six")
    build = making.build
    monkeypatch.setattr(making, "build", lambda *given: replace(build(*given), given_away=[told_already]))
    _prepared(people, does)
    page = people["approver"].get("/dockside/reports/1/").content.decode()
    assert "To know before it is approved" in page and "An earlier report tells of six. Nothing takes it back." in page


def test_what_came_after_the_lock_is_named_in_the_check_list_with_its_page_and_the_calendar_s(town, people, does):
    ROWS["calendar"].objects.filter(body=town, step="lock").update(done=date(2024, 1, 2))
    does(people["officer"], "/dockside/reports/", as_of="2024-12-31")
    does(people["officer"], f"/dockside/reports/frozen/{Frozen.objects.get().pk}/prepare/")
    found = next(finding for line in Release.objects.get().checklist for finding in line["findings"]
                 if finding["code"] == "CHANGED-AFTER-LOCK")
    page = people["officer"].get("/dockside/reports/1/").content.decode()
    table = found["file"].removesuffix(".csv")
    assert f'href="/dockside/row/{table}/{found["subject"]}/">{found["file"]}, {found["subject"]}</a>' in page
    assert 'href="/dockside/records/calendar/"' in page


def test_one_person_is_enough_where_the_installation_says_so(town, people, does, settings, monkeypatch):
    settings.APPROVERS = 1
    monkeypatch.delattr("os.sync")  # No Windows has it.
    _approve(people, does, _prepared(people, does), "approver")
    assert _publish(people, does).status_code == 302
    assert "one person approves it" in _served(Client(), "/published/dockside/corrections.html").decode()


@pytest.mark.parametrize("taken_back", [True, False])
def test_a_story_that_may_not_be_told_today_stops_what_was_frozen_while_it_might(
        town, people, does, settings, taken_back):
    """The people in it have taken their agreement back since, or it has run out since the figures were frozen."""
    settings.APPROVERS = 1
    release = _prepared(people, does)
    _approve(people, does, release, "approver")
    if taken_back:
        path = "stories/chance.md"
        write_text(TESTER, town, path, story(consent='"no"', consent_until="").encode(),
                   Text.objects.get(body=town, path=path).version, {})
    else:
        Body.objects.filter(pk=town.pk).update(stands_on=date(2100, 1, 1))
    assert "do not agree (any longer)" in _publish(people, does).content.decode()
    assert Client().get("/published/dockside/").status_code == 404


def test_an_answer_sent_twice_at_once_is_kept_once_and_the_second_is_told(town, people, does, monkeypatch):
    release = _prepared(people, does)
    _approve(people, does, release, "approver")
    # Both were let in before either was written.
    monkeypatch.setattr("commonweal.web.publishing.views.why_not_approve", lambda *_: None)
    for more in ({}, {"decision": "decline", "reason": "No."}):
        answer = does(people["approver"], "/dockside/reports/1/approve/", fingerprint=release.fingerprint, **more)
        assert answer.status_code == 409 and "You have approved it already" in answer.content.decode()
    assert release.approvals.count() == 1 and not release.asked_to_approve.exists()


def test_somebody_asked_by_name_approves_without_a_role_and_sees_nothing_else(town, people, does):
    release = _prepared(people, does)
    outsider = person("officer", Body.objects.create(slug="far", name="Far Council"))
    browser = signed_in(outsider)
    assert browser.get("/approve/dockside/1/").status_code == 404
    assert browser.get("/approve/dockside/1/index.html").status_code == 404
    does(people["officer"], "/dockside/reports/1/ask/", email=outsider.email.upper())
    assert release.fingerprint in browser.get("/approve/dockside/1/").content.decode()
    assert _served(browser, "/approve/dockside/1/index.html")
    assert browser.get("/dockside/reports/1/").status_code == 404
    does(browser, "/approve/dockside/1/", fingerprint=release.fingerprint)
    assert release.approvals.get().person == outsider.key
    _approve(people, does, release, "approver")
    assert _publish(people, does).status_code == 302


LINK, CODE = r"://[^/]+(/sign-in/link/\S+)", r": (\d{6})\b"


def _mailed(pattern: str) -> str:
    return re.search(pattern, mail.outbox[-1].body).group(1)


def test_somebody_who_is_no_user_approves_by_a_mailed_link_that_only_its_button_spends(town, people, does):
    release = _prepared(people, does)
    does(people["officer"], "/dockside/reports/1/ask/", name="Chris Chair", email="chair@elsewhere.example")
    address = _mailed(LINK)
    chair = Client()
    for _ in range(3):  # A program that opens every link of a mail.
        assert Client().get(address).status_code == 200
    assert chair.get("/approve/dockside/1/").status_code == 302 and not release.approvals.exists()
    assert does(chair, address).headers["Location"] == "/approve/dockside/1/"
    page = chair.get("/approve/dockside/1/").content.decode()
    assert "It is the first release" in page and release.fingerprint in page
    assert not release.approvals.exists()
    assert _served(chair, "/approve/dockside/1/index.html")
    assert chair.get("/dockside/reports/").status_code == 404 and chair.get("/dockside/").status_code == 404
    assert does(Client(), address).status_code == 410
    does(chair, "/approve/dockside/1/", fingerprint=release.fingerprint, decision="approve")
    known = Person.objects.get(email="chair@elsewhere.example")
    assert release.approvals.get().person == known.key and not known.memberships.exists()
    told = Event.objects.filter(what="approve a release").latest("number")
    assert (told.person, told.role) == (known.key, "asked to approve")
    assert "Somebody has approved it" in mail.outbox[-1].body
    _approve(people, does, release, "approver")
    assert _publish(people, does).status_code == 302


def test_a_mail_is_in_the_site_s_language_whichever_whoever_asks_or_approves_reads(
        town, people, does, monkeypatch, django_capture_on_commit_callbacks):
    release = _prepared(people, does)
    monkeypatch.setattr(translation._trans, "gettext", lambda text: f"[{translation.get_language()}] {text}")
    with translation.override("cy"), django_capture_on_commit_callbacks(execute=True):
        ask_for_approval(TESTER, release, "Chris Chair", "chair@elsewhere.example")
        approve(replace(TESTER, person="somebody"), release, release.fingerprint)
    asked, told = mail.outbox[-2:]
    assert "[en-gb] release 1 of the report" in asked.body
    assert told.subject.startswith("[en-gb] Release 1") and "[en-gb] Somebody has approved it." in told.body


def test_the_code_works_in_the_place_of_the_link_and_both_end(town, people, does):
    _prepared(people, does)
    ask = {"name": "Chris Chair", "email": "chair@elsewhere.example"}
    does(people["officer"], "/dockside/reports/1/ask/", **ask)
    code, address = _mailed(CODE), _mailed(LINK)
    chair = Client()
    assert does(chair, "/sign-in/code/", address=ask["email"], code=code).headers["Location"] == "/approve/dockside/1/"
    assert Client().get(address).status_code == 410
    does(people["officer"], "/dockside/reports/1/ask/", **ask)
    Link.objects.update(ends=timezone.now() - timedelta(minutes=1))
    late = _mailed(LINK)
    assert does(Client(), late).status_code == 410
    # Its page sends a new one, to the same address and leading to the same.
    does(Client(), late, again="yes")
    assert does(Client(), _mailed(LINK)).headers["Location"] == "/approve/dockside/1/"


def test_whoever_does_not_approve_says_why_and_nothing_is_published_until_it_is_made_anew(town, people, does):
    release = _prepared(people, does)
    _approve(people, does, release, "approver", "second")
    does(people["officer"], "/dockside/reports/1/ask/", name="Chris Chair", email="chair@elsewhere.example")
    chair = Client()
    does(chair, _mailed(LINK))
    decline = {"fingerprint": release.fingerprint, "decision": "decline"}
    asked_why = does(chair, "/approve/dockside/1/", **decline, reason=" ")
    assert asked_why.status_code == 200 and "Say in a sentence what has to be mended" in asked_why.content.decode()
    does(chair, "/approve/dockside/1/", **decline, reason="The foreword names the wrong year.")
    assert "You did not approve it" in chair.get("/approve/dockside/1/").content.decode()
    assert "The foreword names the wrong year." in people["officer"].get("/dockside/reports/1/").content.decode()
    told = Event.objects.get(what="decline to approve a release")
    assert "foreword" not in told.after + told.apart
    assert Apart.objects.get(event=told.number, name="reason").value == "The foreword names the wrong year."
    answer = _publish(people, does)
    assert answer.status_code == 409 and "Somebody did not approve it" in answer.content.decode()
    does(people["officer"], f"/dockside/reports/frozen/{release.frozen.pk}/prepare/")
    assert "Your answer" in chair.get("/approve/dockside/1/").content.decode()


def test_a_new_approver_needs_a_name_and_is_kept_no_longer_than_others_who_left(town, people, does):
    _prepared(people, does)
    page = does(people["officer"], "/dockside/reports/1/ask/", email="chair@elsewhere.example")
    assert page.status_code == 200 and "write their name too" in page.content.decode()
    assert "in the form name@example.org" in does(
        people["officer"], "/dockside/reports/1/ask/", name="Chris", email="chair").content.decode()
    does(people["officer"], "/dockside/reports/1/ask/", name="Chris Chair", email="chair@elsewhere.example")
    known = Person.objects.get(email="chair@elsewhere.example")
    assert [person for person, _ in left(town.slug)] == [known]
    assert erase(town.slug, [known.key]) == 1 and not Apart.objects.filter(value="Chris Chair").exists()


def test_who_prepared_it_cannot_approve_it_even_when_asked_by_name(town, people, does):
    release = _prepared(people, does)
    officer = type(town.memberships.first().person).objects.get(memberships__role="officer", memberships__body=town)
    does(people["officer"], "/dockside/reports/1/ask/", email=officer.email)
    page = people["officer"].get("/approve/dockside/1/").content.decode()
    assert "somebody else has to approve it" in page
    does(people["officer"], "/approve/dockside/1/", fingerprint=release.fingerprint)
    assert not release.approvals.exists()


def test_a_report_made_anew_voids_every_approval_and_the_old_page_cannot_approve_it(town, people, does):
    release = _prepared(people, does)
    _approve(people, does, release, "approver")
    row = record(town, "activities", "dock")
    write_row(TESTER, town, Record(BY_NAME["activities"], dict(row.values) | {"title": "The dock, renamed"}), 1)
    does(people["officer"], "/dockside/reports/", as_of="2024-12-31")
    newest = Frozen.objects.latest("pk")
    does(people["officer"], f"/dockside/reports/frozen/{newest.pk}/prepare/")
    again = Release.objects.get()
    assert again.number == 1 and again.fingerprint != release.fingerprint and not again.approvals.exists()
    answer = does(people["second"], "/dockside/reports/1/approve/", fingerprint=release.fingerprint)
    assert answer.status_code == 409 and "made anew since you looked" in answer.content.decode()


def test_a_correction_is_a_further_release_and_the_first_stays_as_it_was(town, people, does):
    release = _prepared(people, does)
    _approve(people, does, release, "approver", "second")
    _publish(people, does)
    before = _contents(release.folder)
    claim = ROWS["deliveries"].objects.filter(body=town).first().to_record()
    write_row(TESTER, town, Record(claim.table, dict(claim.values) | {"quantity": claim.number("quantity") + 1}), 1)
    does(people["officer"], "/dockside/reports/", as_of="2024-12-31")
    does(people["officer"], f"/dockside/reports/frozen/{Frozen.objects.latest('pk').pk}/prepare/")
    second = Release.objects.get(number=2)
    assert second.state == Work.READY
    page = people["approver"].get("/dockside/reports/2/").content.decode()
    assert "What this release changes of the one before" in page
    # Nobody has said yet why the figures changed: that stops publication, and says so.
    assert "Release" in {say(line["name"]) for line in second.stops}
    assert 'href="/dockside/records/corrections/"' in people["officer"].get("/dockside/reports/2/").content.decode()
    _approve(people, does, second, "approver", "second")
    assert "not done" in _publish(people, does, 2).content.decode()
    assert _contents(release.folder) == before


def test_files_changed_behind_the_site_s_back_are_not_published(town, people, does):
    release = _prepared(people, does)
    _approve(people, does, release, "approver", "second")
    figures = release.prepared / "data" / "figures.csv"
    figures.write_bytes(figures.read_bytes().replace(b"1", b"2", 1))
    answer = _publish(people, does)
    assert answer.status_code == 409 and "were changed" in answer.content.decode()
    assert not release.folder.exists()


def test_records_with_errors_are_refused_with_what_to_mend(town, people, does):
    row = ROWS["deliveries"].objects.filter(body=town).first()
    row.activity = "nowhere"
    row.save()
    does(people["officer"], "/dockside/reports/", as_of="2024-12-31")
    frozen = Frozen.objects.get()
    assert frozen.state == Work.REFUSED and any(found["code"] == "UNKNOWN-REFERENCE" for found in frozen.findings)
    assert "nowhere" in people["officer"].get("/dockside/reports/").content.decode()
    assert does(people["officer"], f"/dockside/reports/frozen/{frozen.pk}/prepare/").status_code == 409


def test_a_fault_behind_the_page_is_said_and_nothing_waits_for_ever(town, people, does, monkeypatch):
    def fails(*args, **more):
        raise OSError("the disk is full")

    monkeypatch.setattr("commonweal.web.publishing.making.write_snapshot", fails)
    does(people["officer"], "/dockside/reports/", as_of="2024-12-31")
    frozen = Frozen.objects.get()
    assert frozen.state == Work.REFUSED and "finds it in the log" in frozen.refusal
    assert "the disk is full" not in people["officer"].get("/dockside/reports/").content.decode()


@pytest.mark.parametrize("name", ["../../secret", "..%2f..%2fsecret", "data/../../../../secret", "/etc/hostname",
                                  "data\\..\\..\\secret", "nothing.html", "\x00"])
def test_no_file_outside_the_report_is_handed_out(town, people, does, tmp_path, name):
    release = _prepared(people, does)
    (tmp_path / "home" / "secret").touch()
    assert release.prepared.is_dir()
    assert people["officer"].get(f"/dockside/reports/1/preview/{name}").status_code == 404


def test_the_report_of_the_next_period_begins_with_release_1_and_both_stay_public(town, people, does):
    first = _prepared(people, does)
    _approve(people, does, first, "approver", "second")
    _publish(people, does)
    settings = bytes(Text.objects.get(body=town, path="book.toml").content)
    put_text(town, "book.toml", settings + NEXT_YEAR.encode())
    rows = [("calendar", row) for row in NEXT_CALENDAR]
    rows.append(("corrections", {"id": "c1", "period": "2024", "release": "2", "date": "2025-06-01",
                                 "what": "A word.", "why": "A slip."}))
    for name, cells in rows:
        table = BY_NAME[name]
        write_row(TESTER, town, Record(table, {
            column.name: read_value(cells.get(column.name, ""), column) for column in table.columns}), 0)
    does(people["officer"], "/dockside/reports/", as_of="2025-12-31")
    does(people["officer"], f"/dockside/reports/frozen/{Frozen.objects.latest('pk').pk}/prepare/")
    second = Release.objects.get(number=2)
    assert (second.state, second.refusal, second.stops) == (Work.READY, "", [])
    assert [(row.period, row.release) for row in Release.objects.order_by("number")] == [("2024", 1), ("2025", 1)]
    page = people["officer"].get("/dockside/reports/2/").content.decode()
    assert "Release 1" in page and "2025" in page and "changes of the one before" not in page
    _approve(people, does, second, "approver", "second")
    assert _publish(people, does, 2).status_code == 302
    assert _served(Client(), "/published/dockside/") == (second.folder / "index.html").read_bytes()
    assert _served(Client(), "/published/dockside/1/") == (first.folder / "index.html").read_bytes()
    assert verify(second.folder, fingerprint=second.fingerprint).sound
    # A third, of the same period, is its second release, compared with that period's first.
    does(people["officer"], f"/dockside/reports/frozen/{second.frozen_id}/prepare/")
    third = Release.objects.get(number=3)
    assert (third.period, third.release, third.before) == ("2025", 2, second)
    # Both are held beside the last report of the year before, so that no two years tell of a few people together.
    assert (first.last_year, second.last_year, third.last_year) == (None, first, first)
