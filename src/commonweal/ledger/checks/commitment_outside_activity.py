"""A promise should fall due within the days of the contract or project that it was made in.

After the last day nobody may be left to keep it or to ask. Some promises are meant to outlast a contract (a job held
for half a year), so this only informs. Missing values: an activity that states no first or no last day is open on
that side; rows that are withdrawn, or that a later row replaces, are not looked at.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "COMMITMENT-OUTSIDE-ACTIVITY"
SEVERITY = Severity.NOTE
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """A note for each promise that begins before its activity or falls due after it."""
    activities = book.by_id("activities")
    replaced = {row.text("follows") for row in book.rows("commitments")}
    for row in book.rows("commitments"):
        activity = activities.get(row.text("activity"))
        if activity is None or row.text("stage") == "withdrawn" or row.key in replaced:
            continue
        start, due = row.day("start"), row.day("due")
        first, last = activity.day("start"), activity.day("end")
        if start is not None and first is not None and start < first:
            yield about(row, "start", CODE, SEVERITY,
                        told("the promise begins ({start}) before '{key}' does ({first}).", start=start,
                             key=activity.key, first=first),
                        told("Check the date; if it is right, nothing need be done."))
        elif due is not None and last is not None and due > last:
            yield about(row, "due", CODE, SEVERITY,
                        told("the promise falls due ({due}) after '{key}' ends ({last}).", due=due, key=activity.key,
                             last=last),
                        told("Check the date; if it is right, agree who reports after the end."))
