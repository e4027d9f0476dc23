"""The 90% interval of a money total: a simulation, and the one place in the house where numbers are floats.

Each value with a range follows a triangle between its low, central and high. Values of one source are drawn
together (if its surveys ran high, all of them did), sources are drawn apart. Draws depend on the seed and the
source's name alone, so the same source moves alike in every figure, in whatever company it stands.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

import numpy as np
import numpy.typing as npt

from commonweal.basics.numbers import EXACT, ZERO, significant
from commonweal.basics.tables import Record
from commonweal.valuation.cells import ValueCell

DRAWS = 10_000
FIGURES = 3
# The draws in rank order at the two ends of the interval: nine in ten lie between them.
TAIL = Decimal("0.05")

_Floats = npt.NDArray[np.float64]
_ValueId = tuple[str, str]


@dataclass(frozen=True)
class Interval:
    """Nine draws in ten lie from `low` to `high`, in £ to three significant figures.

    `source` is the source whose range moves the total most, `edition` and `value` its value that does.
    """

    low: Decimal
    high: Decimal
    source: str
    edition: str
    value: str


@dataclass(frozen=True)
class _Part:
    """All lines of one unit value: their sum in £ at central, and how many £ a £ more on the unit value adds."""

    source: str
    id: _ValueId
    central_sum: Decimal
    low: Decimal
    central: Decimal
    high: Decimal
    slope: Decimal


def interval(
    cells: Iterable[ValueCell], unit_values: Iterable[Record], *, net: bool = False, seed: int = 20230331
) -> Interval | None:
    """The 90% interval of the total of some value cells, gross or net; None where nothing in it has a range.

    `unit_values` are the snapshot's. Cells whose value has no range count at their central amount.
    """
    fixed, parts = _parts(cells, unit_values, net)
    if not parts:
        return None
    total = np.full(DRAWS, float(fixed))
    swings: dict[str, float] = {}
    largest: dict[str, tuple[float, _ValueId]] = {}
    for source in sorted({part.source for part in parts}):
        uniform = _uniform(seed, source)
        moved = np.zeros(DRAWS)
        for part in sorted((part for part in parts if part.source == source), key=lambda part: part.id):
            drawn = float(part.central_sum) + float(part.slope) * (_triangular(uniform, part) - float(part.central))
            moved += drawn
            swing = _swing(drawn)
            if source not in largest or swing > largest[source][0]:
                largest[source] = (swing, part.id)
        swings[source] = _swing(moved)
        total += moved
    most = max(sorted(swings), key=lambda source: swings[source])
    low, high = _ends(total)
    return Interval(_printed(low), _printed(high), most, *largest[most][1])


def _parts(cells: Iterable[ValueCell], unit_values: Iterable[Record], net: bool) -> tuple[Decimal, list[_Part]]:
    """The sum of all that has no range, and one part for each unit value that has one. Exact."""
    ranged: dict[_ValueId, Record] = {}
    for row in unit_values:
        if row.number("low") is not None and row.number("high") is not None and row.number("central") is not None:
            ranged.setdefault((row.text("edition"), row.text("value")), row)
    prefix = "net" if net else "gross"
    fixed = ZERO
    sums: dict[_ValueId, dict[str, Decimal]] = {}
    for cell in cells:
        if net and not cell.netted:
            continue
        value = (str(cell.keys["edition"]), str(cell.keys["value"]))
        central = cell.sums[f"{prefix}_central"]
        if value not in ranged:
            fixed = EXACT.add(fixed, central)
            continue
        known = sums.setdefault(value, {"central": ZERO, "spread": ZERO})
        known["central"] = EXACT.add(known["central"], central)
        spread = EXACT.subtract(cell.sums[f"{prefix}_high"], cell.sums[f"{prefix}_low"])
        known["spread"] = EXACT.add(known["spread"], -spread if cell.quantity < 0 else spread)
    return fixed, [_part(value, ranged[value], known) for value, known in sums.items()]


def _part(value: _ValueId, row: Record, known: dict[str, Decimal]) -> _Part:
    low, central, high = (row.number_or_zero(end) for end in ("low", "central", "high"))
    if central != 0:
        slope = EXACT.divide(known["central"], central)
    else:
        slope = ZERO if low == high else EXACT.divide(known["spread"], EXACT.subtract(high, low))
    return _Part(row.text("source"), value, known["central"], low, central, high, slope)


def _uniform(seed: int, source: str) -> _Floats:
    name = int.from_bytes(hashlib.sha256(source.encode()).digest(), "big")
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence([seed, name]))).random(DRAWS)


def _triangular(uniform: _Floats, part: _Part) -> _Floats:
    """The value below which a triangular draw lies with the probabilities given."""
    low, central, high = float(part.low), float(part.central), float(part.high)
    if low == high:
        return np.full(DRAWS, central)
    rising = low + np.sqrt(uniform * ((high - low) * (central - low)))
    falling = high - np.sqrt((1 - uniform) * ((high - low) * (high - central)))
    return np.where(uniform * (high - low) < central - low, rising, falling)


def _ends(draws: _Floats) -> tuple[float, float]:
    """The draws at the two ends of the interval, by nearest rank: no draw is made up by averaging two."""
    last = ceil(DRAWS * (1 - TAIL))
    ranks = (DRAWS - last, last - 1)
    ordered = np.partition(draws, ranks)
    return float(ordered[ranks[0]]), float(ordered[ranks[1]])


def _swing(draws: _Floats) -> float:
    low, high = _ends(draws)
    return high - low


def _printed(amount: float) -> Decimal:
    return significant(Decimal(amount), FIGURES)
