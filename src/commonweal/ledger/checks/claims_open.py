"""Claims of the report's period that nobody has settled, although the period was locked.

Locking says that collecting is over. What is still being written, waits for a decision or for an answer then stays so
in the report: it is counted by its state, and readers are told why. Missing values: skipped if any is missing; a
period without a day of locking is still being collected, and open claims are as they should be.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import listed, told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, protected_measures

CODE = "CLAIMS-OPEN"
SEVERITY = Severity.GAP
MISSING = Missing.SKIP_IF_ANY

_OPEN = {"draft": told("still being written"), "submitted": told("sent in and not decided on"),
         "queried": told("under question")}


def check(book: Book) -> Iterator[Finding]:
    """A gap where the report's period is locked and claims of it are open."""
    period = book.settings.period
    locked = any(row.text("period") == period.id and row.text("step") == "lock" and row.day("done")
                 for row in book.rows("calendar"))
    if not locked:
        return
    counts = dict.fromkeys(_OPEN, 0)
    # The report prints this, and where each person is a claim a number of claims would be a number of people.
    protected, uncounted = protected_measures(book), False
    for row in book.columns("deliveries").where(lambda row: row.text("state") in counts, "state"):
        start, end = row.day("start"), row.day("end")
        if start and end and period.span.start <= start and end <= period.span.end:
            hidden = row.text("measure") in protected
            counts[row.text("state")] += not hidden
            uncounted = uncounted or hidden
    still = [told("{count} {state}", count=f"{count:,}", state=_OPEN[state])
             for state, count in counts.items() if count]
    if uncounted:
        still.append(told("some on people with a protected characteristic, which are not counted here"))
    if still:
        yield Finding(CODE, SEVERITY,
                      told("claims of {label} are open although it was locked: {still}.", label=period.label,
                           still=listed(still)),
                      told("Settle them, or declare the gap with the reason why they stay open."), "deliveries.csv",
                      None, "state", period.id)
