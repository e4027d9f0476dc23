"""What was done must answer the promise that it names: the same activity, the same measure, the first row of its chain.

Otherwise "done of promised" compares two different things. The activity may also be a part of the promise's activity,
or the one that took over. Missing values: work that was never promised names no promise and is skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import Told, told
from commonweal.ledger.book import Book
from commonweal.ledger.chains import roots
from commonweal.ledger.checks.rule import Missing, about

CODE = "DELIVERY-AGAINST-COMMITMENT"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each delivery that names a promise of something else, or a later row of its chain."""
    commitments = book.by_id("commitments")
    root_of = roots(book.rows("commitments"))
    places: dict[str, set[str]] = {}
    for row in commitments.values():
        places.setdefault(root_of[row.key], set()).add(row.text("activity"))
    near: dict[str, set[str]] = {}
    for activity in book.rows("activities"):
        near.setdefault(activity.key, {activity.key}).add(activity.text("part_of"))
        if activity.text("succeeded_by"):
            near.setdefault(activity.text("succeeded_by"), {activity.text("succeeded_by")}).add(activity.key)

    def against(row: Record) -> Iterator[tuple[Told, Told]]:
        """Each way in which a row does not answer the promise that it names, and how to mend it."""
        promise = commitments.get(row.text("commitment"))
        if promise is None:
            return
        root = root_of[promise.key]
        if root != promise.key:
            yield (told("'{row}' is a later row of the promise '{root}'.", row=promise.key, root=root),
                   told("Name its first row: {root}.", root=root))
        if promise.get("measure") != row.get("measure"):
            yield (told("'{promise}' promises '{measure}', and '{done}' was done.", promise=promise.key,
                        measure=promise.text("measure"), done=row.text("measure")),
                   told("Correct the measure, or leave the promise blank."))
        if not places[root] & near.get(row.text("activity"), {row.text("activity")}):
            yield (told("'{promise}' was promised in '{activity}', not in '{other}'.", promise=promise.key,
                        activity=promise.text("activity"), other=row.text("activity")),
                   told("Correct the activity or the promise."))

    for row in book.columns("deliveries").where(lambda row: any(against(row)), "commitment", "measure", "activity"):
        for message, mend in against(row):
            yield about(row, "commitment", CODE, SEVERITY, message, mend)
