"""A map with the outlines that the body gives: each place shaded by class, its number as text if room."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from commonweal.basics.tables import Record
from commonweal.ledger.maps import Outline, Ring
from commonweal.report.charts.classes import Classes
from commonweal.report.charts.draw import draw_areas
from commonweal.report.charts.grid import Grid
from commonweal.report.charts.ink import WIDTH, stand_in

# With more places than these, names would lie upon one another: the table has them.
_MOST_NAMES = 12
# So many letters a drawing may have. Positions lose their decimals before that; shapes are never simplified by us.
_HEAVIEST = 250_000


def draw_choropleth(outlines: Sequence[Outline], places: Sequence[Record], grid: Grid, classes: Classes) -> str:
    """The outlines in the shades of the grid's first column. Raises NotDrawn if the drawing is over 250,000 letters."""
    row_of = {row.text("code"): place for place, row in enumerate(places)}
    shades = {code: classes.shade(grid.cells[place][0]) for code, place in row_of.items()}
    flat = _flat(outlines)
    left, bottom, right, top = _frame(ring for _, polygons in flat for polygon in polygons for ring in polygon)
    ratio = (top - bottom) / (right - left)
    features = [
        {
            "type": "Feature",
            "properties": {"ink": stand_in(shades[code] or "ground")},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        }
        for code, polygons in flat
    ]
    scale = WIDTH / (right - left)
    words = []
    if len(places) <= _MOST_NAMES:
        for code, place in row_of.items():
            x, y = _middle([polygons for of, polygons in flat if of == code])
            words.append({
                "x": (x - left) * scale,
                "y": (top - y) * scale,
                "text": [grid.rows[place], grid.cells[place][0].text],
            })
    return draw_areas(features, words, classes.legend, ratio, _HEAVIEST)


_Flat = list[tuple[str, list[list[list[list[float]]]]]]


def _flat(outlines: Sequence[Outline]) -> _Flat:
    """The outlines on a flat grid: as they are on a national grid, degrees narrowed to what they are worth there."""
    left, bottom, right, top = _frame(ring for outline in outlines for polygon in outline.polygons for ring in polygon)
    degrees = -180 <= left <= right <= 180 and -90 <= bottom <= top <= 90
    narrow = math.cos(math.radians((bottom + top) / 2)) if degrees else 1.0
    return [
        (outline.code, [[[[x * narrow, y] for x, y in ring] for ring in polygon] for polygon in outline.polygons])
        for outline in outlines
    ]


def _frame(rings: Iterable[Ring | list[list[float]]]) -> tuple[float, float, float, float]:
    positions = [position for ring in rings for position in ring]
    xs, ys = [position[0] for position in positions], [position[1] for position in positions]
    return min(xs), min(ys), max(xs), max(ys)


def _middle(parts: Sequence[list[list[list[list[float]]]]]) -> tuple[float, float]:
    """Where the words of a place stand: the centre of gravity of its outer rings."""
    area = x_sum = y_sum = 0.0
    for polygons in parts:
        for outer, *_ in polygons:
            for (x1, y1), (x2, y2) in pairwise(outer):
                cross = x1 * y2 - x2 * y1
                area, x_sum, y_sum = area + cross, x_sum + (x1 + x2) * cross, y_sum + (y1 + y2) * cross
    if not area:
        first = parts[0][0][0][0]
        return first[0], first[1]
    return x_sum / (3 * area), y_sum / (3 * area)
