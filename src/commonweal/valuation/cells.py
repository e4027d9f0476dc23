"""Cells: the sums of valued lines over the columns that figures are asked by. Indicators read only these.

A quantity cell sums lines once, a value cell sums one unit value of them, so a line with two values is
never counted twice as a quantity.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from commonweal.basics.numbers import ZERO
from commonweal.snapshot.tables import LINE_KEYS as LINE_KEYS

# What a value adds to that.
VALUE_KEYS = ("edition", "kind", "price_year", "value", "redistributable", "factor_set")

AMOUNTS = ("gross_low", "gross_central", "gross_high", "gross_ranged", "net_low", "net_central", "net_high")

Keys = Mapping[str, Any]


@dataclass
class QuantityCell:
    """Lines alike in every key: how many, and the sum of their own and whole quantities."""

    keys: Keys
    lines: int = 0
    quantity: Decimal = ZERO
    whole: Decimal = ZERO
    valued: int = 0


@dataclass
class ValueCell:
    """Lines alike in every key with one unit value: how many lines, how many have a net value, and the sums in £."""

    keys: Keys
    lines: int = 0
    netted: int = 0
    quantity: Decimal = ZERO
    sums: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(AMOUNTS, ZERO))


@dataclass(frozen=True)
class Cells:
    """All cells of one snapshot."""

    quantities: tuple[QuantityCell, ...]
    values: tuple[ValueCell, ...]
