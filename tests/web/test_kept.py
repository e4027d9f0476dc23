"""Reading the audit trail, how long things are kept, and what is left of a person who was erased: nothing but a key."""

import html
import logging
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit import actions as audit
from commonweal.web.audit import retention
from commonweal.web.audit.actions import Actor, verify
from commonweal.web.audit.models import Apart, Disposal, Event, Head
from commonweal.web.people import actions
from commonweal.web.people.models import Body, Person
from commonweal.web.register.actions import write_row
from commonweal.web.returns.arranging import decide_let_in, invite_colleague, invite_subcontractor
from tests.web.asked import asked, opened
from tests.web.conftest import TESTER, person, signed_in, with_app


@pytest.fixture
def keepers(body: Body) -> tuple[Actor, Actor]:
    """Two administrators of the body."""
    first = person("administrator", body)
    second = with_app(Person.objects.create_user("second@smallford.example", "Second", "a long password for tests"))
    actions.give(TESTER, body, second, "administrator")
    return tuple(Actor(each.key, "administrator", body.slug, "tests") for each in (first, second))


def _text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_trail_is_searched_by_who_what_thing_and_day(body):
    administrator = person("administrator", body)
    browser = signed_in(administrator)
    auditor = signed_in(person("auditor", body))
    actor = Actor(administrator.key, "administrator", body.slug)
    actions.set_group(actor, body, "one", "officer")
    actions.set_group(actor, body, "two", "officer")
    for query, shown in (("", True), (f"who={administrator.key}", True), ("what=give+a+group", True),
                         ("table=groups&key=one", True), ("what=nothing", False), ("since=1/1/2999", False),
                         ("until=1/1/2000", False), ("key=two", False)):
        for reader in (browser, auditor):
            text = _text(reader, f"/smallford/audit/?{query}")
            assert ("groups one" in text) is shown, query
    assert "Enter a day" in _text(auditor, "/smallford/audit/?since=yesterday")
    number = Event.objects.get(key="one").number
    text = _text(auditor, f"/smallford/audit/{number}/")
    assert administrator.name in text and "officer" in text and Event.objects.get(key="one").chain in text


def test_a_body_reads_its_own_events_and_its_peoples_sign_ins_only(body, other_body):
    ours, theirs = person("officer", body), person("officer", other_body)
    actions.note(Actor(ours.key), "sign in", ours)
    actions.note(Actor(theirs.key), "sign in", theirs)
    auditor = signed_in(person("auditor", body))
    text = _text(auditor, "/smallford/audit/")
    assert ours.name in text and theirs.name not in text
    actions.set_group(Actor("", body=other_body.slug), other_body, "their group", "officer")
    foreign = Event.objects.get(body=other_body.slug).number
    assert auditor.get(f"/smallford/audit/{foreign}/").status_code == 404


def test_the_trail_asks_as_little_of_the_database_for_many_events_as_for_few(body):
    auditor = signed_in(person("auditor", body))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            auditor.get("/smallford/audit/")
        return len(queries)

    actor = Actor(person("administrator", body).key, "administrator", body.slug)
    actions.set_group(actor, body, "the first group", "officer")
    few = asked()
    for number in range(30):
        actions.set_group(actor, body, f"group {number}", "officer")
    assert asked() == few


def test_the_trail_is_turned_over_without_a_gap_and_says_when_it_holds_more_than_it_counts(body, monkeypatch):
    auditor, actor = signed_in(person("auditor", body)), Actor("", "administrator", body.slug)
    for number in range(60):
        actions.set_group(actor, body, f"group {number}", "officer")
    first = _text(auditor, "/smallford/audit/")
    older = re.search(r"before=(\d+)", first).group(1)
    second = _text(auditor, f"/smallford/audit/?before={older}")
    shown = [int(number) for text in (first, second) for number in re.findall(r"/smallford/audit/(\d+)/", text)]
    assert shown == sorted(Event.objects.filter(body=body.slug).values_list("number", flat=True), reverse=True)
    assert "before=" not in second and "Newest" in second and "Newest" not in first
    monkeypatch.setattr("commonweal.web.audit.reading.MOST_COUNTED", 20)
    assert "More than" in _text(auditor, "/smallford/audit/")


