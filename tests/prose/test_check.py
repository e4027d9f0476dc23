"""A page's numbers are bound, declared with a source, or listed; nothing else closes them."""

from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.basics.findings import Severity
from commonweal.indicators.figure import Figure
from commonweal.indicators.frozen import figures_of
from commonweal.ledger.book import read_book
from commonweal.ledger.pages import Page
from commonweal.ledger.starter import write_starter
from commonweal.report.prose.check import UNBOUND, check_page, check_prose
from commonweal.snapshot.store import frozen
from tests.checks.small_book import write_book
from tests.house.repository import ROOT

FIGURES = {"homes": Figure("homes", "Homes", Decimal(40), "home", "quantity", standing="verified", measure="homes")}


def checked(text: str, title: str = "A page", **heading: object) -> list[tuple[str, str, str]]:
    page = Page("a", {"title": title, **heading}, text, 9)
    found = check_page(page, "sections/a.md", FIGURES)
    return [(finding.code, finding.severity.value, finding.where) for finding in found]


def test_a_typed_number_is_a_gap_with_its_line():
    assert checked("Fine.\nWe made\nforty homes warm.") == [(UNBOUND, "gap", "sections/a.md row 11")]


def test_a_number_in_a_title_is_listed_too():
    assert checked("Fine.", title="Forty homes") == [(UNBOUND, "gap", "sections/a.md, column title")]


def test_a_bound_number_and_a_declared_one_are_not_listed():
    numbers = [{"text": "forty cold homes", "source": "Housing survey 2023, table 4"}]
    assert checked("{homes}\nare warm; there were Forty\ncold homes before.", numbers=numbers) == []


def test_a_declaration_explains_its_own_words_only():
    numbers = [{"text": "six districts", "source": "Order 2014"}]
    assert checked("The six districts have six depots.", numbers=numbers) == [(UNBOUND, "gap", "sections/a.md row 9")]


@pytest.mark.parametrize("text", [
    "£{homes}", "{homes}m warm", "{homes, number only}% of them", "{homes}bn", "They cost €{homes, without status}."])
def test_no_sign_or_letter_beside_a_reference_makes_another_number_of_it(text):
    assert checked(text) == [("PROSE-REFERENCE", "error", "sections/a.md row 9")]


@pytest.mark.parametrize("text", ["({homes})", "**{homes}**, at last", "{homes}-wide", "{homes}’s", "{homes}\nmore"])
def test_marks_beside_a_reference_are_marks(text):
    assert checked(text) == []


@pytest.mark.parametrize(("text", "found"), [
    ("See [this](figure:nowhere).", [("PROSE-REFERENCE", "error", "sections/a.md row 9")]),
    ("Look:\n\n* [this](FIGURE:nowhere)", [("PROSE-REFERENCE", "error", "sections/a.md row 11")]),
    ("See [this](figure:homes) and [that](#there).", [])])
def test_a_typed_link_to_a_figure_leads_to_one_that_there_is(text, found):
    assert checked(text) == found


@pytest.mark.parametrize("text", ["[We made {homes} so](https://example.org)", "[**{homes}**](method.html)"])
def test_a_figure_inside_a_link_would_break_it(text):
    assert checked(text) == [("PROSE-REFERENCE", "error", "sections/a.md row 9")]


def test_numbers_hide_neither_in_code_nor_in_the_words_for_a_picture():
    assert checked("We made `500` homes, as `book-12.toml` says.") == [(UNBOUND, "gap", "sections/a.md row 9")]
    assert checked("We made `500 homes`.") == [(UNBOUND, "gap", "sections/a.md row 9")]
    assert checked("So:\n\n```\n500 homes\n```") == [(UNBOUND, "gap", "sections/a.md row 12")]
    assert checked("Fine.", alt="The 900 people we trained") == [(UNBOUND, "gap", "sections/a.md, column alt")]
    assert checked("Fine.", alt="Some of three hundred people") == [(UNBOUND, "gap", "sections/a.md, column alt")]
    assert checked("Fine.", alt="Two people beside a wall") == []


def test_of_a_language_whose_words_for_numbers_are_not_known_that_is_said():
    page = Page("a.cy", {"title": "Tudalen"}, "Plannwyd tri chant o goed.", 9, language="cy")
    assert [(finding.code, finding.severity.value) for finding in check_page(page, "sections/a.cy.md", FIGURES)] == [
        ("PROSE-LANGUAGE", "note")]


