"""Derivations: how an amount comes about, as data that is checked.

Two forms: `4 * 101.00` (numbers multiplied) and `9219.00 indexed gdp-deflator 2005 2015` (an amount carried from one
year's prices to another's).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from commonweal.basics.findings import Refused
from commonweal.basics.numbers import EXACT, PENNY, round_to
from commonweal.basics.told import told
from commonweal.frameworks.uprate import at_prices_of

_NUMBER = r"-?\d+(?:\.\d+)?"
_PRODUCT = re.compile(rf"{_NUMBER}(?:\s*[*×]\s*{_NUMBER})+$")
_INDEXED = re.compile(rf"({_NUMBER})\s+indexed\s+([a-z0-9][a-z0-9._-]*)\s+(\d{{4}})\s+(\d{{4}})$")


@dataclass(frozen=True)
class Product:
    """Numbers multiplied; the product is rounded once to the places of the amount it explains."""

    factors: tuple[Decimal, ...]

    def amount(self, places: int) -> Decimal:
        """The product, rounded once to so many places."""
        product = Decimal(1)
        for factor in self.factors:
            product = EXACT.multiply(product, factor)
        return round_to(product, places)


@dataclass(frozen=True)
class Indexed:
    """A published amount in £ carried from the prices of one year to those of another by a named index."""

    published: Decimal
    index: str
    from_year: int
    to_year: int

    def amount(self, numbers: Mapping[int, Decimal]) -> Decimal:
        """The amount in the prices of `to_year`, rounded once to the penny. Raises Refused for a missing year."""
        return EXACT.quantize(at_prices_of(self.published, numbers, self.from_year, self.to_year), PENNY)


Derivation = Product | Indexed


def parse_derivation(text: str) -> Derivation:
    """Read a derivation in either form. Raises Refused, with the two forms, when it is neither.

    >>> parse_derivation("4 * 101.00").amount(2)
    Decimal('404.00')
    """
    text = text.strip()
    if _PRODUCT.match(text):
        return Product(tuple(Decimal(number) for number in re.split(r"\s*[*×]\s*", text)))
    indexed = _INDEXED.match(text)
    if indexed:
        published, index, from_year, to_year = indexed.groups()
        return Indexed(Decimal(published), index, int(from_year), int(to_year))
    raise Refused(told("write '4 * 101.00' or '9219.00 indexed gdp-deflator 2005 2015'."))


def places_of(amount: Decimal) -> int:
    """To how many places an amount of £ is given: at least pence, more only where they say something."""
    last = amount.normalize().as_tuple().exponent
    return max(2, -last) if isinstance(last, int) else 2
