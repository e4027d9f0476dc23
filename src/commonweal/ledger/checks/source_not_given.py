"""A figure that rests on a source alone must name it.

Stated figures and facts about the place have no lines behind them: without the source nobody can look them up.
Missing values: never skipped, because the missing source is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "SOURCE-NOT-GIVEN"
SEVERITY = Severity.GAP
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """A gap for each stated figure or fact about the place without a source."""
    for table in ("stated", "context"):
        for row in book.rows(table):
            if not row.text("source"):
                yield about(row, "source", CODE, SEVERITY, told("'{key}' names no source.", key=row.key),
                            told("Write where it stands: document, page or line."))
