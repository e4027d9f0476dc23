"""The disclosure rule: small numbers of people with a protected characteristic are never published.

Counts of 1 to 7 are withheld, other counts are rounded to the nearest 5, and no share or mean is given on a base
under 10. The thresholds follow the practice of OpenSAFELY and of official statistics; plain counts of posts,
placements or homes are not touched, and figures that a public source printed stand as printed.
"""

from dataclasses import replace
from decimal import Decimal

from commonweal.basics.numbers import EXACT, round_to
from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld, percent

SMALLEST_SHOWN = 8
ROUNDED_TO = 5
SMALLEST_BASE = 10

_NOTE = "Counts of 1 to 7 people are withheld; others are rounded to the nearest 5."
_SHARE_NOTE = ("Withheld on a base under 10 or where 1 to 7 people are on either side; "
               "both parts are rounded to the nearest 5.")


def protect(figure: Figure, measure: Record) -> Figure:
    """The figure as it may be published. Its lines stay out of the package either way: nothing can be worked back."""
    if measure.text("people") != "characteristic":
        return figure
    hidden = replace(figure, whole=None, lines=None, lines_valued=None, withheld=Withheld.DISCLOSURE,
                     note=f"{figure.note} {_NOTE}".strip())
    if figure.value is None or _small(figure.value):
        return replace(hidden, value=None)
    return replace(hidden, value=to_nearest(figure.value, ROUNDED_TO))


def protect_share(figure: Figure, measure: Record) -> Figure:
    """A share as it may be published: both parts rounded and the share worked out from these, or [c].

    Withheld where the base is under 10, or where either those counted or those not counted are 1 to 7 people.
    """
    if measure.text("people") != "characteristic":
        return figure
    hidden = replace(figure, value=None, numerator=None, denominator=None, lines=None, lines_valued=None,
                     withheld=Withheld.DISCLOSURE, note=f"{figure.note} {_SHARE_NOTE}".strip())
    part, base = figure.numerator, figure.denominator
    if part is None or base is None or base < SMALLEST_BASE or _small(part) or _small(base - part):
        return hidden
    shown, of = to_nearest(part, ROUNDED_TO), to_nearest(base, ROUNDED_TO)
    return replace(hidden, value=percent(shown, of), numerator=shown, denominator=of)


def _small(people: Decimal) -> bool:
    return 0 < abs(people) < SMALLEST_SHOWN


def to_nearest(value: Decimal, step: int) -> Decimal:
    """The nearest multiple of a step, half away from zero.

    >>> to_nearest(Decimal(13), 5), to_nearest(Decimal("12.5"), 5)
    (Decimal('15'), Decimal('15'))
    """
    return round_to(EXACT.divide(value, Decimal(step)), 0) * step
