"""Writes golden_ties.csv: products that end exactly on half a penny, with answers from whole numbers alone.

Nothing of the product is imported and no decimal or binary fraction is used: quantities and £ per unit are counted in
ten-thousandths, amounts in pence, and a half is settled by comparing twice the remainder with the divisor.
"""

from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).with_name("golden_ties.csv")
HEADING = "quantity,unit_value,net_factor,gross,net"
# Ten-thousandths × ten-thousandths are hundred-millionths of a pound: a million of them are a penny.
PER_PENNY = 1_000_000
# In ten-thousandths of a £: 16.93, 0.01, 0.05, 404.00, 101.25, 0.0001, 12.3456, 9,999.99, 7.77, and a cost below zero.
UNIT_VALUES = (169_300, 100, 500, 4_040_000, 1_012_500, 1, 123_456, 99_999_900, 77_700, -25_300)
# In ten-thousandths: a half, a quarter, 0.9, 0.75, a third as printed, nothing and everything.
FACTORS = (5_000, 2_500, 9_000, 7_500, 3_333, 0, 10_000)
TEN_BILLION_IN_PENCE = 10**12


def half_away(amount: int, divisor: int) -> int:
    """A whole number divided by another, rounded to a whole number, a half away from zero."""
    whole, rest = divmod(abs(amount), divisor)
    whole += 2 * rest >= divisor
    return -whole if amount < 0 else whole


def written(amount: int, places: int) -> str:
    """A count of the smallest unit as a decimal number."""
    digits = str(abs(amount)).rjust(places + 1, "0")
    return f"{'-' if amount < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def ties_of(unit_value: int) -> Iterator[int]:
    """Quantities whose product with a unit value ends on exactly half a penny, from small to the widest that fit."""
    found = 0
    for quantity in range(1, 400_000):
        if quantity * abs(unit_value) % PER_PENNY == PER_PENNY // 2:
            yield quantity
            found += 1
            if found == 4:
                break
    step = 2 * PER_PENNY
    widest = (TEN_BILLION_IN_PENCE - 1) * PER_PENNY // abs(unit_value)
    for start in (widest, widest // 1_000):
        for quantity in range(min(start, 10**14 - 1), max(start - step, 0), -1):
            if quantity * abs(unit_value) % PER_PENNY == PER_PENNY // 2:
                yield quantity
                break


def rows() -> Iterator[str]:
    """Every tie, the amounts just below and just above it, each with both signs."""
    count = 0
    for unit_value in UNIT_VALUES:
        for tie in ties_of(unit_value):
            for quantity in (tie, -tie, tie - 1, tie + 1):
                gross = half_away(quantity * unit_value, PER_PENNY)
                if abs(gross) >= TEN_BILLION_IN_PENCE:
                    continue
                factor = FACTORS[count % len(FACTORS)]
                count += 1
                net = half_away(gross * factor, 10_000)
                yield ",".join(
                    (
                        written(quantity, 4),
                        written(unit_value, 4),
                        written(factor, 4),
                        written(gross, 2),
                        written(net, 2),
                    )
                )
    # Ties of the second rounding: an odd number of pence, of which half is counted.
    for pence in (1, 3, 21_163, 999_999_999_999, -1, -21_163):
        yield ",".join(
            (written(pence * 100, 4), "1.0000", "0.5000", written(pence, 2), written(half_away(pence, 2), 2))
        )


def text() -> str:
    """The whole file."""
    return "\n".join((HEADING, *rows())) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")
