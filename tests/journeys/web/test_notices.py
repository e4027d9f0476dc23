"""The pages at the foot, and what was held on a day, in a real browser."""

import zipfile

import pytest

from tests.journeys.web.conftest import NARROW, follow, in_order

pytestmark = pytest.mark.journeys

KINDS = ("accessibility", "privacy", "cookies", "contact")
PAGES = (
    *(("", f"/about/northmere/{kind}/") for kind in KINDS), ("ada", "/northmere/notices/"),
    *(("ada", f"/northmere/notices/{kind}/") for kind in KINDS), ("audra", "/northmere/held/"),
    ("audra", "/northmere/held/?about=activities&called=nothing&on_day=1&on_month=1&on_year=2020"),
)


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_the_pages_are_in_order(visitor, width):
    for who, address in PAGES:
        in_order(visitor(who, address, width=width))


@pytest.mark.parametrize("scripts", [True, False])
def test_an_administrator_writes_the_contact_page_and_everybody_reads_it_from_the_foot(visitor, scripts):
    page = visitor("ada", "/northmere/notices/", java_script_enabled=scripts)
    follow(page.get_by_role("link", name="Change Contact"))
    page.get_by_label("Questions about this site, a return or a report").fill("Ask the *front desk*.")
    follow(page.get_by_role("button", name="Save"))
    assert "Saved. Everybody can read it now." in page.locator("main").inner_text()
    reader = visitor("", "/", java_script_enabled=scripts)
    follow(reader.get_by_role("contentinfo").get_by_role("link", name="Contact"))
    assert "Contact" in reader.locator("h1").inner_text() and reader.locator("em").inner_text() == "front desk"
    assert reader.context.cookies() == []
    if scripts:
        in_order(reader)


def test_an_auditor_takes_out_what_was_held_today(visitor, tmp_path):
    page = visitor("audra", "/northmere/audit/")
    follow(page.get_by_role("link", name="Take out what was held on an earlier day"))
    page.get_by_label("A contract or project").check()
    page.get_by_label("Its name or its id").fill("bus-shelters")
    today = page.evaluate("() => { const d = new Date(); return [d.getDate(), d.getMonth() + 1, d.getFullYear()] }")
    for box, number in zip(("Day", "Month", "Year"), today, strict=True):
        page.get_by_label(box, exact=True).fill(str(number))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Take it out").click()
    waiting.value.save_as(tmp_path / "held.zip")
    with zipfile.ZipFile(tmp_path / "held.zip") as archive:
        assert {"about.txt", "schedule.csv", "activities.csv", "commitments.csv"} <= set(archive.namelist())
