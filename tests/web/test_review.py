"""Checking what was reported: the queue, decisions, clean ones together, and the recipient's word."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.exchange.files import File
from commonweal.ledger.checks import run_checks
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import history
from commonweal.web.monitoring.models import Position
from commonweal.web.monitoring.refresh import refresh_activity, refresh_body
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body, Membership, Person
from commonweal.web.people.roles import May
from commonweal.web.publishing.models import Frozen, Release
from commonweal.web.register.actions import ChangedMeanwhile, take_in, write_row
from commonweal.web.register.imports import keep, put_in
from commonweal.web.register.locks import Lock
from commonweal.web.register.looking import look_through
from commonweal.web.register.models import ROWS, Import
from commonweal.web.register.reading import book, record, records, settings_of
from commonweal.web.review.actions import accept_many, decide
from commonweal.web.review.deciding import due_by, why_not_decide
from commonweal.web.review.makers import makers
from commonweal.web.review.models import Confirmation, Waiting
from commonweal.web.review.weighing import weigh_activity, weigh_all
from tests.web.asked import answered, asked, opened, sent
from tests.web.conftest import TESTER, person, signed_in

Q2, APPRENTICE = "repairs-hours-q2", "repairs-apprentice-1"


def row(table, **said):
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said)


def evidence(body, claim, fingerprint="a"):
    """Evidence held for a claim."""
    write_row(TESTER, body, row("evidence", id=f"{claim}.e", delivery=claim, sha256=fingerprint * 64, kind="letter",
                                dated=date(2025, 3, 31)), 0)


@pytest.fixture
def officer(body):
    return person("officer", body)


@pytest.fixture
def manager(body):
    return person("manager", body, looks_after=("repairs",))


def visit(who, body):
    return Visit.of(who, body, "tests")


def hours(key, quantity, **said):
    """A claim of hours that waits."""
    return row("deliveries", **{
        "id": key, "activity": "repairs", "commitment": "repairs-hours", "measure": "volunteering-hours",
        "quantity": Decimal(quantity), "bound": "exact", "start": date(2024, 7, 1), "end": date(2024, 9, 30),
        "period_kind": "quarter", "basis": "increment", "state": "submitted", "reported_by": "brightbuild",
        "counts": True, "stage": "not-applicable"} | said)


def test_the_queue_goes_by_pounds_times_risk_and_says_why(body, officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        evidence(body, Q2)
        write_row(TESTER, body, hours("large", 300, start=date(2025, 1, 1), end=date(2025, 3, 31)), 0)
    # Worked by hand at £15 an hour. Large: 300 × 15 = 4,500, no evidence: × 6. The apprentice: no £, so 1,000, no
    # evidence: × 6. The hours of the second quarter: 45.5 × 15 = 682.50, so 1,000, with evidence: × 1.
    assert [(waits.claim, waits.pounds, waits.risk, waits.weight, waits.clean) for waits in Waiting.objects.all()] == [
        ("large", Decimal("4500.00"), 6, 27_000, False), (APPRENTICE, None, 6, 6_000, False),
        (Q2, Decimal("682.50"), 1, 1_000, True)]
    page = signed_in(officer).get("/smallford/to-check/").content.decode()
    places = [page.index(why) for why in (
        "£4,500.00 at stake, times risk 6: no evidence held.",
        "No £ is known for it, so it counts as £1,000, times risk 6: no evidence held.",
        "£682.50 at stake, which counts as £1,000, times risk 1: nothing found.")]
    assert places == sorted(places)
    assert "£682.50 at stake" in signed_in(officer).get(f"/smallford/reported/{Q2}/").content.decode()


def test_another_pound_per_unit_puts_what_waits_in_another_order(body):
    weigh_activity(body, "repairs")
    assert set(Waiting.objects.values_list("pounds", flat=True)) == {None}
    refresh_activity.call(body.slug, "repairs")
    found = Waiting.objects.get(claim=Q2)
    assert (found.pounds, found.weight) == (Decimal("682.50"), 6_000)
    refresh_body.call(body.slug)
    assert Waiting.objects.get(claim=Q2).pounds == Decimal("682.50")
    decide(visit(person("officer", body), body), record(body, "deliveries", Q2), "query", "Which group was it?")
    refresh_activity.call(body.slug, "repairs")
    # What no longer waits has nothing at stake.
    assert Position.objects.get(body=body, activity="repairs").stakes == {}


@pytest.mark.parametrize(("asked", "shown"), [
    ("contract=housing", {"Hours volunteered", "Apprenticeships started"}), ("contract=canteen", set()),
    ("measure=apprenticeships", {"Apprenticeships started"}), ("measure=no-such", {"Hours volunteered",
                                                                                   "Apprenticeships started"}),
    ("contract=REPAIRS&measure=volunteering-hours", {"Hours volunteered"}), ("contract=%00%25_", set()),
])
def test_the_queue_is_narrowed_by_contract_and_measure(body, officer, asked, shown):
    weigh_activity(body, "repairs")
    page = signed_in(officer).get(f"/smallford/to-check/?{asked}").content.decode()
    links = "".join(re.findall(r'<th scope="row".*?</th>', page, re.DOTALL))
    assert {title for title in ("Hours volunteered", "Apprenticeships started") if title in links} == shown
    assert ("Nothing that waits fits what you asked for" in page) == (not shown)
    assert "Show all that waits" in page


def test_what_the_checks_say_stands_beside_the_claim_and_raises_it(body, officer):
    evidence(body, Q2)
    write_row(TESTER, body, hours("twice", "45.5"), 0)
    weigh_activity(body, "repairs")
    found = Waiting.objects.get(claim="twice")
    assert [told["code"] for told in found.findings] == ["REPEATED-CLAIM"] and not found.clean
    assert Waiting.objects.first() == found
    page = signed_in(officer).get("/smallford/reported/twice/").content.decode()
    assert "is claimed in &#39;repairs-hours-q2&#39; too" in page and "Take out one row" in page


def test_a_write_has_its_contract_weighed_once(body, django_capture_on_commit_callbacks):
    opened(body)
    answered(asked(body), "volunteering-hours", "5")
    answered(asked(body), "apprenticeships", "1")
    with django_capture_on_commit_callbacks() as called:
        sent(asked(body))
    assert [one.does[0].rpartition(".")[2] for one in called].count("weigh") == 1
    for one in called:
        one()
    assert Waiting.objects.filter(claim__startswith="2025-q1.").count() == 2


def test_one_claim_shows_promise_due_by_now_earlier_answers_and_evidence(body, manager):
    page = signed_in(manager).get(f"/smallford/reported/{Q2}/").content.decode()
    for told in ("45.5 hours", "400 hours by 31 March 2026", "Due by now", "60 hours, 30 June 2024 (Checked)",
                 "None is held", "Timesheet signed by the group"):
        assert told in page, told


def test_due_by_now_follows_the_promise_s_profile(body):
    hours, starts = record(body, "commitments", "repairs-hours"), record(body, "commitments", "repairs-apprentices")
    # 400 hours over 730 days: 365 of them have passed at the end of the first year.
    assert due_by(body, hours, date(2025, 3, 31)) == 200
    assert due_by(body, hours, date(2030, 1, 1)) == 400 and due_by(body, hours, date(2024, 3, 31)) == 0
    assert (due_by(body, starts, date(2025, 3, 30)), due_by(body, starts, date(2025, 3, 31))) == (0, 2)


def test_asking_accepting_and_not_accepting_each_write_a_decision_with_its_reason(body, officer):
    evidence(body, Q2)
    browser = signed_in(officer)
    path = f"/smallford/reported/{Q2}/"
    assert "Give your question or reason" in browser.post(path, {"decision": "query", "version": 1}).content.decode()
    browser.post(path, {"decision": "query", "reason": "Which garden?", "version": 1})
    assert record(body, "deliveries", Q2).text("state") == "queried"
    assert "A question about it is open" in browser.post(
        path, {"decision": "verify", "reason": "Fine.", "version": 2}).content.decode()
    browser.post(path, {"decision": "reject", "reason": "No answer.", "version": 2})
    decisions = records(body, "reviews", delivery=Q2)
    assert [(one.text("decision"), one.text("by"), one.text("reason")) for one in decisions] == [
        ("query", "Social value officer", "Which garden?"), ("reject", "Social value officer", "No answer.")]
    assert [one.text("maker") for one in decisions] == ["Brightbuild Repairs Ltd (invented)"] * 2
    told = history("smallford", "deliveries", Q2)[-1]
    assert (told["before"]["deliveries/repairs-hours-q2.state"], told["person"]) == ("queried", officer.key)


def test_a_decision_after_the_lock_is_made_knowing_what_it_does_to_the_report(body, officer):
    evidence(body, Q2)
    period = settings_of(body).period
    browser, pages = signed_in(officer), (f"/smallford/reported/{Q2}/", "/smallford/to-check/clean/")
    weigh_all.call(body.pk)

    def warned():
        return ["was locked on" in browser.get(page).content.decode() for page in pages]

    lock = period.span.end + timedelta(days=60)
    ROWS["calendar"].objects.filter(body=body, period=period.id, step="lock").delete()
    write_row(TESTER, body, row("calendar", period=period.id, step="lock", done=lock), 0)
    body.stands_on = lock
    body.save()
    assert warned() == [False, False]
    body.stands_on = lock + timedelta(days=1)
    body.save()
    assert warned() == [True, True]
    frozen = Frozen.objects.create(body=body, as_of=period.span.end)
    Release.objects.create(body=body, number=1, frozen=frozen, period=period.id, published=timezone.now(),
                           published_by="k")
    assert warned() == [False, False]


def test_the_decisions_of_the_site_pass_the_ledger_s_own_checks(body, officer):
    evidence(body, Q2)
    before = {finding.code for finding in run_checks(book(body)) if finding.severity == "error"}
    decide(visit(officer, body), record(body, "deliveries", Q2), "verify", "The timesheet shows it.")
    assert {finding.code for finding in run_checks(book(body)) if finding.severity == "error"} == before


def test_nothing_is_accepted_without_evidence(body, officer):
    with pytest.raises(Refused, match="No evidence is held"):
        decide(visit(officer, body), record(body, "deliveries", Q2), "verify", "Fine.")


def test_nothing_to_report_is_accepted_without_evidence_and_the_checks_agree(body, officer):
    opened(body)
    answered(asked(body), "volunteering-hours", "0")
    sent(asked(body))
    before = {finding.code for finding in run_checks(book(body)) if finding.severity == "error"}
    decide(visit(officer, body), record(body, "deliveries", "2025-q1.repairs.brightbuild.1"), "verify", "Nothing done.")
    assert {finding.code for finding in run_checks(book(body)) if finding.severity == "error"} == before


def test_a_claim_that_changed_meanwhile_is_not_decided_on(body, officer):
    seen = record(body, "deliveries", Q2)
    ROWS["deliveries"].objects.filter(key=Q2).update(quantity=Decimal(50), row_version=2)
    with pytest.raises(ChangedMeanwhile):
        decide(visit(officer, body), seen, "query", "Why so few?")
    page = signed_in(officer).post(f"/smallford/reported/{Q2}/", {
        "decision": "query", "reason": "Why?", "version": 1}).content.decode()
    assert "It was changed meanwhile" in page and record(body, "deliveries", Q2).text("state") == "submitted"


def test_who_wrote_entered_or_sent_a_claim_never_checks_it(body, officer, manager):
    opened(body)
    key = "2025-q1.repairs.brightbuild.1"
    by_manager = visit(manager, body).actor("answer returns")
    answered(asked(body), "volunteering-hours", "5", actor=by_manager)
    sent(asked(body), actor=visit(officer, body).actor("answer returns"))
    claim = record(body, "deliveries", key)
    for who in (officer, manager):
        assert "You wrote or entered this yourself" in why_not_decide(visit(who, body), claim, "query")
        with pytest.raises(Refused, match="somebody else checks it"):
            decide(visit(who, body), claim, "query", "Is it?")
        assert "somebody else checks it" in signed_in(who).get(f"/smallford/reported/{key}/").content.decode()
    third = Person.objects.create_user("third@smallford.example", "Third")
    Membership.objects.create(person=third, body=body, role="officer")
    assert why_not_decide(visit(third, body), claim, "query") is None


CLAIMS = b"""id,activity,commitment,measure,quantity,start,end,state,by
x1,repairs,repairs-hours,volunteering-hours,33,2024-10-01,2024-12-31,submitted,brightbuild
"""
MAP = """title = "claims"

