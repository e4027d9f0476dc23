"""Numbers over time: a line for each series, its marks unlike the others', its name and last number beside it."""

import json
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from commonweal.basics.numbers import EXACT, ZERO
from commonweal.report.charts.classes import round_step
from commonweal.report.charts.draw import Panel
from commonweal.report.charts.ink import LETTER, WIDTH, stand_in
from commonweal.report.charts.vega import altair, drawn, folded, pixels
from commonweal.report.words import amount

_DEEP, _LINE = 220, 17
_NAME_LETTERS, _POINT_LETTERS = 26, 14
# Neither colour alone nor place alone tells the series apart: the later may lie on the earlier.
_SHAPES = ("circle", "square", "diamond", "triangle-up")
_DASHES = ([1, 0], [1, 0], [5, 4], [2, 3])


def draw_lines(points: Sequence[str], series: Sequence[Panel], unit: str) -> str:
    """Lines over points in time, on one axis from nought in the unit; a mark without a value leaves a gap."""
    return _lines(tuple(points), tuple(series), unit)


@lru_cache(maxsize=512)
def _lines(points: tuple[str, ...], series: tuple[Panel, ...], unit: str) -> str:
    alt = altair()
    labels = [folded(point, _POINT_LETTERS) for point in points]
    ticks = _ticks([mark.value for one in series for mark in one.marks if mark.value is not None])
    names = [folded(f"{one.title}: {one.marks[-1].text}", _NAME_LETTERS) for one in series]
    beside = max(len(line) for name in names for line in name.split("\n")) * LETTER + 36
    marked = [amount(tick, unit).removesuffix(".00") for tick in ticks]
    width = WIDTH - beside - max(map(len, marked)) * LETTER - 16
    at = [float(tick) for tick in ticks]
    ends = [at[0], at[-1]]
    data = [{"at": label, "value": mark.value, "series": one.title}
            for one in series for label, mark in zip(labels, one.marks, strict=True)]
    base = alt.Chart(alt.InlineData(data)).encode(
        x=alt.X("at:N", sort=labels, axis=alt.Axis(
            title=None, domain=False, ticks=False, labelPadding=8, labelLimit=0, labelOverlap=False,
            labelExpr="split(datum.label, '\\n')", labelLineHeight=_LINE)),
        y=alt.Y("value:Q", scale=alt.Scale(domain=ends, nice=False), axis=alt.Axis(
            title=None, domain=False, ticks=False, grid=True, labelPadding=8, values=at,
            labelExpr=f"{json.dumps(marked)}[indexof({at}, datum.value)]")),
        color=_by_series(alt.Color, series, [stand_in(one.ink) for one in series]),
    )
    lines = alt.layer(
        base.mark_line(strokeWidth=2.5).encode(strokeDash=_by_series(alt.StrokeDash, series, list(_DASHES))),
        base.mark_point(size=70, filled=True, opacity=1).encode(shape=_by_series(alt.Shape, series, list(_SHAPES))),
    ).properties(width=width, height=_DEEP)
    return drawn(alt.hconcat(lines, _names(series, names, ends, beside), spacing=4))


def _names(series: Sequence[Panel], names: Sequence[str], ends: Sequence[float], width: float) -> Any:
    """Each line's name at the height of its end, as near as the other names leave room."""
    alt = altair()
    reach = ends[1] - ends[0]
    heights = [_DEEP * (ends[1] - (one.marks[-1].value or 0.0)) / reach for one in series]
    data, free = [], 0.0
    needs = [(name.count("\n") + 1) * _LINE + 6 for name in names]
    order = sorted(range(len(names)), key=lambda place: (heights[place], place))
    for number, place in enumerate(order):
        below = sum(needs[other] for other in order[number:])
        y = max(free, min(heights[place] - _LINE / 2, _DEEP + _LINE - below))
        free = y + needs[place]
        data.append({"x": 8, "y": y + 8, "text": names[place].split("\n"), "series": series[place].title})
    base = alt.Chart(alt.InlineData(data)).encode(x=pixels("x", width), y=pixels("y", _DEEP))
    return alt.layer(
        base.mark_point(size=70, filled=True, opacity=1).encode(
            color=_by_series(alt.Color, series, [stand_in(one.ink) for one in series]),
            shape=_by_series(alt.Shape, series, list(_SHAPES))),
        base.mark_text(align="left", dx=12, lineHeight=_LINE, color=stand_in("ink")).encode(text="text:N"),
    ).properties(width=width, height=_DEEP)


def _by_series(channel: Any, series: Sequence[Panel], looks: list[Any]) -> Any:
    titles = [one.title for one in series]
    return channel("series:N", legend=None, scale=altair().Scale(domain=titles, range=looks[: len(titles)]))


def _ticks(values: Sequence[float]) -> list[Decimal]:
    """Round numbers from nought, or from below it, to the highest: at most four steps above nought."""
    low, high = (EXACT.create_decimal_from_float(end) for end in (min([0.0, *values]), max([0.0, *values])))
    step = round_step(max(high, -low))
    above = next(count for count in range(1, 6) if step * count >= high)
    below = next(count for count in range(6) if step * count >= -low)
    return [step * count if count else ZERO for count in range(-below, above + 1)]
