"""Reminders: who gets which on what day, in one mail, once; and nobody who switched them off."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from commonweal.basics.tables import Record
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.models import Event
from commonweal.web.monitoring.models import Position
from commonweal.web.monitoring.refresh import refresh_activity
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Assignment, Body, Membership, Person
from commonweal.web.register.actions import write_row
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import record, settings_of
from commonweal.web.reminders import actions, rules
from commonweal.web.reminders.actions import remind_all
from commonweal.web.reminders.finding import reminders
from commonweal.web.reminders.models import Reminded
from commonweal.web.returns.arranging import open_round
from commonweal.web.review.actions import decide
from tests.web.asked import QUARTER, answered, asked, opened, sent
from tests.web.conftest import TESTER, person, signed_in

# The quarter's returns open on 1 April and are due on 1 May 2025.
DUE = date(2025, 5, 1)


@pytest.fixture
def supplier(body) -> Person:
    """Somebody who answers for the organisation that is asked, while the period's own mails are gone."""
    made = person("supplier", body, "brightbuild")
    opened(body)
    mail.outbox.clear()
    return made


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """A morning's run: who got how many mails."""

    def once(today: date) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            remind_all(today)
        return sorted(address for message in mail.outbox for address in message.to)

    return once


def test_a_body_that_was_just_opened_stops_nobody_elses_reminders(supplier, run):
    person("officer", Body.objects.create(slug="aaa", name="A Council Without Records"))
    assert run(DUE - timedelta(days=6)) == [supplier.email]


def test_a_return_is_reminded_of_on_its_days_and_once_each(supplier, run):
    got = {DUE + timedelta(days=days): run(DUE + timedelta(days=days)) for days in range(-30, 60)}
    days = [(day - DUE).days for day, people in got.items() if people]
    assert days == [-14, -6, -1, 1, 7, 14, 28]
    assert all(people == [supplier.email] for people in got.values() if people)


def test_a_second_run_sends_nothing_and_a_missed_day_is_made_up_for(supplier, run):
    assert run(DUE - timedelta(days=5)) == [supplier.email]
    assert run(DUE - timedelta(days=5)) == run(DUE - timedelta(days=4)) == []
    assert run(DUE - timedelta(days=1)) == [supplier.email]


def test_two_runs_at_once_send_once(supplier, run, monkeypatch):
    found = reminders(supplier.memberships.get().body, DUE)
    assert run(DUE) == [supplier.email]
    # As the second run saw it, before the first had written down what it sent.
    assert actions._remind_once(supplier, found, DUE) is False
    assert Reminded.objects.count() == 1


def test_the_mail_says_what_and_when_and_lets_a_supplier_in_and_is_one_event(supplier, run):
    events = Event.objects.count()
    run(date(2025, 4, 25))
    text = mail.outbox[0].body
    assert "Housing repairs" in text and "January to March 2025: the return is due on 1 May 2025" in text
    assert "/sign-in/link/" in text and "switch reminders off" in text
    assert Event.objects.count() == events + 1
    told = Event.objects.latest("number")
    assert (told.what, told.key, told.body) == ("remind somebody", supplier.key, "smallford")


def test_a_return_that_was_sent_is_not_reminded_of_nor_one_that_is_not_open_yet(body, supplier, run):
    answered(asked(body), "volunteering-hours", "5")
    assert run(date(2025, 3, 31)) == []
    for answer in asked(body).answers.filter(done=False):
        answered(asked(body), answer.measure, "1")
    sent(asked(body))
    assert run(DUE) == []


def test_a_question_is_reminded_of_until_it_is_answered(body, supplier, run):
    for answer in asked(body).answers.all():
        answered(asked(body), answer.measure, "1")
    sent(asked(body))
    claim = record(body, "deliveries", asked(body).answers.first().claim)
    officer = person("officer", body)
    decide(Visit.of(officer, body, "tests"), claim, "query", "Which of the two is right?")
    today = timezone.localdate()
    assert [run(today + timedelta(days=days)) for days in (1, 2, 3, 4, 10)] == [
        [], [], [supplier.email], [], [supplier.email]]
    assert "a question of" in mail.outbox[0].body and "Which of the two" not in mail.outbox[0].body
    answer = asked(body).answers.get(claim=claim.key)
    answered(asked(body), answer.measure, "2")
    assert run(today + timedelta(days=17)) == []


