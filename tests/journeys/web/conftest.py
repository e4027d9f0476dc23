"""The site with the demonstration's records, served to a browser: `visitor("mina")` is a window with her signed in.

Each test begins with the records as the demonstration makes them. Jobs run at once, and mails are kept in `mailoutbox`.
"""

import os
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.test import Client

from commonweal.web.demo.load import load
from commonweal.web.people.models import Body, Person
from tests.house.repository import ROOT
from tests.journeys.looking import axe, too_wide

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Visitor = Callable[..., "Page"]
NARROW = 320
# The browser's own loop runs in the thread of the tests; Django must not mistake it for theirs.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def northmere(transactional_db: None) -> Body:
    """The invented authority of the demonstration, with its people, and the source report beside it."""
    return load(ROOT / "examples")


@pytest.fixture
def site(live_server, northmere: Body, settings) -> str:
    """The address of the site. As in the demonstration, nobody is asked for a second factor unless a test wants it."""
    settings.SECOND_FACTOR = False
    cache.clear()
    # By name and not by number: passkeys are kept by the name of a site.
    settings.ADDRESS = live_server.url.replace("127.0.0.1", "localhost")
    return settings.ADDRESS


@pytest.fixture
def visitor(site: str, browser: "Browser") -> Iterator[Visitor]:
    """Opens windows: `visitor("mina", "/northmere/", width=320)`; without a name nobody is signed in.

    Further settings are those of a browser's context: `java_script_enabled=False`, `forced_colors="active"`.
    """
    contexts = []

    def opened(who: str = "", address: str = "/", *, width: int = 1280, height: int = 900, **settings) -> "Page":
        context = browser.new_context(base_url=site, viewport={"width": width, "height": height},
                                      reduced_motion="reduce", **settings)
        contexts.append(context)
        if who:
            context.add_cookies([session_of(who, site)])
        page = context.new_page()
        page.faults = []
        page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def session_of(who: str, site: str) -> dict[str, str]:
    """The cookie of a new session of somebody of the demonstration, by their first name."""
    client = Client()
    client.force_login(Person.objects.get(email=f"{who}@northmere.example"))
    name = site_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}


def mailed(message, pattern: str) -> str:
    """What a pattern finds in a mail; the one group of it, if it has one."""
    found = re.search(pattern, message.body)
    assert found, f"{pattern} is not in: {message.body}"
    return found.group(found.re.groups and 1)


def follow(target: "Locator") -> None:
    """Click what leads to a page, and go on once that page is there: a click alone may return before."""
    with target.page.expect_navigation():
        target.click()


def in_order(page: "Page") -> None:
    """Nothing is held against the page: not by axe, not by its width, not by the browser, and it has one heading."""
    assert axe(page) == {}
    assert too_wide(page) == []
    assert page.locator("h1").count() == 1
    assert page.faults == []
