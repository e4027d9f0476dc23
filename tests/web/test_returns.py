"""A supplier's return, from the period that asks to the receipt."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.db import transaction

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import history, verify
from commonweal.web.audit.models import Apart, Event
from commonweal.web.monitoring.refresh import refresh_body
from commonweal.web.people.links import address_of
from commonweal.web.people.models import Link, Membership, Person
from commonweal.web.register.actions import write_row
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import record
from commonweal.web.returns.actions import (
    NothingToDo,
    add_answer,
    nothing_to_report,
    save_answer,
    send,
    take_away_answer,
)
from commonweal.web.returns.arranging import open_round
from commonweal.web.returns.models import Answer, MoreTime, Return, Round, Sending
from commonweal.web.returns.tasklist import Task, sheet_of
from tests.web.asked import DECLARED, QUARTER, SAYS, answered, asked, in_boxes, opened, sent
from tests.web.conftest import TESTER, person, signed_in

HOURS, STARTS = "2025-q1.repairs.brightbuild.1", "2025-q1.repairs.brightbuild.2"


def _row(table, **said):
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said)


@pytest.fixture
def supplier(body):
    """A browser of somebody at Brightbuild, asked about the first quarter of 2025."""
    opened(body)
    return signed_in(person("supplier", body, "brightbuild"))


def _post(browser, path, **said):
    return browser.post(f"/smallford/returns/{path}", said)


def _answer(browser, key, version=0, **said):
    return _post(browser, f"answers/{key}/", version=version, **said)


def _send(browser, seen=0, **said):
    return _post(browser, "2025-q1.repairs.brightbuild/check/", name="Robin Reporter", office="Site manager",
                 agreed="on", seen=seen, **said)


def test_only_what_was_promised_is_asked_of_those_who_deliver_it(body):
    write_row(TESTER, body, _row("organisations", id="digger", name="Digger Ltd", kind="company"), 0)
    write_row(TESTER, body, _row("parties", activity="repairs", organisation="digger", part="subcontractor",
                                 under="brightbuild"), 0)
    _, returns, answers = open_round(TESTER, body, QUARTER)
    assert (returns, answers) == (1, 2)
    assert [(answer.returned.organisation, answer.commitment) for answer in Answer.objects.all()] == [
        ("brightbuild", "repairs-hours"), ("brightbuild", "repairs-apprentices")]
    assert open_round(TESTER, body, QUARTER)[1:] == (0, 0)
    later = QUARTER | {"key": "2025-q2", "start": date(2025, 4, 1), "end": date(2025, 6, 30)}
    open_round(TESTER, body, later)
    # The apprentices were due in March, the hours run on.
    assert [answer.commitment for answer in Answer.objects.filter(returned__round__key="2025-q2")] == ["repairs-hours"]


def test_a_promise_added_later_is_asked_when_the_period_is_opened_again(body):
    opened(body)
    write_row(TESTER, body, _row(
        "commitments", id="more-hours", activity="repairs", measure="volunteering-hours", stage="committed",
        quantity=Decimal(10), start=date(2025, 1, 1), due=date(2025, 12, 31), profile="even", period_kind="future",
        in_force_from=date(2025, 1, 1)), 0)
    assert open_round(TESTER, body, QUARTER)[1:] == (1, 1)
    assert [answer.key for answer in asked(body).answers.all()] == [HOURS, STARTS, "2025-q1.repairs.brightbuild.3"]


def test_what_lasts_is_filled_in_and_what_adds_up_stands_beside(supplier, body):
    page = supplier.get(f"/smallford/returns/answers/{HOURS}/").content.decode()
    assert "45.5 hours, 1 July 2024 to 30 September 2024" in page
    assert 'name="quantity" type="text" value=""' in page or 'value="45.5"' not in page
    assert "Timesheet signed by the group that received the help" in page and "Count whole hours given" in page
    assert Answer.objects.get(key=HOURS).quantity is None


def test_a_return_from_the_first_answer_to_the_receipt(supplier, body):
    before = Event.objects.count()
    assert "Not yet started" in supplier.get("/smallford/returns/").content.decode()
    reply = _answer(supplier, HOURS, quantity="1,234.5", basis="increment", note="Two gardens.")
    assert reply.headers["Location"].endswith(f"/answers/{STARTS}/")
    reply = _answer(supplier, STARTS, nothing="on")
    assert reply.headers["Location"].endswith("/returns/2025-q1.repairs.brightbuild/")
    check = supplier.get("/smallford/returns/2025-q1.repairs.brightbuild/check/").content.decode()
    assert "1,234.5 hours" in check and "Nothing to report" in check and "Change<span" in check
    assert not ROWS["deliveries"].objects.filter(key=HOURS).exists()
    reply = _send(supplier)
    assert reply.headers["Location"].endswith("/receipt/")
    claim = record(body, "deliveries", HOURS)
    assert (claim.number("quantity"), claim.text("state"), claim.text("reported_by"), claim.text("commitment")) == (
        Decimal("1234.5"), "submitted", "brightbuild", "repairs-hours")
    assert (claim.day("start"), claim.day("end"), claim.text("period_kind")) == (
        date(2025, 1, 1), date(2025, 3, 31), "quarter")
    assert record(body, "deliveries", STARTS).number("quantity") == 0
    receipt = supplier.get("/smallford/returns/2025-q1.repairs.brightbuild/receipt/").content.decode()
    for told in ("2025-q1.repairs.brightbuild, 1", "Robin Reporter, Site manager", "1,234.5 hours",
                 "1 nothing to report"):
        assert told in receipt
    file = supplier.get("/smallford/returns/2025-q1.repairs.brightbuild/file/")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert [(row["reference"], row["quantity"], row["said"]) for row in rows] == [
        (HOURS, "1234.5000", "answered"), (STARTS, "", "nothing to report")]
    assert Event.objects.count() == before + 3 and verify()[1] == []
    assert "Robin" not in "".join(str(value) for row in Event.objects.values() for value in row.values())
    told = history("smallford", "returns", "2025-q1.repairs.brightbuild")[-1]
    assert told["apart"] == {"declared by": "Robin Reporter", "office": "Site manager"}
    assert told["after"][f"deliveries/{HOURS}.quantity"] == "1234.5000"


def test_the_receipt_comes_by_mail_and_no_mail_holds_a_figure(supplier, body, django_capture_on_commit_callbacks):
    _answer(supplier, HOURS, quantity="987654")
    with django_capture_on_commit_callbacks(execute=True):
        _send(supplier)
    assert [message.to for message in mail.outbox] == [["supplier.brightbuild@smallford.example"]]
    assert "Receipt 2025-q1.repairs.brightbuild, 1" in mail.outbox[0].subject
    assert "987654" not in mail.outbox[0].body and "Robin" not in mail.outbox[0].body
    link = Link.objects.get()
    assert address_of(link) in mail.outbox[0].body
    assert link.goes_to == "/smallford/returns/2025-q1.repairs.brightbuild/receipt/"


def test_nothing_to_report_is_one_choice(supplier, body):
    reply = _post(supplier, "2025-q1.repairs.brightbuild/nothing/")
    assert reply.headers["Location"].endswith("/check/")
    _send(supplier)
    assert [str(row.quantity) for row in ROWS["deliveries"].objects.filter(key__in=[HOURS, STARTS])] == ["0.0000"] * 2
    with pytest.raises(NothingToDo):
        nothing_to_report(TESTER, asked(body))


def test_a_half_filled_return_can_be_sent_and_an_empty_one_cannot(supplier, body):
    assert "There is nothing to send yet" in _send(supplier).content.decode()
    _answer(supplier, HOURS, quantity="5", later="yes")
    _send(supplier)
    assert ROWS["deliveries"].objects.filter(key=HOURS).exists() and not ROWS["deliveries"].objects.filter(
        key=STARTS).exists()
    _answer(supplier, STARTS, quantity="1")
    _send(supplier, seen=1)
    assert ROWS["deliveries"].objects.filter(key=STARTS).exists()
    assert ROWS["deliveries"].objects.get(key=HOURS).row_version == 1


@pytest.mark.parametrize(("said", "told"), [
    ({"quantity": "about 20"}, "How many or how much (unit: hour):"),
    ({"quantity": "=2+2"}, "this is a formula"),
    ({"quantity": "-3"}, "cannot be below 0"),
    ({"quantity": "1.23456"}, "How many or how much (unit: hour):"),
    ({"quantity": "5", **in_boxes("start", "2024-12-31")}, "This day is not in January to March 2025"),
    ({"quantity": "5", **in_boxes("end", "31 March")}, "write the day, the month and the year in numbers"),
    ({"quantity": "5", **in_boxes("end", "2025-02-30")}, "There is no such day in the calendar"),
    ({"quantity": "5", "note": "x" * 2_001}, "This has 2001 signs"),
    ({"quantity": "5", **in_boxes("start", "2025-03-31"), **in_boxes("end", "2025-01-01")},
     "The last day is before the first"),
    ({"quantity": "5", "event": "fair", "event_share": "1.5"}, "a share lies between 0 and 1"),
    ({"quantity": "5", "event": "fair"}, "go together"),
    ({"quantity": "5", "nothing": "on"}, "Take one of them away"),
    ({"quantity": "5", "note": "=HYPERLINK()"}, "start with a word"),
    ({"quantity": "5", "place": "atlantis"}, "Select a valid choice"),
])
def test_what_cannot_be_read_is_not_saved_and_says_what_to_type(supplier, said, told):
    reply = _answer(supplier, HOURS, **said)
    page = reply.content.decode()
    assert reply.status_code == 200 and told in page and "There is a problem" in page
    assert Answer.objects.get(key=HOURS).version == 0


def test_the_same_form_a_thousand_times_gives_one_record(supplier, body):
    for _ in range(50):
        _answer(supplier, HOURS, quantity="7")
    assert Answer.objects.get(key=HOURS).version == 1
    for _ in range(1_000):
        assert _send(supplier).status_code == 302
    assert Sending.objects.count() == 1 and ROWS["deliveries"].objects.filter(key=HOURS).count() == 1
    assert ROWS["deliveries"].objects.get(key=HOURS).row_version == 1
    assert [event["what"] for event in history("smallford", "returns", "2025-q1.repairs.brightbuild")] == [
        "send a return"]


def test_two_people_at_one_answer_never_overwrite_each_other_unseen(supplier, body):
    other = signed_in(Person.objects.create_user("second@smallford.example", "Second"))
    Membership.objects.create(person=Person.objects.get(email="second@smallford.example"), body=body, role="supplier",
                              organisation="brightbuild")
    _answer(supplier, HOURS, quantity="10", note="Mine.")
    page = _answer(other, HOURS, quantity="20").content.decode()
    assert "Somebody else saved this meanwhile" in page and "10 hour" in page and "Mine." in page
    assert 'value="20"' in page and Answer.objects.get(key=HOURS).quantity == 10
    _answer(other, HOURS, version=1, quantity="20")
    assert Answer.objects.get(key=HOURS).quantity == 20


def test_a_question_opens_the_measure_again_and_the_answer_changes_the_same_row(supplier, body):
    _answer(supplier, HOURS, quantity="7")
    _send(supplier)
    claim = ROWS["deliveries"].objects.get(key=HOURS)
    claim.state = "queried"
    claim.save()
    write_row(TESTER, body, _row("reviews", id="q1", delivery=HOURS, decision="query", by="Contract manager",
                                 on=date(2025, 5, 2), reason="Is this both gardens?"), 0)
    assert "Is this both gardens?" in supplier.get("/smallford/returns/2025-q1.repairs.brightbuild/").content.decode()
    assert "Question asked" in supplier.get("/smallford/returns/").content.decode()
    _answer(supplier, HOURS, version=1, quantity="7", note="Yes, both.")
    _send(supplier, seen=1)
    after = record(body, "deliveries", HOURS)
    assert (after.text("state"), after.text("note")) == ("submitted", "Yes, both.")
    assert ROWS["deliveries"].objects.filter(reported_by="brightbuild", measure="volunteering-hours",
                                             start__gte=date(2025, 1, 1)).count() == 1


def test_what_was_checked_stays_and_what_was_not_accepted_is_claimed_anew(supplier, body):
    _answer(supplier, HOURS, quantity="7")
    _answer(supplier, STARTS, quantity="1")
    _send(supplier)
    ROWS["deliveries"].objects.filter(key=HOURS).update(state="verified")
    ROWS["deliveries"].objects.filter(key=STARTS).update(state="rejected")
    assert "was checked, and stays" in _answer(supplier, HOURS, version=1, quantity="8").content.decode()
    _answer(supplier, STARTS, version=1, quantity="2")
    _send(supplier, seen=1)
    assert record(body, "deliveries", HOURS).number("quantity") == 7
    assert record(body, "deliveries", STARTS).text("state") == "rejected"
    assert record(body, "deliveries", f"{STARTS}-2").text("state") == "submitted"


def test_before_the_day_it_opens_nothing_is_answered_and_the_list_does_not_show_it(supplier, body):
    Round.objects.update(opens=date(2090, 1, 1))
    assert "Answers are taken from 1 January 2090" in _answer(supplier, HOURS, quantity="7").content.decode()
    assert "Housing repairs" not in supplier.get("/smallford/returns/").content.decode()
    assert Answer.objects.get(key=HOURS).version == 0


@pytest.mark.parametrize(("start", "end", "days"), [
    (None, None, ("2025-01-01", "2025-03-31")), ("2024-04-01", "2025-02-28", ("2025-01-01", "2025-02-28")),
    ("2025-02-01", "2026-03-31", ("2025-02-01", "2025-03-31")),
    ("2024-04-01", "2024-12-31", ("2025-01-01", "2025-03-31")),
])
def test_an_answer_is_about_the_period_as_far_as_the_contract_runs_in_it(supplier, body, start, end, days):
    ROWS["activities"].objects.filter(body=body, key="repairs").update(start=start, end=end)
    _answer(supplier, HOURS, quantity="5")
    _send(supplier)
    claim = record(body, "deliveries", HOURS)
    assert (str(claim.day("start")), str(claim.day("end"))) == days


def test_something_never_promised_stands_apart(supplier, body):
    reply = _post(supplier, "2025-q1.repairs.brightbuild/add/", measure="volunteering-hours")
    key = reply.headers["Location"].split("/")[-2]
    assert _post(supplier, "2025-q1.repairs.brightbuild/add/", measure="volunteering-hours").headers[
        "Location"] == reply.headers["Location"]
    _answer(supplier, key, quantity="3")
    assert "Done without having been promised" in supplier.get(
        "/smallford/returns/2025-q1.repairs.brightbuild/").content.decode()
    _send(supplier)
    assert record(body, "deliveries", key).get("commitment") is None


def test_staff_enter_what_they_were_told_and_the_supplier_gets_the_receipt(
        supplier, body, django_capture_on_commit_callbacks):
    manager = signed_in(person("manager", body, looks_after=("repairs",)))
    page = manager.get("/smallford/entries/2025-q1.repairs.brightbuild/").content.decode()
    assert "on behalf of Brightbuild" in page
    manager.post(f"/smallford/entries/answers/{HOURS}/", {"version": 0, "quantity": "12"})
    said = {"name": "Sam Site", "office": "Foreman", "agreed": "on", "seen": 0}
    path = "/smallford/entries/2025-q1.repairs.brightbuild/check/"
    assert "Type the day" in manager.post(path, said).content.decode() or not Sending.objects.exists()
    future = manager.post(path, said | {"how": "telephone", **in_boxes("received", "2090-01-01")})
    assert "This day is still to come" in future.content.decode() and not Sending.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(path, said | {"how": "telephone", **in_boxes("received", "2025-04-22")})
    found = Sending.objects.get()
    assert (found.how, found.received) == ("telephone", date(2025, 4, 22))
    assert found.person == Person.objects.get(email__startswith="manager").key
    assert mail.outbox[0].to == ["supplier.brightbuild@smallford.example"]
    assert "received by telephone and entered for you" in mail.outbox[0].body
    assert record(body, "deliveries", HOURS).text("reported_by") == "brightbuild"
    assert record(body, "deliveries", HOURS).day("reported_on") == date(2025, 4, 22)


def test_more_time_is_asked_for_and_granted_or_not(supplier, body, django_capture_on_commit_callbacks):
    Return.objects.update(due=date(2090, 1, 1))
    path = "2025-q1.repairs.brightbuild/time/"
    assert "after the one it is due on" in _post(
        supplier, path, **in_boxes("until", "2089-12-31"), reason="Ill.").content.decode()
    for _ in range(3):
        _post(supplier, path, **in_boxes("until", "2090-02-01"), reason="The list is with the host.")
    assert MoreTime.objects.count() == 1
    officer = signed_in(person("officer", body))
    assert "Asks for more time" in officer.get("/smallford/all-returns/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        officer.post("/smallford/all-returns/2025-q1.repairs.brightbuild/time/", {"granted": "yes", "answer": "Fine."})
    assert asked(body).due == date(2090, 2, 1) and mail.outbox[-1].subject == "You have more time"
    assert "The list is with the host." not in mail.outbox[-1].body
    assert "More time was given" in supplier.get("/smallford/returns/2025-q1.repairs.brightbuild/").content.decode()


def test_a_colleague_is_invited_once_with_the_name_apart(supplier, body, django_capture_on_commit_callbacks):
    said = {"name": "Kim Colleague", "email": "Kim@Brightbuild.example"}
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            _post(supplier, "2025-q1.repairs.brightbuild/colleague/", **said)
    kim = Person.objects.get(email="kim@brightbuild.example")
    assert [(held.role, held.organisation) for held in kim.memberships.all()] == [("supplier", "brightbuild")]
    assert [message.to for message in mail.outbox] == [["kim@brightbuild.example"]]
    assert signed_in(kim).get("/smallford/returns/2025-q1.repairs.brightbuild/").status_code == 200
    assert Apart.objects.filter(value="Kim Colleague").exists()


def test_a_subcontractor_s_lines_are_passed_on_as_its_own_and_counted_once(supplier, body):
    _post(supplier, "2025-q1.repairs.brightbuild/subcontractor/", title="Digger & Sons", kind="company",
          name="Dee Digger", email="dee@digger.example")
    digger = asked(body, "digger-sons")
    assert (digger.under, digger.key) == ("brightbuild", "2025-q1.repairs.digger-sons")
    assert ROWS["parties"].objects.get(organisation="digger-sons").under == "brightbuild"
    theirs = signed_in(Person.objects.get(email="dee@digger.example"))
    assert theirs.get("/smallford/returns/2025-q1.repairs.brightbuild/").status_code == 404
    theirs.post(f"/smallford/returns/answers/{digger.key}.1/", {"version": 0, "quantity": "4"})
    theirs.post(f"/smallford/returns/{digger.key}/check/", {
        "name": "Dee", "office": "Owner", "agreed": "on", "seen": 0})
    assert not ROWS["deliveries"].objects.filter(reported_by="digger-sons").exists()
    assert "4 hour" in supplier.get("/smallford/returns/2025-q1.repairs.brightbuild/").content.decode()
    _answer(supplier, HOURS, quantity="6")
    _post(supplier, "2025-q1.repairs.brightbuild/passing-on/", theirs=digger.key, yes="yes")
    check = supplier.get("/smallford/returns/2025-q1.repairs.brightbuild/check/").content.decode()
    assert "Passed on from Digger &amp; Sons" in check and "4 hour" in check
    _send(supplier)
    _send(supplier, seen=1)
    rows = ROWS["deliveries"].objects.filter(measure="volunteering-hours", start__gte=date(2025, 1, 1)).order_by("key")
    assert [(row.reported_by, str(row.quantity)) for row in rows] == [
        ("brightbuild", "6.0000"), ("digger-sons", "4.0000")]
    # What they write after that waits until they send it, and then until it is passed on with a sending of its own.
    starts = ROWS["deliveries"].objects.filter(reported_by="digger-sons", measure="apprenticeships")
    theirs.post(f"/smallford/returns/answers/{digger.key}.2/", {"version": 0, "quantity": "1"})
    _answer(supplier, STARTS, quantity="1")
    _send(supplier, seen=1)
    assert not starts.exists()
    theirs.post(f"/smallford/returns/{digger.key}/check/", {
        "name": "Dee", "office": "Owner", "agreed": "on", "seen": 1})
    assert not starts.exists()
    _send(supplier, seen=2)
    assert starts.get().quantity == 1


def test_a_main_supplier_is_told_of_lines_that_wait_for_it_and_only_of_those(
        supplier, body, django_capture_on_commit_callbacks):
    _post(supplier, "2025-q1.repairs.brightbuild/subcontractor/", title="Digger & Sons", kind="company",
          name="Dee Digger", email="dee@digger.example")
    key = "2025-q1.repairs.digger-sons"
    theirs = signed_in(Person.objects.get(email="dee@digger.example"))

    def sends(quantity, version):
        theirs.post(f"/smallford/returns/answers/{key}.1/", {"version": version, "quantity": quantity})
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            theirs.post(f"/smallford/returns/{key}/check/", {
                "name": "Dee", "office": "Owner", "agreed": "on", "seen": version})
        return {message.to[0]: message.body for message in mail.outbox}

    told = sends("4321", 0)
    assert set(told) == {"dee@digger.example", "supplier.brightbuild@smallford.example"}
    wait = told["supplier.brightbuild@smallford.example"]
    assert "Digger & Sons" in wait and "until then they count nowhere" in wait and "4321" not in wait
    _post(supplier, "2025-q1.repairs.brightbuild/passing-on/", theirs=key, yes="yes")
    _send(supplier)
    # What stands in the register already is changed there, and nobody has to pass it on again.
    assert set(sends("5", 1)) == {"dee@digger.example"}


def test_a_supplier_takes_its_own_history_away_and_nobody_else_s(supplier, body):
    write_row(TESTER, body, _row("organisations", id="otherco", name="Other", kind="company"), 0)
    write_row(TESTER, body, _row(
        "deliveries", id="theirs", activity="repairs", measure="volunteering-hours", quantity=Decimal(99),
        bound="exact", start=date(2025, 1, 1), end=date(2025, 1, 31),
        period_kind="quarter", state="submitted", reported_by="otherco",
        counts=True, basis="increment", stage="not-applicable"), 0)
    file = supplier.get("/smallford/what-we-reported.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [row["reference"] for row in rows] == ["repairs-hours-q1", "repairs-hours-q2", "repairs-apprentice-1"]
    page = supplier.get("/smallford/what-we-reported/").content.decode()
    assert "Hours volunteered by suppliers" in page and "theirs" not in page


def test_the_summary_has_a_line_a_promise_and_lines_only_where_others_deliver_too(supplier, body):
    refresh_body.call(body.slug)

    def page():
        text = supplier.get("/smallford/what-we-reported/").content.decode()
        assert "Every line, as a CSV file" in text
        return "Due by now" in text, "Where it stands" in text

    assert page() == (True, False)
    write_row(TESTER, body, _row("organisations", id="otherco", name="Other", kind="company"), 0)
    write_row(TESTER, body, _row("parties", activity="repairs", organisation="otherco", part="partner"), 0)
    assert page() == (False, True)


def test_lists_and_tasks_take_as_many_queries_for_many_as_for_few(supplier, body):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    officer = signed_in(person("officer", body))
    pages = [(supplier, "/smallford/returns/"), (officer, "/smallford/all-returns/"),
             (supplier, "/smallford/returns/2025-q1.repairs.brightbuild/")]

    def counts():
        found = []
        for browser, path in pages:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(path).status_code == 200
            found.append(len(queries))
        return found

    counts()
    few = counts()
    for number in range(20):
        activity = f"more-{number}"
        write_row(TESTER, body, _row("activities", id=activity, title=activity, kind="contract", role="commissioner",
                                     state="in-progress"), 0)
        write_row(TESTER, body, _row("parties", activity=activity, organisation="brightbuild", part="prime"), 0)
        for where in ("repairs", activity):
            write_row(TESTER, body, _row(
                "commitments", id=f"{where}-{number}", activity=where, measure="volunteering-hours", stage="committed",
                quantity=Decimal(10), start=date(2025, 1, 1), due=date(2025, 12, 31), profile="even",
                period_kind="future", in_force_from=date(2025, 1, 1)), 0)
    opened(body)
    assert Answer.objects.count() == 42
    assert counts() == few


def test_the_actions_refuse_what_the_pages_would_not_offer(body):
    opened(body)
    returned = asked(body)
    answered(returned, "volunteering-hours", "5")
    sent(returned)
    with pytest.raises(NothingToDo):
        send(TESTER, returned, 0, DECLARED)
    ROWS["deliveries"].objects.filter(key=HOURS).update(state="verified")
    with pytest.raises(Refused, match="was checked"):
        save_answer(TESTER, Answer.objects.get(key=HOURS), SAYS | {"quantity": Decimal(9)}, 1, True)
    assert sheet_of(asked(body)).task(HOURS).state == "checked"


def test_nothing_to_report_leaves_what_was_typed_as_it_is(supplier, body):
    _answer(supplier, HOURS, quantity="12", later="yes")
    _post(supplier, "2025-q1.repairs.brightbuild/nothing/")
    said = {answer.key: (answer.quantity, answer.nothing, answer.version) for answer in Answer.objects.all()}
    assert said == {HOURS: (Decimal(12), False, 1), STARTS: (None, True, 1)}


def test_nothing_to_report_is_also_said_of_a_level_that_nobody_looked_at_yet(supplier, body):
    Answer.objects.filter(key=HOURS).update(quantity=Decimal(3))  # Filled in from last time, and saved by nobody.
    _post(supplier, "2025-q1.repairs.brightbuild/nothing/")
    assert set(Answer.objects.values_list("nothing", "quantity")) == {(True, None)}


def test_a_level_that_was_sent_and_then_not_measured_after_all_is_taken_back_and_can_be_sent_anew(
        supplier, body, monkeypatch):
    monkeypatch.setattr(Task, "counting", "stock")
    _answer(supplier, HOURS, quantity="12")
    _send(supplier)
    _answer(supplier, HOURS, version=1, nothing="on")
    _send(supplier, seen=1)
    claim = record(body, "deliveries", HOURS)
    assert (claim.text("state"), claim.number("quantity")) == ("draft", 12)
    assert "Nothing to report" in supplier.get("/smallford/returns/2025-q1.repairs.brightbuild/").content.decode()
    # It is not what the next period begins with.
    later = QUARTER | {"key": "2025-q2", "start": date(2025, 4, 1), "end": date(2025, 6, 30)}
    open_round(TESTER, body, later)
    assert sheet_of(Return.objects.get(key="2025-q2.repairs.brightbuild")).tasks[0].last.key != HOURS
    _answer(supplier, HOURS, version=2, quantity="11")
    _send(supplier, seen=2)
    claim = record(body, "deliveries", HOURS)
    assert (claim.text("state"), claim.number("quantity")) == ("submitted", 11)


def test_nothing_to_report_touches_no_more_than_it_says(supplier, body, monkeypatch):
    """A note that a colleague's save put there meanwhile stays, whatever was read before."""
    written = []
    save = Answer.save
    monkeypatch.setattr(Answer, "save", lambda self, **said: written.append(said) or save(self, **said))
    nothing_to_report(TESTER, asked(body))
    assert written and all(set(said["update_fields"]) == {"nothing", "quantity", "done", "version", "saved_by"}
                           for said in written)


