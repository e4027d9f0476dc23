"""A number below zero only where the framework lets a loss be recorded.

Anywhere else it is a slip, or a correction that belongs in the row it corrects. Missing values: rows without a number
and measures that are not known are skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import shorten
from commonweal.basics.tables import Record
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, measures_of

CODE = "NEGATIVE-NOT-ALLOWED"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each negative number of a measure that knows no losses."""
    measures = measures_of(book)
    commitments = book.by_id("commitments")
    rows: list[tuple[Record, Record | None]] = [
        (row, row) for table in ("commitments", "deliveries") for row in book.rows(table)
    ]
    rows += [(mark, commitments.get(mark.text("commitment"))) for mark in book.rows("milestones")]
    for row, owner in rows:
        quantity = row.number("quantity")
        measure = measures.get(owner.text("measure")) if owner and quantity is not None and quantity < 0 else None
        if quantity is not None and measure is not None and not measure.yes("negative"):
            yield about(
                row,
                "quantity",
                CODE,
                SEVERITY,
                f"{shorten(quantity)} lies below zero, and '{measure.key}' knows no losses.",
                "Correct the number, or correct the row that was too high.",
            )