def test_a_manager_is_reminded_weekly_of_own_contracts_that_are_far_behind(body, run):
    own = person("manager", body, looks_after=("repairs",))
    person("manager", body, nth="who looks after nothing")
    refresh_activity.call("smallford", "repairs")
    Position.objects.filter(body=body, activity="repairs").update(rating="inadequate")
    monday = date(2026, 11, 30)
    assert [run(monday + timedelta(days=days)) for days in (0, 1, 6, 7, 16)] == [
        [own.email], [], [], [own.email], [own.email]]
    assert "Housing repairs" in mail.outbox[0].body
    Assignment.objects.all().delete()
    assert run(monday + timedelta(days=28)) == []


def test_the_officer_is_reminded_of_the_reporting_year(body, run):
    officer = person("officer", body)
    step = {"period": settings_of(body).period.id, "step": "lock", "due": date(2025, 6, 20)}
    write_row(TESTER, body, Record(BY_NAME["calendar"], dict.fromkeys(BY_NAME["calendar"].names) | step), 0)
    assert run(date(2025, 6, 6)) == [officer.email]
    assert run(date(2025, 6, 7)) == [] and run(date(2025, 6, 21)) == [officer.email]
    assert "was due on 20 June 2025" in mail.outbox[0].body
    ROWS["calendar"].objects.filter(body=body).update(done=date(2025, 6, 22))
    assert run(date(2025, 6, 27)) == []


def test_everything_of_a_day_comes_in_one_mail_also_from_several_bodies(body, other_body, supplier, run):
    Membership.objects.create(person=supplier, body=other_body, role="supplier", organisation="brightbuild")
    open_round(TESTER, other_body, QUARTER)
    assert run(date(2025, 4, 25)) == [supplier.email]
    assert "Smallford Council" in mail.outbox[0].body and "Elsewhere Council" in mail.outbox[0].body
    assert mail.outbox[0].body.count("the return is due") == 2


def test_whoever_switched_reminders_off_gets_none_and_may_switch_them_on_again(supplier, run):
    browser = signed_in(supplier)
    assert "A return that was not sent yet" in browser.get("/you/reminders/").content.decode()
    assert browser.post("/you/reminders/", {"wanted": "off"}).status_code == 302
    assert run(DUE) == []
    assert browser.post("/you/reminders/", {"wanted": "perhaps"}).status_code == 200
    browser.post("/you/reminders/", {"wanted": "on"})
    assert run(DUE) == [supplier.email]


def test_nobody_is_reminded_of_records_that_are_only_to_be_read_nor_after_they_left(body, supplier, run):
    Body.objects.update(read_only=True)
    assert run(DUE) == []
    Body.objects.update(read_only=False)
    Person.objects.update(is_active=False)
    assert run(DUE) == []


def test_each_role_with_reminders_is_told_their_days(body):
    for role, shown in (("supplier", "14, 6 and 1 days before"), ("manager", "every week"), ("officer", "14, 7 and 1"),
                        ("auditor", "no reminders")):
        browser = signed_in(person(role, body, "brightbuild" if role == "supplier" else ""))
        assert shown in browser.get("/you/reminders/").content.decode()


def test_the_words_of_a_rule_name_its_days():
    for rule in rules.RULES:
        assert all(str(abs(days)) in str(rule.when) for days in rule.days), rule.name
        assert rule.days or rule.weekday is not None


def test_the_command_says_how_many_were_reminded(supplier, capsys):
    call_command("remind")
    assert "People reminded: 0" in capsys.readouterr().out


def test_the_questions_of_a_run_do_not_grow_with_returns(body, supplier, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        reminders(body, DUE)


def test_suppliers_hear_of_a_period_on_the_day_that_it_opens(body, monkeypatch):
    asked_for = []
    monkeypatch.setattr("commonweal.web.returns.arranging.later",
                        lambda job, *said, after=None: asked_for.append((job.module_path, after)))
    today = timezone.localdate()
    open_round(TESTER, body, QUARTER | {"opens": today + timedelta(days=9)})
    assert asked_for == [("commonweal.web.returns.jobs.tell_opened", timedelta(days=9))]
