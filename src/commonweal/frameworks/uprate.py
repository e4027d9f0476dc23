"""Uprating and discounting by named indices. Both amounts are always shown, never only the new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from commonweal.basics.findings import Finding, Refused, Severity
from commonweal.basics.numbers import EXACT, round_to, shorten
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.frameworks.model import Edition

# Output in 2020 was measured by volume in ways that moved the deflator up and then back.
PANDEMIC_YEAR = 2020


def at_prices_of(amount: Decimal, index: Mapping[int, Decimal], from_year: int, to_year: int) -> Decimal:
    """The amount × index(to_year) / index(from_year), not yet rounded. Raises Refused for a year without a number."""
    for year in (from_year, to_year):
        if year not in index:
            span = f"{min(index)} to {max(index)}" if index else "no year"
            raise Refused(told("the index has no number for {year}; it covers {span}.", year=year, span=span))
        if index[year] <= 0:
            raise Refused(told("the index is not above zero in {year}.", year=year))
    return EXACT.divide(EXACT.multiply(amount, index[to_year]), index[from_year])


def uprate(amount: Decimal, index: Mapping[int, Decimal], from_year: int, to_year: int) -> Decimal:
    """An amount of £ per unit carried from the prices of one year to those of another, rounded once to 4 places.

    `index` gives the index number of each year. Raises Refused, in one clear line, for a year the index lacks.

    >>> uprate(Decimal("100"), {2019: Decimal("80"), 2023: Decimal("96")}, 2019, 2023)
    Decimal('120.0000')
    """
    return round_to(at_prices_of(amount, index, from_year, to_year), 4)


def caution(index: str, from_year: int, to_year: int) -> Finding | None:
    """The note that belongs to an uprating which starts or ends in 2020; None for any other."""
    if from_year == to_year or PANDEMIC_YEAR not in (from_year, to_year):
        return None
    return Finding("UPRATE-PANDEMIC-YEAR", Severity.NOTE,
                   told("{index} is used with {pandemic_year}, when the pandemic distorted it.", index=index,
                        pandemic_year=PANDEMIC_YEAR),
                   told("Say so beside the figure, or use the prices of another year."), subject=index)


@dataclass(frozen=True)
class Uprated:
    """One unit value in two years' prices. Before and after are (low, central, high); low and high may be None."""

    value: str
    index: str
    from_year: int
    to_year: int
    before: tuple[Decimal | None, Decimal, Decimal | None]
    after: tuple[Decimal | None, Decimal, Decimal | None]
    caution: Finding | None

    def __str__(self) -> str:
        return (f"{self.value}: £{shorten(self.before[1])} in {self.from_year} prices is £{shorten(self.after[1])} "
                f"in {self.to_year} prices by {self.index}")


def uprate_value(value: Record, edition: Edition, index: str, to_year: int) -> Uprated:
    """A unit value of any edition in the prices of `to_year`, by an index of `edition`, with what it was before.

    Raises Refused when the index is unknown or lacks a year.
    """
    numbers = edition.index(index)
    from_year = value.count("price_year") or 0
    low, central, high = value.number("low"), value.number_or_zero("central"), value.number("high")

    def carried(amount: Decimal) -> Decimal:
        return uprate(amount, numbers, from_year, to_year)

    after = (
        None if low is None else carried(low),
        carried(central),
        None if high is None else carried(high),
    )
    return Uprated(value.text("id"), index, from_year, to_year, (low, central, high), after,
                   caution(index, from_year, to_year))
