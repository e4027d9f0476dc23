"""What has had its time, in a real browser: what is due, the list of what to destroy; and a picture made smaller."""

import hashlib
import io

import pytest
from PIL import Image

from commonweal.web.register.models import Text
from tests.journeys.web.conftest import NARROW, follow, in_order

pytestmark = pytest.mark.journeys


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_stories_whose_day_is_over_are_due_and_stand_on_the_list(visitor, width):
    page = visitor("ada", "/northmere/kept/", width=width)
    # By the demonstration's day everybody still agrees: one of them agreed for a year less.
    story = Text.objects.get(path="stories/the-bus-that-did-not-come.md")
    story.content = bytes(story.content).replace(b"consent_until = 2026-06-30", b"consent_until = 2025-06-30")
    story.sha256 = hashlib.sha256(story.content).hexdigest()
    story.save()
    page.reload()
    assert page.get_by_role("heading", name="Due at once, whatever the periods").is_visible()
    follow(page.get_by_role("button", name="Begin with these"))
    page.get_by_label("What is kept", exact=True).select_option("payments.postcode")
    follow(page.get_by_role("button", name="Save"))
    assert "Enter a number of months" in page.locator("main").inner_text()
    in_order(page)
    page.goto("/northmere/kept/")
    in_order(page)
    follow(page.get_by_role("button", name="Propose that it is destroyed"))
    assert "stories/" in page.get_by_role("table").inner_text()
    in_order(page)


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_a_picture_that_is_too_large_is_made_smaller_and_its_writer_is_told(visitor, width):
    page = visitor("oren", "/northmere/texts/add/stories/", width=width)
    out = io.BytesIO()
    Image.linear_gradient("L").resize((6_000, 4_000)).save(out, "JPEG")
    page.get_by_label("Title").fill("The gate")
    page.get_by_label("Role").select_option("commissioner")
    page.get_by_label("Not needed: nobody can be recognised").check()
    page.get_by_label("Picture", exact=True).set_input_files(
        {"name": "gate.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    page.get_by_label("What the picture shows").fill("A gate")
    page.get_by_label("Whose picture it is, and its licence").fill("Ours")
    page.get_by_label("Words", exact=True).fill("It opens again.")
    follow(page.get_by_role("button", name="Save"))
    assert "had 6,000 by 4,000 points" in page.locator("main").inner_text()
    in_order(page)
