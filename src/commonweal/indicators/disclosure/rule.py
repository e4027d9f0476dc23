"""Which counts are small, how others are rounded, and what a reader can tell of a count from what is printed of it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonweal.basics.numbers import EXACT, round_to

SMALLEST_BASE = 10

# The least and the most that a count can be, as far as a reader knows; None is without end.
Range = tuple[Fraction | None, Fraction | None]
UNKNOWN: Range = (None, None)


@dataclass(frozen=True)
class Rule:
    """Counts of 1 to `threshold` people are withheld, others rounded to the nearest `rounding`."""

    threshold: int = 7
    rounding: int = 5

    def is_small(self, people: Fraction | Decimal) -> bool:
        """Whether a count is of somebody, but of no more than the threshold. A part of a person counts as somebody.

        >>> Rule().is_small(Decimal(7)), Rule().is_small(Decimal(8)), Rule().is_small(Decimal(0))
        (True, False, False)
        """
        number = Fraction(people)
        return 0 < abs(number) < self.threshold + 1

    def shown(self, people: Decimal) -> Decimal:
        """A count as it is printed where it may be: the nearest multiple, half away from zero.

        >>> Rule().shown(Decimal(13)), Rule().shown(Decimal("12.5"))
        (Decimal('15'), Decimal('15'))
        """
        return round_to(EXACT.divide(people, Decimal(self.rounding)), 0) * self.rounding

    def tells(self, shown: Decimal, *, whole: bool) -> Range:
        """What a printed count tells a reader who knows this rule: the least and the most that it can be.

        `whole` says that only whole people are counted. A reader knows that no small count is printed.

        >>> [tuple(map(int, Rule().tells(Decimal(shown), whole=True))) for shown in (0, 10, 15)]
        [(0, 0), (8, 12), (13, 17)]
        """
        if shown == 0:
            return Fraction(), Fraction()
        middle, half = Fraction(abs(shown)), Fraction(self.rounding, 2)
        least, most = max(middle - half, Fraction(self.threshold + 1)), middle + half
        if whole:
            least, most = Fraction(-(-least // 1)), Fraction(-(-most // 1) - 1)
        return (least, most) if shown > 0 else (-most, -least)
