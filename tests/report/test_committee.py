"""The committee paper: one model, printed for the web and for Word, native, accessible and the same every time."""

import re
import time
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from commonweal.report.blocks import Bars, Bullets, Link, Page, Pairs, Paragraph, Section, Table
from commonweal.report.committee import DOCX, committee_page
from commonweal.report.docx_printer import write_docx
from commonweal.report.verify import verify
from tests.report.documents import BOOKS, document, every, small
from tests.report.printing import look

NUMBER = re.compile(r"£?\d(?:[\d,]*\d)?(?:\.\d+)?%?")


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def paper(book: str, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("paper") / DOCX
    write_docx(document(book), path)
    return Document(str(path))


def said_of(page: Page) -> list[str]:
    """What the model says, run by run, in reading order."""
    found = [page.title]
    for block in every(page.blocks):
        if isinstance(block, Section):
            found.append(block.title)
        runs = {Paragraph: lambda b: [b.parts], Bullets: lambda b: b.items,
                Pairs: lambda b: [(f"{term.rstrip(':')}: ", *about) for term, about in b.rows],
                Table: lambda b: [(b.caption,), *((head.title,) for head in b.columns),
                                  *(cell for row in b.rows for cell in row)]}.get(type(block), lambda b: [])(block)
        found += ["".join(part if isinstance(part, str) else part.text for part in run) for run in runs]
    return found


def words_of_paper(paper) -> list[str]:
    found = []
    for block in paper.iter_inner_content():
        if hasattr(block, "rows"):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return found


def test_it_is_a_committee_paper_with_key_points_first(book):
    page = committee_page(document(book).year)
    assert [block.id for block in page.blocks if isinstance(block, Section)] == [
        "purpose", "note", "key", "promises", "badly", "pounds", "data", "unsaid", "next", "check"]
    assert "Every number here stands in" in " ".join(said_of(page))
    assert document(book).year.snapshot.digest in " ".join(said_of(page))


def test_counts_by_role_add_up_to_those_of_all(book):
    table = next(block for block in every(committee_page(document(book).year).blocks)
                 if isinstance(block, Table) and block.id == "promises-table")
    roles = [row for row in table.rows[1:] if row[0][0] in ("Employer", "Investor", "Service provider", "Commissioner",
                                                           "Civic leader")]
    for place in (1, 2):
        whole, parts = ([int(row[place][0].text) if isinstance(row[place][0], Link) else 0 for row in rows]
                        for rows in (table.rows[:1], roles))
        assert whole == [sum(parts)] and roles


def test_pledges_not_kept_are_told_with_what_came_of_them():
    said = "\n".join(said_of(committee_page(document("northmere").year)))
    assert "One apprentice for every forty staff: not met. Recruitment stalled twice" in said
    assert "Make a thousand homes warmer. Housing and Land, 31 March 2026." in said


def test_word_says_what_the_web_says_number_by_number(book, paper, printed):
    page = document(book).paper
    told = [text for text in said_of(page) if text]
    found = [text for text in words_of_paper(paper) if text]
    start = found.index(page.title)
    # Between the title and the first section stand the report's title, the body and the period.
    assert [found[start], *found[start + 2:]] == told
    web = look(printed / "committee.html").words
    # A fingerprint is code and no number.
    numbers = Counter(NUMBER.findall(" ".join(told).replace(document(book).year.snapshot.digest, "")))
    assert numbers and not numbers - Counter(NUMBER.findall(web))


@pytest.fixture(scope="module")
def printed(book: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from commonweal.report.html import write_html

    folder = tmp_path_factory.mktemp("web")
    write_html(document(book), folder)
    return folder


def test_headings_are_native_and_skip_no_level(paper):
    levels = [int(block.style.name[-1]) for block in paper.paragraphs if block.style.name.startswith("Heading")]
    assert levels[0] == 1 and levels.count(1) == 1 and len(levels) > 8
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert not [block.text for block in paper.paragraphs if block.style.name == "Normal" and block.text and all(
        run.bold for run in block.runs) and block.text != document_standing(paper)]


def document_standing(paper) -> str:
    return str(paper.core_properties.comments)


def test_tables_have_a_head_that_repeats_a_title_and_rows_that_do_not_break(paper):
    assert paper.tables
    for table in paper.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None and all(cell.text for cell in first.cells)
        assert not [row for row in others if row._tr.trPr.find(qn("w:tblHeader")) is not None]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        assert not table._tbl.findall(".//" + qn("w:gridSpan")) + table._tbl.findall(".//" + qn("w:vMerge"))
        assert abs(sum(cell.width.mm for cell in first.cells) - 176) < 1


def test_language_title_paper_and_lists_are_set(book, paper):
    known, sheet = paper.core_properties, paper.sections[0]
    assert known.language == "en-GB" and known.title.startswith(document(book).cover.title)
    assert known.author == document(book).cover.body
    assert {found.get(qn("w:val")) for found in paper.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert (round(sheet.page_width.mm), round(sheet.page_height.mm)) == (210, 297)
    styles = {block.style.name for block in paper.paragraphs}
    typed = [block.text for block in paper.paragraphs if block.text.startswith(("•", "- "))]
    assert "List Bullet" in styles and not typed


def test_nothing_in_it_is_drawn_or_boxed(paper):
    body = paper.element.body
    drawn = ("}drawing", "}pict", "}txbxContent", "}object")
    assert not [child.tag for child in body.iter() if child.tag.endswith(drawn)]


def test_the_same_report_gives_the_same_file(book, tmp_path):
    one, other = tmp_path / "one.docx", tmp_path / "other.docx"
    write_docx(document(book), one)
    # A file in a zip notes its time to two seconds: a second file of another moment must not show it.
    time.sleep(2.1)
    write_docx(document(book), other)
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as inside:
        assert {found.date_time for found in inside.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_word_has_nothing_native_for_is_refused_and_hostile_words_are_words(tmp_path):
    report = small(Paragraph(("one",)))
    object.__setattr__(report, "paper", Page("committee", "A \x00title", (
        Paragraph(("<w:b/> & \x0b =1+1 \ufffe",)),), about="here"))
    write_docx(report, tmp_path / "hostile.docx")
    assert "<w:b/> &   =1+1  " in [block.text for block in Document(str(tmp_path / "hostile.docx")).paragraphs]
    object.__setattr__(report, "paper", Page("committee", "Bars", (Bars("Bars", ()),)))
    with pytest.raises(ValueError, match="bars"):
        write_docx(report, tmp_path / "bars.docx")


def test_it_is_sealed_with_the_package_and_a_change_in_it_is_found(report: Path):
    assert f"  {DOCX}\n" in (report / "data" / "SHA256SUMS").read_text(encoding="utf-8")
    assert f'href="{DOCX}"' in (report / "data.html").read_text(encoding="utf-8")
    assert verify(report).sound
    file = report / DOCX
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    assert verify(report).changed == [DOCX]
