"""How many sheets of A4 the short papers come out on: one for members, at most two for a committee."""

import io

import pytest
from pypdf import PdfReader

from tests.report.word_pages import as_page

pytestmark = pytest.mark.journeys


def sheets(page) -> int:
    return len(PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True, print_background=True))).pages)


def test_the_page_for_members_is_one_sheet(report, open_page):
    assert sheets(open_page(report / "members.html")) == 1


def test_the_committee_paper_is_two_sheets_at_most(report, open_page):
    assert sheets(open_page(report / "committee.html")) <= 2


def test_the_word_document_is_two_sheets_at_most_as_far_as_a_browser_can_tell(report, open_page, tmp_path):
    """No word processor is asked: the file's own sizes, widths and margins are laid out by a browser instead."""
    page = tmp_path / "word.html"
    page.write_text(as_page(report / "committee-summary.docx"), encoding="utf-8")
    assert sheets(open_page(page)) <= 2
