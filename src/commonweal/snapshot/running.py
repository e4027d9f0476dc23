"""Running totals: claims that say how much was reached by a day become the steps between them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from commonweal.basics.columns import Coded, Columns, coded, one_by_one, settled
from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record

# Running totals alike in these are of one series.
_SERIES = ("activity", "measure", "place", "commitment", "stage", "reported_by")
# How measures are counted that say how things stand, and not what was added.
_LEVELS = ("stock", "rate", "yes-no")


def in_series(claims: Columns) -> Columns:
    """The claims, with the running totals of one series together, by last day, where the first of them stood."""
    running = _are_running(claims)
    if not any(running.values):
        return claims
    series = _series(claims)
    day, name = claims.column("end"), claims.column("id")
    together: dict[int, list[int]] = {}
    for place in claims.places(running):
        together.setdefault(series[place], []).append(place)
    places: list[int] = []
    for place, is_running in enumerate(running):
        if is_running:
            places += sorted(together.pop(series[place], ()), key=lambda one: (day[one], name[one]))
        else:
            places.append(place)
    return claims.taken(places)


def steps(claims: Columns, activities: Mapping[str, Record]) -> tuple[Coded[date], Coded[Decimal]]:
    """From which day each claim counts, and how much was added: of a running total, since the one before it.

    `claims` are `in_series`, with the measure that each is `defined` by.
    """
    start, end, quantity = (claims.column(name) for name in ("start", "end", "quantity"))
    running = _are_running(claims)
    if not any(running.values):
        return start, quantity
    series = _series(claims)
    first, added = [*start], [*quantity]
    before, last_end, known = ZERO, None, None
    for place in claims.places(running):
        if series[place] != known:
            before, last_end, known = ZERO, None, series[place]
        if claims.column("defined")[place].text("counting") not in _LEVELS:
            added[place] = quantity[place] - before
            # A first running total counts from the activity's first day; where that is unknown, from no known day.
            first[place] = (activities[claims.column("activity")[place]].day("start") or date.min
                            if last_end is None else min(last_end + timedelta(days=1), end[place]))
        before, last_end = quantity[place], end[place]
    return coded(first), one_by_one(added)


def _are_running(claims: Columns) -> Coded[bool]:
    return claims.column("basis").each(lambda basis: basis == "to-date")


def _series(claims: Columns) -> Sequence[int]:
    """The number of the series that each claim would belong to."""
    return settled(lambda *names: None, *map(claims.column, _SERIES)).codes
