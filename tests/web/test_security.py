"""What holds for every answer of the site: headers, cookies, forms from elsewhere; and Django's own list of faults."""

import ast
import os
import subprocess
import sys

import pytest
from django.test import Client, RequestFactory

from commonweal.web.config.surroundings import read
from tests.web.conftest import person, signed_in

OPEN = ("/", "/sign-in/", "/sign-in/code/", "/sign-in/password/", "/sign-in/link/x/", "/nowhere/")


def _site(home, **variables: str) -> dict[str, str]:
    """The surroundings of a real site, with nothing of this run's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMMONWEAL_", "DJANGO_"))}
    return kept | {"COMMONWEAL_HOME": str(home), "COMMONWEAL_HOSTS": "records.example.org"} | variables


def test_django_finds_no_fault_with_a_real_site(tmp_path):
    done = subprocess.run([sys.executable, "-m", "commonweal.web", "check", "--deploy", "--fail-level", "INFO"],
                          env=_site(tmp_path), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_real_sites_cookies_are_for_it_alone_and_travel_by_tls_only(tmp_path):
    expected = {
        "SESSION_COOKIE_NAME": "__Host-session", "CSRF_COOKIE_NAME": "__Host-form", "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True, "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/", "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000, "DEBUG": False,
        "SECOND_FACTOR": True, "ADDRESS": "https://records.example.org"}
    code = ("import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'commonweal.web.config.settings'\n"
            "from django.conf import settings\n"
            f"print({{name: getattr(settings, name) for name in {list(expected)}}})")
    done = subprocess.run([sys.executable, "-c", code], env=_site(tmp_path), capture_output=True, text=True, check=True)
    assert ast.literal_eval(done.stdout) == expected


@pytest.mark.parametrize("address", OPEN)
def test_every_answer_forbids_what_the_site_does_not_need(db, address):
    headers = Client().get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert "unsafe" not in policy and "data:" not in policy and "http" not in policy
    assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] and "camera=()" in headers["Permissions-Policy"]


def test_no_page_sets_a_cookie_before_somebody_does_something(db):
    assert not Client().get("/").cookies


def test_the_cookie_of_a_form_is_gone_with_the_browser(db, settings):
    cookie = Client().get("/sign-in/").cookies[settings.CSRF_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"], cookie["samesite"], cookie["httponly"]) == ("", "", "Lax", True)


def test_a_form_from_elsewhere_is_refused(body):
    officer = person("administrator", body)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    for address in ("/sign-out/", "/you/sessions/", "/smallford/people/invite/", "/sign-in/", "/sign-in/password/"):
        answer = browser.post(address, {})
        assert answer.status_code == 403 and "Send the form once more" in answer.content.decode(), address


def test_a_name_that_the_site_does_not_answer_to_is_refused(db):
    assert Client().get("/", headers={"host": "evil.example.org"}).status_code == 400


def test_only_the_proxys_word_counts_on_where_a_request_comes_from(settings):
    from allauth.account.adapter import get_adapter

    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.1, 192.0.2.9")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert get_adapter().get_client_ip(request) == "203.0.113.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert get_adapter().get_client_ip(request) == "192.0.2.9"


def test_directories_are_read_from_the_home(tmp_path):
    (tmp_path / "directories.toml").write_text(
        '[smallford]\nname = "Smallford"\nserver = "https://login.example.org/tenant/v2.0"\nclient = "c"\n')
    found = read({"COMMONWEAL_HOME": str(tmp_path)}).directories["smallford"]
    assert (found.origin, found.groups) == ("https://login.example.org", "groups")
    assert found.provider("smallford")["settings"] == {"server_url": "https://login.example.org/tenant/v2.0"}


def test_a_page_that_a_signed_in_person_saw_is_kept_by_no_browser(body):
    assert signed_in(person("officer", body)).get("/smallford/").headers["Cache-Control"] == "no-store"


def test_begin_opens_a_body_and_mails_its_administrator(db, mailoutbox, django_capture_on_commit_callbacks, capsys):
    from django.core.management import CommandError, call_command

    with django_capture_on_commit_callbacks(execute=True):
        call_command("begin", "newtown", "Newtown Council", "Nora", "nora@newtown.example")
    assert [message.to for message in mailoutbox] == [["nora@newtown.example"]]
    with pytest.raises(CommandError, match="choose another"):
        call_command("begin", "sign-in", "Newtown Council", "Nora", "nora@newtown.example")
    with pytest.raises(CommandError, match="valid email"):
        call_command("begin", "oldtown", "Oldtown Council", "Otto", "otto at oldtown")
    # Nothing was opened that nobody could come into: the same name can be tried again.
    call_command("begin", "oldtown", "Oldtown Council", "Otto", "otto@oldtown.example")


@pytest.mark.parametrize(("variables", "says"), [
    ({}, "run `commonweal site prepare` first"), ({"COMMONWEAL_APPROVERS": "3"}, "COMMONWEAL_APPROVERS must be 2 or 1"),
    ({"COMMONWEAL_DATABASE": "postgresql://u:p@127.0.0.1:1/x"}, "The database does not answer")])
def test_a_command_that_cannot_work_in_its_surroundings_says_what_to_set_and_shows_no_trace(tmp_path, variables, says):
    done = subprocess.run([sys.executable, "-m", "commonweal", "site", "tidy"], env=_site(tmp_path, **variables),
                          capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert says in done.stderr and ("APPROVERS" in says or f"this command used {tmp_path}" in done.stderr)
