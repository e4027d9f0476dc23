"""Every fixed word comes from the catalogue of the language printed: proved by one in which no English word is left."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from commonweal.indicators.figure import FIGURES
from commonweal.report.html import write_html
from commonweal.report.languages import ENGLISH, PSEUDO, catalogue, languages, missing, printed_in
from commonweal.report.pdf import document_data, write_pdf
from commonweal.report.words import in_words, plural, say
from commonweal.report.workbook import write_workbook
from tests.report.documents import BOOKS, document
from tests.report.own_words import NotOurs
from tests.report.pdf_structure import words_by_page

INLINE = {"a", "strong", "em", "span", "sup", "br", "summary"}
SILENT = {"code", "style", "svg"}


class Texts(HTMLParser):
    """The texts of one page, a block at a time, without what is typed or compared; and what only some readers hear."""

    def __init__(self) -> None:
        super().__init__()
        self.texts, self.silent = [""], 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.texts += [] if tag in INLINE | SILENT else [""]
        self.texts += [said or "" for name, said in attrs if name in ("aria-label", "alt", "title")]
        if self.texts[-1] and attrs:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        self.texts += [] if tag in INLINE | SILENT else [""]

    def handle_data(self, data: str) -> None:
        self.texts[-1] += "" if self.silent else data


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def not_ours(book: str) -> NotOurs:
    return NotOurs(document(book, PSEUDO))


def _english(not_ours: NotOurs, texts: set[str]) -> dict[str, list[str]]:
    assert len(texts) > 500
    return {text[:200]: left for text in sorted(texts) if (left := not_ours.left(text))}


def test_no_page_has_an_english_word_that_the_catalogue_did_not_give(book, not_ours, tmp_path):
    with printed_in(PSEUDO):
        write_html(document(book, PSEUDO), tmp_path)
    texts: set[str] = set()
    figures = sorted((tmp_path / "figures").glob("*.html"))
    lists = (page for page in figures if page.name.startswith(("list-", "index", "per-unit")))
    # Every kind of page: those in the folders above, the lists, and enough figures to meet each sort of them.
    for page in {*tmp_path.rglob("*.html")} - {*figures} | {*lists} | {*figures[::15]}:
        read = Texts()
        read.feed(page.read_text(encoding="utf-8"))
        texts |= {" ".join(text.split()) for text in read.texts}
    assert _english(not_ours, texts) == {}


def test_no_sheet_of_paper_has_one(book, not_ours):
    with printed_in(PSEUDO):
        data = document_data(document(book, PSEUDO))
    assert say("paper.page", number="{n}", count="{of}").isascii() and "{n}" in data.pop("page")
    del data["mark"], data["marks"], data["stories"], data["colours"], data["font"], data["language"], data["region"]
    assert _english(not_ours, {" ".join(text.split()) for text in _strings(data)}) == {}


def test_paper_prints_what_it_was_given_in_letters_that_its_font_has(tmp_path):
    with printed_in(PSEUDO):
        write_pdf(document("lcr-2023", PSEUDO), tmp_path / "report.pdf")
        words = " ".join(words_by_page(tmp_path / "report.pdf"))
        # Brackets open and close as often as the catalogue's sentences do, and none was cut off at a sheet's edge.
        assert words.count("«") == words.count("»") > 1_000
        assert "[latin" not in words


def test_no_sheet_of_the_workbook_has_one(book, not_ours, tmp_path):
    with printed_in(PSEUDO):
        write_workbook(document(book, PSEUDO), tmp_path / "report.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "report.xlsx")
    # The sheet of figures is figures.csv again, codes and all, whose columns the notes explain by their names; a
    # sheet's name may be cut within a word, and a foot holds the spreadsheet's own signs for numbers of pages.
    sheets = [sheet for place, sheet in enumerate(workbook) if place != 3]
    texts = {str(cell.value) for sheet in sheets for row in sheet for cell in row if isinstance(cell.value, str)}
    for sheet in sheets:
        texts |= {re.sub("&[PN]", "", sheet.oddFooter.right.text or ""), sheet.oddHeader.left.text or ""}
    assert _english(not_ours, texts - {*workbook.sheetnames, *FIGURES.names}) == {}


def _strings(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        yield from _strings([value for key, value in found.items() if key not in _CODES])
        drawing = ElementTree.fromstring(found.get("svg", "<svg/>"))
        yield from (" ".join(text.itertext()) for text in drawing.iter("text"))
    elif isinstance(found, list) and any(_is_inline(part) for part in found):
        yield "".join(_said(part) for part in found)
    elif isinstance(found, (list, tuple)):
        for inner in found:
            yield from _strings(inner)


# Keys of a node whose text tells the template what to do and is never printed.
_CODES = {"svg", "k", "id", "to", "style", "role", "target", "language"}


def _is_inline(part: Any) -> bool:
    return isinstance(part, dict) and part.get("k") in ("link", "strong", "em", "code", "note", "break")


def _said(part: Any) -> str:
    if isinstance(part, str):
        return part
    if part["k"] in ("code", "break"):
        return ""
    apart = " " if part["k"] == "note" else ""
    return apart + "".join(map(_said, part["c"])) + apart


# --- the catalogues ---------------------------------------------------------------------------------------------------


def test_what_is_said_is_said_in_the_language_of_the_place_and_only_there():
    plain = say("period.until", day="x")
    with printed_in(PSEUDO):
        strange = say("period.until", day="x")
        with printed_in(ENGLISH):
            assert say("period.until", day="x") == plain == "up to x"
    assert strange == "«ùþ ţò x~~~~»" and say("period.until", day="x") == plain


def test_the_made_language_is_a_third_longer_and_keeps_every_hole():
    strange = dict(_flat(catalogue(PSEUDO)))
    assert len(strange) > 500
    for key, words in _flat(catalogue(ENGLISH)):
        if key.split(".")[0] in ("singulars", "plurals", "whole_things"):
            assert strange[key] == words
        elif any(letter.isalpha() for letter in _without_holes(words)):
            assert strange[key].startswith("«") and len(strange[key]) >= len(words) * 13 // 10, key
            assert _holes(strange[key]) == _holes(words), key
            assert not any(letter.isascii() and letter.isalpha() for letter in _without_holes(strange[key])), key


def test_a_language_without_a_file_is_refused_and_one_with_gaps_says_them_in_english():
    with pytest.raises(KeyError, match="tlh"), printed_in("tlh"):
        pass
    assert ENGLISH in languages() and PSEUDO not in languages()
    # A catalogue may lag behind the English one; what it lacks is listed by name.
    assert missing(ENGLISH) == []
    for language in languages():
        assert {key for key, _ in _flat(catalogue(language))} == {key for key, _ in _flat(catalogue(ENGLISH))}


def test_days_are_said_by_the_catalogue_too():
    assert in_words(date(2024, 2, 29)) == "29 February 2024"
    with printed_in(PSEUDO):
        assert in_words(date(2024, 2, 29)).startswith("«") is False and "ƒèßŕùàŕý" in in_words(date(2024, 2, 29))
        # A measure's unit is the framework's word, whatever the report's language.
        assert plural("person", None) == "people"


def _flat(words: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for name, found in words.items():
        if isinstance(found, str):
            yield f"{before}{name}", found
        else:
            yield from _flat(found, f"{before}{name}.")


def _holes(words: str) -> list[str]:
    return sorted(piece.split("}")[0] for piece in words.split("{")[1:])


def _without_holes(words: str) -> str:
    return "".join(piece.split("}")[-1] for piece in words.split("{"))
