"""A claim without a number must say what would measure it.

Then it stands in the report as "not measured", with the way to measure it; otherwise it is only praise. Missing
values: never skipped, because what is missing is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "CLAIM-UNMEASURED"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each stated claim with neither a number nor what would measure it."""
    for row in book.rows("stated"):
        if row.number("value") is None and not row.text("would_measure"):
            yield about(row, "would_measure", CODE, SEVERITY,
                        told("'{key}' has no number and does not say what would measure it.", key=row.key),
                        told("Say what would measure it."))
