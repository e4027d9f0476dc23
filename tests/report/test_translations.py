"""Prose in two languages: each passage marked as what it is, on the web and on paper; what is missing is listed."""

import re
import shutil
from pathlib import Path

import pikepdf
import pytest

from commonweal.basics.findings import Severity
from commonweal.cli import main
from commonweal.ledger.book import read_book
from commonweal.ledger.checks import run_checks
from commonweal.ledger.pages import Page
from commonweal.report.addresses import Addresses
from commonweal.report.blocks import Part, Story, Table, Translation
from commonweal.report.html import prose
from commonweal.report.languages import PSEUDO
from commonweal.report.markdown import inline_words
from commonweal.report.package import write_data
from commonweal.report.paper import runs
from commonweal.report.pdf import write_pdf
from commonweal.report.prose.check import check_prose
from commonweal.snapshot.store import frozen
from tests.checks.small_book import SETTINGS, write_book
from tests.house.repository import ROOT
from tests.report.documents import document, every
from tests.report.printing import print_book

WELSH = "Croeso i adroddiad blynyddol Northmere."
NOWHERE = Addresses((), lambda name: f"figures/{name}.html")
BOTH = SETTINGS.replace("[book]", '[book]\nlanguages = ["en-GB", "cy"]')
HEAD = '+++\ntitle = "{title}"\npart = "purpose"\norder = 1\nstate = "{state}"\n+++\n{text}\n'


def _section(title: str = "Why", text: str = "Because.", state: str = "signed-off") -> str:
    return HEAD.format(title=title, state=state, text=text)


def _found(folder: Path, files: dict[str, str]) -> list[tuple[str, Severity, str]]:
    read = read_book(write_book(folder, {}, {"book.toml": BOTH, **files}))
    found = read.findings + (run_checks(read.book) if read.book else [])
    return [(finding.code, finding.severity, finding.file) for finding in found]


# --- in the records ---------------------------------------------------------------------------------------------------


def test_a_translation_is_read_with_what_it_translates_and_not_by_itself():
    book = document("northmere").year.book
    foreword = next(page for page in book.sections if page.name == "01-foreword")
    assert [(told.language, told.file) for told in foreword.in_all] == [
        ("", "sections/01-foreword.md"), ("cy", "sections/01-foreword.cy.md")
    ]
    assert len([page for page in book.sections if page.say("part") == "foreword"]) == 1


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"sections/why.md": _section(), "sections/why.cy.md": _section("Pam", "Felly.")}, []),
        ({"sections/why.md": _section()}, [("TRANSLATION-MISSING", Severity.NOTE, "sections/why.md")]),
        (
            {"sections/why.md": _section(), "sections/why.cy.md": _section(state="draft")},
            [("TRANSLATION-MISSING", Severity.NOTE, "sections/why.md")],
        ),
        ({"sections/why.md": _section(state="draft")}, []),
        # Written in the other language to begin with.
        ({"sections/why.md": _section().replace("+++\n", '+++\nlanguage = "cy"\n', 1)}, []),
        (
            {"sections/why.md": _section().replace("+++\n", '+++\nlanguage = "Welsh"\n', 1)},
            [("PAGE-CHOICE", Severity.ERROR, "sections/why.md")],
        ),
        ({"sections/why.cy.md": _section()}, [("PAGE-TRANSLATION", Severity.ERROR, "sections/why.cy.md")]),
        (
            {"sections/why.md": _section(), "sections/why.cy.md": _section().replace("order = 1", "order = 2")},
            [("TRANSLATION-DIFFERS", Severity.ERROR, "sections/why.cy.md")],
        ),
        (
            {"sections/why.md": _section(), "sections/why.cy.md": _section(), "sections/why.fr.md": _section()},
            [("TRANSLATION-DIFFERS", Severity.ERROR, "sections/why.fr.md")],
        ),
    ],
)
def test_what_does_not_fit_its_other_language_is_found(files: dict[str, str], found: list[object], tmp_path: Path):
    assert _found(tmp_path / "book", files) == found


def test_numbers_are_looked_for_in_every_language(tmp_path: Path):
    files = {"sections/why.md": _section(), "sections/why.cy.md": _section("Pam", "Mae 412 o gartrefi.")}
    book = read_book(write_book(tmp_path / "book", {}, {"book.toml": BOTH, **files})).book
    assert book is not None
    assert [(finding.code, finding.file, finding.row) for finding in check_prose(book, {})] == [
        ("PROSE-UNBOUND-NUMBER", "sections/why.cy.md", 7), ("PROSE-LANGUAGE", "sections/why.cy.md", None)
    ]


