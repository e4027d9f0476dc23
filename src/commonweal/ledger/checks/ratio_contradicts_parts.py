"""A percentage or ratio must agree with the two numbers it is made of.

A reader who divides the printed part by the printed whole must get the printed result, to the last place printed
(90% stands for anything from 89.5 to 90.5). For a change, the part is the rise or the level after it. Missing values:
a row that lacks the result, the part or the whole is skipped, and so are results that a source gives as "about".
"""

from collections.abc import Iterator
from decimal import Decimal

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import EXACT, shorten
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, counted_as, measures_of

CODE = "RATIO-CONTRADICTS-PARTS"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each result that its own part and whole do not give."""
    measures = measures_of(book)
    for table, column in (("stated", "value"), ("context", "value"), ("deliveries", "quantity")):
        for row in book.columns(table).filled("numerator"):
            value, part, whole = row.number(column), row.number("numerator"), row.number("denominator")
            if value is None or part is None or whole is None or whole == 0:
                continue
            if table == "deliveries" and counted_as(measures, row) != "rate":
                continue
            unit = measures[row.text("measure")].text("unit") if table == "deliveries" else row.text("unit")
            scale = Decimal(100) if unit == "%" else Decimal(1)
            results = [EXACT.divide(EXACT.multiply(part, scale), whole)]
            if _is_change(row):
                results.append(EXACT.subtract(results[0], scale))
            if not any(agrees(value, result, row.text("bound")) for result in results):
                yield about(row, column, CODE, SEVERITY,
                            told("{part} of {whole} gives {result}, not {value}.", part=shorten(part),
                                 whole=shorten(whole), result=shorten(results[0].quantize(Decimal("0.01"))),
                                 value=shorten(value)),
                            told("Correct one of the three numbers."))


def _is_change(row: Record) -> bool:
    return row.table.name == "stated" and row.text("share_or_change") == "change"


def agrees(value: Decimal, result: Decimal, bound: str) -> bool:
    """Whether a printed value may stand for a result: to half a unit of its last place, or on its side of a bound."""
    if bound == "over":
        return result >= value
    if bound in ("nearly", "up-to"):
        return result <= value
    last_place = min(0, int(value.normalize().as_tuple().exponent))
    return bound == "about" or abs(value - result) <= Decimal(5).scaleb(last_place - 1)
