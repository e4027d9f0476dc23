"""A span of time ends on or after the day it begins.

Two dates the wrong way round would put a claim outside every period. Missing values: a span with one day blank is
not a span yet and is skipped.
"""

from collections.abc import Iterator
from functools import partial

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "SPAN-REVERSED"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY

SPANS = (
    ("activities", "start", "end"),
    ("parties", "from", "to"),
    ("commitments", "start", "due"),
    ("deliveries", "start", "end"),
    ("stated", "start", "end"),
)


def check(book: Book) -> Iterator[Finding]:
    """An error for each row whose last day lies before its first."""
    for table, first, last in SPANS:
        for row in book.columns(table).where(partial(_is_reversed, first=first, last=last), first, last):
            yield about(row, last, CODE, SEVERITY,
                        told("{last} {end} lies before {first} {start}.", last=last, end=row.day(last),
                             first=first, start=row.day(first)),
                        told("Correct one of the two dates."))


def _is_reversed(row: Record, first: str, last: str) -> bool:
    start, end = row.day(first), row.day(last)
    return start is not None and end is not None and end < start
