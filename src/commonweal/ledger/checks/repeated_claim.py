"""The same thing claimed twice in one activity: same measure, place, days, stage and quantity.

Either the row was entered twice, or a main supplier and its subcontractor both claim the same work. It is an error
where the two rows come from one reporter, or from two of whom one works for the other; two independent partners may
truly have done the same, which alike_claims notes. Shares of a shared event are checked elsewhere. Missing values: a
blank place or reporter is compared as blank; a quantity of zero and claims in no total are skipped.
"""

from array import array
from collections.abc import Collection, Iterator
from itertools import compress, repeat
from operator import add, mul

from commonweal.basics.columns import settled
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import shorten
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import IN_TOTALS, Missing, about, counted_as, in_totals, measures_of, span_of

CODE = "REPEATED-CLAIM"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY

# And in quantity.
_ALIKE = ("measure", "place", "start", "end", "stage", "basis")


def check(book: Book) -> Iterator[Finding]:
    """An error for each claim that repeats an earlier one of the same activity."""
    working_for = works_for(book)
    for rows in book.once(groups_of_alike):
        first: dict[str, dict[str, Record]] = {}
        for row in rows:
            activity, reporter = row.text("activity"), row.text("reported_by")
            claims = first.setdefault(activity, {})
            related = (other for who, other in claims.items() if repeats(activity, reporter, who, working_for))
            other = next(related, None)
            claims.setdefault(reporter, row)
            if other is not None:
                same = other.text("reported_by") == reporter
                hands = "one reporter" if same else "a supplier and its subcontractor"
                quantity = shorten(row.number_or_zero("quantity"))
                yield about(row, "quantity", CODE, SEVERITY,
                            told("{quantity} for {row} is claimed in '{key}' too, by {hands}.", quantity=quantity,
                                 row=span_of(row), key=other.key, hands=hands),
                            told("Take out one row, or decide which one repeats the other (counts = no)."))


def groups_of_alike(book: Book) -> Collection[list[Record]]:
    """Counted claims that agree in measure, place, days, stage and quantity, in file order; groups of two or more."""
    measures = measures_of(book)

    def is_compared(row: Record) -> bool:
        # Kept or not, and rates, are alike by nature.
        return in_totals(row) and not row.text("event") and counted_as(measures, row) not in ("yes-no", "rate")

    rows = book.columns("deliveries")
    rows = rows.taken(rows.places(rows.case(is_compared, "event", "measure", *IN_TOTALS)))
    quantity = rows.column("quantity").distinct()
    same = settled(lambda *values: None, *map(rows.column, _ALIKE))
    # One number for each pair, because a million pairs would take much more room.
    alike = array("Q", map(add, map(mul, same.codes, repeat(len(quantity.values))), quantity.codes))
    seen, several = set[int](), set[int]()
    for one in alike:
        (several if one in seen else seen).add(one)
    groups: dict[int, list[Record]] = {}
    for place in compress(range(len(alike)), map(several.__contains__, alike)):
        if quantity[place]:
            groups.setdefault(alike[place], []).append(rows[place])
    return groups.values()


def works_for(book: Book) -> set[tuple[str, str, str]]:
    """Activity, subcontractor, main supplier: who works for whom."""
    return {
        (row.text("activity"), row.text("organisation"), row.text("under"))
        for row in book.rows("parties")
        if row.get("under") is not None
    }


def repeats(activity: str, one: str, other: str, working_for: set[tuple[str, str, str]]) -> bool:
    """Whether two alike claims of an activity come from one reporter, or from two of whom one works for the other."""
    return one == other or (activity, one, other) in working_for or (activity, other, one) in working_for
