"""Whether an amount that a licence keeps closed could be worked back from what is published.

Quantities are published in any case, so each total in £ is an equation whose unknowns are the closed amounts. One
amount alone is found by dividing; several are found by solving, once there are as many totals as amounts. So a total is
published only while no closed amount follows from it and from those published before it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record
from commonweal.indicators.facts import ValueTotal
from commonweal.indicators.figure import Figure
from commonweal.valuation.cells import ValueCell

NOTE = "Withheld: the amount of a licensed value could be worked back from it."

# One closed amount: framework version, kind, price year and value.
_Unknown = tuple[str, ...]
# How often each closed amount is in a total.
_Equation = Mapping[_Unknown, Fraction]


def without_amounts(figure: Figure) -> Figure:
    """The figure without any number in £; what it covers stays."""
    return replace(figure, value=None, bound="exact", low=None, high=None, ranged=None, interval_low=None,
                   interval_high=None, net=None, net_of=None, net_lines=None, note=NOTE)


def without_net(figure: Figure) -> Figure:
    """The figure without its net £, from which an amount could be worked back where the gross £ gives none away."""
    return replace(figure, net=None, net_of=None, net_lines=None,
                   note=NOTE.replace("Withheld", "Net £ withheld", 1))


class Published:
    """The totals published so far, as equations solved for one closed amount each as far as they can be."""

    def __init__(self, factor_sets: Iterable[Record]) -> None:
        self._factors = {row.key: row.number_or_zero("net_factor") for row in factor_sets}
        self._solved: dict[_Unknown, _Equation] = {}

    def admit(self, total: ValueTotal) -> bool:
        """Whether the total may be published beside those admitted before; if so, it is one of them from now on."""
        cells = _closed(total)
        ranged = [cell for cell in cells if cell.sums["gross_ranged"] != ZERO]
        return self._admit(*(_equation((cell, Fraction(cell.quantity)) for cell in known) for known in (cells, ranged)))

    def admit_net(self, total: ValueTotal) -> bool:
        """The same of the net of a total, and of the gross that it is left of."""
        netted = [cell for cell in _closed(total) if cell.netted]
        return self._admit(
            _equation((cell, Fraction(cell.quantity) * Fraction(self._factors[str(cell.keys["factor_set"])]))
                      for cell in netted),
            _equation((cell, Fraction(cell.quantity)) for cell in netted))

    def _admit(self, *equations: _Equation) -> bool:
        solved = self._solved
        for equation in equations:
            solved = _with(solved, equation)
        # In this form an amount follows from the equations exactly where one of them holds nothing else.
        if any(len(equation) == 1 for equation in solved.values()):
            return False
        self._solved = solved
        return True


def _closed(total: ValueTotal) -> list[ValueCell]:
    return [cell for cell in total.cells if not cell.keys["redistributable"]]


def _equation(parts: Iterable[tuple[ValueCell, Fraction]]) -> _Equation:
    equation: dict[_Unknown, Fraction] = {}
    for cell, times in parts:
        unknown = tuple(str(cell.keys[name]) for name in ("edition", "kind", "price_year", "value"))
        equation[unknown] = equation.get(unknown, Fraction()) + times
    return equation


def _with(solved: Mapping[_Unknown, _Equation], equation: _Equation) -> dict[_Unknown, _Equation]:
    """The equations with one more, each still solved for an amount that stands in no other (Gauss and Jordan)."""
    rest = {unknown: times for unknown, times in equation.items() if times}
    for unknown in [name for name in rest if name in solved]:
        rest = _less(rest, solved[unknown], rest[unknown])
    if not rest:
        return dict(solved)
    lead = min(rest)
    first = {unknown: times / rest[lead] for unknown, times in rest.items()}
    others = {name: _less(known, first, known[lead]) if lead in known else known for name, known in solved.items()}
    return {**others, lead: first}


def _less(equation: _Equation, other: _Equation, times: Fraction) -> dict[_Unknown, Fraction]:
    """An equation less so many times another; amounts that fall out are left out."""
    none = Fraction()
    left = {name: equation.get(name, none) - times * other.get(name, none) for name in {**equation, **other}}
    return {name: amount for name, amount in left.items() if amount}
