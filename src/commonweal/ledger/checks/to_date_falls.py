"""A running total cannot fall.

If 120 had been reached by June, 110 by September says that one of the two is wrong. Where the framework allows losses
to be recorded, a fall is only noted (to_date_loss). Totals are compared within one series: activity, promise, measure,
place, stage and reporter. Missing values: blanks make a series of their own; claims in no total are skipped.
"""

from collections.abc import Iterator
from itertools import pairwise

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import shorten
from commonweal.basics.tables import Record, Value
from commonweal.basics.told import Told, told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import IN_TOTALS, Missing, about, counted_as, in_totals, measures_of

CODE = "TO-DATE-FALLS"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY

_SERIES = ("activity", "commitment", "measure", "place", "stage", "reported_by")


def check(book: Book) -> Iterator[Finding]:
    """An error for each running total below the one before it, where the measure knows no losses."""
    for row, before, may_fall in falls(book):
        if not may_fall:
            yield about(row, "quantity", CODE, SEVERITY, what_fell(row, before),
                        told("Correct the wrong one; if the row holds only what was new, set its basis to increment."))


def falls(book: Book) -> Iterator[tuple[Record, Record, bool]]:
    """Each running total that is below the one before it, the one before, and whether the measure may fall."""
    measures = measures_of(book)
    series: dict[tuple[Value, ...], list[Record]] = {}

    def is_running(row: Record) -> bool:
        return (row.text("basis") == "to-date" and in_totals(row)
                and counted_as(measures, row) in ("flow", "once"))

    for row in book.columns("deliveries").where(is_running, "basis", "measure", *IN_TOTALS):
        series.setdefault(tuple(row.values[name] for name in _SERIES), []).append(row)
    for rows in series.values():
        rows.sort(key=lambda row: row.text("end"))
        for before, row in pairwise(rows):
            if row.number_or_zero("quantity") < before.number_or_zero("quantity"):
                yield row, before, measures[row.text("measure")].yes("negative")


def what_fell(row: Record, before: Record) -> Told:
    """A fall in words."""
    high, low = shorten(before.number_or_zero("quantity")), shorten(row.number_or_zero("quantity"))
    return told("the running total falls from {high} ('{before}', {end}) to {low}.", high=high, before=before.key,
                end=before.text("end"), low=low)
