"""What a report prints that is not its own words: the records, the frameworks, the figures' titles, ids and files.

All of it is read from the book itself, so that what remains of a page can only be the report's own words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from functools import cached_property

from commonweal.basics.tables import Kind, Record
from commonweal.indicators.figure import FIGURES
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.report.changes import CHANGES
from commonweal.report.document import Report
from commonweal.report.phrases import one_is_one, said_once
from commonweal.report.prose.marked import parser
from commonweal.report.prose.passages import passages
from commonweal.report.words import plural
from commonweal.snapshot.tables import SNAPSHOT_TABLES
from commonweal.valuation.tables import VALUED_LINES

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Letters of the made language; no letter of it is an English one.
_SAID = frozenset("àßçðèƒĝĥìĵķĺµñòþœŕšţùůŵ×ýž'’-")
# What is typed or compared and never read as words: fingerprints, files, ids, the mark of a number withheld.
_SIGNS = re.compile(r"\[c\]|\b[0-9a-f]{64}\b|\b[\w.-]+\.(?:csv|html|pdf|xlsx|json)\b|\b[\w-]+(?:[./_][\w-]+)+\b|https?://\S+")
_WORDS = (Kind.TEXT, Kind.ID, Kind.IDS)


class NotOurs:
    """The texts of a report that its catalogue does not make, by their words."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def texts(self) -> dict[str, list[tuple[str, ...]]]:
        """Every such text as its words, by the first word, the longest first."""
        found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for text in self._all():
            if words := _words(text):
                found[words[0]].add(words)
        return {first: sorted(texts, key=len, reverse=True) for first, texts in found.items()}

    def left(self, text: str) -> list[str]:
        """The words of a printed text that nothing but the report itself can have said in English."""
        return [*self._left(_words(text))]

    def _left(self, words: tuple[str, ...]) -> Iterator[str]:
        place = 0
        while place < len(words):
            known = (text for text in self.texts.get(words[place], ()) if words[place : place + len(text)] == text)
            longest = next(known, None)
            if longest is None and not _SAID.issuperset(words[place]):
                yield words[place]
            place += len(longest or "x")

    def _all(self) -> Iterator[str]:
        year, book = self.report.year, self.report.year.book
        yield from _strings(book.settings)
        for rows in (*book.tables.values(), year.snapshot.lines):
            yield from (text for row in rows for text in _cells(row))
        for page in (told for written in (*book.stories, *book.sections) for told in written.in_all):
            yield from _strings(dict(page.heading))
            yield from _prose(year.written(page))
        for edition in book.editions:
            yield from _strings(edition)
        units = {row.text("unit") for edition in book.editions for row in edition.measures.values()}
        for figure in year.figures:
            # A figure's title, unit, note and id are rows of figures.csv: data, in the language of the data.
            yield from (figure.title, *figure.title.partition(": ")[::2])
            yield from (figure.note, one_is_one(said_once(figure.note)))
            # A fact of a series is said without the place behind its title.
            yield figure.title.rpartition(", ")[0]
            units.add(figure.unit)
        for unit in (unit.removeprefix("£ ") for unit in units):
            yield from (unit, plural(unit, None), plural(unit, Decimal(1)))
        yield from (str(row["reason"]) for row in year.valued if row["reason"])
        yield from (finding.message for finding, *_ in year.gaps)
        for table in (*BOOK_TABLES, *SNAPSHOT_TABLES, VALUED_LINES, FIGURES, CHANGES):
            yield from (table.row_is, *(column.meaning for column in table.columns))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in WORD.findall(_SIGNS.sub(" ", text)))


def _cells(row: Record) -> Iterator[str]:
    for column in row.table.columns:
        if column.kind in _WORDS and column.name in row.values:
            text = row.text(column.name)
            yield text
            yield from re.split(r"; ?", text)


def _prose(markdown: str) -> Iterator[str]:
    yield from (passage.text for passage in passages(markdown))
    for token in parser().parse(markdown):
        # A footnote or a run of code parts a passage in two.
        yield from (child.content for child in token.children or () if child.type == "text")


def _strings(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, Record):
        yield from _cells(found)
    elif is_dataclass(found):
        yield from _strings([getattr(found, name) for name in found.__dataclass_fields__])
    elif isinstance(found, Mapping):
        yield from _strings([*found.values()])
    elif isinstance(found, Iterable):
        for inner in found:
            yield from _strings(inner)
