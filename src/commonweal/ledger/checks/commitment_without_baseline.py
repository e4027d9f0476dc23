"""A promise should say where things stood before, or why that cannot be said.

"50 apprentices" is a different promise to a firm that has none and to one that has 60. One row of a chain is enough,
because later rows carry the same promise on. Missing values: skipped only if a number or a note is there; an offer
that was never taken up is not looked at.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.chains import roots
from commonweal.ledger.checks.rule import Missing, about

CODE = "COMMITMENT-WITHOUT-BASELINE"
SEVERITY = Severity.GAP
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """A gap, at the first row, for each chain of promises without baseline or note."""
    root_of = roots(book.rows("commitments"))
    chains: dict[str, list[Record]] = {}
    for row in book.rows("commitments"):
        chains.setdefault(root_of[row.key], []).append(row)
    for root, rows in chains.items():
        made = any(row.text("stage") in ("potential", "committed") for row in rows)
        if made and not any(row.number("baseline") is not None or row.text("baseline_note") for row in rows):
            first = next((row for row in rows if row.key == root), rows[0])
            yield about(first, "baseline", CODE, SEVERITY,
                        told("'{root}' does not say where things stood before.", root=root),
                        told("Give the level before, or say in 'baseline_note' why there is none."))
