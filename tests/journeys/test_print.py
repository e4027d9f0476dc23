"""On paper: the banner first, nothing that matters left out or over the edge, and no link without its target."""

import io

import pytest
from pypdf import PdfReader

from commonweal.ledger.book import read_book
from tests.house.repository import ROOT
from tests.journeys.looking import few, too_wide

pytestmark = pytest.mark.journeys

# A4 without its margins of 14 mm, in CSS px.
A4_INSIDE = 688
# Ways about the page, which paper has no use for.
WAYS_ABOUT = ".skip, .contents, .to-top, .in-chapter, .back"


@pytest.fixture
def banner(report):
    return read_book(ROOT / "examples" / report.name).book.settings.standing


def test_all_that_is_said_is_printed_within_the_page(report, open_page):
    page = open_page(report / "index.html", width=A4_INSIDE)
    page.emulate_media(media="print")
    for path in few(report):
        page.goto(path.as_uri())
        assert too_wide(page) == [], path.name
        lost = page.locator("body *").evaluate_all(
            f"""all => all.filter(found => found.textContent.trim() && !found.checkVisibility({{opacityProperty: true,
                visibilityProperty: true}}) && !found.closest('{WAYS_ABOUT}')).map(found => found.outerHTML.slice(0, 150))""")
        assert lost == [], path.name
        # Only a table that fits is whole: paper has no scroll bar.
        tables = page.locator(".scroll").evaluate_all(
            "all => all.filter(found => found.scrollWidth > found.clientWidth + 1).map(found => found.textContent.slice(0, 90))")
        assert tables == [], path.name


def test_the_banner_stands_on_the_first_sheet_and_the_last_words_on_the_last(report, open_page, banner):
    for path in few(report):
        page = open_page(path)
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
        assert banner in _words(sheets[0].extract_text()), path.name
        assert "sets no cookie" in _words(sheets[-1].extract_text()), path.name


def test_links_keep_their_targets(report, open_page):
    """A link within the report can be followed in the file that a browser prints; one to elsewhere is spelt out."""
    for path in few(report):
        page = open_page(path)
        page.emulate_media(media="print")
        wanted = set(page.locator("main a[href]").evaluate_all(
            "all => all.filter(found => found.checkVisibility()).map(found => found.href).filter(at => !at.includes('#'))"))
        kept = {
            action["/URI"]
            for sheet in PdfReader(io.BytesIO(page.pdf())).pages
            for note in sheet.get("/Annots", [])
            if (action := note.get_object().get("/A", {})).get("/S") == "/URI"
        }
        assert wanted <= kept, path.name
        spelt = page.locator("main a[href^=http]").evaluate_all(
            "all => all.filter(found => !getComputedStyle(found, '::after').content.includes(found.getAttribute('href')))")
        assert spelt == [], path.name


def _words(text: str) -> str:
    return " ".join(text.split())
