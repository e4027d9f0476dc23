"""What counts as checked must have been decided on by somebody, on a day.

Missing values: never skipped, because the missing decision is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "VERIFIED-WITHOUT-REVIEW"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each checked claim without a decision to verify it in reviews.csv."""
    verified = {row.text("delivery") for row in book.rows("reviews") if row.text("decision") == "verify"}
    for row in book.columns("deliveries").where(lambda row: row.text("state") == "verified", "state"):
        if row.key not in verified:
            yield about(row, "state", CODE, SEVERITY,
                        told("'{key}' stands as checked, and reviews.csv holds no such decision.", key=row.key),
                        told("Add the decision with its office and day, or set the state back to submitted."))
