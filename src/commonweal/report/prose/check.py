"""Every number typed in a book's prose is bound to a figure or declared with its source; what is neither is listed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.indicators.figure import Figure
from commonweal.ledger.book import Book
from commonweal.ledger.pages import Page
from commonweal.report.prose.binding import bind, references, without_references
from commonweal.report.prose.declared import Declared, declared_numbers
from commonweal.report.prose.notes import lost_notes
from commonweal.report.prose.numbers import Typed, typed_numbers
from commonweal.report.prose.passages import Passage, links, passages

UNBOUND = "PROSE-UNBOUND-NUMBER"
# So many may be counted in a picture: "two people beside a wall" tells what it shows.
_SEEN = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])
_MEND = told(
    "Name the figure in braces, declare the number with its source under 'numbers', or say it without a number.")
# Columns whose cells are printed as sentences, in the body's own words. Their row says where its numbers come from.
_SENTENCES = {
    "promises": ("title", "test", "outcome"),
    "priorities": ("area", "title", "baseline", "test", "outcome"),
    "remedies": ("title",),
}
_MEND_CELL = told("Say under 'source' where the row comes from, which is printed with it, or say it without a number.")


def check_prose(book: Book, figures: Mapping[str, Figure]) -> list[Finding]:
    """What stands in the way of publishing a book's sections and stories, in the order of its files, then its tables.

    Errors: a reference to no figure, a declaration without a source. Gaps, which only a reference, a declaration or
    other words can close: a number that is neither bound nor declared. In a draft, which is not printed, all are notes.
    """
    found: list[Finding] = []
    for page in (each for written in (*book.sections, *book.stories) for each in written.in_all):
        found += check_page(page, page.file, figures)
    return [*found, *_in_tables(book)]


def _in_tables(book: Book) -> Iterator[Finding]:
    """A gap for each number typed in pledges, priorities and what was done, where the row does not name its source."""
    for table, columns in _SENTENCES.items():
        for row in book.rows(table):
            for column in columns if not row.text("source") else ():
                passage = Passage(row.text(column), row.row, column=column)
                for typed in typed_numbers(passage.text):
                    yield _gap(typed, passage, _MEND_CELL, f"{table}.csv", row.row, row.key)


def check_page(page: Page, file: str, figures: Mapping[str, Figure]) -> list[Finding]:
    """Every finding about the numbers and footnotes of one page; of a draft, which is not printed, all are notes."""
    declared, found = declared_numbers(page, file)
    if any(references(page.say("title"))):
        found.append(Finding("PROSE-REFERENCE", Severity.ERROR,
                             told("a title cannot hold a reference: it is printed in links."),
                             told("Write the title without a number, or declare the number."), file, None, "title",
                             page.name))
    found += bind(page.text, figures, str, file=file, first_row=page.first_row)[1]
    found += _links(page, file, figures)
    found += unbound(page, file, declared)
    found += lost_notes(page, file)
    if page.language and not page.language.startswith("en"):
        found.append(Finding(
            "PROSE-LANGUAGE", Severity.NOTE,
            told("numbers in words are looked for in English only: of this text, in '{language}', digits were read.",
                 language=page.language),
            told("Have somebody who reads it look for numbers in words."), file, None, "language", page.name))
    found += [
        Finding("PROSE-DECLARED-NOTHING", Severity.NOTE,
                told("no number stands in the words '{text}' (any more).", text=said.text),
                told("Take it out of 'numbers', or copy the words as they stand in the text."), file, None, "numbers",
                page.name)
        for said in declared if not any(_covered(typed, passage, [said]) for passage, typed in _typed(page))
    ]
    return [replace(fault, severity=Severity.NOTE) for fault in found] if page.say("state") == "draft" else found


def _links(page: Page, file: str, figures: Mapping[str, Figure]) -> Iterator[Finding]:
    """An error for each link that an author typed to a figure that there is not, or that holds a figure's own link."""
    for target, words, row in links(page.text, page.first_row):
        for reference in references(words):
            yield Finding("PROSE-REFERENCE", Severity.ERROR,
                          told("the figure '{figure}' stands inside a link, and is printed as a link itself.",
                               figure=reference.figure),
                          told("Write the link beside it."), file, row, subject=reference.figure)
        kind, _, name = target.partition(":")
        if kind.lower() == "figure" and name not in figures:
            yield Finding("PROSE-REFERENCE", Severity.ERROR,
                          told("a link leads to no figure: '{target}'.", target=target),
                          told("Name the figure in braces, or link to a page."), file, row, subject=page.name)


def unbound(page: Page, file: str, declared: Sequence[Declared]) -> list[Finding]:
    """A gap for each number of a page's words that is neither a reference nor declared, with its line."""
    return [_unbound(typed, passage, page, file)
            for passage, typed in _typed(page) if not _covered(typed, passage, declared)]


def _typed(page: Page) -> Iterator[tuple[Passage, Typed]]:
    """Every number typed on a page, with the passage it stands in: the title, the words for a picture, the text."""
    read = [*(Passage(page.say(name), 0, heading=name == "title", column=name) for name in ("title", "alt")),
            *passages(without_references(page.text), page.first_row)]
    return ((passage, typed) for passage in read for typed in typed_numbers(passage.text, heading=passage.heading)
            if not (passage.column == "alt" and typed.text.lower() in _SEEN))


def _covered(typed: Typed, passage: Passage, declared: Sequence[Declared]) -> bool:
    spans = (span for said in declared for span in said.spans(passage.text))
    return any(start <= typed.start and typed.end <= end for start, end in spans)


def _unbound(typed: Typed, passage: Passage, page: Page, file: str) -> Finding:
    return _gap(typed, passage, _MEND, file, None if passage.column else passage.row_of(typed.start), page.name)


def _gap(typed: Typed, passage: Passage, mend: Told, file: str, row: int | None, subject: str) -> Finding:
    left = " ".join(passage.text[:typed.start].split()[-4:])
    right = passage.text[typed.end:].split(" ", 4)[:4]
    around = " ".join(f"{left} {typed.text}{' '.join(right)}".replace("\ufffc", "{…}").split())
    if len(typed.text) == 4 and typed.text.isdigit():
        mend = told("{mend} If it is a year, put a comma after it.", mend=mend)
    return Finding(UNBOUND, Severity.GAP,
                   told("'{text}' has no figure and no source: “{around}”.", text=typed.text, around=around), mend,
                   file, row, passage.column, subject)