def test_the_place_of_what_was_taken_away_is_never_used_again(supplier, body):
    first = add_answer(TESTER, asked(body), "apprenticeships")
    take_away_answer(TESTER, first)
    second = add_answer(TESTER, asked(body), "volunteering-hours")
    assert second.key != first.key
    assert _answer(supplier, first.key, quantity="7").status_code == 404
    assert not Answer.objects.filter(quantity=Decimal(7)).exists()
    # Nor by what is promised later.
    take_away_answer(TESTER, second)
    write_row(TESTER, body, _row(
        "commitments", id="more-hours", activity="repairs", measure="volunteering-hours", stage="committed",
        quantity=Decimal(10), start=date(2025, 1, 1), due=date(2025, 12, 31), profile="even", period_kind="future",
        in_force_from=date(2025, 1, 1)), 0)
    opened(body)
    assert Answer.objects.get(commitment="more-hours").key not in (first.key, second.key)


def test_a_return_never_writes_over_a_line_that_it_did_not_write(supplier, body):
    write_row(TESTER, body, _row(
        "deliveries", id=HOURS, activity="repairs", measure="apprenticeships", quantity=Decimal(99), bound="exact",
        start=date(2025, 1, 1), end=date(2025, 3, 31), period_kind="quarter", state="submitted",
        reported_by="brightbuild", counts=True, basis="increment", stage="not-applicable"), 0)
    _answer(supplier, HOURS, quantity="7")
    page = _send(supplier).content.decode()
    assert HOURS in page and "has this reference already" in page and not Sending.objects.exists()
    assert record(body, "deliveries", HOURS).number("quantity") == 99


