"""What counts as checked must have something that was looked at.

"Checked" is the strongest word in the report; without evidence it is a claim like any other. A claim of nought says
that nothing was done, and needs none. Missing values: never skipped, because the missing evidence is what this rule
looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "VERIFIED-WITHOUT-EVIDENCE"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each checked claim with no row in evidence.csv."""
    supported = {row.text("delivery") for row in book.rows("evidence")}
    for row in book.columns("deliveries").where(lambda row: row.text("state") == "verified", "state"):
        if row.number_or_zero("quantity") and row.key not in supported:
            yield about(row, "state", CODE, SEVERITY,
                        told("'{key}' stands as checked, and evidence.csv holds nothing for it.", key=row.key),
                        told("Add the evidence, or set the state back to submitted."))
