"""Classes of a map: at most four, equal steps from nought, said in words, and one more for what is not stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commonweal.basics.numbers import EXACT, ZERO
from commonweal.report.charts.grid import Cell
from commonweal.report.charts.ink import SHADES
from commonweal.report.words import amount, say, unit_after

_STEPS = tuple(map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")))


@dataclass(frozen=True)
class Classes:
    """Classes of one width: a number belongs to the first whose upper end it does not pass."""

    step: Decimal
    unit: str
    used: tuple[int, ...]
    has_missing: bool

    @classmethod
    def of(cls, cells: Sequence[Cell], unit: str) -> "Classes":
        """The classes that some numbers fall into; their width is a round number."""
        known = [cell.value for cell in cells if cell.value is not None]
        made = cls(round_step(max([ZERO, *known])), unit, (), len(known) < len(cells))
        return cls(made.step, unit, tuple(sorted({made.place(value) for value in known})), made.has_missing)

    def place(self, value: Decimal) -> int:
        """Which class a number belongs to, from 0."""
        return next((place for place in range(len(SHADES)) if value <= self.step * (place + 1)), len(SHADES) - 1)

    def shade(self, cell: Cell) -> str:
        """The shade of a cell; blank where it has no number."""
        return "" if cell.value is None else SHADES[self.place(cell.value)]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Each class that is used, with its shade, in words; last what is not stated."""
        found = [(SHADES[place], self._words(place)) for place in self.used]
        return [*found, ("", say("chart.no_number"))] if self.has_missing else found

    def _words(self, place: int) -> str:
        low, high = (self._text(EXACT.multiply(self.step, Decimal(place + more))) for more in (0, 1))
        return say("chart.class_first", high=high) if place == 0 else say("chart.class_next", low=low, high=high)

    def _text(self, bound: Decimal) -> str:
        text = amount(bound, self.unit).removesuffix(".00")
        return f"{text} {unit_after(self.unit, bound)}".strip()


def round_step(most: Decimal) -> Decimal:
    """The smallest round width of which four reach the highest number."""
    if most <= 0:
        return Decimal(1)
    quarter = EXACT.divide(most, Decimal(len(SHADES)))
    power = Decimal(1).scaleb(quarter.adjusted())
    return next(EXACT.multiply(step, power) for step in _STEPS if EXACT.multiply(step, power) >= quarter)
