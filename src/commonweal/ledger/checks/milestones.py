"""The milestones of a promise add up to it, and fall within its days.

They are what "due by now" is read from: a missing one makes a late promise look on time. Missing values: a promise
without a number may have milestones that nothing is compared with; one that falls due by milestones must have some.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import shorten, total
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "MILESTONES"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each promise whose milestones are missing, in excess, outside its days or of another sum."""
    marks: dict[str, list[Record]] = {}
    for mark in book.rows("milestones"):
        marks.setdefault(mark.text("commitment"), []).append(mark)
    for row in book.rows("commitments"):
        its_own = marks.get(row.key, [])
        if row.text("profile") != "milestones":
            if its_own:
                yield about(row, "profile", CODE, SEVERITY,
                            told("'{key}' has milestones and does not fall due by them.", key=row.key),
                            told("Set the profile to milestones, or take them out."))
            continue
        if not its_own:
            yield about(row, "profile", CODE, SEVERITY,
                        told("'{key}' falls due by milestones and has none.", key=row.key),
                        told("Add them to milestones.csv, or choose another profile."))
            continue
        promised = row.number("quantity")
        parts = total([mark.number_or_zero("quantity") for mark in its_own])
        if promised is not None and parts != promised:
            yield about(row, "quantity", CODE, SEVERITY,
                        told("the milestones add up to {parts}, the promise is {promised}.", parts=shorten(parts),
                             promised=shorten(promised)),
                        told("Correct one of the milestones or the promise."))
        for mark in its_own:
            if not row.text("start") <= mark.text("due") <= row.text("due"):
                yield about(mark, "due", CODE, SEVERITY,
                            told("{due} lies outside the promise ({start} to {end}).", due=mark.text("due"),
                                 start=row.text("start"), end=row.text("due")),
                            told("Correct the day."))