def _age(days: int) -> None:
    """Let time pass: as the clock does it, not as an attacker would."""
    for event in Event.objects.all():
        Event.objects.filter(pk=event.pk).update(at=event.at - timedelta(days=days))


def _rechain() -> None:
    """The chain as it would be had everything been written at the times that now stand there."""
    from commonweal.web.audit import chain

    before = chain.START
    for event in Event.objects.order_by("number"):
        said = {name: getattr(event, name) for name in chain.COVERED}
        before = chain.place(before, said)
        Event.objects.filter(pk=event.pk).update(chain=before)
    Head.objects.update(chain=before)


def test_what_is_due_is_proposed_by_one_and_destroyed_by_another(body, keepers):
    first, second = keepers
    leaver = person("officer", body)
    actions.part(first, body, leaver, "She moved to another council.")
    for row in retention.SUGGESTED:
        audit.set_period(first, *row)
    with pytest.raises(Refused, match="Nothing is due"):
        audit.propose_disposal(first)
    _age(400)
    _rechain()
    assert {each.kind for _, each in retention.due(body.slug)} == {"people"}
    made = audit.propose_disposal(first)
    assert Person.objects.get(pk=leaver.pk).name == leaver.name
    with pytest.raises(Refused, match="another administrator must approve"):
        audit.decide_disposal(first, made, True)
    events = Event.objects.count()
    done = audit.decide_disposal(second, made, True)
    assert done.destroyed == 1 and Event.objects.count() == events + 1
    gone = Person.objects.get(pk=leaver.pk)
    assert (gone.name, gone.is_active, leaver.email in gone.email) == ("", False, False)
    assert not Apart.objects.filter(value__contains="another council").exists()
    assert verify()[1] == []
    with pytest.raises(Refused, match="decided already"):
        audit.decide_disposal(second, made, True)


def test_a_hold_keeps_what_is_due_even_after_it_was_proposed(body, keepers):
    first, second = keepers
    leaver = person("officer", body)
    actions.part(first, body, leaver)
    audit.set_period(first, "people", "", "", 12, "policy")
    _age(400)
    _rechain()
    made = audit.propose_disposal(first)
    audit.hold(second, "people", leaver.key, "A court asked for it.")
    assert retention.due(body.slug) == []
    assert audit.decide_disposal(second, made, True).destroyed == 0
    assert Person.objects.get(pk=leaver.pk).name == leaver.name
    audit.end_hold(second, audit.Hold.objects.get())
    assert len(retention.due(body.slug)) == 1


def test_nobody_is_erased_who_has_a_role_again(body, keepers):
    first, second = keepers
    leaver = person("officer", body)
    actions.part(first, body, leaver)
    audit.set_period(first, "people", "", "", 12, "policy")
    _age(400)
    _rechain()
    made = audit.propose_disposal(first)
    actions.invite(first, body, leaver.name, leaver.email, "auditor")
    assert audit.decide_disposal(second, made, True).destroyed == 0
    assert Person.objects.get(pk=leaver.pk).name == leaver.name


def test_values_kept_apart_go_by_table_and_column_when_their_time_is_over(body, keepers):
    first, second = keepers
    leaver = person("officer", body)
    actions.part(first, body, leaver, "A reason.")
    audit.hold(first, "deliveries", "d1", "Another reason.")
    audit.set_period(first, "apart", "people", "reason", 6, "policy")
    _age(200)
    _rechain()
    done = audit.decide_disposal(second, audit.propose_disposal(first), True)
    assert done.destroyed == 1
    assert list(Apart.objects.filter(name="reason").values_list("value", flat=True)) == ["Another reason."]
    assert verify()[1] == []
    number = Event.objects.get(what="end somebody's access").number
    text = _text(signed_in(person("auditor", body)), f"/smallford/audit/{number}/")
    assert "destroyed when its time was over" in text


