"""A ratio that a source prints must be what its two numbers give.

The parts of a ratio are rows of the book, so the division can be done again. Missing values: a ratio that the source
does not print, and one whose parts are figures still to be worked out, without a number or not exact, is skipped.
"""

from collections.abc import Iterator
from decimal import Decimal

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import EXACT, ratio, shorten
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.ratio_contradicts_parts import agrees
from commonweal.ledger.checks.rule import Missing, about

CODE = "RATIO-AGAINST-PRINTED"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY

# The column of each table that holds a row's number, and the one that says how exact it is.
NUMBERS = {
    "activities": ("value", "value_bound"),
    "commitments": ("quantity", "bound"),
    "deliveries": ("quantity", "bound"),
    "stated": ("value", "bound"),
    "context": ("value", "bound"),
}


def check(book: Book) -> Iterator[Finding]:
    """An error for each printed ratio that its own two numbers do not give."""
    for row in book.rows("ratios"):
        printed, places = row.number("as_printed"), row.count("places")
        above, below = _number(book, row.text("numerator")), _number(book, row.text("denominator"))
        if printed is None or above is None or not below:
            continue
        if not agrees(printed, EXACT.divide(above, below), "exact"):
            result = ratio(above, below, places or 0)
            yield about(row, "as_printed", CODE, SEVERITY,
                        told("{above} over {below} gives {result}, not {printed}.", above=shorten(above),
                             below=shorten(below), result=result, printed=shorten(printed)),
                        told("Correct the number or the parts that it is made of."))


def _number(book: Book, named: str) -> Decimal | None:
    """The exact number that "table/row" names; None where it names a figure, or a number that is not exact."""
    table, _, key = named.partition("/")
    row = book.by_id(table).get(key) if table in NUMBERS else None
    if row is None:
        return None
    number, bound = NUMBERS[table]
    return row.number(number) if row.text(bound) == "exact" else None
