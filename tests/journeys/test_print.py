"""On paper: the banner first, nothing that matters left out or over the edge, and no link without its target."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

from tests.journeys.looking import few, too_wide

pytestmark = pytest.mark.journeys

# A4 without its margins of 14 mm, upright and turned, in CSS px.
INSIDE = {"auto": 688, "wide": 1016}
# Ways about the page, which paper has no use for.
WAYS_ABOUT = ".skip, .contents, .side, .more, .back"


def test_all_that_is_said_is_printed_within_the_page(report, open_page):
    page = open_page(report / "index.html")
    page.emulate_media(media="print")
    for path in few(report):
        page.goto(path.as_uri())
        page.set_viewport_size({"width": INSIDE[page.evaluate("getComputedStyle(document.body).page")], "height": 900})
        assert too_wide(page) == [], path.name
        lost = page.locator("body *").evaluate_all(
            """(all, about) => all.filter(found => found.textContent.trim() && !found.closest(about)
                && !found.checkVisibility({opacityProperty: true, visibilityProperty: true}))
                .map(found => found.outerHTML.slice(0, 150))""",
            WAYS_ABOUT,
        )
        assert lost == [], path.name
        # Only a table that fits is whole: paper has no scroll bar.
        tables = page.locator(".scroll").evaluate_all(
            "all => all.filter(found => found.scrollWidth > found.clientWidth + 1).map(found => found.textContent)"
        )
        assert tables == [], path.name


def test_the_banner_stands_on_the_first_sheet_and_the_last_words_on_the_last(report, open_page):
    for path in few(report):
        page = open_page(path)
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
        assert page.locator(".banner p").inner_text() in _words(sheets[0].extract_text()), path.name
        assert "sets no cookie" in _words(sheets[-1].extract_text()), path.name


def test_links_keep_their_targets(report, open_page):
    """A link within the report can be followed in the file that a browser prints; one to elsewhere is spelt out."""
    for path in few(report):
        page = open_page(path)
        page.emulate_media(media="print")
        shown = page.locator("main a[href]").evaluate_all(
            "all => all.filter(found => found.checkVisibility()).map(found => found.href)"
        )
        wanted = {target for target in shown if "#" not in target}
        assert wanted or path.name == "per-unit.html"
        kept = {
            action["/URI"]
            for sheet in PdfReader(io.BytesIO(page.pdf())).pages
            for note in sheet.get("/Annots", [])
            if (action := note.get_object().get("/A", {})).get("/S") == "/URI"
        }
        assert wanted <= kept, path.name
        silent = page.locator("main a[href^=http]").evaluate_all(
            """all => all.filter(found => found.checkVisibility() && !getComputedStyle(found, '::after').content
                .includes(found.getAttribute('href'))).map(found => found.href)"""
        )
        assert silent == [], path.name


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())
