"""A return in a real browser: answers, upload, sending, a question and its answer, checking, lock and reopening."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from commonweal.web.register.models import ROWS
from tests.journeys.web.conftest import NARROW, follow, in_order
from tests.web.test_photographs import photograph

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journeys
FIRST, PERIOD = "2025-q2.canteens.lantern-kitchen", "/northmere/periods/2025-q2/"
Visitor = Callable[..., "Page"]


def _decide(page: "Page", claim: str, decision: str, reason: str) -> None:
    page.goto(f"/northmere/reported/{claim}/")
    page.check(f"input[value={decision}]")
    page.get_by_label("Your question or reason").fill(reason)
    follow(page.get_by_role("button", name="Decide"))


@pytest.mark.parametrize("settings_of_browser", [{}, {"java_script_enabled": False, "width": NARROW}],
                         ids=["wide", "narrow without script"])
def test_from_the_first_answer_to_the_reopened_period(visitor: Visitor, settings_of_browser):
    scripts = settings_of_browser.get("java_script_enabled", True)
    look = in_order if scripts else (lambda page: None)
    sol = visitor("sol", "/northmere/returns/", **settings_of_browser)
    look(sol)
    follow(sol.get_by_role("link", name="Canteens at three offices").first)
    look(sol)
    follow(sol.get_by_role("link", name="Weeks of paid work placement"))
    sol.get_by_label("How many or how much").fill("about twenty")
    follow(sol.get_by_role("button", name="Continue"))
    assert sol.get_by_role("heading", name="There is a problem").is_visible()
    look(sol)
    # The number is still wrong, and the files are kept all the same: two at once, of one the camera's notes go.
    sol.set_input_files("input[type=file]", [
        {"name": "register.csv", "mimeType": "text/csv", "buffer": b"week,days\n1,3\n"},
        {"name": "garden.jpg", "mimeType": "image/jpeg", "buffer": photograph("JPEG")}])
    sol.get_by_label("What they are").select_option("register")
    follow(sol.get_by_role("button", name="Upload, and add more files"))
    assert sol.get_by_role("link", name="register.csv").is_visible()
    assert sol.get_by_text("other notes were taken out of garden.jpg").is_visible()
    assert sol.get_by_label("How many or how much").input_value() == "about twenty"
    look(sol)
    sol.get_by_label("How many or how much").fill("20")
    follow(sol.get_by_role("button", name="Take away garden.jpg"))
    assert not sol.get_by_role("link", name="garden.jpg").is_visible()
    assert sol.get_by_label("How many or how much").input_value() == "20"
    # A file that is not taken, and the Enter key: the number is saved, the next page is not reached.
    sol.set_input_files("input[type=file]", {"name": "list.pdf", "mimeType": "application/pdf", "buffer": b"no PDF"})
    sol.get_by_label("What they are").select_option("letter")
    sol.get_by_label("How many or how much").fill("21")
    sol.get_by_label("How many or how much").press("Enter")
    assert sol.get_by_role("link", name=re.compile("list.pdf: the file is called a PDF")).is_visible()
    assert sol.get_by_label("How many or how much").input_value() == "21"
    look(sol)
    sol.get_by_label("How many or how much").fill("20")
    follow(sol.get_by_role("button", name="Continue"))
    sol.goto(f"/northmere/returns/{FIRST}/check/")
    look(sol)
    sol.get_by_label("Your job or office").fill("Kitchen lead")
    sol.get_by_label(re.compile("I declare")).check()
    follow(sol.get_by_role("button", name="Send return for Canteens"))
    assert sol.get_by_role("heading", name="Return sent").is_visible()
    look(sol)

    oren = visitor("oren", "/northmere/to-check/", **settings_of_browser)
    look(oren)
    _decide(oren, f"{FIRST}.2", "query", "Are these five-day weeks?")
    sol.goto(f"/northmere/returns/{FIRST}/")
    assert sol.get_by_text("Are these five-day weeks?").is_visible()
    look(sol)
    follow(sol.get_by_role("link", name="Weeks of paid work placement"))
    sol.get_by_label("Anything a reader should know").fill("Four days each.")
    follow(sol.get_by_role("button", name="Continue"))
    sol.goto(f"/northmere/returns/{FIRST}/check/")
    sol.get_by_label("Your job or office").fill("Kitchen lead")
    sol.get_by_label(re.compile("I declare")).check()
    follow(sol.get_by_role("button", name="Send return for Canteens"))
    _decide(oren, f"{FIRST}.2", "verify", "The register shows it.")
    oren.goto(f"/northmere/reported/{FIRST}.2/")
    look(oren)
    assert ROWS["deliveries"].objects.get(key=f"{FIRST}.2").state == "verified"

    oren.goto(PERIOD)
    look(oren)
    follow(oren.get_by_role("button", name="Sign as prepared"))
    perry = visitor("perry", PERIOD, **settings_of_browser)
    follow(perry.get_by_role("button", name="Approve and lock"))
    look(perry)
    sol.goto(f"/northmere/returns/{FIRST}/")
    assert sol.get_by_text("is approved and locked").is_visible()
    oren.goto(PERIOD)
    oren.get_by_label("Why is it opened again?").fill("A register was from another quarter.")
    follow(oren.get_by_role("button", name="Open again"))
    assert oren.get_by_text("Open again. What was signed is void").is_visible()
    look(oren)


PAGES = (
    ("sol", "/northmere/what-we-reported/", f"/northmere/returns/{FIRST}/add/", f"/northmere/returns/{FIRST}/time/",
     f"/northmere/returns/{FIRST}/colleague/", f"/northmere/returns/{FIRST}/subcontractor/"),
    ("oren", "/northmere/all-returns/", "/northmere/all-returns/open/", "/northmere/to-check/clean/",
     "/northmere/periods/", f"/northmere/entries/{FIRST}/", f"/northmere/entries/{FIRST}/check/"),
    ("audra", "/northmere/reported/2025-q2.bus-shelters.osmary.1/", "/northmere/periods/2025-q2/"),
    ("mina", "/northmere/to-check/", "/northmere/to-check/?contract=bus", "/northmere/to-check/?contract=nothing-such"),
)


def test_each_page_is_in_order_wide_and_narrow(visitor: Visitor):
    for who, *addresses in PAGES:
        for width in (1280, NARROW):
            page = visitor(who, addresses[0], width=width)
            for address in addresses:
                page.goto(address)
                in_order(page)
