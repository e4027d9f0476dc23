"""A level that is held should say since when, and a level aimed for by when.

Missing values: never skipped, because the missing date is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import neither, told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "ACCREDITATION-UNDATED"
SEVERITY = Severity.GAP
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """A gap for each scheme whose level held or aimed for has no date."""
    for row in book.rows("accreditations"):
        lacking = []
        if row.day("awarded") is None:
            lacking.append(told("when '{held}' was awarded", held=row.text("held")))
        if row.text("aimed") and row.day("due") is None:
            lacking.append(told("by which day '{aimed}' is due", aimed=row.text("aimed")))
        if lacking:
            yield about(row, "awarded" if row.day("awarded") is None else "due", CODE, SEVERITY,
                        told("it does not say {lacking}.", lacking=neither(lacking)),
                        told("Fill it in if it is known, or declare the gap."))
