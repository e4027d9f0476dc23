"""A percentage that a source prints without the number it is a percentage of.

80% of ten people and 80% of a thousand are different news. The figure stands as printed and is marked "base not
given". Missing values: never skipped, because the missing base is what this rule looks for; a row without a number is
no percentage.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import shorten
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "PERCENTAGE-WITHOUT-BASE"
SEVERITY = Severity.GAP
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """A gap for each stated or context percentage whose part or whole is not given."""
    for table in ("stated", "context"):
        for row in book.rows(table):
            value = row.number("value")
            if value is None or row.text("unit") != "%":
                continue
            lacking = [name for name in ("numerator", "denominator") if row.number(name) is None]
            if lacking:
                yield about(row, lacking[-1], CODE, SEVERITY,
                            told("{value}% is given without its {first} and {second}.", value=shorten(value),
                                 first=lacking[0], second=lacking[1]) if len(lacking) == 2 else
                            told("{value}% is given without its {lacking}.", value=shorten(value), lacking=lacking[0]),
                            told("Add the two numbers if the source gives them, or declare the gap."))
