"""What a contract's own prices make of what was done, set against what was published as paid; each difference classed.

Nothing is smoothed: a difference that no recorded fact accounts for is called unexplained, counted and listed.
Published payments are rows of `stated` with the unit "£ paid"; prices are values of the kind "spend".
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from commonweal.basics.csv_files import for_people, write_rows
from commonweal.basics.numbers import EXACT, ZERO, plain
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks import refuse_errors
from commonweal.snapshot.store import frozen
from commonweal.valuation.reference import value_line

UNIT = "£ paid"
PRICE_KIND = "spend"
_COLUMNS = ("activity", "class", "computed", "paid", "difference", "above_most", "rest", "results", "without_price",
            "payments", "days_without_payment", "notes")


class Class(StrEnum):
    """Why what was computed and what was paid differ, as far as the records tell."""

    AGREES = "agrees"
    NO_RESULT = "paid, no result"
    NO_PAYMENT = "result, no payment"
    NO_PRICE = "some results have no price"
    ABOVE_MOST = "above what the contract pays at most"
    DAYS_APART = "payments and results are not for the same days"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Set:
    """One contract: what its prices make of its results, what was paid, and the class of the difference.

    `above_most` is the part of the difference above what the contract is worth at most, and `rest` what is left.
    `days_without_payment` counts days of the results in no payment's span and days of payments in no result's.
    """

    activity: str
    computed: Decimal
    paid: Decimal
    above_most: Decimal
    results: int
    without_price: int
    payments: int
    days_without_payment: int
    notes: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal:
        """Computed less paid, in £."""
        return self.computed - self.paid

    @property
    def rest(self) -> Decimal:
        """What of the difference no cap accounts for."""
        return self.difference - self.above_most

    @property
    def why(self) -> Class:
        """The class: the first of the facts that the records hold, unexplained where they hold none."""
        if not self.results:
            return Class.NO_RESULT
        if not self.payments:
            return Class.NO_PRICE if self.without_price == self.results else Class.NO_PAYMENT
        if not self.difference:
            return Class.AGREES
        if self.without_price:
            return Class.NO_PRICE
        if self.above_most and not self.rest:
            return Class.ABOVE_MOST
        return Class.DAYS_APART if self.days_without_payment else Class.UNEXPLAINED


def set_against(book: Book, as_of: date) -> tuple[Set, ...]:
    """Every contract that has results with prices, or published payments, in the order of their ids.

    Pounds come from figures frozen on that day and from nothing else.
    """
    with frozen(book, as_of) as snapshot:
        prices = _by(snapshot.unit_values, "case_id", lambda row: row.text("kind") == PRICE_KIND)
        done = _by(snapshot.lines, "activity", lambda row: row.text("origin") == "deliveries" and row.yes("counted"))
        paid = _by(snapshot.book.rows("stated"), "activity", _is_payment)
        priced = {name for name, lines in done.items() if any(line.text("case_id") in prices for line in lines)}
        most = {row.key: row.number("value") for row in snapshot.book.rows("activities")}
        return tuple(_one(name, done.get(name, []), paid.get(name, []), prices, most.get(name))
                     for name in sorted(priced | paid.keys()))


def _is_payment(row: Record) -> bool:
    return row.text("unit") == UNIT and row.number("value") is not None


def _by(rows: Iterable[Record], column: str, wanted: Callable[[Record], bool]) -> dict[str, list[Record]]:
    """The wanted rows by what stands in a column; none of those in which it is blank."""
    found: dict[str, list[Record]] = {}
    for row in rows:
        if row.text(column) and wanted(row):
            found.setdefault(row.text(column), []).append(row)
    return found


def _one(activity: str, lines: list[Record], payments: list[Record], prices: dict[str, list[Record]],
         most: Decimal | None) -> Set:
    computed, without = ZERO, 0
    for line in lines:
        values = [value_line(line, price, None).gross_central or ZERO for price in prices.get(line.text("case_id"), [])]
        without += not values
        for value in values:
            computed = EXACT.add(computed, value)
    paid = ZERO
    for payment in payments:
        paid = EXACT.add(paid, payment.number_or_zero("value"))
    above = max(ZERO, computed - most) if most is not None and paid <= most else ZERO
    apart = len(_days(lines) ^ _days(payments)) if lines and payments else 0
    notes = tuple(dict.fromkeys(text for row in payments if (text := row.text("note"))))
    return Set(activity, computed, paid, above, len(lines), without, len(payments), apart, notes)


def _days(rows: Iterable[Record]) -> set[date]:
    """Every day of the rows' spans; none of a row whose days are not stated."""
    days: set[date] = set()
    for row in rows:
        start, end = row.day("start"), row.day("end")
        if start and end:
            days.update(start + timedelta(days=number) for number in range((end - start).days + 1))
    return days


def classes(sets: Iterable[Set]) -> Counter[Class]:
    """How many contracts are of each class."""
    return Counter(each.why for each in sets)


def depart(book: Book) -> bytes:
    """The comparison as CSV, a row a contract, as of the end of the book's last period.

    Raises Refused, with every finding, where the book has something to fix.
    """
    refuse_errors(book, told("what was paid can be set beside it"))
    rows = set_against(book, book.settings.period.span.end)
    cells = ([each.activity, each.why.value, plain(each.computed), plain(each.paid), plain(each.difference),
              plain(each.above_most), plain(each.rest), str(each.results), str(each.without_price), str(each.payments),
              str(each.days_without_payment), " / ".join(each.notes)] for each in rows)
    return for_people(write_rows(_COLUMNS, cells))
