"""How staff come in: by password and second factor, never by one of them alone, and only as long as they may."""

import re
import time
from datetime import datetime, timedelta
from threading import Thread

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from commonweal.basics.findings import Refused
from commonweal.web.audit.actions import verify
from commonweal.web.audit.models import Apart, Event
from commonweal.web.config.routes import taken
from commonweal.web.people import actions
from commonweal.web.people.models import Link, Membership, Person
from commonweal.web.people.outbox import mail_link
from tests.web.conftest import SECRET, TESTER, at_work, person, signed_in, until_it_waits

PASSWORD = "a long password for tests"


def totp() -> str:
    """The six digits that an app with the tests' secret shows now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def come_in(someone: Person, password: str = PASSWORD) -> Client:
    """A browser in which they gave their password."""
    browser = Client()
    browser.post("/sign-in/password/", {"login": someone.email, "password": password})
    return browser


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


@pytest.fixture
def officer(body) -> Person:
    return person("officer", body)


def _what(someone: Person) -> list[str]:
    return list(Event.objects.filter(key=someone.key).order_by("number").values_list("what", flat=True))


def test_a_password_alone_lets_nobody_in_who_has_a_second_factor(officer):
    browser = come_in(officer)
    assert not is_in(browser)
    assert browser.get("/smallford/").headers["Location"].startswith("/sign-in/?next=")
    wrong = browser.post("/sign-in/second-factor/", {"code": "000000"})
    assert wrong.status_code == 200 and not is_in(browser)
    browser.post("/sign-in/second-factor/", {"code": totp()})
    assert is_in(browser) and at_work(browser)
    assert _what(officer) == ["be refused by a second factor", "sign in"]


def test_a_code_of_the_app_is_good_once(officer):
    code = totp()
    first, second = come_in(officer), come_in(officer)
    first.post("/sign-in/second-factor/", {"code": code})
    second.post("/sign-in/second-factor/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_stands_in_once(officer):
    code = RecoveryCodes.activate(officer).get_unused_codes()[0]
    for expected in (True, False):
        browser = come_in(officer)
        browser.post("/sign-in/second-factor/", {"code": code})
        assert is_in(browser) is expected


def test_staff_without_a_second_factor_are_led_to_set_one_up_before_anything_else(
        officer, django_capture_on_commit_callbacks):
    Authenticator.objects.all().delete()
    browser = come_in(officer)
    assert is_in(browser)
    for address in ("/smallford/", "/smallford/activities/", "/smallford/people/"):
        assert browser.get(address).headers["Location"] == "/you/"
    assert "You need a second factor" in browser.get("/you/").content.decode()
    browser.post("/you/again/?next=/you/app/", {"password": PASSWORD})
    page = browser.get("/you/app/").content.decode()
    secret = re.search(r'<code class="key">(\w+)</code>', page).group(1)
    assert "<svg" in page and "style=" not in page
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/you/app/", {"code": code})
    assert answer.headers["Location"] == "/you/recovery-codes/"
    assert len(re.findall(r"<li><code>\d{8}</code></li>", browser.get("/you/recovery-codes/").content.decode())) == 10
    assert at_work(browser)
    assert _what(officer)[:2] == ["sign in", "add a second factor"]
    held = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in held


def test_suppliers_are_asked_for_no_second_factor(body):
    assert at_work(signed_in(person("supplier", body, "brightbuild")))


def test_only_the_demonstration_is_exempt(tmp_path):
    from commonweal.web.config.surroundings import Unusable, read

    home = {"COMMONWEAL_HOME": str(tmp_path)}
    assert not read(home | {"COMMONWEAL_PLAIN": "yes"}).demo
    assert read(home | {"COMMONWEAL_DEMO": "yes"}).demo
    with pytest.raises(Unusable):
        read(home | {"COMMONWEAL_DEMO": "yes", "COMMONWEAL_HOSTS": "records.example.org"})


def test_after_five_wrong_passwords_the_right_one_is_not_taken_either(officer):
    for _ in range(5):
        come_in(officer, "a wrong password")
    browser = come_in(officer)
    assert browser.get("/sign-in/second-factor/").status_code == 302
    assert Event.objects.filter(what="be refused a sign-in", key=officer.key).count() == 5


def test_a_wrong_password_stands_in_the_title_of_the_page(officer):
    page = Client().post("/sign-in/password/", {"login": officer.email, "password": "wrong"}).content.decode()
    assert "<title>Error:" in page and "There is a problem" in page


def test_a_second_factor_is_asked_for_only_where_the_site_asks_for_one(body, settings):
    someone = Person.objects.create_user("bare@smallford.example", "Bare", "a long password for tests")
    for asked in (True, False):
        settings.SECOND_FACTOR = asked
        assert ("You need a second factor" in signed_in(someone).get("/you/").content.decode()) is asked


def test_the_answer_is_the_same_for_a_wrong_password_and_an_unknown_address(officer):
    def answer(address: str) -> str:
        text = Client().post("/sign-in/password/", {"login": address, "password": "wrong"}).content.decode()
        return re.sub(r'value="\w{64}"', "", text.replace(address, "ADDRESS"))

    assert answer(officer.email) == answer("nobody@example.org")


def test_signing_in_gives_the_session_a_new_name_and_a_fixed_end(officer, settings):
    browser = come_in(officer)
    before = browser.session.session_key
    browser.post("/sign-in/second-factor/", {"code": totp()})
    after = browser.session
    assert after.session_key != before
    left = after.get_expiry_date() - timezone.now()
    assert timedelta(hours=7, minutes=59) < left <= timedelta(hours=8)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"], cookie["samesite"], cookie["httponly"]) == ("", "", "Lax", True)
    ends = after["ends"]
    browser.get("/you/")
    assert browser.session["ends"] == ends


def test_a_session_ends_after_eight_hours_however_much_it_was_used(officer):
    browser = come_in(officer)
    browser.post("/sign-in/second-factor/", {"code": totp()})
    session = browser.session
    session["ends"] = (datetime.fromisoformat(session["ends"]) - timedelta(hours=8, seconds=1)).isoformat()
    session.save()
    assert not at_work(browser)


def test_one_sees_and_ends_ones_own_sessions_and_no_others(officer, body):
    browsers = []
    for name in ("Firefox at work", "Chrome at home"):
        browser = Client(headers={"user-agent": name})
        browser.post("/sign-in/password/", {"login": officer.email, "password": PASSWORD})
        browser.post("/sign-in/second-factor/", {"code": RecoveryCodes.activate(officer).get_unused_codes()[0]})
        browsers.append(browser)
    here, there = browsers
    page = here.get("/you/").content.decode()
    assert "Chrome at home" in page
    number = re.search(r'name="session" value="(\d+)"', page).group(1)
    stranger = signed_in(person("auditor", body))
    stranger.post("/you/sessions/", {"session": number})
    assert at_work(there)
    here.post("/you/sessions/", {"session": number})
    assert not at_work(there)
    assert at_work(here)


@pytest.mark.parametrize("change", ["give", "take", "part", "forget_factors"])
def test_sessions_end_when_what_somebody_may_changes(officer, body, change):
    browser = signed_in(officer)
    held = Membership.objects.get(person=officer)
    {"give": lambda: actions.give(TESTER, body, officer, "approver"), "take": lambda: actions.take(TESTER, held),
     "part": lambda: actions.part(TESTER, body, officer),
     "forget_factors": lambda: actions.forget_factors(TESTER, body, officer)}[change]()
    assert browser.get("/start/").status_code == 302


def test_whoever_has_no_role_left_cannot_sign_in(officer, body):
    actions.part(TESTER, body, officer, "Left the council.")
    browser = come_in(officer)
    browser.post("/sign-in/second-factor/", {"code": totp()})
    assert not is_in(browser)
    assert Apart.objects.get(name="reason").value == "Left the council."


def test_signing_out_ends_the_session_and_is_asked_by_a_form(officer):
    browser = signed_in(officer)
    assert browser.get("/sign-out/").status_code == 405
    browser.post("/sign-out/")
    assert not at_work(browser)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ends", ["take", "part"])
def test_of_two_administrators_who_end_each_other_at_once_one_stays(body, ends):
    """On PostgreSQL the second is seen waiting for the first; SQLite does not let it begin."""
    one, other = (person("administrator", body, nth=nth) for nth in "ab")
    said = []

    def end(someone) -> None:
        if ends == "take":
            actions.take(TESTER, Membership.objects.get(person=someone))
        else:
            actions.part(TESTER, body, someone)

    def second() -> None:
        try:
            end(one)
        except Refused as refused:
            said.append(str(refused))
        finally:
            connections.close_all()

    late = Thread(target=second)
    with transaction.atomic():
        end(other)
        late.start()
        until_it_waits(late)
    late.join()
    assert [("only administrator" in refused) for refused in said] == [True]
    assert Membership.objects.get(body=body, role="administrator").person == one


def test_the_last_administrator_keeps_the_role(body):
    only = person("administrator", body)
    with pytest.raises(Refused, match="only administrator"):
        actions.take(TESTER, Membership.objects.get(person=only))
    with pytest.raises(Refused, match="only administrator"):
        actions.part(TESTER, body, only)


def test_an_invited_officer_chooses_a_password_and_sets_up_a_factor(body, django_capture_on_commit_callbacks):
    administrator = signed_in(person("administrator", body))
    with django_capture_on_commit_callbacks(execute=True):
        answer = administrator.post("/smallford/people/invite/", {
            "name": "Nadia New", "address": "Nadia@smallford.example", "role": "officer", "organisation": ""})
    assert answer.status_code == 302
    assert [message.to for message in mail.outbox] == [["nadia@smallford.example"]]
    link = re.search(r"http://[^/]+(/sign-in/new-password/\S+)", mail.outbox[0].body).group(1)
    new = "correct horse battery staple"
    for _ in range(20):
        assert Client().head(link).status_code == 302
    browser = Client()
    form = browser.get(link).headers["Location"]
    assert browser.post(form, {"password1": new, "password2": new}).status_code == 302
    again = Client()
    assert "opens nothing" in again.get(link, follow=True).content.decode()
    nadia = Person.objects.get(name="Nadia New")
    assert come_in(nadia, new).get("/smallford/").headers["Location"] == "/you/"
    invited = Event.objects.get(what="invite")
    assert invited.after == '{"role":"officer"}' and "adia" not in invited.before + invited.after + invited.apart
    assert verify()[1] == []


def test_an_invited_supplier_is_mailed_a_way_in_and_needs_no_password(body, django_capture_on_commit_callbacks):
    administrator = signed_in(person("administrator", body))
    said = {"name": "Sue", "address": "sue@bright.example", "role": "supplier"}
    missing = administrator.post("/smallford/people/invite/", said | {"organisation": ""})
    assert "Choose the organisation" in missing.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post("/smallford/people/invite/", said | {"organisation": "brightbuild"})
    link = re.search(r"http://[^/]+(/sign-in/link/\S+)", mail.outbox[0].body).group(1)
    browser = Client()
    browser.post(link)
    assert at_work(browser)
    assert not Person.objects.get(name="Sue").has_usable_password()


def test_only_staff_whom_the_body_itself_appointed_are_mailed_a_new_password(
        body, officer, django_capture_on_commit_callbacks):
    supplier = person("supplier", body, "brightbuild")
    from_directory = Person.objects.create_user("dora@smallford.example", "Dora")
    Membership.objects.create(person=from_directory, body=body, role="officer", by_directory=True)
    with django_capture_on_commit_callbacks(execute=True):
        answers = {Client().post("/sign-in/forgotten/", {"email": address}).headers["Location"] for address in (
            officer.email, supplier.email, from_directory.email, "nobody@example.org")}
    assert answers == {"/sign-in/forgotten/sent/"}
    assert [message.to for message in mail.outbox] == [[officer.email]]


def test_a_lost_factor_is_no_matter_for_one_administrator_of_two_bodies(officer, body, other_body):
    Membership.objects.create(person=officer, body=other_body, role="officer")
    with pytest.raises(Refused, match="works with other bodies too"):
        actions.forget_factors(TESTER, body, officer)


def test_a_body_cannot_take_a_name_that_hides_a_page_of_the_site(db):
    assert {"sign-in", "sign-out", "start", "you", "static"} <= taken()
    for slug in taken():
        with pytest.raises(Refused, match="choose another"):
            actions.open_body(TESTER, slug, "A Council")
    actions.open_body(TESTER, "sign-in-council", "Sign-in Council")
    with pytest.raises(Refused, match="already"):
        actions.open_body(TESTER, "sign-in-council", "Another Council")


def test_whoever_runs_the_site_helps_an_administrator_whom_nobody_else_can(body):
    only = person("administrator", body)
    call_command("forget_factors", only.email)
    assert not Authenticator.objects.filter(user=only).exists()
    assert come_in(only).get("/smallford/people/").headers["Location"] == "/you/"


def test_with_another_secret_no_code_fits_and_nothing_breaks(officer, settings):
    settings.SECRET_KEY = "another"
    browser = come_in(officer)
    for code in (totp(), format_hotp_value(hotp_value("", int(time.time()) // 30))):
        assert browser.post("/sign-in/second-factor/", {"code": code}).status_code == 200
    assert not is_in(browser)


def test_links_of_long_ago_are_tidied_away(officer):
    link = mail_link(officer)
    call_command("tidy")
    assert Link.objects.filter(pk=link.pk).exists()
    Link.objects.update(ends=timezone.now() - timedelta(days=31))
    call_command("tidy")
    assert not Link.objects.exists()


def test_the_network_address_of_a_session_that_is_over_is_tidied_away(officer):
    browser = come_in(officer)
    browser.post("/sign-in/second-factor/", {"code": totp()})
    kept = UserSession.objects.get(user=officer)
    assert kept.ip
    call_command("tidy")
    assert UserSession.objects.filter(pk=kept.pk).exists() and is_in(browser)
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    call_command("tidy")
    assert not UserSession.objects.exists()
