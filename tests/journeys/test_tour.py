"""The pictures of the tour: each stop is gone to, must show what the page of the tour says, and is photographed.

TAKE_PICTURES=1 writes the pictures of the documentation anew; without it the test only looks whether they still fit.
"""

import io
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.house.repository import ROOT

pytestmark = pytest.mark.journeys

TOUR = ROOT / "docs" / "tutorials" / "tour.md"
PICTURES = TOUR.parent / "tour"
WIDTH = 1100
# A picture whose height differs by more than this share shows a page that looks otherwise by now.
TOLERANCE = 0.15
HEAVIEST = 120_000


@dataclass(frozen=True)
class Stop:
    """A page of the invented authority's report, the element photographed, and words that must be seen in it."""

    page: str
    element: str
    words: tuple[str, ...]
    height: int = 760
    opened: str = ""


STOPS = {
    "first-page": Stop("index.html", "body", ("Of 203 promises", "Promised", "Confirmed by recipient")),
    "how-do-we-know": Stop("index.html", "#in-numbers", ("How do we know?", "It rests on"), opened=".tile details"),
    "pounds": Stop("pounds.html", ".chart", ("The diamond is the amount, the line its range.",)),
    "went-badly": Stop("index.html", "#went-badly", ("Three things that went badly", "Saltings Yard")),
    "questions": Stop("questions.html", "#content", ("Hard questions", "We cannot say")),
    "chapter": Stop("commissioner.html", "body", ("Commissioner", "On this page", "Something that did not work")),
    "contract": Stop("contracts/hallowick-road.html", "body", ("Hallowick Road station", "Due by now")),
    "places": Stop("places.html", "#map-of-places", ("Greystrand", "The numbers as a table")),
    "pledges": Stop("pledges.html", "#content", ("met", "not met")),
}


@pytest.mark.parametrize("name", STOPS)
def test_a_stop_shows_what_the_tour_says(reports, open_page, name, tmp_path: Path):
    stop = STOPS[name]
    page = open_page(reports["northmere"] / stop.page, width=WIDTH, height=stop.height)
    if stop.opened:
        page.locator(stop.opened).evaluate_all("all => all.forEach(found => found.open = true)")
    element = page.locator(stop.element).first
    seen = re.sub(r"\s+", " ", element.inner_text())
    assert [words for words in stop.words if words not in seen] == []
    taken = page.screenshot() if stop.element in ("body", "#content") else element.screenshot()
    picture = Image.open(io.BytesIO(taken)).convert("RGB").quantize(64)
    target = PICTURES / f"{name}.png"
    if os.environ.get("TAKE_PICTURES"):
        picture.save(target, optimize=True)
    with Image.open(target) as kept:
        assert abs(kept.height - picture.height) <= TOLERANCE * picture.height, f"TAKE_PICTURES=1 takes {name} anew"
    assert target.stat().st_size <= HEAVIEST


def test_the_tour_stops_where_there_is_a_picture_and_says_what_is_on_it():
    text = TOUR.read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]+)\]\(tour/([a-z-]+)\.png\)", text)
    assert [name for _, name in shown] == list(STOPS)
    assert all(len(alt) > 40 for alt, _ in shown)
    assert {path.stem for path in PICTURES.glob("*.png")} == set(STOPS)
