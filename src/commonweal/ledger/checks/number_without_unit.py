"""A stated number must say what it counts.

Missing values: never skipped, because the missing unit is what this rule looks for; a claim without a number needs
none.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import shorten
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "NUMBER-WITHOUT-UNIT"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each stated number without a unit."""
    for row in book.rows("stated"):
        value = row.number("value")
        if value is not None and not row.text("unit"):
            yield about(row, "unit", CODE, SEVERITY, told("{value} of what is not said.", value=shorten(value)),
                        told("Write what it counts: people, £, %."))
