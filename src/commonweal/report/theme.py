"""The style of a report: the house's style sheet, and behind it what a body sets in [theme] of book.toml."""

import re
from importlib.resources import files

from commonweal.ledger.theme import Theme

# The style sheet's variable for each colour that a body may set.
_VARIABLES = {"brand": "brand", "banner": "plum", "accent": "turquoise", "highlight": "orange"}
_COLOUR = re.compile(r"--([a-z]+): (#[0-9a-f]{6});")


def style_sheet(theme: Theme) -> str:
    """The style sheet of every page; a body's own colours and fonts stand last, where they hold."""
    style = files("commonweal.report").joinpath("style.css").read_text(encoding="utf-8")
    own = {_VARIABLES[name]: colour for name, colour in theme.colours.items()}
    if "brand" in own:
        own["lighter"] = _lighter(own["brand"])
    if theme.font:
        own["font"] = theme.font
    if not own:
        return style
    lines = "".join(f"  --{name}: {value};\n" for name, value in own.items())
    return f"{style}\n/* Set by the body in [theme] of its book.toml. */\n:root {{\n{lines}}}\n"


def colours(style: str) -> dict[str, str]:
    """The colours of a style sheet by name, those of a body in the place of the house's: for print and workbook."""
    return dict(_COLOUR.findall(style))


def _lighter(colour: str) -> str:
    """An eighth of the way to white: the second tone of the cover's pattern.

    >>> _lighter("#000000"), _lighter("#ffffff")
    ('#1f1f1f', '#ffffff')
    """
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{part + (255 - part) // 8:02x}" for part in parts)
