"""Footnotes that print would lose or garble: without a text, with two, never referred to, or in a heading."""

import re
from collections.abc import Iterator
from itertools import pairwise

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.ledger.pages import Page
from commonweal.report.prose.marked import footnotes, parser
from commonweal.report.prose.passages import passages

_CODE = "PROSE-FOOTNOTE"
# What stays as typed, because no text with that name follows.
_LEFT = re.compile(r"\[\^([^\]\s]+)\]")
_TEXT = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)


def lost_notes(page: Page, file: str) -> Iterator[Finding]:
    """An error for each footnote of a page that cannot be printed as its author meant it."""
    for passage in passages(page.text, page.first_row):
        for found in _LEFT.finditer(passage.text):
            yield _lost(page, file, passage.row_of(found.start()),
                        told("the footnote '{found}' has no text.", found=found[1]),
                        told("Write it in a paragraph of its own that begins with [^{found}]: and a blank.",
                             found=found[1]))
    tokens = parser().parse(page.text)
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and any(child.type == "footnote_ref" for child in token.children or ()):
            yield _lost(page, file, page.first_row + (token.map or [0])[0], told("a footnote stands in a heading."),
                        told("Move it to the text below: headings are repeated in lists of contents."))
    explained, referred = footnotes(page.text)
    seen: set[str] = set()
    for found in _TEXT.finditer(page.text):
        name, row = found[1], page.first_row + page.text.count("\n", 0, found.start())
        if name in seen:
            yield _lost(page, file, row, told("the footnote '{name}' has two texts.", name=name),
                        told("Give one of them another name."))
        elif name in explained - referred:
            yield _lost(page, file, row,
                        told("nothing refers to the footnote '{name}', so it would not be printed.", name=name),
                        told("Put [^{name}] where it belongs, or take its text out.", name=name))
        seen.add(name)


def _lost(page: Page, file: str, row: int, message: Told, mend: Told) -> Finding:
    return Finding(_CODE, Severity.ERROR, message, mend, file, row, "", page.name)
