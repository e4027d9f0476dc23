"""The shares that organisations have in one activity add up to no more than the whole on any day.

Each body counts its own share of the results, so shares above one would count results twice over all bodies. Shares
that follow each other in time (a supplier replaced by another) are not added. Missing values: a party without a share
is left out of the sum; an activity for which no party states one is skipped.
"""

from collections.abc import Iterator
from datetime import date

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import plain, total
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "PARTY-SHARES"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ALL


def check(book: Book) -> Iterator[Finding]:
    """An error for each activity of which more than the whole is shared out on some day."""
    parties: dict[str, list[Record]] = {}
    for row in book.rows("parties"):
        if row.number("share") is not None:
            parties.setdefault(row.text("activity"), []).append(row)
    for activity, rows in parties.items():
        # The sum can only rise on a day on which somebody's part begins.
        for day in sorted({row.day("from") or date.min for row in rows}):
            there = [row for row in rows if (row.day("from") or date.min) <= day <= (row.day("to") or date.max)]
            whole = total([row.number_or_zero("share") for row in there])
            if whole > 1:
                yield about(there[-1], "share", CODE, SEVERITY,
                            told("the shares in '{activity}' add up to {normalize}.", activity=activity,
                                 normalize=plain(whole.normalize())),
                            told("Agree shares that add up to at most 1, or give them days that do not overlap."))
                break
