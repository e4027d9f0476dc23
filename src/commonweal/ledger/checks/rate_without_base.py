"""A rate that is reported must come with its part and its whole.

A percentage that we compute and publish is never printed without its base, and two rates can only be compared when
their bases are known. Missing values: never skipped, because the missing base is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, counted_as, measures_of

CODE = "RATE-WITHOUT-BASE"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each reported rate without its part or its whole, or with a whole of zero."""
    measures = measures_of(book)
    for row in book.columns("deliveries").where(lambda row: counted_as(measures, row) == "rate", "measure"):
        lacking = [name for name in ("numerator", "denominator") if row.number(name) is None]
        if lacking:
            yield about(row, lacking[-1], CODE, SEVERITY,
                        told("the rate has no {first} and no {second}.", first=lacking[0], second=lacking[1])
                        if len(lacking) == 2 else told("the rate has no {lacking}.", lacking=lacking[0]),
                        told("Add the part and the whole. If a source prints the rate without them, it belongs in "
                             "stated.csv."))
        elif row.number("denominator") == 0:
            yield about(row, "denominator", CODE, SEVERITY, told("the rate is a part of zero."),
                        told("Correct the whole, or leave the row out: nothing was counted."))
