"""Exact numbers: how they are read, how they are rounded, how they are printed.

There is one rounding rule in the whole system: half away from zero (2.345 becomes 2.35 and
-2.345 becomes -2.35), because that is what people, spreadsheets and the query engines do.
Python's own default is half to even, so nothing here or elsewhere calls `round`.
"""

import re
from decimal import MAX_PREC, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache

from commonweal.basics.told import Told, told
from commonweal.basics.typed import what_to_type

# Wide enough for the product of any two numbers we hold (18 digits each) and for sums of them.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
# For checking that a typed number is whole in its places, however long somebody typed it.
_UNBOUNDED = Context(prec=MAX_PREC, rounding=ROUND_HALF_UP)

ZERO = Decimal(0)
PENNY = Decimal("0.01")
FOUR_PLACES = Decimal("0.0001")
TEN_BILLION = Decimal(10_000_000_000)

# Only the digits 0 to 9: look-alikes of other scripts would be read without a word. A group that begins with 0 is
# refused, because 0,125 is how half of Europe writes an eighth.
_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\Z")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?\Z")


class NotANumber(ValueError):
    """The text is no number that can be read without guessing; the message says what to type instead."""

    def __init__(self, message: Told) -> None:
        super().__init__(message)
        self.message = message


def round_to(value: Decimal, places: int) -> Decimal:
    """Round once, half away from zero, to so many decimal places. Nothing is written -0."""
    rounded = value.quantize(_last_place(places), context=EXACT)
    return rounded if rounded else abs(rounded)


@cache
def _last_place(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def pence(value: Decimal) -> Decimal:
    """Round an amount in pounds to the penny, half away from zero."""
    return round_to(value, 2)


def gross(quantity: Decimal, unit_value: Decimal) -> Decimal:
    """Gross value in pounds: quantity × £ per unit, rounded once to the penny (DESIGN 4.2)."""
    return pence(EXACT.multiply(quantity, unit_value))


def net(gross_value: Decimal, net_factor: Decimal) -> Decimal:
    """Net value in pounds: the printed gross × the share counted, rounded once to the penny (DESIGN 4.2)."""
    return pence(EXACT.multiply(gross_value, net_factor))


def product_of_shares(shares: list[Decimal]) -> Decimal:
    """The share counted after several reductions: (1 - a)(1 - b)…, rounded once to 4 places."""
    result = Decimal(1)
    for share in shares:
        result = EXACT.multiply(result, 1 - share)
    return round_to(result, 4)


def ratio(numerator: Decimal, denominator: Decimal, places: int) -> Decimal | None:
    """One number over another, rounded once; None when there is nothing to divide by."""
    if denominator == 0:
        return None
    return round_to(EXACT.divide(numerator, denominator), places)


def total(values: list[Decimal]) -> Decimal:
    """The sum of already rounded numbers, so that a reader who adds the published lines gets it too."""
    result = ZERO
    for value in values:
        result = EXACT.add(result, value)
    return result


def read_number(text: str, places: int, *, money: bool = False) -> Decimal:
    """Read a number as a person typed it, exactly, or say why it cannot be read.

    Takes plain digits, a decimal point, thousands separated by commas in threes and, where the
    column holds money, a leading £. Refuses everything that would have to be guessed (percent signs,
    "about 20", "1.1m", "(500)", "1/2", "n/a", commas in odd places) and asks for what may be meant. Refuses more
    decimal places than the column holds, and amounts of ten billion or more, which no single line of a ledger can
    carry.

    >>> read_number("£1,234.50", 2, money=True)
    Decimal('1234.50')
    >>> read_number("3", 4)
    Decimal('3.0000')
    """
    typed = text.strip()
    plain = typed
    if "£" in plain:
        if not money:
            raise NotANumber(told("this column holds a quantity, not money: leave out the £"))
        plain = re.sub(r"^([+-]?)£\s*", r"\1", plain, count=1)
    if plain.endswith("%"):
        raise NotANumber(told("write the share as a decimal, for example {decimal}, without a percent sign",
                              decimal=_percent_hint(plain)))
    if _GROUPED.match(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.match(plain):
        raise NotANumber(what_to_type(typed))
    try:
        value = Decimal(plain)
        exact = value.quantize(Decimal(1).scaleb(-places), context=_UNBOUNDED) if len(plain) < 60 else None
    except InvalidOperation as error:  # pragma: no cover - the pattern above admits no such text
        raise NotANumber(told("write digits only, for example 1234.5")) from error
    if exact is None or abs(value) >= TEN_BILLION:
        raise NotANumber(told("the amount is ten billion or more: split the line, or check for a slipped digit"))
    if exact != value:
        raise NotANumber(told("{first}, and say in 'note' that you did", first=told(
            "at most {places} decimal places fit here: round it", places=places)))
    return exact if exact != 0 else abs(exact)


def _percent_hint(text: str) -> str:
    try:
        return format(Decimal(text.rstrip("% ")) / 100, "f")
    except InvalidOperation:
        return "0.1"


def plain(value: Decimal) -> str:
    """A number as it stands in a file: no exponent, no thousands separators, every place kept.

    >>> plain(Decimal("1E+3"))
    '1000'
    """
    return format(value, "f")


def shorten(value: Decimal) -> str:
    """A quantity for reading: thousands parted by commas, decimals that say nothing left out.

    >>> shorten(Decimal("13300.0000"))
    '13,300'
    """
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def pounds(value: Decimal) -> str:
    """An amount for reading, to the penny: £225,169.00, and a minus sign before the £.

    >>> pounds(Decimal("-3.5"))
    '-£3.50'
    """
    sign = "-" if value < 0 else ""
    return f"{sign}£{pence(abs(value)):,f}"


def per_unit(value: Decimal) -> str:
    """£ for one unit, for reading: to the penny, or with every place that it has beyond.

    >>> per_unit(Decimal("23.1000")), per_unit(Decimal("0.0025"))
    ('£23.10', '£0.0025')
    """
    return pounds(value) if pence(value) == value else f"{'-' if value < 0 else ''}£{shorten(abs(value))}"


def significant(value: Decimal, digits: int) -> Decimal:
    """Round to so many significant figures, half away from zero; for estimates only.

    >>> significant(Decimal("225169"), 3)
    Decimal('225000')
    """
    if value == 0:
        return ZERO
    step = value.adjusted() - digits + 1
    rounded = value.quantize(Decimal(1).scaleb(step), context=EXACT)
    return Decimal(format(rounded, "f"))
