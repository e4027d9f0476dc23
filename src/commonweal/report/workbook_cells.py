"""What a spreadsheet may hold as a number: only what it can hold exactly, shown as the report prints it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

# A spreadsheet keeps so many digits of a number and changes the others.
_DIGITS = 15
_ONE_NUMBER = re.compile(r"(\D*?)([0-9][0-9,]*)(\.[0-9]+)?((?!\d)[^0-9]*|\s.*)", re.ASCII)
_MORE_DIGITS = re.compile(r"(?<!\w)[^\w\s]*\d")


@dataclass(frozen=True)
class Number:
    """A number with the format that shows it as the report prints it, its bound and unit included."""

    value: Decimal
    format: str


@cache
def number_in(text: str) -> Number | None:
    """The number that a cell's text is, if it is just one and a spreadsheet can hold it exactly.

    >>> number_in("over £55,000.00")
    Number(value=Decimal('55000.00'), format='"over £"#,##0.00')
    >>> number_in("-£3.50"), number_in("2040")
    (Number(value=Decimal('-3.50'), format='"£"#,##0.00'), Number(value=Decimal('2040'), format='0'))
    >>> number_in("1,634.65 tonnes CO2e").format
    '#,##0.00" tonnes CO2e"'
    >>> number_in("£10.50 for each £1"), number_in("2 of 7"), number_in("[c]"), number_in("1234567890123456")
    (None, None, None, None)
    """
    found = _ONE_NUMBER.fullmatch(text)
    if not found or '"' in text or _MORE_DIGITS.search(found[4]):
        return None
    before, whole, places, after = found[1], found[2], found[3] or "", found[4]
    digits = whole.replace(",", "") + places
    if len(digits.replace(".", "").lstrip("0")) > _DIGITS or "-" in before.lstrip("-"):
        return None
    negative = before.startswith("-")
    # Four digits without a comma are a year.
    grouped = "," in whole or len(whole) != 4
    shown = ("#,##0" if grouped else "0") + ("." + "0" * (len(places) - 1) if places else "")
    value = Decimal(f"-{digits}" if negative else digits)
    return Number(value, _quoted(before.removeprefix("-")) + shown + _quoted(after))


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""
