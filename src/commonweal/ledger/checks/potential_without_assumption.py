"""A figure of what could come about must say what would have to come true.

Without its assumption a possible £8m reads like a result. Missing values: never skipped, because the missing
assumption is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "POTENTIAL-WITHOUT-ASSUMPTION"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each potential row without its assumption."""
    for row in book.rows("commitments"):
        if row.text("stage") == "potential" and not row.text("assumption"):
            yield about(row, "assumption", CODE, SEVERITY,
                        told("'{key}' is only possible, and does not say under what assumption.", key=row.key),
                        told("Write what it assumes: how many take part, how much each does."))
