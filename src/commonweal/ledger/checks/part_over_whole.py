"""An "of which" part cannot be greater than its whole.

When it is, one of the two numbers is wrong, or the part belongs elsewhere. Parts are compared one by one, because
parts may overlap (local jobs, jobs for young people). Only rows of one unit are compared. Missing values: a part or a
whole without a number is skipped, and so is a pair whose bounds leave it open ("over 100" may hold a part of 120).
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import shorten
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, measures_of

CODE = "PART-OVER-WHOLE"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY

WHOLES = (
    ("activities", "value", "value_bound"),
    ("commitments", "quantity", "bound"),
    ("deliveries", "quantity", "bound"),
    ("stated", "value", "bound"),
)


def check(book: Book) -> Iterator[Finding]:
    """An error for each part that is greater than its whole."""
    measures = measures_of(book)
    for table, column, bound in WHOLES:
        rows = book.by_id(table)
        for part in book.columns(table).filled("part_of"):
            whole = rows.get(part.text("part_of"))
            if whole is None or _unit(part, measures) != _unit(whole, measures):
                continue
            less, more = part.number(column), whole.number(column)
            if less is None or more is None or whole.text(bound) == "over" or part.text(bound) in ("nearly", "up-to"):
                continue
            if less > more >= 0:
                yield about(part, column, CODE, SEVERITY,
                            told("the part is {less}, its whole '{key}' is {more}.", less=shorten(less), key=whole.key,
                                 more=shorten(more)),
                            told("Correct one of the two numbers, or take out 'part_of'."))


def _unit(row: Record, measures: dict[str, Record]) -> str:
    if row.table.name == "activities":
        return "£"
    if row.table.name == "stated":
        return row.text("unit")
    measure = measures.get(row.text("measure"))
    return measure.text("unit") if measure else row.text("measure")
