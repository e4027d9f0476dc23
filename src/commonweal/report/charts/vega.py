"""Altair and Vega as this room uses them: loaded with the first chart, in our style, with nothing fetched."""

import json
import textwrap
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import fontpkg

from commonweal.report.charts.ink import FONT, SIZE, stand_in
from commonweal.report.charts.svg import small_svg


def folded(text: str, letters: int) -> str:
    """A text in lines of so many letters at most."""
    return "\n".join(textwrap.wrap(text, letters)) or "-"


def pixels(name: str, size: float) -> Any:
    """A position in pixels, from the left or from the top."""
    alt = altair()
    channel = alt.X if name == "x" else alt.Y
    domain = [0, size] if name == "x" else [size, 0]
    return channel(f"{name}:Q", axis=None, scale=alt.Scale(domain=domain, nice=False))


def altair() -> Any:
    """Altair, loaded when the first chart is drawn: most commands draw none."""
    import altair as loaded

    return loaded


@cache
def _vl_convert() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(Path(fontpkg.path(FONT)).parent))
    return vl_convert


def drawn(chart: Any) -> str:
    """The chart as a small SVG."""
    return small_svg(raw(chart))


def raw(chart: Any) -> str:
    """The chart as Vega draws it."""
    return _vega(json.dumps(described(chart)))


@lru_cache(maxsize=64)
def _vega(described: str) -> str:
    """A description as Vega draws it, with nothing fetched from anywhere.

    Remembered: a report that is made again after a small change has most of its charts as they were.
    """
    return str(_vl_convert().vegalite_to_svg(described, allowed_base_urls=[]))


def described(chart: Any) -> dict[str, Any]:
    """The chart in our style as Vega-Lite. Its check as a whole is left to the tests: it would cost at each build."""
    styled = chart.configure(
        font=FONT,
        background="transparent",
        padding={"left": 10, "top": 4, "right": 10, "bottom": 4},
        view={"stroke": None},
        concat={"spacing": 16},
        text={"fontSize": SIZE, "font": FONT},
        title={
            "fontSize": SIZE,
            "fontWeight": "bold",
            "color": stand_in("ink"),
            "anchor": "start",
            "frame": "group",
            "offset": 6,
        },
        axis={
            "labelFontSize": SIZE,
            "titleFontSize": SIZE,
            "titleFontWeight": "normal",
            "labelColor": stand_in("ink"),
            "titleColor": stand_in("soft"),
            "gridColor": stand_in("line"),
            "domain": False,
            "tickColor": stand_in("soft"),
            "labelAngle": 0,
        },
    )
    made: dict[str, Any] = styled.to_dict(validate=False)
    return made
