"""A number below zero only where the framework lets a loss be recorded.

Anywhere else it is a slip, or a correction that belongs in the row it corrects. Missing values: rows without a number
and measures that are not known are skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import ZERO, shorten
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, measures_of

CODE = "NEGATIVE-NOT-ALLOWED"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each negative number of a measure that knows no losses."""
    measures = measures_of(book)
    commitments = book.by_id("commitments")
    for table in ("commitments", "deliveries", "milestones"):
        for row in book.columns(table).where(lambda row: (row.number("quantity") or ZERO) < 0, "quantity"):
            owner = commitments.get(row.text("commitment")) if table == "milestones" else row
            measure = measures.get(owner.text("measure")) if owner else None
            if measure is not None and not measure.yes("negative"):
                yield about(row, "quantity", CODE, SEVERITY,
                            told("{quantity} lies below zero, and '{key}' knows no losses.",
                                 quantity=shorten(row.number_or_zero("quantity")), key=measure.key),
                            told("Correct the number, or correct the row that was too high."))
