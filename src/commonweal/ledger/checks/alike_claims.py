"""Two claims that look alike and may be the same work: same measure, place, days and quantity, from different hands.

The same apprentices counted under two contracts look like this, and so do two suppliers who each took on one. So it
only informs, and only where chance is unlikely: the two activities share a supplier or reporter, or the quantity is
20 or more. Missing values: as in repeated_claim.
"""

from collections.abc import Iterator
from decimal import Decimal

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import shorten
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.repeated_claim import groups_of_alike, repeats, works_for
from commonweal.ledger.checks.rule import Missing, about, span_of

CODE = "ALIKE-CLAIMS"
SEVERITY = Severity.NOTE
MISSING = Missing.SKIP_IF_ANY

BEYOND_CHANCE = Decimal(20)
_DOERS = ("prime", "subcontractor", "partner", "employer")


def check(book: Book) -> Iterator[Finding]:
    """A note for each claim that looks like an earlier one of another activity or another partner."""
    working_for = works_for(book)
    doers = _doers(book)
    for rows in book.once(groups_of_alike):
        by_doer: dict[str, Record] = {}
        for row in rows:
            activity, reporter = row.text("activity"), row.text("reported_by")
            hands = doers.get(activity, set()) | ({reporter} - {""})
            seen = [by_doer[hand] for hand in sorted(hands) if hand in by_doer]
            if row.number_or_zero("quantity") >= BEYOND_CHANCE:
                seen.append(rows[0])
            other = next(
                (
                    other
                    for other in seen
                    if other.key != row.key
                    and not (
                        other.text("activity") == activity
                        and repeats(activity, reporter, other.text("reported_by"), working_for)
                    )
                ),
                None,
            )
            for hand in hands:
                by_doer.setdefault(hand, row)
            if other is not None:
                yield about(row, "quantity", CODE, SEVERITY,
                            told("{quantity} for {row} looks like '{key}'.",
                                 quantity=shorten(row.number_or_zero("quantity")), row=span_of(row), key=other.key),
                            told("If they are the same work, decide which one repeats the other (counts = no)."))


def _doers(book: Book) -> dict[str, set[str]]:
    """Who does the work of each activity; the body whose report it is stands in too many to tell anything."""
    doers: dict[str, set[str]] = {}
    for row in book.rows("parties"):
        if row.text("part") in _DOERS and row.text("organisation") != book.settings.body:
            doers.setdefault(row.text("activity"), set()).add(row.text("organisation"))
    return doers
