"""The shares that several contracts claim of one shared event add up to no more than the whole event.

A careers fair that three suppliers pay for is one fair. Shares are added for each event, measure and stage. Missing
values: a claim that names an event but no share is left out of the sum here and found by event_without_share; an
event for which no claim states a share is skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import plain, total
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, in_totals

CODE = "EVENT-OVER-WHOLE"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ALL


def check(book: Book) -> Iterator[Finding]:
    """An error, at the last claim, for each event of which more than the whole is claimed."""
    claims: dict[tuple[str, str, str], list[Record]] = {}
    for row in book.columns("deliveries").filled("event"):
        if row.number("event_share") is not None and in_totals(row):
            claims.setdefault((row.text("event"), row.text("measure"), row.text("stage")), []).append(row)
    for (event, measure, _), rows in claims.items():
        whole = total([row.number_or_zero("event_share") for row in rows])
        if whole > 1:
            named = ", ".join(f"'{row.key}'" for row in rows[:5])
            yield about(rows[-1], "event_share", CODE, SEVERITY,
                        told("the shares of event '{event}' for '{measure}' add up to {normalize} ({named}).",
                             event=event, measure=measure, normalize=plain(whole.normalize()), named=named),
                        told("Agree shares that add up to at most 1."))
