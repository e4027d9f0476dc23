"""Footnotes: numbered, linked both ways on the web, at the foot of the sheet on paper, and never lost."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.basics.findings import Severity
from commonweal.ledger.pages import Page
from commonweal.report.addresses import Addresses
from commonweal.report.blocks import Part, Prose, Story
from commonweal.report.document import Report
from commonweal.report.html import prose, write_html
from commonweal.report.markdown import prose_nodes
from commonweal.report.pdf import write_pdf
from commonweal.report.prose.check import check_page
from tests.report.documents import document, small
from tests.report.pdf_structure import structure, words_by_page
from tests.report.printing import look

NOWHERE = Addresses((), lambda name: f"figures/{name}.html")
TWICE = "Homes[^a] and trees[^b], and homes[^a] again.\n\n[^a]: With a *garden*.\n[^b]: Not felled since."


def _with(part: Part) -> Report:
    """The source report's document with a part more."""
    whole = document("lcr-2023")
    return replace(whole, parts=(*whole.parts, part))


def _page(text: str) -> Page:
    return Page("one", {"title": "Homes", "state": "signed-off"}, text, 8)


def test_a_number_leads_to_its_note_and_the_note_leads_back_to_each_place():
    made = str(prose(NOWHERE, TWICE, 2, key="here"))
    targets = re.findall(r'href="#([^"]+)"', made)
    ids = re.findall(r' id="([^"]+)"', made)
    # Three places refer to two notes; each place is led back to once.
    assert len(targets) == 6 and set(targets) == set(ids) and len(set(ids)) == len(ids) == 5
    assert re.sub("<[^>]*>", "", made).startswith("Homesnote 1 and treesnote 2, and homesnote 1 again.")
    assert made.count("Back to the text at note 1") == 2 and made.count("Back to the text at note 2") == 1


def test_two_passages_on_one_page_never_share_an_id(tmp_path: Path):
    story = Story("story-one", "A story", "Spotlight", (), TWICE)
    write_html(_with(Part("extra", "Extra", (Prose(TWICE, "one"), Prose(TWICE, "two"), story))), tmp_path)
    seen = look(tmp_path / "extra.html")
    notes = [id for id in seen.ids if "note-" in id]
    assert seen.faults == [] and len(set(notes)) == len(notes) == 15
    assert {link[1:] for link in seen.links if "note-" in link} == set(notes)


def test_what_an_author_types_in_a_note_is_words_and_never_tags():
    typed = '<div class="footnotes" id="x">no</div> [go](javascript:alert(1)) <script>alert(1)</script>'
    made = str(prose(NOWHERE, f"Homes[^a].\n\n[^a]: {typed}", 2, key='"><b id="y'))
    tags = " ".join(re.findall("<[^>]*>", made))
    assert not re.search(r"<script|<b |javascript| id=\"x\"", tags) and made.count("<div") == 1
    assert "&lt;script&gt;" in made


def test_paper_has_the_notes_at_the_foot_with_their_own_tags(tmp_path: Path):
    write_pdf(small(Prose(TWICE, "one"), Prose(TWICE, "two")), tmp_path / "notes.pdf")
    tags = structure(tmp_path / "notes.pdf")
    assert len([*tags.all("/Note")]) == 4
    words = " ".join(words_by_page(tmp_path / "notes.pdf"))
    assert words.count("With a garden.") == words.count("Not felled since.") == 2


def test_all_of_a_note_is_printed_on_paper_whatever_it_is_made_of():
    nodes = [*prose_nodes("A[^a].\n\n[^a]: First.\n\n    - one\n    - two\n\n    Last `x`, see [^a].", 1, str, "k")]
    note = nodes[0]["c"][1]
    assert note["c"][:7] == ["First.", " ", "one", " ", "two", " ", "Last "]
    # A note that refers to itself is not printed in itself again.
    assert note["c"][9] == {"k": "note", "id": "note-k-1", "again": True, "c": []}


@pytest.mark.parametrize(
    ("text", "row", "says"),
    [
        ("Homes.\n\nAnd trees[^a].", 10, "'a' has no text"),
        ("Homes[^a].\n\n[^a]: Yes.\n\n[^b]: Left over.", 12, "nothing refers to the footnote 'b'"),
        ("Homes[^a].\n\n[^a]: Yes.\n[^a]: No.", 11, "'a' has two texts"),
        ("Homes.\n\n## Trees[^a]\n\n[^a]: Yes.", 10, "stands in a heading"),
    ],
)
def test_a_note_that_print_would_lose_is_an_error_with_its_line(text: str, row: int, says: str):
    found = check_page(_page(text), "sections/one.md", {})
    assert [(finding.code, finding.severity, finding.row) for finding in found] == [
        ("PROSE-FOOTNOTE", Severity.ERROR, row)
    ]
    assert says in found[0].message and found[0].mend


def test_a_number_typed_in_a_note_needs_a_figure_or_a_source_like_any_other():
    found = check_page(_page("Homes[^a].\n\n[^a]: There are 412 of them."), "sections/one.md", {})
    assert [(finding.code, finding.row) for finding in found] == [("PROSE-UNBOUND-NUMBER", 10)]
    assert "'412'" in found[0].message
    # The number of a note is the printer's, not the author's.
    assert check_page(_page("Homes[^1].\n\n[^1]: Many of them."), "sections/one.md", {}) == []


def test_the_invented_authoritys_report_has_a_note_in_both_forms(tmp_path: Path):
    write_pdf(document("northmere"), tmp_path / "report.pdf")
    assert len([*structure(tmp_path / "report.pdf").all("/Note")]) == 1
