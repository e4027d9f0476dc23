"""A subcontractor works for a main supplier of the same activity.

The link tells a claim made by both from two claims; a link to somebody who is not there hides it. Missing values: a
subcontractor whose main supplier is not stated is skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "SUBCONTRACTOR-PRIME"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each party that works under an organisation which is no other supplier there."""
    suppliers = {
        (row.text("activity"), row.text("organisation"))
        for row in book.rows("parties")
        if row.text("part") in ("prime", "subcontractor")
    }
    for row in book.rows("parties"):
        under = row.text("under")
        if under and ((row.text("activity"), under) not in suppliers or under == row.text("organisation")):
            yield about(row, "under", CODE, SEVERITY,
                        told("'{under}' is not a supplier of '{activity}' that it can work for.", under=under,
                             activity=row.text("activity")),
                        told("Name the main supplier, or add a row for it with the part 'prime'."))
