"""Where somebody's work begins: what waits for them stands there, with the page on which it is done."""

import re
from datetime import date

import pytest
from django.utils import timezone

from commonweal.web.people.access import Visit
from commonweal.web.people.models import Membership, Person
from commonweal.web.publishing.models import Frozen, Release, Work
from commonweal.web.register.models import LookedOver
from commonweal.web.returns.models import MoreTime
from commonweal.web.review.locking import prepare
from commonweal.web.review.models import Waiting
from tests.web.asked import asked, opened
from tests.web.conftest import person, signed_in

HERE = "/smallford"


def waits(page: str) -> dict[str, str]:
    """The lines of what waits, with where each leads."""
    lines = re.findall(r'<li><a class="govuk-link" href="(/[^"]+)">([^<]+)</a></li>', page)
    return {words: href for href, words in lines}


@pytest.fixture
def claims(body):
    """Two reported lines that nobody decided on, each of another contract."""
    for activity in ("repairs", "meals"):
        Waiting.objects.create(body=body, activity=activity, claim=activity, measure="m", risk=1, weight=1, bare=False,
                               clean=False, findings=[])


def test_an_officer_of_two_bodies_finds_beside_each_what_waits_there(body, other_body, claims):
    body.stands_on = date(2025, 6, 1)
    body.save()
    opened(body)
    MoreTime.objects.create(returned=asked(body), asked_by=person("supplier", body, "brightbuild"),
                            asked=date(2025, 4, 20), until=date(2025, 5, 9), reason="Away")
    LookedOver.objects.filter(body=body).delete()
    LookedOver.objects.create(body=body, at=timezone.now(), event=0, open_yet={"A": ["gap", 2], "B": ["note", 9]})
    other_body.read_only = True
    other_body.save()
    officer = person("officer", body)
    Membership.objects.create(person=officer, body=other_body, role="auditor")
    page = signed_in(officer).get("/start/").content.decode()
    assert page.index('"/elsewhere/"') < page.index("nobody changes them") < page.index('"/smallford/"')
    found = waits(page)
    late = next(words for words in found if "late" in words)
    assert found == {late: f"{HERE}/all-returns/", "1 supplier asks for more time": f"{HERE}/all-returns/",
                     "2 reported lines wait to be checked": f"{HERE}/to-check/",
                     "2 things in the records stop publication": f"{HERE}/to-fix/"}
    assert waits(signed_in(officer).get(f"{HERE}/overview/").content.decode()).items() >= found.items()


def test_nobody_without_a_second_factor_reads_there_what_waits(body, other_body, claims):
    bare = Person.objects.create_user("bare@smallford.example", "Bare", "a long password for tests")
    for each in (body, other_body):
        Membership.objects.create(person=bare, body=each, role="officer")
    page = signed_in(bare).get("/start/").content.decode()
    assert "Smallford Council" in page and waits(page) == {}


def test_a_contract_manager_finds_what_waits_in_their_own_contracts_only(body, claims):
    page = signed_in(person("manager", body, looks_after=("repairs",))).get(f"{HERE}/progress/").content.decode()
    assert waits(page)["1 reported line waits to be checked"] == f"{HERE}/to-check/"


def test_of_very_many_it_says_that_there_are_more(body, claims, monkeypatch):
    monkeypatch.setattr("commonweal.web.monitoring.to_do._COUNTED", 1)
    found = waits(signed_in(person("officer", body)).get(f"{HERE}/overview/").content.decode())
    assert found["more than 1 reported lines wait to be checked"] == f"{HERE}/to-check/"


def test_an_approver_finds_the_period_and_the_report_that_wait_for_them_and_not_their_own(body):
    officer, approver = person("officer", body), person("approver", body)
    prepare(Visit.of(officer, body, "tests"), opened(body))
    made = {"body": body, "asked_by": officer.key, "state": Work.READY}
    frozen = Frozen.objects.create(**made, as_of=date(2025, 3, 31))
    Release.objects.create(**made, number=1, frozen=frozen, fingerprint="f")
    browser = signed_in(approver)
    assert waits(browser.get(f"{HERE}/overview/").content.decode()) == {
        "January to March 2025 waits for you to approve and lock it": f"{HERE}/periods/2025-q1/",
        "Release 1 of the report waits for you to approve it": f"{HERE}/reports/1/"}
    Release.objects.update(asked_by=approver.key)
    assert "Release 1" not in browser.get(f"{HERE}/overview/").content.decode()
    own = waits(signed_in(officer).get(f"{HERE}/overview/").content.decode())
    assert [href for words, href in own.items() if "is not published yet: " in words] == [f"{HERE}/reports/1/"]


def test_an_auditor_reads_and_nothing_waits_for_them(body, claims):
    page = signed_in(person("auditor", body)).get(f"{HERE}/overview/").content.decode()
    assert "What waits for you" not in page
