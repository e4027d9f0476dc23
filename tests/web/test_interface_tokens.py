"""Tokens: made by a person, shown once, kept as a keyed fingerprint, never more than the person's role, and ended."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from commonweal.basics.findings import Refused
from commonweal.web.audit.models import Event
from commonweal.web.interface.actions import make_token
from commonweal.web.interface.models import Token
from commonweal.web.people.actions import give, part, take
from commonweal.web.people.models import Membership, Person
from tests.web.conftest import TESTER, person, signed_in
from tests.web.interface import Program, token

PAGE = "/smallford/tokens/"
WORD = re.compile(r"commonweal_[0-9a-f]{48}")


def _make(browser, **said):
    return browser.post(PAGE, {"name": "finance-nightly", "scopes": ["read-register"], "lasts": "90", **said})


def test_a_token_is_shown_once_and_kept_nowhere(body, tmp_path):
    browser = signed_in(person("officer", body))
    word = WORD.search(_make(browser).content.decode()).group()
    assert Program(word).ask("GET", "activities").status_code == 200
    assert not WORD.search(browser.get(PAGE).content.decode())
    call_command("dumpdata", output=str(tmp_path / "all.json"))
    dumped = (tmp_path / "all.json").read_text()
    assert "finance-nightly" in dumped and word not in dumped and word.removeprefix("commonweal_") not in dumped


def test_making_and_taking_away_are_one_event_each_that_names_it(body):
    browser = signed_in(person("officer", body))
    _make(browser)
    made = Token.objects.get()
    browser.post(f"{PAGE}take-away/", {"token": made.pk})
    events = list(Event.objects.filter(table="tokens").order_by("number").values_list("what", "role"))
    assert events == [("make a token", "officer"), ("take a token away", "officer")]
    assert "finance-nightly" in Event.objects.filter(table="tokens").first().after


@pytest.mark.parametrize("said", [{"name": ""}, {"name": "Ann Smith"}, {"scopes": []}, {"lasts": "9999"},
                                  {"scopes": ["send-returns"]}, {"scopes": ["everything"]}])
def test_a_token_without_a_name_a_use_or_an_end_is_not_made(body, said):
    answer = _make(signed_in(person("officer", body)), **said)
    assert "There is a problem" in answer.content.decode() and not Token.objects.exists()


def test_no_two_tokens_of_a_role_have_one_name_so_that_the_trail_tells_them_apart(body):
    browser = signed_in(person("officer", body))
    _make(browser)
    browser.post(f"{PAGE}take-away/", {"token": Token.objects.get().pk})
    assert "already" in _make(browser).content.decode() and Token.objects.count() == 1


def test_a_token_that_was_taken_away_or_is_over_opens_nothing(body):
    officer = person("officer", body)
    word, late = token(officer, name="one"), token(officer, name="two", days=-1)
    today = token(officer, name="three", days=0)
    assert [Program(each).ask("GET", "activities").status_code for each in (word, late, today)] == [200, 401, 200]
    Token.objects.filter(name="one").update(taken_away=timezone.now())
    assert Program(word).ask("GET", "activities").status_code == 401


def test_a_token_dies_with_its_role_and_does_not_come_back_with_it(body):
    officer = person("officer", body)
    Membership.objects.create(person=officer, body=body, role="auditor")
    held = officer.memberships.get(role="officer")
    _, word = make_token(TESTER, held, "a-program", ["read-register"], timezone.localdate() + timedelta(days=9))
    assert Program(word).ask("GET", "activities").status_code == 200
    take(TESTER, held)
    assert Program(word).ask("GET", "activities").status_code == 401
    give(TESTER, body, officer, "officer")
    assert Program(word).ask("GET", "activities").status_code == 401


def test_a_token_dies_with_the_access_of_its_person(body):
    person("administrator", body)
    manager = person("manager", body, looks_after=("repairs",))
    word = token(manager)
    assert Program(word).get("activities")["items"]
    manager.assignments.all().delete()
    assert Program(word).get("activities")["items"] == []
    Person.objects.filter(pk=manager.pk).update(is_active=False)
    assert Program(word).ask("GET", "activities").status_code == 401
    Person.objects.filter(pk=manager.pk).update(is_active=True)
    part(TESTER, body, manager)
    assert Program(word).ask("GET", "activities").status_code == 401


def test_a_role_that_a_directory_gives_has_no_token(body):
    officer = person("officer", body)
    word = token(officer)
    officer.memberships.update(by_directory=True)
    assert Program(word).ask("GET", "activities").status_code == 401
    with pytest.raises(Refused, match="your own directory"):
        make_token(TESTER, officer.memberships.get(), "late", ["read-register"], timezone.localdate())


def test_one_sees_and_takes_away_ones_own_and_who_manages_people_all(body):
    officer, auditor = person("officer", body), person("auditor", body)
    token(officer, name="of-the-officer")
    word = token(auditor, name="of-the-auditor")
    other = signed_in(officer)
    assert "of-the-auditor" not in other.get(PAGE).content.decode()
    other.post(f"{PAGE}take-away/", {"token": Token.objects.get(name="of-the-auditor").pk})
    assert Program(word).ask("GET", "activities").status_code == 200
    administrator = signed_in(person("administrator", body))
    assert "of-the-auditor" in administrator.get(PAGE).content.decode()
    administrator.post(f"{PAGE}take-away/", {"token": Token.objects.get(name="of-the-auditor").pk})
    assert Program(word).ask("GET", "activities").status_code == 401
    assert Event.objects.get(what="take a token away").role == "administrator"


def test_a_token_in_an_address_opens_nothing(body, client):
    word = token(person("officer", body))
    for asked in (f"?token={word}", f"?access_token={word}"):
        answer = client.get(f"/api/v1/smallford/activities{asked}", headers={"authorization": f"Bearer {word}"})
        assert (answer.status_code, answer.json()["code"]) == (400, "token-in-address")
    assert client.get(f"/api/v1/smallford/activities/{word}").json()["code"] == "token-in-address"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic {word}", "{word}", "Bearer  {word}",
                                    "Bearer {word}0", "Bearer commonweal_" + "0" * 48])
def test_what_is_no_token_opens_nothing(body, client, header):
    word = token(person("officer", body))
    answer = client.get("/api/v1/smallford/activities", headers={"authorization": header.format(word=word)})
    assert (answer.status_code, answer.json()["code"]) == (401, "no-token")


def test_who_asks_too_often_waits(body, settings):
    settings.INTERFACE_RATE, settings.WRONG_TOKEN_RATE = "3/m", "2/m"
    officer = person("officer", body)
    program, other = Program(token(officer, name="one")), Program(token(officer, name="two"))
    assert [program.ask("GET", "activities").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = program.ask("GET", "activities")
    assert answer.json()["code"] == "too-often" and 0 < int(answer.headers["Retry-After"]) <= 61
    assert other.ask("GET", "activities").status_code == 200
    wrong = Program("commonweal_" + "0" * 48)
    assert [wrong.ask("GET", "activities").status_code for _ in range(3)] == [401, 401, 429]


def test_when_it_was_used_is_noted_and_is_no_event(body):
    program = Program(token(person("officer", body)))
    events = Event.objects.count()
    program.get("activities")
    first = Token.objects.get().last_used
    program.get("activities")
    assert first is not None and Token.objects.get().last_used == first and Event.objects.count() == events


def test_the_sites_earlier_secret_still_knows_a_token(body, settings):
    program = Program(token(person("officer", body)))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret of this site"
    assert program.ask("GET", "activities").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert program.ask("GET", "activities").status_code == 401
