"""What charts look like: which colours, which letters. Nothing else of this room names a colour or a size.

Vega is given a stand-in for each colour; in the finished drawing it is a variable of the style sheet, so that the web
pages, forced colours, print and PDF each fill in their own.
"""

from collections.abc import Mapping, Sequence

# The order in which series take their colours, and a darker grey for what stands beside them.
SERIES = ("brand", "turquoise", "plum", "orange")
BESIDE = "grey"
# One hue from light to dark, for classes of a map; white words stand on the two dark ones only.
SHADES = ("pale", "light", "mid", "deep")
_ON_SHADE = {"pale": "ink", "light": "ink", "mid": "ground", "deep": "ground"}

NAMES = (*SERIES, BESIDE, *SHADES, "ink", "soft", "line", "ground")
STAND_INS: Mapping[str, str] = {name: f"#0000{number:02x}" for number, name in enumerate(NAMES, 1)}

FONT = "Atkinson Hyperlegible"
SIZE = 13
# The widest letter that a reader's own font is likely to have, on average, at that size.
LETTER = 7.4
WIDTH = 720
MOST = 4


class NotDrawn(ValueError):
    """A chart that may not be drawn as asked; the message says why and what to do instead."""


def stand_in(name: str) -> str:
    """The stand-in for a colour of the style sheet."""
    return STAND_INS[name]


def on_shade(name: str) -> str:
    """The colour that words have on a shade."""
    return _ON_SHADE[name]


def series_inks(series: Sequence[object]) -> tuple[str, ...]:
    """A colour for each series, in order. Raises NotDrawn above four: more cannot be told apart."""
    if len(series) > MOST:
        raise NotDrawn(
            f"A chart shows at most {MOST} series, and {len(series)} were asked for. Draw two charts, or fewer series."
        )
    return SERIES[: len(series)]