def test_what_is_accepted_while_a_return_is_being_sent_stays_accepted(supplier, body, monkeypatch):
    _answer(supplier, HOURS, quantity="7")
    _send(supplier)
    _answer(supplier, HOURS, version=1, quantity="700")

    def read_before_it_was_accepted(returned, **said):
        sheet = sheet_of(returned, **said)
        row = ROWS["deliveries"].objects.filter(body=body, key=HOURS)
        row.update(state="verified", row_version=row.get().row_version + 1)
        return sheet

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("commonweal.web.returns.actions.sheet_of", read_before_it_was_accepted)
        reply = _send(supplier, seen=1)
    assert reply.status_code == 409 and "Somebody else changed this meanwhile" in reply.content.decode()
    assert Sending.objects.count() == 1
    claim = record(body, "deliveries", HOURS)
    # What was done at that moment, in the same transaction here, is undone with it.
    assert (claim.text("state"), claim.number("quantity")) == ("submitted", 7)


def test_a_period_is_not_opened_again_with_other_days(body):
    opened(body)
    officer = signed_in(person("officer", body))
    said = {"key": "2025-q1", "label": "January to March 2025", "period_kind": "quarter"}
    days = {"start": "2025-01-01", "end": "2025-03-31", "opens": "2025-04-01", "due": "2025-05-01"}

    def post(**other):
        boxes = {}
        for name, day in (days | other).items():
            boxes |= in_boxes(name, day)
        return officer.post("/smallford/all-returns/open/", said | boxes)

    for name, day in (("start", "2025-02-01"), ("end", "2025-06-30"), ("opens", "2025-04-02"), ("due", "2025-05-02")):
        page = post(**{name: day}).content.decode()
        assert "1 January 2025 to 31 March 2025" in page and "1 May 2025" in page, name
    found = Round.objects.get()
    assert (str(found.start), str(found.end), str(found.opens), str(found.due)) == tuple(days.values())
    assert post().status_code == 302


