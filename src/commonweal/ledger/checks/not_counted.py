"""A claim that was decided not to count says which line it repeats and why, and that line counts.

Otherwise a result could be taken out of the totals without a word, or twice so that nothing is left. Missing values:
never skipped; a claim that counts must not name a line that it repeats.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "NOT-COUNTED"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each decision on a repeat that is incomplete or contradicts itself."""
    deliveries = book.by_id("deliveries")

    def is_told(row: Record) -> bool:
        return not row.yes("counts") or bool(row.text("repeats"))

    for row in book.columns("deliveries").where(is_told, "counts", "repeats"):
        repeated = deliveries.get(row.text("repeats"))
        if row.yes("counts"):
            if row.text("repeats"):
                yield about(row, "counts", CODE, SEVERITY,
                            told("'{key}' repeats '{repeats}' and still counts.", key=row.key,
                                 repeats=row.text("repeats")),
                            told("Set counts to no, or take out what it repeats."))
        elif not row.text("repeats") or not row.text("why_not_counted"):
            yield about(row, "why_not_counted", CODE, SEVERITY,
                        told("'{key}' does not count, without the line it repeats or the reason.", key=row.key),
                        told("Name the line that it repeats, and write why and which office decided."))
        elif repeated is not None and not repeated.yes("counts"):
            yield about(row, "repeats", CODE, SEVERITY,
                        told("'{key}' repeats '{other}', which does not count either.", key=row.key,
                             other=repeated.key), told("Let one of the two count."))
