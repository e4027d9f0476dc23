"""The PDF: tagged as PDF/UA-1 asks as far as a machine can tell, complete, the same every time, and inert."""

import hashlib
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from commonweal.report.blocks import (
    Bars,
    Chart,
    Column,
    Link,
    Paragraph,
    Part,
    Prose,
    Section,
    Story,
    Table,
    Tile,
    Tiles,
)
from commonweal.report.paper_widths import fold, share_out
from commonweal.report.pdf import write_pdf
from commonweal.report.typesetting import FONT
from commonweal.report.words import FINGERPRINT, say
from tests.report.documents import BOOKS, document, every, small
from tests.report.pdf_structure import HEADINGS, Tag, structure, words_by_page

# An upright A4 sheet is 842 points high; its foot takes the lowest 62.
LOWEST_HEADING = 62 + 40


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def pdf(book: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / f"{book}.pdf"
    write_pdf(document(book), path)
    return path


@pytest.fixture(scope="module")
def tags(pdf: Path) -> Tag:
    return structure(pdf)


@pytest.fixture(scope="module")
def words(pdf: Path) -> list[str]:
    return words_by_page(pdf)


def made(tmp_path: Path, *blocks: object, **more: str) -> Path:
    write_pdf(small(*blocks, **more), tmp_path / "small.pdf")
    return tmp_path / "small.pdf"


# --- what the file says of itself -------------------------------------------------------------------------------------


def test_the_file_says_its_language_title_and_standard(pdf, book):
    cover = document(book).cover
    with pikepdf.open(pdf) as file:
        assert str(file.Root.Lang) == cover.language
        assert bool(file.Root.MarkInfo.Marked) and bool(file.Root.ViewerPreferences.DisplayDocTitle)
        assert str(file.docinfo["/Title"]) == cover.title and str(file.docinfo["/Author"]) == cover.body
        about = file.open_metadata()
        assert about["pdfuaid:part"] == "1" and about["dc:title"] == cover.title
        assert about["xmp:CreateDate"].startswith(document(book).year.snapshot.as_of.isoformat())


def test_every_font_is_in_the_file_and_is_ours(pdf):
    with pikepdf.open(pdf) as file:
        fonts = [
            found
            for found in file.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor"
        ]
        assert fonts and all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        assert {str(font.FontName).split("+")[1].split("-")[0] for font in fonts} == {FONT.replace(" ", "")}


def test_the_bookmarks_are_the_parts(pdf, book):
    with pikepdf.open(pdf) as file, file.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert titles == [*(part.title for part in document(book).parts), say("paper.figures")]


# --- structure --------------------------------------------------------------------------------------------------------


def test_headings_skip_no_level_and_stand_in_the_order_of_the_document(tags, book):
    found = [(HEADINGS[tag.kind], tag.title) for tag in tags.all() if tag.kind in HEADINGS]
    levels = [level for level, _ in found]
    assert levels[0] == 1
    assert max(later - earlier for earlier, later in itertools.pairwise(levels)) == 1
    titles = [block.title for block in every(document(book).parts) if isinstance(block, (Part, Section, Story))]
    rest = iter(title for _, title in found)
    assert [title for title in titles if title not in rest] == []


def test_a_heading_of_prose_goes_under_the_one_it_stands_in(tmp_path):
    prose = Prose("#### Deep first\n\nWords.\n\n# Then high\n\n- # In a list\n\n> ## In a quotation")
    file = made(tmp_path, Section("s", "A section", (prose,)))
    assert [(tag.kind, tag.title) for tag in structure(file).all() if tag.kind in HEADINGS] == [
        ("/H1", say("contents")),
        ("/H1", "One part"),
        ("/H2", "A section"),
        ("/H3", "Deep first"),
        ("/H3", "Then high"),
        ("/H1", say("paper.figures")),
    ]


def test_every_table_has_a_caption_column_heads_and_row_heads(tags, book):
    tables = [*tags.all("/Table")]
    # The list of figures is one more.
    assert len(tables) == 1 + sum(isinstance(block, (Chart, Table)) for block in every(document(book).parts))
    for table in tables:
        assert [tag.kind for tag in table.inside] == ["/Caption", "/THead", "/TBody"]
        heads = [cell for row in table.inside[1].inside for cell in row.inside]
        assert heads and all((cell.kind, cell.scope) == ("/TH", "/Column") for cell in heads)
        for row in table.inside[2].inside:
            assert [cell.kind for cell in row.inside] == ["/TH", *["/TD"] * (len(heads) - 1)]
            assert row.inside[0].scope == "/Row"


def test_every_drawing_that_says_something_has_words_in_its_place(tags, book):
    words = [
        say("paper.bars", caption=block.caption) if isinstance(block, Bars) else f"{block.title}. {block.text}"
        for block in every(document(book).parts)
        if isinstance(block, (Bars, Chart))
    ]
    assert words
    assert [tag.alt for tag in tags.all("/Figure")] == words


def test_every_link_says_where_it_leads_and_leads_somewhere(pdf):
    with pikepdf.open(pdf) as file:
        places = {page.objgen for page in file.pages}
        named = pikepdf.NameTree(file.Root.Names.Dests)
        links = [note for page in file.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        assert len(links) > 200
        for link in links:
            assert str(link.Contents)
            if "/A" not in link:
                place = link.Dest if isinstance(link.Dest, pikepdf.Array) else named[str(link.Dest)]
                assert place[0].objgen in places


# --- what the pages show ----------------------------------------------------------------------------------------------


def test_the_standing_sentence_stands_on_every_page(words, book):
    standing = document(book).cover.standing
    assert standing and [number for number, text in enumerate(words, 1) if standing not in text] == []


def test_every_page_after_the_cover_has_its_number(words):
    assert [say("paper.page", number=number, count=len(words)) in text for number, text in enumerate(words[1:], 2)] == [
        True
    ] * (len(words) - 1)


def test_no_heading_stands_alone_at_the_foot_of_a_page(pdf):
    def entries(found):
        for entry in found:
            yield entry
            yield from entries(entry.children)

    with pikepdf.open(pdf) as file, file.open_outline() as outline:
        low = [entry.title for entry in entries(outline.root) if entry.destination[3] < LOWEST_HEADING]
    assert low == []


def test_every_linked_figure_is_listed_with_its_number_status_and_period(words, book):
    report = document(book)
    linked = {name for name in re.findall(r"target='figure:([^']+)'", repr(report.parts))}
    # The running head names the list on each of its sheets; between the contents and the list no sheet does.
    start = max(number for number, text in enumerate(words) if say("paper.figures") not in text) + 1
    # Words broken at the end of a line are read back with a space in them.
    listed = "".join(words[start:]).replace(" ", "")
    assert linked and linked <= set(report.year.by_id)
    missing = []
    for name in linked:
        figure = report.year.by_id[name]
        number, status = report.year.link(figure, unit=True).text, report.year.status(figure)
        row = f"{name}{figure.title}{number}{status}{report.year.when(figure)}"
        if re.sub(r"\s", "", row) not in listed:
            missing.append(name)
    assert missing == []


def test_the_tiles_and_bars_show_their_numbers(words, book):
    text = "".join(words).replace(" ", "")
    blocks = every(document(book).parts)
    for tile in (tile for block in blocks if isinstance(block, Tiles) for tile in block.tiles):
        assert f"{tile.bound}{tile.number}{tile.small}{tile.unit}{tile.label}".replace(" ", "") in text
    for bar in (bar for block in blocks if isinstance(block, Bars) for bar in block.bars):
        assert f"{bar.label}{bar.number}{bar.about}".replace(" ", "") in text


def test_the_place_of_the_fingerprint_is_explained_and_not_printed(words):
    text = " ".join(words)
    assert say("paper.fingerprint") in text and FINGERPRINT not in text.replace(" ", "")


def test_columns_that_say_the_same_in_every_row_are_said_once():
    table = Table(
        "t",
        "c",
        (Column("What"), Column("Office"), Column("Note"), Column("Number", True), Column("Due")),
        ((("a",), ("not stated",), (), ("7",), ("soon",)), (("b",), ("not stated",), (), ("7",), ("later",))),
    )
    assert fold(table) == ([0, 3, 4], [("Office", "not stated")], ["Note"])
    linked = Table(
        "t",
        "c",
        (Column("What"), Column("By")),
        ((("a",), (Link("x", "part:one"),)), (("b",), (Link("x", "part:one"),))),
    )
    assert fold(linked) == ([0, 1], [], [])


def test_a_column_is_never_too_narrow_for_its_longest_word():
    number = "£2,100,000,000.00"
    widths, wide = share_out([["What", "word " * 60], ["Number", number], ["Note", "word " * 90]])
    assert not wide and sum(widths) <= 108 and widths[1] > len(number)
    assert share_out([[f"Column {column}", "x" * 20] for column in range(7)])[1]


# --- links ------------------------------------------------------------------------------------------------------------


def test_links_lead_to_a_place_in_the_document_or_are_plain_words(tmp_path):
    figure = next(iter(document("lcr-2023").year.by_id))
    targets = {
        "a figure": f"figure:{figure}",
        "a part": "part:one",
        "the web": "https://example.org/a?b=c",
        "no part": "part:none",
        "a file": "data:figures.csv",
        "no figure": "figure:none",
        "a script": "javascript:alert(1)",
    }
    links = Paragraph(tuple(Link(f"{text} ", target) for text, target in targets.items()))
    file = made(tmp_path, Section("s", "A section", (links,)))
    assert all(text in " ".join(words_by_page(file)) for text in targets)
    with pikepdf.open(file) as read:
        page = read.pages[2]
        links = [str(note.A.URI) if "/A" in note else "here" for note in page.Annots]
    assert links == ["here", "here", "https://example.org/a?b=c"]


# --- the same every time, and inert -----------------------------------------------------------------------------------

PRINT = """
import hashlib, sys, pathlib
from tests.report.documents import document
from commonweal.report.pdf import write_pdf
write_pdf(document("lcr-2023"), pathlib.Path(sys.argv[1]))
print(hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest())
"""


def test_another_process_on_another_day_prints_the_same_bytes(tmp_path):
    write_pdf(document("lcr-2023"), tmp_path / "here.pdf")
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "SOURCE_DATE_EPOCH": "1",
    }
    there = subprocess.run(
        [sys.executable, "-c", PRINT, str(tmp_path / "there.pdf")], env=environment, capture_output=True, text=True
    )
    assert there.stdout.strip() == hashlib.sha256((tmp_path / "here.pdf").read_bytes()).hexdigest(), there.stderr


HOSTILE = '#read("/etc/passwd") #panic() *b* _i_ $x$ @y <z> \\ [ ] ` " \' // /* = - + https://x.example sys.inputs'


def test_hostile_text_is_printed_as_it_was_typed(tmp_path):
    table = Table("t", HOSTILE, (Column(HOSTILE), Column("b")), (((HOSTILE,), (HOSTILE, "")),), (HOSTILE,))
    tile = Tile(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "part:one")
    file = made(
        tmp_path,
        Section("s", HOSTILE, (table, Tiles((tile,)), Story("x", HOSTILE, HOSTILE, (HOSTILE,), "`x`"))),
        title=HOSTILE,
    )
    text = "".join(words_by_page(file)).replace(" ", "").replace("-\n", "")
    assert text.count(HOSTILE.replace(" ", "")) >= 8
    assert "root:" not in text


def test_hostile_prose_is_printed_as_text(tmp_path):
    file = made(
        tmp_path,
        Prose("<script>alert(1)</script> ![shot](a.png) [go](javascript:alert(1)) **good** <https://y.example>"),
    )
    text = " ".join(words_by_page(file))
    assert "<script>alert(1)</script>" in text and "good" in text
    with pikepdf.open(file) as read:
        addresses = [str(note.A.URI) for page in read.pages for note in page.get("/Annots", []) if "/A" in note]
        assert addresses == ["https://y.example"]
        assert not [
            found
            for found in read.objects
            if isinstance(found, pikepdf.Dictionary) and ("/JS" in found or "/EmbeddedFiles" in found)
        ]


def test_a_character_that_no_font_of_ours_has_is_named(tmp_path):
    file = made(tmp_path, Paragraph(("Well done \U0001f600 \u4e2d, Łukasz and Siân\x00\x08\u202e.",)))
    assert "Well done [grinning face] [cjk unified ideograph-4e2d], Łukasz and Siân ." in " ".join(words_by_page(file))