def test_what_was_withdrawn_since_it_was_asked_need_not_be_answered(supplier, body):
    promised = record(body, "commitments", "repairs-hours")
    write_row(TESTER, body, Record(promised.table, dict(promised.values) | {
        "id": "repairs-hours.2", "follows": promised.key, "stage": "withdrawn", "in_force_from": date(2025, 2, 1),
        "note": "The garden was sold."}), 0)
    for page in ("2025-q1.repairs.brightbuild/", f"answers/{HOURS}/"):
        assert "No longer promised" in supplier.get(f"/smallford/returns/{page}").content.decode()
    assert "No longer promised" not in supplier.get(f"/smallford/returns/answers/{STARTS}/").content.decode()
    _post(supplier, "2025-q1.repairs.brightbuild/nothing/")
    _send(supplier)
    assert record(body, "deliveries", HOURS) is None and record(body, "deliveries", STARTS).number("quantity") == 0


def test_nobody_is_asked_twice_about_the_same_days(body):
    opened(body)
    with pytest.raises(Refused, match="January to March 2025 asks about these days already"):
        open_round(TESTER, body, QUARTER | {"key": "q1-2025"})
    assert (Round.objects.count(), Return.objects.count()) == (1, 1)


def test_a_period_opened_with_wrong_days_is_taken_back_until_somebody_begins(
        supplier, body, django_capture_on_commit_callbacks):
    officer, path = signed_in(person("officer", body)), "/smallford/all-returns/2025-q1/take-back/"
    assert path in officer.get("/smallford/all-returns/").content.decode()
    assert path not in signed_in(person("manager", body)).get("/smallford/all-returns/").content.decode()
    assert supplier.post(path).status_code == 403 and Round.objects.exists()
    with django_capture_on_commit_callbacks() as mails:
        open_round(TESTER, body, QUARTER | {"key": "2025-q4", "end": date(2025, 12, 31)})
    assert officer.post("/smallford/all-returns/2025-q4/take-back/").status_code == 302
    assert [found.key for found in Round.objects.all()] == ["2025-q1"] and Return.objects.count() == 1
    for tell in mails:
        tell()  # Of a period that is no more nobody is told.
    assert mail.outbox == [] and history("smallford", "rounds", "2025-q4")[-1]["before"]["end"] == "2025-12-31"
    _answer(supplier, HOURS, quantity="7")
    page = officer.post(path, follow=True).content.decode()
    assert "Somebody began to answer" in page and path not in page and Answer.objects.get(key=HOURS).quantity == 7


