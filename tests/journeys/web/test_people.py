"""People come in, each in their own way, in a real browser."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from tests.journeys.web.conftest import NARROW, follow, in_order, mailed

pytestmark = pytest.mark.journeys

PAGES = (
    ("", "/"), ("", "/sign-in/"), ("", "/sign-in/code/"), ("", "/sign-in/password/"), ("", "/sign-in/forgotten/"),
    ("", "/sign-in/forgotten/sent/"), ("", "/sign-in/ended/"), ("oren", "/northmere/"), ("oren", "/you/"),
    ("oren", "/you/password/"), ("oren", "/you/again/"), ("ada", "/northmere/people/"),
    ("ada", "/northmere/people/invite/"), ("ada", "/northmere/people/groups/"), ("audra", "/northmere/audit/"),
    ("audra", "/northmere/audit/?table=people"), ("audra", "/northmere/audit/?since=yesterday"),
    ("ada", "/northmere/kept/"), ("audra", "/northmere/kept/"),
)


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_the_pages_are_in_order(visitor, width):
    for who, address in PAGES:
        in_order(visitor(who, address, width=width))


def test_one_persons_page_is_in_order(visitor):
    for width in (NARROW, 1280):
        page = visitor("ada", "/northmere/people/", width=width)
        follow(page.get_by_role("link", name="Mina Manager"))
        in_order(page)
        follow(page.get_by_role("link", name="Change what they look after"))
        in_order(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_supplier_comes_in_by_the_mailed_link(visitor, scripts):
    page = visitor("", "/northmere/", java_script_enabled=scripts)
    page.get_by_label("E-mail address").fill("sol@northmere.example")
    follow(page.get_by_role("button", name="Send me a link and a code"))
    assert page.get_by_role("heading", level=1).inner_text() == "Check your e-mail"
    page.goto(mailed(mail.outbox[-1], r"http://\S+/sign-in/link/\S+"))
    assert page.get_by_text("Sol Supplier").count() == 1
    if scripts:
        in_order(page)
    follow(page.get_by_role("button", name="Continue"))
    assert page.url.endswith("/northmere/returns/") and page.get_by_text("Your returns").count()


def test_a_supplier_comes_in_by_the_typed_code_after_a_wrong_one(visitor):
    page = visitor("", "/sign-in/")
    page.get_by_label("E-mail address").fill("sol@northmere.example")
    follow(page.get_by_role("button", name="Send me a link and a code"))
    page.get_by_label("Six-digit code").fill("12 34")
    follow(page.get_by_role("button", name="Continue"))
    assert page.title().startswith("Error:")
    in_order(page)
    page.get_by_label("Six-digit code").fill(mailed(mail.outbox[-1], r": (\d{6})\b"))
    follow(page.get_by_role("button", name="Continue"))
    assert page.url.endswith("/northmere/returns/")


def test_an_officer_sets_up_a_second_factor_and_comes_in_by_password_and_app(visitor, settings):
    settings.SECOND_FACTOR = True
    page = visitor("", "/northmere/activities/")
    password = _password()
    follow(page.get_by_role("link", name="Sign in with a passkey or a password"))

    def by_password() -> None:
        page.get_by_label("E-mail address").fill("oren@northmere.example")
        page.get_by_label("Password").fill(password)
        follow(page.get_by_role("button", name="Continue"))

    by_password()
    assert page.url.endswith("/you/")
    in_order(page)
    follow(page.get_by_role("link", name="Set up an app for codes"))
    page.get_by_label("Password").fill(password)
    follow(page.get_by_role("button", name="Continue"))
    in_order(page)
    secret = page.locator("code.key").inner_text()
    page.get_by_label("Code").fill(_code(secret, 0))
    follow(page.get_by_role("button", name="Use this app"))
    in_order(page)
    assert page.locator(".codes li").count() == 10
    follow(page.get_by_role("link", name="I have kept them: go on"))
    assert page.get_by_role("heading", level=1).inner_text() == "Your work"
    follow(page.get_by_role("button", name="Sign out"))
    page.goto("/sign-in/password/?next=/northmere/activities/")
    by_password()
    in_order(page)
    # The code from before is spent: the app's next one.
    page.get_by_label("Code").fill(_code(secret, 1))
    follow(page.get_by_role("button", name="Continue"))
    assert page.url.endswith("/northmere/activities/")


def test_an_officer_adds_a_passkey_and_comes_in_by_it_alone(visitor, settings):
    settings.SECOND_FACTOR = True
    page = visitor("oren", "/northmere/")
    assert page.url.endswith("/you/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})
    follow(page.get_by_role("link", name="Add a passkey"))
    page.get_by_label("Password").fill(_password())
    follow(page.get_by_role("button", name="Continue"))
    in_order(page)
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    follow(page.get_by_role("button", name="Sign out"))
    page.goto("/sign-in/password/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/start/")
    page.goto("/northmere/")
    assert page.get_by_role("heading", level=1).inner_text() == "Overview"
    assert page.faults == []


def _password() -> str:
    from commonweal.web.demo.people import PASSWORD

    return PASSWORD


def _code(secret: str, later: int) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))
