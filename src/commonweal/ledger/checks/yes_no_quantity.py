"""A measure that is kept or not takes 1 for yes and 0 for no.

Any other number would be added up as if it counted something. Missing values: a promise without a number is skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import shorten
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, counted_as, measures_of

CODE = "YES-NO-QUANTITY"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each number other than 0 and 1 of a measure that is kept or not."""
    measures = measures_of(book)
    for table in ("commitments", "deliveries"):
        for row in book.columns(table).where(lambda row: counted_as(measures, row) == "yes-no", "measure"):
            quantity = row.number("quantity")
            if quantity is not None and quantity not in (0, 1):
                yield about(row, "quantity", CODE, SEVERITY,
                            told("{quantity} is neither yes nor no.", quantity=shorten(quantity)),
                            told("Write 1 for yes and 0 for no, or choose a measure that counts."))
