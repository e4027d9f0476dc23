"""All tables of counts that would print exactly alike: how small, or how large, one count can be among them.

A reader who adds and subtracts, however cleverly, knows no more than this: nobody can be fewer than none, and every
printed number lies in the range that its rounding leaves. Those are linear inequalities, so what he can tell of a
count is found by a linear programme. It is solved here in exact fractions by the simplex method with bounds, which
starts from the true table: that one satisfies all of them, so no first solution has to be sought.
(G. B. Dantzig, Linear Programming and Extensions, 1963, chapter 18; R. G. Bland's rule against going round in circles.)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commonweal.indicators.disclosure.rule import Range

# Exact numbers. Nearly all are whole, and whole ones are much the faster to reckon with.
_Exact = int | Fraction
# A linear expression: how often each variable stands in it.
_Row = dict[int, _Exact]


@dataclass(frozen=True)
class Reach:
    """Whether some table that prints alike reaches a goal; if none does, which sums stand in the way."""

    found: bool
    held_by: tuple[int, ...] = ()


class Alike:
    """The tables that print alike. Its variables are the parts that are counted, then sums of them.

    `truth` is the true count of each part; no part may fall below its floor (None: it may be anything). `sums` are
    sets of parts, and each is free until `tell` gives its range.
    """

    def __init__(
        self, truth: Sequence[Fraction], floors: Sequence[Fraction | None], sums: Sequence[Iterable[int]]
    ) -> None:
        self._parts = len(truth)
        self._rows: dict[int, _Row] = {
            self._parts + number: dict.fromkeys(sorted(parts), 1) for number, parts in enumerate(sums)}
        counts = [_exact(count) for count in truth]
        self._truth: list[_Exact] = [*counts, *(sum(counts[part] for part in row) for row in self._rows.values())]
        self._least: list[_Exact | None] = [None if floor is None else _exact(floor) for floor in floors]
        self._least += [None] * len(self._rows)
        self._most: list[_Exact | None] = [None] * len(self._truth)
        self._now = list(self._truth)

    def tell(self, number: int, told: Range) -> None:
        """From now on the sum of that number is known to lie in a range; (None, None) lets it be anything again."""
        least, most = told
        self._least[self._parts + number] = None if least is None else _exact(least)
        self._most[self._parts + number] = None if most is None else _exact(most)

    def reach(self, parts: Iterable[int], goal: Fraction) -> Reach:
        """Whether some table that prints alike counts exactly so many in those parts together. If so, every number
        between the true count and that one can be reached as well."""
        self._now = list(self._truth)
        wanted = self._expressed(parts)
        missing = _exact(goal) - sum(self._now[name] * times for name, times in wanted.items())
        upwards = missing > 0
        if not upwards:
            wanted, missing = {name: -times for name, times in wanted.items()}, -missing
        while missing > 0:
            entering = next((name for name in sorted(wanted) if self._can_move(name, wanted[name] > 0)), None)
            if entering is None:
                return Reach(False, tuple(name - self._parts for name in sorted(wanted) if name >= self._parts))
            missing -= self._move(entering, wanted, missing)
        return Reach(True)

    def _expressed(self, parts: Iterable[int]) -> _Row:
        """A sum of parts in the variables that are free to be moved."""
        wanted: _Row = {}
        for part in parts:
            for name, times in self._rows.get(part, {part: 1}).items():
                wanted[name] = wanted.get(name, 0) + times
        return {name: times for name, times in wanted.items() if times}

    def _can_move(self, name: int, up: bool) -> bool:
        least, most = self._least[name], self._most[name]
        return (most is None or self._now[name] < most) if up else (least is None or self._now[name] > least)

    def _room(self, name: int, slope: _Exact) -> _Exact | None:
        """How far the moving variable can go until this one, which changes with that slope, meets its end."""
        end = self._most[name] if slope > 0 else self._least[name]
        return None if end is None else _over(end - self._now[name], slope)

    def _move(self, entering: int, wanted: _Row, missing: _Exact) -> _Exact:
        """Move one variable as far as all others let it, and no further than needed. Returns what that brought."""
        sign: _Exact = 1 if wanted[entering] > 0 else -1
        slopes: _Row = {name: row[entering] * sign for name, row in self._rows.items() if entering in row}
        pull = wanted[entering] * sign
        step, stopped_by = _over(missing, pull), -1
        for name, slope in sorted({**slopes, entering: sign}.items()):
            room = self._room(name, slope)
            if room is not None and room < step:
                step, stopped_by = room, name
        self._now[entering] += sign * step
        for name, slope in slopes.items():
            self._now[name] += slope * step
        if stopped_by in slopes:
            self._exchange(entering, stopped_by)
            _substitute(wanted, entering, self._rows[entering])
        return step * pull

    def _exchange(self, entering: int, leaving: int) -> None:
        """Express the one variable by the others and by the one that now stands at its end."""
        row = self._rows.pop(leaving)
        times = row.pop(entering)
        solved = {name: _over(-other, times) for name, other in row.items()} | {leaving: _over(1, times)}
        for other in self._rows.values():
            if entering in other:
                _substitute(other, entering, solved)
        self._rows[entering] = solved


def _substitute(row: _Row, name: int, solved: _Row) -> None:
    """Put what a variable is equal to in its place."""
    times = row.pop(name)
    for other, factor in solved.items():
        total = row.get(other, 0) + times * factor
        if total:
            row[other] = total if isinstance(total, int) else _exact(total)
        else:
            row.pop(other, None)


def _exact(value: Fraction) -> _Exact:
    return value.numerator if value.denominator == 1 else value


def _over(value: _Exact, divisor: _Exact) -> _Exact:
    return value * divisor if divisor in (1, -1) else _exact(Fraction(value) / divisor)