def test_both_languages_are_frozen_and_published_with_the_data(tmp_path: Path):
    book = read_book(ROOT / "examples" / "northmere").book
    assert book is not None
    with frozen(book, book.settings.period.span.end) as snapshot:
        pages: tuple[Page, ...] = snapshot.book.sections
        assert [told.language for page in pages for told in page.translations] == ["cy"]
        write_data(snapshot, (), [], tmp_path)
    assert WELSH in (tmp_path / "data/sections/01-foreword.cy.md").read_text(encoding="utf-8")


# --- in print ---------------------------------------------------------------------------------------------------------


def test_each_passage_says_its_language_on_the_web(tmp_path: Path):
    printed = print_book(ROOT / "examples" / "northmere", tmp_path / "printed")
    page = (printed / "introduction.html").read_text(encoding="utf-8")
    passage = re.search(r'<div class="translation" lang="cy" id="01-foreword-cy">(.*?)</div>\s*</div>', page, re.DOTALL)
    assert passage and WELSH in passage[1] and re.search(r"<h[2-6]>Rhagair</h", passage[1])
    assert page.count('lang="cy"') == 1 and '<html lang="en-GB"' in page
    assert page.index("Office of the Mayor") < page.index("Rhagair")


def test_each_passage_says_its_language_on_paper(tmp_path: Path):
    write_pdf(document("northmere"), tmp_path / "report.pdf")
    with pikepdf.open(tmp_path / "report.pdf") as file:
        tags = [found for found in file.objects if isinstance(found, pikepdf.Dictionary) and "/Lang" in found]
        assert sorted({str(tag.Lang) for tag in tags}) == ["cy", "en-GB"]
        # The paragraph of the one passage and the office that signs it; nothing else has a language of its own.
        assert [str(tag.S) for tag in tags if "/S" in tag and str(tag.Lang) == "cy"].count("/P") == 2


def test_what_the_report_says_within_another_language_is_marked_as_its_own():
    text = "Cartrefi[^a] [412 homes (checked)](figure:homes).\n\n[^a]: Gyda gardd."
    made = str(prose(NOWHERE, text, 2, key="k", language="cy"))
    assert '<a href="figures/homes.html" lang="en-GB">412 homes (checked)</a>' in made
    assert '<span class="hidden" lang="en-GB">note </span>' in made
    assert '<p class="footnotes-title" lang="en-GB">Notes</p>' in made
    assert 'lang="en-GB">Back to the text at note 1</a>' in made
    # A language with a catalogue of its own needs no such mark.
    theirs = str(prose(NOWHERE, text, 2, key="k", language=PSEUDO))
    assert "«" in theirs and theirs.count("lang=") == 1
    assert "lang=" not in str(prose(NOWHERE, text, 2, key="k"))


def test_a_story_may_be_told_in_another_language_and_in_both():
    whole = document("northmere")
    other = Translation("story-one-cy", "cy", "Y stori", WELSH, "Swyddfa")
    story = Story("story-one", "The story", "Spotlight", (), "Told.", language="fr", translations=(other,))
    nodes = runs(type(whole)(whole.cover, (Part("one", "One", (story,)),), whole.year))[0]["nodes"]
    head, told = (next(node for node in nodes if node["k"] == "story")[name] for name in ("head", "blocks"))
    assert [(words["k"], words["language"]) for words in head["c"]] == [("spoken", "fr")]
    assert [(node["k"], node["language"]) for node in told] == [("foreign", "fr"), ("foreign", "cy")]
    assert [inline_words(node["c"]) for node in told[1]["nodes"]] == ["Y stori", WELSH, "Swyddfa"]


def test_what_is_not_yet_in_a_language_is_listed_under_the_quality_of_the_data():
    report = document("northmere")
    table = next(block for block in every(report.parts) if isinstance(block, Table) and block.id == "not-yet-cy")
    titles = {str(row[0][0]) for row in table.rows}
    book = report.year.book
    assert table.caption == "Not yet in Welsh"
    assert titles == {page.say("title") for page in (*book.sections, *book.stories)} - {"Foreword"}
    assert not [block for block in every(document("lcr-2023").parts) if getattr(block, "id", "").startswith("not-yet")]


def test_a_report_is_refused_in_a_language_without_a_catalogue(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    shutil.copytree(ROOT / "examples" / "northmere", tmp_path / "book")
    settings = tmp_path / "book" / "book.toml"
    text = settings.read_text(encoding="utf-8").replace('language = "en-GB"\n', "")
    text = text.replace('["en-GB", "cy"]', '["cy"]')
    settings.write_text(text, encoding="utf-8")
    shutil.move(tmp_path / "book/sections/01-foreword.cy.md", tmp_path / "elsewhere.md")
    assert main(["report", str(tmp_path / "book"), "-o", str(tmp_path / "out")]) == 1
    out = capsys.readouterr().out
    assert "REPORT-LANGUAGE" in out and "'cy'" in out and "en-GB" in out
    assert not (tmp_path / "out").exists()
