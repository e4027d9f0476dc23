"""An action or success statement should say who answers for it, by when, and what will show it.

Missing values: never skipped, because what is missing is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.promise_incomplete import what_is_lacking
from commonweal.ledger.checks.rule import Missing, about

CODE = "PRIORITY-INCOMPLETE"
SEVERITY = Severity.GAP
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """A gap for each priority, naming all that it lacks."""
    for row in book.rows("priorities"):
        lacking = what_is_lacking(row)
        if lacking:
            yield about(row, "", CODE, SEVERITY,
                        told("the action has {lacking}.", lacking=lacking) if row.text("kind") == "action" else
                        told("the success statement has {lacking}.", lacking=lacking),
                        told("Fill it in if it is known, or declare the gap."))
