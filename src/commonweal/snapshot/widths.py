"""Whether every line can be worth what it says: refused here, by row, so that no engine ever overflows.

A gross value has ten digits before the point. A net value is never more than its gross one, so it fits too.
"""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from commonweal.basics.columns import Columns
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import TEN_BILLION, ZERO, gross, pounds, shorten
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.snapshot.tables import LINES

_ENDS = ("low", "central", "high")


def too_wide(lines: Collection[Record], unit_values: Iterable[Record]) -> Iterator[Finding]:
    """A finding for each £ per unit, and each line's value, of ten billion pounds or more."""
    greatest: dict[str, Decimal] = {}
    for row in unit_values:
        case, size = row.text("case_id"), _size(row)
        greatest[case] = max(size, greatest.get(case, ZERO))
        if size >= TEN_BILLION:
            yield Finding("VALUE-TOO-WIDE", Severity.ERROR,
                          told("one unit of '{value_measure}' comes to {size} by {edition}.",
                               value_measure=row.text("value_measure"), size=pounds(size), edition=row.text("edition")),
                          told("Check the amount, the index and the factor of the matching table for a slipped digit."),
                          "values.csv", None, "central", row.text("value"))
    held = Columns.of(LINES, lines)
    # Where the longest line at a case's largest amount fits, each of its lines does.
    longest = max((abs(quantity) for quantity in held.column("quantity").values), default=ZERO)
    doubtful = {case for case, size in greatest.items() if gross(longest, size) >= TEN_BILLION}
    for line in held.where(lambda line: line.text("case_id") in doubtful, "case_id"):
        size, quantity = greatest[line.text("case_id")], line.number_or_zero("quantity")
        if gross(abs(quantity), size) >= TEN_BILLION:
            yield Finding("LINE-TOO-WIDE", Severity.ERROR,
                          told("{quantity} {unit} at up to {size} is ten billion pounds or more.",
                               quantity=shorten(quantity), unit=line.text("unit"), size=pounds(size)),
                          told("Split the row, or check it for a slipped digit."), f"{line.text('origin')}.csv", None,
                          "quantity", line.text("row"))


def _size(row: Record) -> Decimal:
    """The largest of low, central and high, leaving aside the sign."""
    return max((abs(amount) for end in _ENDS if (amount := row.number(end)) is not None), default=ZERO)