[into.deliveries]
id = "id"
activity = "activity"
commitment = "commitment"
measure = "measure"
quantity = "quantity"
start = "start"
end = "end"
period_kind = { words = "quarter" }
state = "state"
reported_by = "by"
"""


def brought(body, who, agreed_by, claims=CLAIMS):
    """A file of claims that somebody brought and another agreed to."""
    found = keep(body, File("claims.csv", claims), "map", visit(who, body).actor(May.WRITE_REGISTER), MAP)
    look_through(found)
    put_in(found, visit(agreed_by, body).actor(May.WRITE_REGISTER))
    assert found.state == Import.State.IN, found.said


def test_who_brings_a_claim_in_by_a_file_never_checks_it(body, officer):
    second, third = (person("officer", body, nth=nth) for nth in ("second", "third"))
    brought(body, officer, second)
    evidence(body, "x1")
    for who in (officer, second):
        with pytest.raises(Refused, match="You wrote or entered this yourself"):
            decide(visit(who, body), record(body, "deliveries", "x1"), "verify", "I brought it in myself.")
    decide(visit(third, body), record(body, "deliveries", "x1"), "verify", "The letter says so.")


def test_who_writes_a_claim_by_its_row_never_checks_it_and_who_asked_about_it_may(body, officer):
    second = person("officer", body, nth="second")
    write_row(visit(officer, body).actor(May.WRITE_REGISTER), body, hours("y1", 5), 0)
    decide(visit(second, body), record(body, "deliveries", "y1"), "query", "Which group was it?")
    claim = record(body, "deliveries", "y1")
    assert makers(body, "y1") == {officer.key} and why_not_decide(visit(second, body), claim, "reject") is None
    assert "You wrote or entered this yourself" in why_not_decide(visit(officer, body), claim, "reject")


def test_who_takes_all_records_in_made_the_claims_in_them_and_nobody_made_what_the_site_loaded(officer, body, starter):
    assert makers(body, Q2) == set()
    made = Body.objects.create(slug="newtown", name="Newtown Council")
    Membership.objects.create(person=officer, body=made, role="officer")
    take_in(visit(officer, made).actor(May.WRITE_REGISTER), made, starter)
    write_row(TESTER, made, hours("later", 5), 0)
    assert makers(made, Q2) == {officer.key}


def test_as_many_queries_tell_who_made_a_claim_of_a_large_file_as_of_a_small_one(
        body, officer, django_assert_num_queries):
    second = person("officer", body, nth="second")
    brought(body, officer, second)
    with django_assert_num_queries(3):
        assert makers(body, "x1") == {officer.key, second.key}
    heading, line = CLAIMS.splitlines(keepends=True)
    many = (line.replace(b"x1,", b"x%d," % number).replace(b",33,", b",%d," % number) for number in range(40, 80))
    brought(body, second, second, heading + b"".join(many))
    with django_assert_num_queries(3):
        assert makers(body, "x77") == {second.key}


def test_who_speaks_for_the_organisation_never_checks_its_claims(body, officer):
    Membership.objects.create(person=officer, body=body, role="supplier", organisation="brightbuild")
    assert "an organisation that you speak for" in why_not_decide(
        visit(officer, body), record(body, "deliveries", Q2), "query")


def test_clean_ones_are_listed_counted_and_accepted_together_and_no_other(body, officer):
    evidence(body, Q2)
    weigh_activity(body, "repairs")
    browser = signed_in(officer)
    page = browser.get("/smallford/to-check/clean/").content.decode()
    assert "You accept 1 of 1" in page and f'value="1/{Q2}" checked' in page and APPRENTICE not in page
    browser.post("/smallford/to-check/clean/", {"claim": [f"1/{Q2}", f"1/{APPRENTICE}", "1/no-such-claim", Q2, "x/y"]})
    assert record(body, "deliveries", Q2).text("state") == "verified"
    assert record(body, "deliveries", APPRENTICE).text("state") == "submitted"
    assert records(body, "reviews", delivery=Q2)[0].text("reason").startswith("Clean:")
    with pytest.raises(Refused, match="Nothing was accepted"):
        accept_many(visit(officer, body), {Q2: 2, APPRENTICE: 1}, "Again.")


def test_a_clean_claim_that_says_something_else_since_it_was_looked_at_is_left_and_weighed_before_it_is_clean_again(
        body, officer):
    evidence(body, Q2)
    weigh_activity(body, "repairs")
    write_row(TESTER, body, Record(BY_NAME["deliveries"], dict(record(body, "deliveries", Q2).values) | {
        "quantity": Decimal(455)}), 1)
    assert "There are none" in signed_in(officer).get("/smallford/to-check/clean/").content.decode()
    weigh_activity(body, "repairs")
    Waiting.objects.update(clean=True)
    page = signed_in(officer).post("/smallford/to-check/clean/", {"claim": [f"1/{Q2}"]}, follow=True).content.decode()
    assert "Nothing was accepted" in page and record(body, "deliveries", Q2).text("state") == "submitted"
    write_row(TESTER, body, hours("another", 3), 0)
    evidence(body, "another", "b")
    weigh_activity(body, "repairs")
    Waiting.objects.update(clean=True)
    accepted, left = accept_many(visit(officer, body), {"another": 1, Q2: 1}, "Clean.")
    assert accepted == ["another"] and left == {Q2: "It was changed since you looked at it."}


def test_a_manager_sees_and_accepts_only_what_they_look_after(body):
    evidence(body, Q2)
    weigh_activity(body, "repairs")
    stranger = signed_in(person("manager", body, looks_after=()))
    assert "Nothing waits for a decision" in stranger.get("/smallford/to-check/").content.decode()
    stranger.post("/smallford/to-check/clean/", {"claim": [f"1/{Q2}"]})
    assert record(body, "deliveries", Q2).text("state") == "submitted"


def test_a_question_reaches_the_supplier_without_its_words_in_the_mail(
        body, officer, django_capture_on_commit_callbacks):
    person("supplier", body, "brightbuild")
    opened(body)
    answered(asked(body), "volunteering-hours", "5")
    sent(asked(body))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(officer).post("/smallford/reported/2025-q1.repairs.brightbuild.1/", {
            "decision": "query", "reason": "Whose 777 hours?", "version": 1})
    assert mail.outbox[-1].subject == "A question about your return" and "777" not in mail.outbox[-1].body


def test_the_recipient_confirms_by_a_link_that_works_once(body, officer, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(officer).post(f"/smallford/reported/{Q2}/recipient/", {
            "organisation": "garden-trust", "email": "gil@garden.example"})
    sent_mail = mail.outbox[-1]
    assert sent_mail.to == ["gil@garden.example"] and "45.5" not in sent_mail.body
    path = "/confirm/" + sent_mail.body.split("/confirm/")[1].split()[0]
    secret = path.split("/")[2]
    assert not Confirmation.objects.filter(secret=secret).exists()
    for _ in range(20):
        assert "45.5 hour" in client.get(path).content.decode() and client.head(path).status_code == 200
    assert record(body, "deliveries", Q2).get("confirmed_by") is None
    for _ in range(3):
        client.post(path, {"says": "yes", "version": 1})
    client.post(path, {"says": "no", "version": 1})
    assert record(body, "deliveries", Q2).text("confirmed_by") == "garden-trust"
    assert "It stands as confirmed by you" in client.get(path).content.decode()
    assert [event["role"] for event in history("smallford", "deliveries", Q2)][-1] == "recipient"
    assert client.get("/confirm/guessed/").status_code == 410
    assert "gil@garden.example" not in str(list(Confirmation.objects.values()))


def test_a_recipient_whose_period_was_locked_or_row_changed_meanwhile_reads_so_and_may_answer_later(
        body, officer, client, monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(officer).post(f"/smallford/reported/{Q2}/recipient/", {
            "organisation": "garden-trust", "email": "gil@garden.example"})
    path = "/confirm/" + mail.outbox[-1].body.split("/confirm/")[1].split()[0]
    lock = Lock.objects.create(body=body, period="all", label="All of it", start=date(2000, 1, 1), end=date(2030, 1, 1))
    told = client.post(path, {"says": "yes", "version": 1})
    assert told.status_code == 409 and "All of it is approved and locked" in told.content.decode()
    assert "Go to your work" not in told.content.decode() and not Confirmation.objects.get().answered
    lock.delete()
    with monkeypatch.context() as now:
        now.setattr("commonweal.web.review.confirming.put", lambda *_: (_ for _ in ()).throw(ChangedMeanwhile(None)))
        told = client.post(path, {"says": "yes", "version": 1})
    assert told.status_code == 409 and "Somebody else changed this meanwhile" in told.content.decode()
    client.post(path, {"says": "yes", "version": 1})
    assert record(body, "deliveries", Q2).text("confirmed_by") == "garden-trust"


def test_the_same_question_to_a_recipient_sent_twice_is_one_mail(body, officer, django_capture_on_commit_callbacks):
    browser = signed_in(officer)
    word = re.search(r'name="form_token" value="(\w+)"', browser.get(f"/smallford/reported/{Q2}/").content.decode())[1]
    said = {"organisation": "garden-trust", "email": "gil@garden.example", "form_token": word}
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            assert browser.post(f"/smallford/reported/{Q2}/recipient/", said).status_code == 302
    assert len(mail.outbox) == Confirmation.objects.count() == 1


def test_a_recipient_who_says_no_is_heard_and_the_reporter_cannot_confirm_itself(
        body, officer, client, django_capture_on_commit_callbacks):
    browser = signed_in(officer)
    browser.post(f"/smallford/reported/{Q2}/recipient/", {"organisation": "brightbuild", "email": "x@b.example"})
    assert not Confirmation.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/smallford/reported/{Q2}/recipient/", {"organisation": "garden-trust", "email": "g@g.example"})
    client.post("/confirm/" + mail.outbox[-1].body.split("/confirm/")[1].split()[0], {"says": "no", "version": 1})
    assert record(body, "deliveries", Q2).get("confirmed_by") is None
    assert "says that it did not receive it" in browser.get(f"/smallford/reported/{Q2}/").content.decode()


def test_a_recipient_confirms_what_they_saw_and_nothing_that_was_put_in_its_place(
        body, officer, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(officer).post(f"/smallford/reported/{Q2}/recipient/", {
            "organisation": "garden-trust", "email": "gil@garden.example"})
    path = "/confirm/" + mail.outbox[-1].body.split("/confirm/")[1].split()[0]
    assert 'name="version" value="1"' in client.get(path).content.decode()
    write_row(TESTER, body, Record(BY_NAME["deliveries"], dict(record(body, "deliveries", Q2).values) | {
        "quantity": Decimal(455)}), 1)
    assert client.post(path, {"says": "yes", "version": 1}).status_code == 409
    assert client.post(path, {"says": "yes"}).status_code == 409
    assert record(body, "deliveries", Q2).get("confirmed_by") is None and not Confirmation.objects.get().answered
    page = client.get(path).content.decode()
    assert "455 hours" in page and 'name="version" value="2"' in page
    client.post(path, {"says": "yes", "version": 2})
    assert record(body, "deliveries", Q2).text("confirmed_by") == "garden-trust"


def test_a_recipient_is_searched_where_there_are_too_many_organisations_to_list(
        body, officer, django_capture_on_commit_callbacks):
    ROWS["organisations"].objects.bulk_create(
        ROWS["organisations"](body=body, key=f"body-{number}", name=f"Body {number:02}", kind="charity",
                              row_position=100 + number) for number in range(70))
    browser = signed_in(officer)
    assert "Body 33" not in browser.get(f"/smallford/reported/{Q2}/").content.decode()
    address = f"/smallford/reported/{Q2}/recipient/"
    several = browser.post(address, {"organisation": "Body 3", "email": "b@b.example"}).content.decode()
    assert "choose the one that you mean" in several and "Body 33" in several and not Confirmation.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, {"organisation": "body-33", "email": "b@b.example"})
    assert Confirmation.objects.get().organisation == "body-33"


def test_the_queue_takes_as_many_queries_for_many_as_for_few(body, officer):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    weigh_activity(body, "repairs")
    browser = signed_in(officer)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/smallford/to-check/?contract=housing&measure=volunteering-hours").status_code == 200
        return len(queries)

    count()
    few = count()
    for number in range(30):
        write_row(TESTER, body, hours(f"more-{number}", number + 1), 0)
    weigh_activity(body, "repairs")
    assert Waiting.objects.count() == 32 and count() == few
