"""A number whose source does not say what span of time it is about.

It is printed beside the year and added to nothing. Missing values: never skipped, because the missing period is what
this rule looks for; a claim without a number has nothing that a period would belong to.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "PERIOD-NOT-STATED"
SEVERITY = Severity.GAP
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """A gap for each number with the period kind not-stated."""
    for table, column in (("commitments", "quantity"), ("deliveries", "quantity"), ("stated", "value")):
        for row in book.columns(table).where(lambda row: row.text("period_kind") == "not-stated", "period_kind"):
            if row.number(column) is not None:
                yield about(row, "period_kind", CODE, SEVERITY,
                            told("the source does not say what span '{key}' is about.", key=row.key),
                            told("Give the span if it is known, or declare the gap."))