def test_the_pages_do_it_too_and_the_auditor_only_looks(body, keepers):
    first, second = (signed_in(Person.objects.get(key=each.person)) for each in keepers)
    auditor = signed_in(person("auditor", body))
    assert "Begin with these" in _text(first, "/smallford/kept/")
    assert "Begin with these" not in _text(auditor, "/smallford/kept/")
    first.post("/smallford/kept/periods/", {"suggested": "yes"})
    for thing, says in (({"table": "Contracts"}, "There is no table called 'Contracts'. Write one of: accreditations"),
                        ({"table": "activities", "key": "No Such"}, "There is no 'No Such' in 'activities'"),
                        ({"table": "people", "key": "x"}, "There is no 'x' in 'people'")):
        answer = first.post("/smallford/kept/holds/", {**thing, "reason": "An audit."})
        assert answer.status_code == 200 and says in html.unescape(answer.content.decode()), thing
    assert not audit.Hold.objects.exists()
    for thing in ({"table": "activities", "key": "repairs"}, {"table": "texts", "key": "stories/garden.md"},
                  {"table": "people", "key": keepers[1].person}, {"table": "deliveries"}):
        assert first.post("/smallford/kept/holds/", {**thing, "reason": "An audit."}).status_code == 302, thing
    audit.Hold.objects.all().delete()
    actions.part(keepers[0], body, person("officer", body))
    _age(400)
    address = first.post("/smallford/kept/propose/").headers["Location"]
    assert "You proposed it" in _text(first, address)
    first.post(address, {"approve": "yes"})
    assert Disposal.objects.get().decided is None
    assert "None of your roles" in _text(auditor, address)
    assert auditor.post(address, {"approve": "yes"}).status_code == 403
    second.post(address, {"approve": "yes"})
    assert Disposal.objects.get().destroyed == 1
    wrong = first.post("/smallford/kept/periods/", {"kind": "people", "months": "soon", "basis": ""}).content.decode()
    assert "Enter a whole number of months" in wrong and "Enter the law or policy" in wrong
    for rule, says in (({"kind": "people", "table": "people"}, "Leave table and column empty"),
                       ({"kind": "apart", "table": "peple"}, "There is no table called 'peple'")):
        answer = first.post("/smallford/kept/periods/", {**rule, "months": "6", "basis": "policy"})
        assert says in html.unescape(answer.content.decode())


def test_of_fifty_people_who_were_erased_nothing_is_left_in_any_table(body, keepers):
    first, second = keepers
    marks = [f"Canary{number:02}Q" for number in range(50)]
    for mark in marks:
        found = actions.invite(first, body, f"{mark} Person", f"{mark}@canary.example", "supplier", "brightbuild")
        Client().post("/sign-in/", {"address": found.email})
        actions.part(first, body, found, f"{mark} left.")
    audit.set_period(first, "people", "", "", 1, "policy")
    _age(40)
    _rechain()
    assert audit.decide_disposal(second, audit.propose_disposal(first), True).destroyed == 50
    call_command("tidy")
    left = []
    for model in apps.get_models():
        for row in model.objects.all().values():
            told = " ".join(str(value) for value in row.values()).lower()
            left += [(model.__name__, mark) for mark in marks if mark.lower() in told]
    assert left == []
    assert verify()[1] == []


def test_nothing_is_left_of_a_colleague_or_a_subcontractor_s_person_whom_a_supplier_named(body, keepers):
    first, second = keepers
    opened(body)
    invite_colleague(TESTER, asked(body), "Canary Colleague", "canary.c@canary.example")
    write_row(TESTER, body, Record(BY_NAME["organisations"], dict.fromkeys(BY_NAME["organisations"].names) | {
        "id": "digger", "name": "Digger", "kind": "company"}), 0)
    theirs, _ = invite_subcontractor(TESTER, asked(body), {
        "known": "", "title": "Digger", "kind": "company", "name": "Canary Digger", "email": "Canary.D@canary.example"})
    theirs.refresh_from_db()
    decide_let_in(TESTER, theirs, theirs.let_in, True)
    for found in list(Person.objects.filter(name__startswith="Canary")):
        actions.part(first, body, found)
    audit.set_period(first, "people", "", "", 1, "policy")
    _age(40)
    _rechain()
    assert audit.decide_disposal(second, audit.propose_disposal(first), True).destroyed == 2
    assert [row.value for row in Apart.objects.all() if "canary" in row.value.lower()] == []
    assert not Person.objects.filter(email__icontains="canary").exists() and verify()[1] == []


