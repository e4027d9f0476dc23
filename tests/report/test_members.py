"""The page for members: short, plain, and made of the same numbers as the summary."""

import re

import pytest

from commonweal.report.blocks import Bars, Bullets, Link, Page, Paragraph, Section, Table, Tiles
from commonweal.report.members import members_page
from commonweal.report.summary import summary
from commonweal.report.words import CATALOGUE
from tests.report.documents import BOOKS, document, every
from tests.report.reading_age import grade, syllables
from tests.report.test_places import words_of


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(book: str) -> Page:
    return members_page(document(book).year)


def links(blocks) -> set[tuple[str, str]]:
    found = set()
    for block in every(tuple(blocks)):
        runs = [block.parts] if isinstance(block, Paragraph) else block.items if isinstance(block, Bullets) \
            else [cell for row in block.rows for cell in row] if isinstance(block, Table) else []
        found |= {(part.text, part.target) for run in runs for part in run if isinstance(part, Link)}
        found |= {(bar.number, bar.target) for bar in block.bars} if isinstance(block, Bars) else set()
        found |= {(tile.number, tile.target) for tile in block.tiles} if isinstance(block, Tiles) else set()
    return {(text, target) for text, target in found if target.startswith("figure:")}


def test_it_has_the_bound_sentence_the_bars_six_tiles_pounds_and_what_went_badly(page, book):
    blocks = every(page.blocks)
    assert isinstance(blocks[0], Paragraph) and blocks[0].style == "lead"
    assert any(isinstance(part, Link) for part in blocks[0].parts)
    bars = next(block for block in blocks if isinstance(block, Bars))
    assert len(bars.bars) == {"northmere": 5, "lcr-2023": 2}[book]
    assert [len(block.tiles) for block in blocks if isinstance(block, Tiles)] == [6]
    titles = [block.id for block in blocks if isinstance(block, Section)]
    assert titles == ["in-numbers", "in-pounds", "went-badly", "ask"]
    table = next(block for block in blocks if isinstance(block, Table))
    assert "Range" in [column.title for column in table.columns]


def test_every_number_is_one_of_the_summary_or_of_the_pounds(page, book):
    year = document(book).year
    known = links(summary(year).blocks)
    new = {(text, target) for text, target in links(page.blocks) if (text, target) not in known}
    assert new == set()
    for text, target in links(page.blocks):
        assert year.link(year.by_id[target.removeprefix("figure:")]).text.startswith(text.split(" ")[0]) \
            or text in year.link(year.by_id[target.removeprefix("figure:")], unit=True).text, (text, target)


def test_it_asks_what_the_figures_leave_open(book, page):
    asked = next(block for block in every(page.blocks) if isinstance(block, Section) and block.id == "ask")
    said = words_of(asked.blocks)
    late = document(book).year.by_id.get("progress.promises.late")
    assert ("promises are late" in " ".join(said.split())) == bool(late and late.value)
    assert "Did we pay more for it?" in said


def test_syllables_are_counted_as_they_are_spoken():
    words = {"we": 1, "makes": 1, "promise": 2, "reported": 3, "table": 2, "liked": 1, "pounds": 1, "member": 2,
             "people": 2, "checked": 1, "council": 2}
    assert {word: syllables(word) for word in words} == words
    # By hand: ten words with eleven syllables; then ten with twelve, 0.39 × 10 + 11.8 × 1.2 - 15.59 = 2.47.
    assert grade("The big dog ran up the hill, happy and wet.") == pytest.approx(0.39 * 10 + 11.8 * 1.1 - 15.59)
    assert grade("The happy dog ran up the hill, muddy and wet.") == pytest.approx(2.47)


def test_its_own_words_can_be_read_at_twelve():
    """The sentences that the catalogue gives this page, as a reader of twelve meets them; grade 7 is age 12."""
    own = [re.sub(r"\{[a-z_]+\}", "ten", text) for text in CATALOGUE["text"]["members"].values()
           if text.endswith((".", "?"))]
    assert len(own) >= 7
    assert grade(" ".join(own)) <= 7


def test_its_sentences_and_questions_can_be_read_at_twelve(page):
    """With the words of the records in them; names of measures, contracts and types of £ are their publishers'."""
    said = words_of([block for block in every(page.blocks) if isinstance(block, (Paragraph, Bullets))])
    lines = [line.strip() for line in said.splitlines() if line.strip().endswith((".", "?"))]
    assert len(lines) >= 7
    assert grade(" ".join(lines)) <= 7
