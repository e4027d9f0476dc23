"""A running total that falls where the framework lets losses be recorded.

Jobs may be lost after they were won, so this only informs; the difference is counted as a negative increment. Missing
values: as in to_date_falls.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about
from commonweal.ledger.checks.to_date_falls import falls, what_fell

CODE = "TO-DATE-LOSS"
SEVERITY = Severity.NOTE
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """A note for each running total below the one before it, where the measure knows losses."""
    for row, before, may_fall in falls(book):
        if may_fall:
            yield about(row, "quantity", CODE, SEVERITY, what_fell(row, before),
                        told("Check that it is a loss; if it is, nothing need be done."))
