"""An officer has suppliers matched, answers one pair, agrees, and sees how much of the spending is local."""

import pytest

from tests.journeys.web.conftest import NARROW, follow, in_order

pytestmark = pytest.mark.journeys


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_suppliers_are_matched_and_local_spend_follows(visitor, width):
    page = visitor("oren", "/northmere/suppliers/", width=width)
    in_order(page)
    follow(page.get_by_role("button", name="Match the suppliers"))
    follow(page.get_by_role("button", name="Answer which names are the same"))
    in_order(page)
    asked = page.get_by_role("group", name="Cobbleway Surfacing Ltd – Cobbleway Surfacing, an organisation")
    asked.get_by_label("Yes").check()
    follow(page.get_by_role("button", name="Save, and match by the answers"))
    assert "1 pairs are answered" in page.inner_text("main")
    in_order(page)
    follow(page.get_by_role("button", name="Agree: write it to your records"))
    assert page.get_by_text("In your records").is_visible()
    page.goto("/northmere/local-spend/")
    assert page.get_by_text("Records were changed since").is_visible()
    follow(page.get_by_role("button", name="Work it out"))
    assert page.get_by_text("Records were changed since").count() == 0
    in_order(page)


def test_a_file_of_a_form_is_kept_by_the_browser(visitor):
    page = visitor("oren", "/northmere/take-out/")
    in_order(page)
    page.set_viewport_size({"width": NARROW, "height": 900})
    in_order(page)
    with page.expect_download() as kept:
        page.get_by_role("link", name="List for a spreadsheet (.csv) Contract register").click()
    assert kept.value.suggested_filename == "northmere-register.csv"
