"""The drawings: Altair says what stands where, vl-convert draws it, all in this process and from the data alone."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from commonweal.report.charts.ink import LETTER, WIDTH, NotDrawn, on_shade, stand_in
from commonweal.report.charts.svg import small_svg
from commonweal.report.charts.vega import altair, drawn, folded, pixels, raw

_LABEL_LETTERS = 30
_ROW, _LINE = 30, 17
_TILE_WIDTH, _TILE_GAP = 176, 6


@dataclass(frozen=True)
class Mark:
    """One number of a drawing: where it lies, the text beside it, its range where there is one.

    Lengths are geometry and may be floats; every number that is read is the text. Without a value only text stands.
    """

    value: float | None
    text: str
    low: float | None = None
    high: float | None = None
    ink: str = ""


@dataclass(frozen=True)
class Panel:
    """One of the drawings that stand side by side: its title, its colour, a mark for each row."""

    title: str
    ink: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tile:
    """One place of a tile map: its row and column from the north-west, its name, its numbers, its shade or none."""

    row: int
    column: int
    name: str
    texts: tuple[str, ...]
    shade: str


def draw_bars(rows: Sequence[str], panels: Sequence[Panel], *, one_scale: bool) -> str:
    """Bars in panels side by side, a row for each label. With `one_scale` lengths compare over the panels too."""
    return _bars(tuple(rows), tuple(panels), one_scale)


# Remembered: whoever draws anew after a small change has most drawings as they were.
@lru_cache(maxsize=512)
def _bars(rows: tuple[str, ...], panels: tuple[Panel, ...], one_scale: bool) -> str:
    labels = [folded(row, _LABEL_LETTERS) for row in rows]
    lines = max(label.count("\n") + 1 for label in labels)
    room = WIDTH - max(len(line) for label in labels for line in label.split("\n")) * LETTER - 16
    width = max(90.0, room / len(panels) - 16)
    scales = [_scale(panel.marks, width) for panel in panels]
    if one_scale:
        scales = [(min(low for low, _ in scales), max(high for _, high in scales))] * len(panels)
    return drawn(
        altair().hconcat(
            *(
                _bar_panel(labels, panel, scale, width, max(_ROW, lines * _LINE + 8), first=number == 0)
                for number, (panel, scale) in enumerate(zip(panels, scales, strict=True))
            ),
            spacing=16,
        )
    )


def draw_ranges(rows: Sequence[str], marks: Sequence[Mark], axis: str) -> str:
    """A point for each row with its range as a line, on one axis from nought in pounds."""
    alt = altair()
    labels = [folded(row, _LABEL_LETTERS) for row in rows]
    width = WIDTH - max(len(line) for label in labels for line in label.split("\n")) * LETTER - 16
    _, high = _scale([Mark(mark.high or mark.value, mark.text) for mark in marks], width)
    base = alt.Chart(alt.InlineData(_rows(labels, marks))).encode(y=_y(labels, first=True))
    at = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[0, high], nice=False),
        axis=alt.Axis(title=axis, labelExpr="'£' + format(datum.value, ',')", tickCount=4, grid=True),
    )
    layers = (
        base.mark_rule(strokeWidth=5, color=stand_in("turquoise")).encode(x=alt.X("low:Q"), x2="high:Q"),
        base.mark_point(shape="diamond", size=90, filled=True, opacity=1, color=stand_in("brand")).encode(x=at),
        _texts(base, "end"),
    )
    return drawn(alt.layer(*layers).properties(width=width, height=_ROW * len(rows)))


def draw_tiles(tiles: Sequence[Tile], legend: Sequence[tuple[str, str]]) -> str:
    """A map of equal tiles, each with its name and its text; under it the classes in words, lightest first."""
    alt = altair()
    tall = _LINE * max(len(tile.texts) for tile in tiles) + 42
    deep = max(tile.row for tile in tiles) * (tall + _TILE_GAP)
    data = [
        {
            "x": (tile.column - 1) * (_TILE_WIDTH + _TILE_GAP),
            "y": (tile.row - 1) * (tall + _TILE_GAP),
            "name": tile.name,
            "text": list(tile.texts),
            "fill": stand_in(tile.shade or "ground"),
            "edge": stand_in("soft"),
            "ink": stand_in(on_shade(tile.shade) if tile.shade else "ink"),
        }
        for tile in tiles
    ]
    wide = max(max(tile.column for tile in tiles) * (_TILE_WIDTH + _TILE_GAP), WIDTH * 2 // 3)
    x, y = pixels("x", wide), pixels("y", deep)
    base = alt.Chart(alt.InlineData(data)).encode(x=x, y=y)
    fill, ink = alt.Color("fill:N", scale=None), alt.Color("ink:N", scale=None)
    layers = (
        base.transform_calculate(x2=f"datum.x + {_TILE_WIDTH}", y2=f"datum.y + {tall}")
        .mark_rect(strokeWidth=1)
        .encode(x2="x2:Q", y2="y2:Q", fill=fill, stroke=alt.Stroke("edge:N", scale=None)),
        base.mark_text(align="left", dx=10, dy=18, fontWeight="bold").encode(text="name:N", color=ink),
        base.mark_text(align="left", dx=10, dy=41, lineHeight=_LINE).encode(text="text:N", color=ink),
    )
    return drawn(
        alt.vconcat(alt.layer(*layers).properties(width=wide, height=deep), _legend(legend, wide), spacing=10)
    )


def draw_areas(features: Sequence[dict[str, Any]], names: Sequence[dict[str, Any]],
               legend: Sequence[tuple[str, str]], ratio: float, heaviest: int) -> str:
    """Areas on a map, each feature with its colour under "ink"; the words of `names` stand at their x and y.

    Coordinates are those of a flat grid whose y grows to the north; `ratio` is the map's height for a width of one.
    Positions lose their decimals where the drawing would be over so many letters; raises NotDrawn if it still is.
    """
    alt = altair()
    wide, deep = WIDTH, WIDTH * ratio
    areas = (
        alt.Chart(alt.InlineData({"type": "FeatureCollection", "features": list(features)},
                                 format=alt.DataFormat(property="features", type="json")))
        .mark_geoshape(stroke=stand_in("ground"), strokeWidth=0.5)
        .encode(color=alt.Color("properties.ink:N", scale=None))
        .project(type="identity", reflectY=True)
    )
    layers = [areas]
    if names:
        at = {"x": pixels("x", wide), "y": pixels("y", deep)}
        words = alt.Chart(alt.InlineData(list(names))).encode(**at, text="text:N")
        # Names are read wherever they fall: on a shade, or beside an area of an odd form.
        halo = words.mark_text(fontWeight="bold", lineHeight=16, color=stand_in("ground"), stroke=stand_in("ground"),
                               strokeWidth=4)
        layers += [halo, words.mark_text(fontWeight="bold", lineHeight=16, color=stand_in("ink"))]
    map_ = alt.layer(*layers).properties(width=wide, height=deep)
    as_vega = raw(alt.vconcat(map_, _legend(legend, wide), spacing=10))
    for places in (1, 0):
        made = small_svg(as_vega, places)
        if len(made) <= heaviest:
            return made
    raise NotDrawn(
        f"The map would be {len(made):,} letters long, more than {heaviest:,}. "
        "Give boundaries that are generalised more, as their publisher offers them."
    )


def _bar_panel(labels: Sequence[str], panel: Panel, scale: tuple[float, float], width: float, step: int,
               *, first: bool) -> Any:
    alt = altair()
    data = _rows(labels, panel.marks, panel.ink)
    base = alt.Chart(alt.InlineData(data)).encode(y=_y(labels, first=first))
    at = alt.X("value:Q", axis=None, scale=alt.Scale(domain=list(scale), nice=False))
    layers = [
        base.mark_bar(height=18).encode(x=at, x2=alt.datum(0), color=alt.Color("ink:N", scale=None)),
        _texts(base, "end"),
    ]
    if scale[0] < 0:
        layers.insert(0, base.mark_rule(color=stand_in("soft")).encode(x=alt.XDatum(0, axis=None)))
    bars = alt.layer(*layers).properties(width=width, height=step * len(labels))
    if not panel.title:
        return bars
    return bars.properties(title=textwrap.wrap(panel.title, max(16, int(width / LETTER))))


def _rows(labels: Sequence[str], marks: Sequence[Mark], ink: str = "ink") -> list[dict[str, Any]]:
    return [
        {
            "row": label,
            "value": mark.value,
            "text": mark.text,
            "low": mark.low,
            "high": mark.high,
            "end": max(0.0, *(end for end in (mark.value, mark.high) if end is not None), 0.0),
            "ink": stand_in(mark.ink or ink),
        }
        for label, mark in zip(labels, marks, strict=True)
    ]


def _texts(base: Any, end: str) -> Any:
    """The numbers, as text behind the longer end of their marks."""
    return base.mark_text(align="left", dx=7, color=stand_in("ink")).encode(x=f"{end}:Q", text="text:N")


def _y(labels: Sequence[str], *, first: bool) -> Any:
    alt = altair()
    axis = alt.Axis(title=None, domain=False, ticks=False, grid=False, labelPadding=10, labelLimit=0,
                    labelExpr="split(datum.label, '\\n')", labelLineHeight=_LINE) if first else None
    return alt.Y("row:N", sort=list(labels), axis=axis)


def _legend(classes: Sequence[tuple[str, str]], wide: float) -> Any:
    """Squares with words behind them, as many in a line as there is room for; a class without a shade is white."""
    alt = altair()
    data, x, y = [], 0.0, 0.0
    for shade, words in classes:
        need = 30 + len(words) * LETTER + 14
        if x and x + need > wide:
            x, y = 0.0, y + 24
        data.append({"x": x, "y": y, "words": words, "fill": stand_in(shade or "ground"), "edge": stand_in("soft")})
        x += need
    base = alt.Chart(alt.InlineData(data)).encode(x=pixels("x", wide), y=pixels("y", y + 24))
    squares = (
        base.transform_calculate(x2="datum.x + 18", y2="datum.y + 18")
        .mark_rect(strokeWidth=1)
        .encode(x2="x2:Q", y2="y2:Q", fill=alt.Color("fill:N", scale=None), stroke=alt.Stroke("edge:N", scale=None))
    )
    words_ = base.mark_text(align="left", dx=26, dy=9, color=stand_in("ink")).encode(text="words:N")
    return alt.layer(squares, words_).properties(width=wide, height=y + 24)


def _scale(marks: Sequence[Mark], width: float) -> tuple[float, float]:
    """From where to where a panel reaches, so that the text behind its longest bar has room too."""
    values = [mark.value for mark in marks if mark.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    reach = high - low
    if not reach:
        return 0.0, 1.0
    # The text stands behind the right end, or behind nought where the bar goes to the left of it.
    longest = max(
        (max(mark.value or 0.0, 0.0) - low) / max(width - 12 - len(mark.text) * LETTER, width / 6) for mark in marks
    )
    return low, low + max(reach, longest * width)
