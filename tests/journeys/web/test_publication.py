"""Records, monitoring and a publication in a real browser: pages in order, and a report from records to readers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys.web.conftest import NARROW, follow, in_order

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journeys
Visitor = Callable[..., "Page"]

# What a social value officer opens in a week.
PAGES = (
    "overview/", "quarters/", "progress/", "progress/?rating=good", "progress/bus-shelters/", "activities/",
    "activities/bus-shelters/", "activities/bus-shelters/add/remedies/", "records/", "records/organisations/",
    "records/organisations/add/", "to-fix/", "texts/", "bring-in/", "take-out/", "suppliers/", "local-spend/",
    "settings/", "reports/",
)


@pytest.mark.parametrize("width", [1280, NARROW])
def test_every_page_of_records_and_monitoring_is_in_order(visitor: Visitor, width: int):
    oren = visitor("oren", "/northmere/", width=width)
    for page in PAGES:
        answer = oren.goto(f"/northmere/{page}")
        assert answer is not None and answer.status == 200, page
        in_order(oren)


def test_a_report_from_frozen_figures_to_readers_without_an_account(visitor: Visitor):
    oren = visitor("oren", "/northmere/reports/")
    follow(oren.get_by_role("button", name="Freeze the figures"))
    follow(oren.get_by_role("button", name="Prepare a report"))
    oren.goto("/northmere/reports/1/")
    assert oren.get_by_role("heading", name="Check list").is_visible()
    in_order(oren)
    assert "0 of 2 people have approved it" in oren.inner_text("main")
    oren.get_by_label("Their e-mail address").fill("audra@northmere.example")
    follow(oren.get_by_role("button", name="Ask for approval"))

    perry = visitor("perry", "/northmere/reports/1/")
    follow(perry.get_by_role("button", name="Approve this release"))
    in_order(perry)
    audra = visitor("audra", "/approve/northmere/1/")
    in_order(audra)
    follow(audra.get_by_role("button", name="Approve this release"))

    oren.goto("/northmere/reports/1/")
    follow(oren.get_by_role("button", name="Publish release 1"))
    reader = visitor("", "/published/northmere/")
    assert reader.get_by_role("heading", level=1).inner_text().startswith("Northmere Social Value Annual Report")
    reader.goto("/published/northmere/1/corrections.html")
    assert "two people approve it" in reader.inner_text("main")
