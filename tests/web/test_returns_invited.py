"""Whom a supplier may bring in: its own colleagues and its subcontractors, and nobody else's rights by its word."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core import mail

from commonweal.basics.tables import Record
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import Actor, history
from commonweal.web.people.actions import part
from commonweal.web.people.models import Membership, Person
from commonweal.web.register.actions import write_row
from commonweal.web.register.models import ROWS
from commonweal.web.returns.models import Answer, Return
from tests.web.asked import opened
from tests.web.conftest import TESTER, person, signed_in

OWN = "2025-q1.repairs.brightbuild"
ADMINISTRATOR = Actor("", "administrator", "smallford", "tests")
CANNOT = "This person cannot be invited here."


def _row(table, **said):
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said)


@pytest.fixture
def rival(body):
    """Rival Ltd, with a contract of its own, and a draft about it."""
    write_row(TESTER, body, _row("organisations", id="rival", name="Rival Ltd", kind="company"), 0)
    write_row(TESTER, body, _row("activities", id="other", title="Other contract", kind="contract",
                                 role="commissioner", start=date(2025, 1, 1), end=date(2025, 12, 31)), 0)
    write_row(TESTER, body, _row("parties", activity="other", organisation="rival", part="prime"), 0)
    write_row(TESTER, body, _row(
        "commitments", id="c-other", activity="other", measure="volunteering-hours", stage="committed",
        quantity=Decimal(10), start=date(2025, 1, 1), due=date(2025, 12, 31), profile="even", period_kind="future",
        in_force_from=date(2025, 1, 1)), 0)
    opened(body)
    Answer.objects.filter(returned__organisation="rival").update(quantity=Decimal(777), version=1, done=True)


@pytest.fixture
def supplier(body):
    """A browser of somebody at Brightbuild, asked about the first quarter of 2025."""
    opened(body)
    return signed_in(person("supplier", body, "brightbuild"))


def _invite(browser, **said):
    return browser.post(f"/smallford/returns/{OWN}/subcontractor/", {
        "known": "", "title": "rival ltd", "kind": "company", "name": "Mal", "email": "mal@evil.example"} | said,
        follow=True)


def _named_by(page):
    return re.search(r'name="seen" value="([0-9]+)"', page)[1]


def _roles(address):
    return sorted(Membership.objects.filter(person__email=address).values_list("role", "organisation"))


@pytest.mark.parametrize("taken_on", [False, True], ids=["by its name", "from the list of subcontractors"])
@pytest.mark.parametrize("has_people", [True, False])
def test_no_supplier_gives_a_role_in_an_organisation_that_the_body_knows(
        rival, supplier, body, has_people, taken_on, django_capture_on_commit_callbacks):
    said = {}
    if has_people:
        person("supplier", body, "rival")
    if taken_on:
        write_row(TESTER, body, _row("parties", activity="repairs", organisation="rival", part="subcontractor",
                                     under="brightbuild"), 0)
        said = {"known": "rival", "title": ""}
    with django_capture_on_commit_callbacks(execute=True):
        page = _invite(supplier, **said).content.decode()
    assert _roles("mal@evil.example") == [] and not Person.objects.filter(email="mal@evil.example").exists()
    assert [message.to for message in mail.outbox] == ([["supplier.rival@smallford.example"]] if has_people else [])
    assert "They are asked." in page
    theirs = Return.objects.get(body=body, activity="repairs", organisation="rival")
    assert (theirs.under, theirs.answers.count()) == ("brightbuild", 2)
    if has_people:
        assert "Brightbuild" in mail.outbox[0].body
        own = signed_in(Person.objects.get(email="supplier.rival@smallford.example"))
        assert own.get(f"/smallford/returns/{theirs.key}/").status_code == 200


def test_what_the_supplier_reads_is_the_same_whoever_is_invited(rival, supplier, body):
    def said(title):
        page = _invite(supplier, title=title, email=f"{title[0].lower()}@new.example").content.decode()
        return page[page.index("They are asked."):].split("<")[0]

    assert said("Rival Ltd") == said("Digger Ltd")
    assert _roles("r@new.example") == [] and _roles("d@new.example") == [("supplier", "digger-ltd")]


@pytest.mark.parametrize("agrees", ["yes", "no"])
def test_where_nobody_speaks_for_it_yet_an_officer_decides_who_does(
        rival, supplier, body, agrees, django_capture_on_commit_callbacks):
    _invite(supplier, name="Rae Rival", email="rae@rival.example")
    officer = signed_in(person("officer", body))
    assert "Somebody to let in" in officer.get("/smallford/all-returns/").content.decode()
    path = "/smallford/all-returns/2025-q1.repairs.rival/let-in/"
    page = officer.get(path).content.decode()
    for told in ("Rival Ltd", "Brightbuild", "Rae Rival", "rae@rival.example"):
        assert told in page
    assert "Choose" in officer.post(path).content.decode() and _roles("rae@rival.example") == []
    seen = _named_by(page)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert officer.post(path, {"agreed": agrees, "seen": seen}).status_code == 302
    let_in = agrees == "yes"
    assert _roles("rae@rival.example") == ([("supplier", "rival")] if let_in else [])
    assert [message.to for message in mail.outbox] == ([["rae@rival.example"]] if let_in else [])
    assert "Somebody to let in" not in officer.get("/smallford/all-returns/").content.decode()
    assert "Nobody waits" in officer.get(path).content.decode()
    told = history("smallford", "returns", "2025-q1.repairs.rival")
    assert [event["what"] for event in told] == ["let somebody in" if let_in else "let nobody in"]
    assert "rae" not in str([event["after"] for event in told]).lower()


def test_an_officer_agrees_to_nobody_else_than_they_saw(rival, supplier, body):
    _invite(supplier, email="rae@rival.example")
    officer = signed_in(person("officer", body))
    path = "/smallford/all-returns/2025-q1.repairs.rival/let-in/"
    seen = _named_by(officer.get(path).content.decode())
    _invite(supplier)
    page = officer.post(path, {"agreed": "yes", "seen": seen}).content.decode()
    assert "named somebody else meanwhile" in page and "mal@evil.example" in page
    assert _roles("mal@evil.example") == _roles("rae@rival.example") == []


def test_a_contract_manager_lets_nobody_in(rival, supplier, body):
    _invite(supplier)
    manager = signed_in(person("manager", body, looks_after=("repairs",)))
    path = "/smallford/all-returns/2025-q1.repairs.rival/let-in/"
    assert manager.post(path, {"agreed": "yes"}).status_code == 403 and _roles("mal@evil.example") == []


@pytest.mark.parametrize("role", ["manager", "officer"])
@pytest.mark.parametrize("page", ["colleague", "subcontractor"])
def test_nobody_who_checks_makes_somebody_a_supplier(supplier, body, role, page):
    checker = signed_in(person(role, body, looks_after=("repairs",)))
    said = {"title": "Digger Ltd", "kind": "company"} if page == "subcontractor" else {}
    path = f"/smallford/entries/{OWN}/"
    assert checker.post(f"{path}{page}/", {"name": "x", "email": "mine@home.example", **said}).status_code == 404
    assert _roles("mine@home.example") == [] and f"{page}/" not in checker.get(path).content.decode()
    assert f"{page}/" in supplier.get(f"/smallford/returns/{OWN}/").content.decode()


def _leaver(body):
    gone = person("officer", body, nth="gone")
    part(ADMINISTRATOR, body, gone)
    return gone


def _leaver_at_work_elsewhere(body):
    gone = person("supplier", body, "rival")
    made = type(body).objects.create(slug="elsewhere", name="Elsewhere Council")
    Membership.objects.create(person=gone, body=made, role="supplier", organisation="rival")
    part(ADMINISTRATOR, body, gone)
    return gone


def _checker(body):
    return person("officer", body, nth="checker")


def _staff_elsewhere(body):
    return person("manager", type(body).objects.create(slug="elsewhere", name="Elsewhere Council"))


@pytest.mark.parametrize("whom", [_leaver, _leaver_at_work_elsewhere, _checker, _staff_elsewhere])
@pytest.mark.parametrize("page", ["colleague", "subcontractor"])
def test_no_supplier_brings_back_who_left_nor_touches_staff(supplier, body, whom, page):
    found = whom(body)
    found.refresh_from_db()
    before = (found.is_active, found.stamp, _roles(found.email))
    said = {"title": "Digger Ltd", "kind": "company"} if page == "subcontractor" else {}
    answer = supplier.post(f"/smallford/returns/{OWN}/{page}/", {"name": "x", "email": found.email.upper(), **said})
    assert answer.status_code == 200 and CANNOT in answer.content.decode()
    found.refresh_from_db()
    assert (found.is_active, found.stamp, _roles(found.email)) == before
    assert not ROWS["organisations"].objects.filter(body=body, name="Digger Ltd").exists()


def test_an_officer_who_lets_in_brings_nobody_back_either(rival, supplier, body):
    _invite(supplier, email="rae@rival.example")
    gone = Person.objects.create_user("rae@rival.example", "Rae")
    gone.is_active = False
    gone.save()
    officer = signed_in(person("officer", body))
    path = "/smallford/all-returns/2025-q1.repairs.rival/let-in/"
    seen = _named_by(officer.get(path).content.decode())
    page = officer.post(path, {"agreed": "yes", "seen": seen}).content.decode()
    assert CANNOT in page and _roles("rae@rival.example") == []


def test_somebody_who_reports_for_two_organisations_is_invited_as_ever(supplier, body):
    both = person("supplier", body, "rival")
    supplier.post(f"/smallford/returns/{OWN}/colleague/", {"name": "x", "email": both.email})
    assert _roles(both.email) == [("supplier", "brightbuild"), ("supplier", "rival")]
