"""A body's own directory: groups give roles, the first sign-in makes the person, and whoever left is refused."""

import warnings
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from commonweal.web.audit.models import Event
from commonweal.web.config.surroundings import Directory
from commonweal.web.people import actions
from commonweal.web.people.models import DirectoryGroup, Membership, Person
from tests.web.conftest import TESTER, at_work, person
from tests.web.test_sign_in import come_in, is_in, totp

# The directory is made with parts that its own libraries will take away one day.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def provider(body, settings):
    """A directory on this machine, which Smallford has connected."""
    # It tells of parts of its libraries that will go one day, whatever anybody wants to hear.
    with warnings.catch_warnings(record=True):
        import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as server:
        found = Directory("Smallford's directory", f"http://localhost:{server.server_port}", "site", "secret")
        settings.DIRECTORIES = {body.slug: found}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {
            "OAUTH_PKCE_ENABLED": True, "APPS": [found.provider(body.slug)]}}
        actions.set_group(TESTER, body, "social-value", "officer")
        actions.set_group(TESTER, body, "audit", "auditor")
        yield found.server


def _is(provider: str, subject: str, groups: list[str], email: str = "dora@smallford.example") -> None:
    """The directory knows somebody: who, and in which groups."""
    said = {"name": "Dora Directory", "email": email, "groups": groups}
    requests.put(f"{provider}/users/{subject}", json=said, timeout=5).raise_for_status()


def _come(subject: str = "dora") -> tuple[Client, int]:
    """Go to the directory, sign in there, and come back: the browser, and how the last page answered."""
    browser = Client()
    assert browser.get("/sign-in/directory/smallford/").status_code == 200
    there = browser.post("/sign-in/directory/smallford/").headers["Location"]
    back = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return browser, browser.get(f"{parts.path}?{parts.query}").status_code


def test_the_first_sign_in_makes_the_person_with_the_roles_of_their_groups(provider, body):
    _is(provider, "dora", ["social-value", "football"])
    browser, status = _come()
    assert status == 302 and is_in(browser)
    dora = Person.objects.get(email="dora@smallford.example")
    assert dora.name == "Dora Directory" and not dora.has_usable_password()
    assert [(held.role, held.by_directory) for held in dora.memberships.all()] == [("officer", True)]
    # The directory asked for its own second factor.
    assert browser.get("/smallford/activities/").status_code == 200
    assert browser.get("/smallford/people/").status_code == 403
    assert SocialAccount.objects.get().extra_data == {}


def test_roles_follow_the_groups_at_each_sign_in(provider, body):
    _is(provider, "dora", ["social-value"])
    first, _ = _come()
    _is(provider, "dora", ["audit"])
    _come()
    assert [held.role for held in Membership.objects.filter(by_directory=True)] == ["auditor"]
    assert not at_work(first), "the session with the earlier role has ended"
    assert Person.objects.filter(email="dora@smallford.example").count() == 1


def test_whoever_is_in_no_group_with_a_role_is_refused_and_keeps_nothing(provider, body):
    _is(provider, "dora", ["social-value"])
    before, _ = _come()
    _is(provider, "dora", ["football"])
    browser, status = _come()
    assert status == 403 and not is_in(browser)
    assert not at_work(before)
    assert not Membership.objects.filter(by_directory=True).exists()
    assert Event.objects.filter(what="be refused by the body's directory").count() == 1


def test_a_stranger_of_the_directory_is_not_made_a_person(provider):
    _is(provider, "eve", [], "eve@smallford.example")
    browser, status = _come("eve")
    assert status == 403 and not is_in(browser)
    assert not Person.objects.filter(email="eve@smallford.example").exists()


def test_somebody_whose_access_was_ended_here_is_refused(provider, body):
    _is(provider, "dora", ["social-value"])
    _come()
    Person.objects.filter(email="dora@smallford.example").update(is_active=False)
    browser, status = _come()
    assert not is_in(browser) and status == 403


def test_whoever_left_the_directory_gets_nothing_from_it_by_a_password_either(provider, body):
    _is(provider, "dora", ["social-value"])
    _come()
    dora = Person.objects.get(email="dora@smallford.example")
    dora.set_password("a long password for tests")
    dora.save()
    browser = come_in(dora)
    assert browser.get("/smallford/").status_code == 404


def test_a_directory_does_not_speak_for_somebody_of_another_body(provider, body, other_body):
    known = person("administrator", other_body)
    _is(provider, "mallory", ["social-value"], known.email)
    browser, status = _come("mallory")
    assert status == 403 and not is_in(browser)


def test_a_session_from_one_bodys_directory_is_nobody_in_another(provider, body, other_body):
    _is(provider, "dora", ["social-value"])
    _come()
    dora = Person.objects.get(email="dora@smallford.example")
    actions.give(TESTER, other_body, dora, "administrator")
    browser, _ = _come()
    assert at_work(browser)
    assert browser.get("/elsewhere/").status_code == 404


def test_the_break_glass_account_comes_in_when_the_directory_is_down(body, settings):
    found = Directory("Smallford's directory", "http://localhost:1", "site", "secret")
    settings.DIRECTORIES = {body.slug: found}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [found.provider(body.slug)]}}
    answer = Client().post("/sign-in/directory/smallford/")
    assert answer.status_code == 502 and "second factor" in answer.content.decode()
    administrator = person("administrator", body)
    browser = come_in(administrator)
    browser.post("/sign-in/second-factor/", {"code": totp()})
    assert browser.get("/smallford/people/").status_code == 200


def test_an_administrator_says_which_group_has_which_role(provider, body):
    from tests.web.conftest import signed_in

    browser = signed_in(person("administrator", body))
    browser.post("/smallford/people/groups/", {"group": "7f3c9a10", "role": "approver"})
    found = DirectoryGroup.objects.get(group="7f3c9a10")
    assert found.role == "approver" and "7f3c9a10" in browser.get("/smallford/people/groups/").content.decode()
    assert browser.post("/smallford/people/groups/", {"group": "x", "role": "supplier"}).status_code == 200
    browser.post("/smallford/people/groups/", {"drop": found.pk})
    assert not DirectoryGroup.objects.filter(group="7f3c9a10").exists()
