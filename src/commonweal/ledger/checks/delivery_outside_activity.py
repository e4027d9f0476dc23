"""What was done must lie within the days of the contract or project that it was done in.

A date outside usually means a slipped year or the wrong activity, and either moves a figure into the wrong report.
Missing values: an activity that states no first or no last day is open on that side; nothing is assumed for it.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, span_of

CODE = "DELIVERY-OUTSIDE-ACTIVITY"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each delivery that begins before its activity or ends after it."""
    activities = book.by_id("activities")

    def sides(row: Record) -> tuple[bool, bool]:
        """Whether a row begins before its activity, and whether it ends after it."""
        activity = activities.get(row.text("activity"))
        start, end = row.day("start"), row.day("end")
        if activity is None or start is None or end is None:
            return False, False
        return start < (activity.day("start") or start), end > (activity.day("end") or end)

    for row in book.columns("deliveries").where(lambda row: any(sides(row)), "activity", "start", "end"):
        activity = activities[row.text("activity")]
        first, last = activity.day("start"), activity.day("end")
        if sides(row)[0]:
            yield about(row, "start", CODE, SEVERITY,
                        told("{row} begins before '{key}' does ({first}).", row=span_of(row), key=activity.key,
                             first=first),
                        told("Correct the date, the activity, or the activity's first day."))
        else:
            yield about(row, "end", CODE, SEVERITY,
                        told("{row} ends after '{key}' does ({last}).", row=span_of(row), key=activity.key, last=last),
                        told("Correct the date or the activity; if the work ran on, give the activity its new last "
                             "day."))