def test_logs_error_pages_and_mails_hold_no_more_of_a_person_than_they_must(
        body, caplog, settings, django_capture_on_commit_callbacks, monkeypatch):
    caplog.set_level(logging.DEBUG)
    canaries = [f"canary{number}q" for number in range(20)]
    answers = []
    for canary in canaries:
        found = Person.objects.create_user(f"{canary}@example.org", f"Name {canary}", f"{canary} password")
        with django_capture_on_commit_callbacks(execute=True):
            actions.give(TESTER, body, found, "supplier", "brightbuild")
            Client().post("/sign-in/", {"address": found.email})
        Client().post("/sign-in/password/", {"login": found.email, "password": f"{canary} wrong"})
        browser = signed_in(found)
        answers += [browser.get("/nowhere/"), browser.get("/smallford/people/")]
        browser.raise_request_exception = False
        with monkeypatch.context() as broken:
            broken.setattr("commonweal.web.people.forms.TypeCode.clean_code", lambda form: 1 / 0)
            answers.append(browser.post("/sign-in/code/", {"address": found.email, "code": f"{canary}"}))
    assert {answer.status_code for answer in answers} == {403, 404, 500}
    assert [canary for canary in canaries if canary in caplog.text.lower()] == []
    # Their own name stands at the head of a page that they see; nothing of them on the page of a fault.
    assert [answer for answer in answers if answer.status_code == 500 and b"canary" in answer.content.lower()] == []
    for message, canary in zip(mail.outbox, canaries, strict=True):
        told = (message.subject + message.body).lower()
        assert message.to == [f"{canary}@example.org"]
        assert set(re.findall(r"canary\d+q", told)) == {canary} and "@example.org" not in told


def test_verify_on_the_command_line_says_what_it_found(db, body, capsys):
    number, place = Head.objects.values_list("number", "chain").get()
    call_command("audit", "verify", "--anchor", f"{number}:{place}")
    assert "no sign of tampering" in capsys.readouterr().out
    Event.objects.filter(number=number).update(what="nothing")
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "verify")
    assert ended.value.code == 1 and f"Event {number}: " in capsys.readouterr().out


def test_the_command_line_passes_site_and_audit_on(tmp_path):
    import os

    surroundings = {**os.environ, "COMMONWEAL_HOME": str(tmp_path), "COMMONWEAL_PLAIN": "yes"}
    surroundings.pop("DJANGO_SETTINGS_MODULE", None)

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run([sys.executable, "-m", "commonweal", *arguments], env=surroundings, capture_output=True,
                              text=True)
        return done.returncode, done.stdout + done.stderr

    assert run("site", "prepare") == (0, "The database is ready. Next: `commonweal site begin`, or "
                                         "`commonweal site demo` to try it.\n")
    assert run("audit", "verify")[0] == 0
    wrong = run("audit", "verify", "--anchor", f"5:{'a' * 64}")
    assert wrong[0] == 1 and "Event 5: it was given away and is gone" in wrong[1]
    assert run("audit", "verify", "--anchor", "five")[0] == 2
    assert run("site", "no-such-command")[0] == 1


def test_months_are_counted_by_the_calendar():
    moment = timezone.now().replace(year=2024, month=3, day=31)
    assert [retention.months_before(moment, months).date().isoformat() for months in (1, 13, 12, 3)] == [
        "2024-02-29", "2023-02-28", "2023-03-31", "2023-12-31"]