@pytest.mark.parametrize("entry", [
    "six districts", {"text": "six districts"}, {"text": "six districts", "source": " "},
    {"text": 6, "source": "Order 2014"},
    {"text": "six", "source": "Order 2014"}, {"text": "£13m", "source": "Order 2014"},
    {"text": "six districts", "source": "Order 2014", "note": ""},
])
def test_a_declaration_needs_the_words_what_is_counted_and_a_source(entry):
    assert checked("There are six districts here.", numbers=[entry]) == [
        ("PROSE-DECLARATION", "error", "sections/a.md, column numbers"), (UNBOUND, "gap", "sections/a.md row 9")]


def test_a_declaration_that_explains_nothing_any_more_is_pointed_out():
    assert checked("No number.", numbers=[{"text": "six districts", "source": "Order 2014"}]) == [
        ("PROSE-DECLARED-NOTHING", "note", "sections/a.md, column numbers")]


def test_braces_hide_no_number():
    assert checked("\\{300 homes\\}") == [(UNBOUND, "gap", "sections/a.md row 9")]
    assert checked("{300 homes}") == [("PROSE-REFERENCE", "error", "sections/a.md row 9")]
    assert checked("Fine.", title="{homes}") == [("PROSE-REFERENCE", "error", "sections/a.md, column title")]


def test_four_digits_come_with_advice_for_a_year():
    page = Page("a", {"title": "A page"}, "In 2024 homes cost more.\n\nThe year in which 2024 homes were built.", 1)
    assert [finding.mend.endswith("put a comma after it.") for finding in check_page(page, "", FIGURES)] == [True, True]


def test_a_book_is_read_page_by_page_and_a_draft_only_gives_notes(tmp_path):
    write_starter(tmp_path / "book")
    (tmp_path / "book/sections/introduction.md").write_text(
        '+++\ntitle = "What"\npart = "introduction"\norder = 1\nstate = "draft"\n+++\nForty homes and {nothing}.\n')
    story = tmp_path / "book/stories/garden.md"
    story.write_text(story.read_text() + "Twelve people came.\n")
    book = read_book(tmp_path / "book").book
    assert [(finding.severity, finding.file) for finding in check_prose(book, FIGURES)] == [
        (Severity.NOTE, "sections/introduction.md"), (Severity.NOTE, "sections/introduction.md"),
        (Severity.GAP, "stories/garden.md")]


@pytest.mark.parametrize("name", ["examples/lcr-2023", "examples/northmere", "src/commonweal/ledger/starter_book"])
def test_the_prose_that_we_ship_has_no_number_without_a_figure_or_a_source(name):
    book = read_book(Path(ROOT / name)).book
    with frozen(book, book.settings.period.span.end) as snapshot:
        figures = {figure.id: figure for figure in figures_of(snapshot)[1]}
    # Of the Welsh text only its digits can be read, and that is told.
    assert [found for found in check_prose(book, figures) if found.code != "PROSE-LANGUAGE"] == []


@pytest.mark.parametrize(("table", "cells", "column"), [
    ("promises", {"title": "Plant 4,000 trees", "horizon": "immediate"}, "title"),
    ("promises", {"title": "Plant trees", "horizon": "immediate", "outcome": "More than doubled."}, "outcome"),
    ("priorities", {"title": "Plant trees", "area": "Green", "kind": "action", "baseline": "Half of the streets"},
     "baseline"),
    ("remedies", {"title": "They paid £2m back.", "activity": "dock", "owner": "Parks", "on": "2024-05-01",
                  "state": "done"}, "title"),
])
def test_a_number_in_a_pledge_or_in_what_was_done_needs_the_source_of_its_row(table, cells, column, tmp_path):
    rows = {"id": "one", "role": "commissioner", "state": "open", **cells}
    if table == "remedies":
        del rows["role"]
    books = [read_book(write_book(tmp_path / (source or "none"), {table: [{**rows, "source": source}]})).book
             for source in ("", "Tree plan 2024")]
    [found] = check_prose(books[0], {})
    assert (found.code, found.where) == (UNBOUND, f"{table}.csv row 2, column {column}")
    assert check_prose(books[1], {}) == []