def test_the_last_answer_beside_a_field_is_none_that_was_not_accepted(supplier, body):
    ROWS["deliveries"].objects.filter(key="repairs-hours-q2").update(state="rejected")
    page = supplier.get(f"/smallford/returns/answers/{HOURS}/").content.decode()
    assert "45.5 hours" not in page and "1 April 2024 to 30 June 2024" in page


def test_a_contract_is_not_taken_away_while_returns_ask_about_it(body):
    write_row(TESTER, body, _row("activities", id="gone", title="Gone", kind="contract", role="commissioner",
                                 start=date(2025, 1, 1), end=date(2025, 12, 31)), 0)
    write_row(TESTER, body, _row("parties", activity="gone", organisation="brightbuild", part="prime"), 0)
    write_row(TESTER, body, _row(
        "commitments", id="c-gone", activity="gone", measure="volunteering-hours", stage="committed",
        quantity=Decimal(10), start=date(2025, 1, 1), due=date(2025, 12, 31), profile="even", period_kind="future",
        in_force_from=date(2025, 1, 1)), 0)
    opened(body)
    officer, browser = signed_in(person("officer", body)), signed_in(person("supplier", body, "brightbuild"))
    key = "2025-q1.gone.brightbuild"
    for row in ("commitments/c-gone", "parties/gone/brightbuild/prime", "activities/gone"):
        page = officer.post(f"/smallford/take-away/{row}/", {"reason": "typed twice", "row_version": 1})
    assert page.status_code == 200 and key in page.content.decode()
    assert "how it ended" in page.content.decode() and ROWS["activities"].objects.filter(key="gone").exists()
    # Nor by any other way, such as taking back what brought it in.
    for table, row in (("activities", "gone"), ("organisations", "brightbuild")):
        with pytest.raises(Refused, match=r"2025-q1\.gone\.brightbuild"), transaction.atomic():
            ROWS[table].objects.filter(body=body, key=row).delete()
    assert officer.get(f"/smallford/entries/{key}/").status_code == 200
    assert browser.get("/smallford/returns/").status_code == 200
