"""A small invented body with people of every role, for all tests of the site."""

import shutil
from pathlib import Path
from threading import Thread

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

from commonweal.ledger.starter import write_starter
from commonweal.web.audit.actions import Actor
from commonweal.web.people.models import Assignment, Body, Membership, Person
from commonweal.web.people.roles import ROLES
from commonweal.web.register.actions import take_in

# Of the second factor of everybody who needs one.
SECRET = "JBSWY3DPEHPK3PXP"
TESTER = Actor(person="", role="test", where="tests")


def pytest_sessionfinish() -> None:
    """Take the site's home away again."""
    shutil.rmtree(settings.HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_tried_yet() -> None:
    """Nobody has asked or tried too often."""
    cache.clear()


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small set of records that `commonweal new` makes."""
    folder = tmp_path_factory.mktemp("starter") / "book"
    write_starter(folder)
    return folder


@pytest.fixture
def body(db: None, starter: Path) -> Body:
    """A body with the starter's records."""
    made = Body.objects.create(slug="smallford", name="Smallford Council")
    take_in(TESTER, made, starter)
    return made


@pytest.fixture
def other_body(db: None, starter: Path) -> Body:
    """Another body on the same installation, with the same records under its own name."""
    made = Body.objects.create(slug="elsewhere", name="Elsewhere Council")
    take_in(TESTER, made, starter)
    return made


def person(role: str, body: Body, organisation: str = "", looks_after: tuple[str, ...] = (), nth: str = "x") -> Person:
    """Somebody with a role in a body, or another one with the same; staff with an app for codes."""
    name = f"{role} of {organisation or body.name}"
    email = f"{role}.{organisation or nth}@{body.slug}.example"
    made = Person.objects.create_user(email, name, "a long password for tests")
    assert role in ROLES
    Membership.objects.create(person=made, body=body, role=role, organisation=organisation)
    if not ROLES[role].by_link:
        with_app(made)
    for activity in looks_after:
        Assignment.objects.create(person=made, body=body, activity=activity)
    return made


def content(answer: HttpResponseBase) -> bytes:
    """All that an answer says. A file that is handed out is read to its end, which closes it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def with_app(someone: Person) -> Person:
    """Somebody with an app for codes, as staff must have."""
    TOTP.activate(someone, SECRET)
    return someone


def at_work(browser: Client, body: str = "smallford") -> bool:
    """Whether somebody is let in to a body's pages: they are led to where their work begins."""
    answer = browser.get(f"/{body}/")
    return answer.status_code == 302 and answer.headers["Location"].startswith(f"/{body}/")


def signed_in(someone: Person) -> Client:
    """A browser in which they are signed in."""
    client = Client(raise_request_exception=True)
    client.force_login(someone)
    return client


def until_it_waits(thread: Thread) -> None:
    """On PostgreSQL, until what a thread does waits for somebody; SQLite does not even let it begin to write."""
    while connection.vendor == "postgresql" and thread.is_alive():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
