"""The rows of one promise follow each other in one line, in time, about the same thing.

Offer, award, variation and end are rows linked by 'follows'; on any day exactly one of them holds. A fork, a circle, a
step back in time or a change of measure leaves it open which one. A promise may pass to another activity only where
that one took over (succeeded_by). Missing values: a row that follows nothing begins a promise and is skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import Told, told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.circular_reference import circles
from commonweal.ledger.checks.rule import Missing, about

CODE = "CHAIN-BROKEN"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each row that does not follow the earlier one soundly."""
    commitments = book.by_id("commitments")
    successors = {(row.key, row.text("succeeded_by")) for row in book.rows("activities") if row.text("succeeded_by")}
    circling = circles({row.key: row.text("follows") for row in commitments.values() if row.text("follows")})
    followed: dict[str, str] = {}
    for row in commitments.values():
        earlier = commitments.get(row.text("follows"))
        if earlier is None:
            continue
        for message, mend in _faults(row, earlier, followed, successors, circling):
            yield about(row, "follows", CODE, SEVERITY, message, mend)
        followed.setdefault(earlier.key, row.key)


def _faults(
    row: Record, earlier: Record, followed: dict[str, str], successors: set[tuple[str, str]], circling: set[str]
) -> Iterator[tuple[Told, Told]]:
    if row.key in circling:
        yield (told("'{row}' follows itself in the end.", row=row.key),
               told("Take one link of the circle out."))
        return
    if earlier.key in followed:
        yield (told("'{earlier}' is followed by '{other}' already.", earlier=earlier.key, other=followed[earlier.key]),
               told("Let each row follow the one just before it."))
    activities = earlier.text("activity"), row.text("activity")
    if activities[0] != activities[1] and activities not in successors:
        yield (told("it follows '{earlier}', a promise of another activity ('{activity}').", earlier=earlier.key,
                    activity=activities[0]),
               told("Correct the link, or say in activities.csv that one activity succeeded the other."))
    if earlier.get("measure") != row.get("measure"):
        yield (told("it follows '{earlier}', a promise of another measure ('{measure}').", earlier=earlier.key,
                    measure=earlier.text("measure")),
               told("End that promise with a row of its own, and begin a new one."))
    if row.text("in_force_from") < earlier.text("in_force_from"):
        yield (told("it takes force on {day}, before '{earlier}' ({before}).", day=row.text("in_force_from"),
                    earlier=earlier.key, before=earlier.text("in_force_from")),
               told("Correct one of the two days."))
