"""A claim that names a shared event should say which share of it is claimed.

Without the share nobody can tell whether the event is counted once. Missing values: never skipped, because the
missing share is what this rule looks for; an event named by a single claim is that claim's alone and is left be.
"""

from collections import Counter
from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, in_totals

CODE = "EVENT-WITHOUT-SHARE"
SEVERITY = Severity.GAP
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """A gap for each claim of a shared event that states no share."""
    claims = [row for row in book.columns("deliveries").filled("event") if in_totals(row)]
    times = Counter((row.text("event"), row.text("measure"), row.text("stage")) for row in claims)
    for row in claims:
        shared = times[row.text("event"), row.text("measure"), row.text("stage")] > 1
        if shared and row.number("event_share") is None:
            yield about(row, "event_share", CODE, SEVERITY,
                        told("event '{event}' is claimed by others too, and no share is stated here.",
                             event=row.text("event")),
                        told("Write the share of the event that this claim stands for."))
