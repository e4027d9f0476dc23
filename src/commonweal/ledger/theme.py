"""[theme] in book.toml: the body's own colours and letters, refused where words on them could not be read."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.basics.toml_files import Key

KEYS = {
    "brand": Key(str, "the colour of headings, links and bands, as #12436d: white words stand on it"),
    "banner": Key(str, "the colour of the band with the standing sentence: white words stand on it"),
    "accent": Key(str, "the colour of edges and of the third bar"),
    "highlight": Key(str, "the colour of notices' edges and of the fifth bar"),
    "font": Key(str, "the fonts to ask a reader's machine for, the first that it has is used, parted by commas"),
}
COLOURS = tuple(name for name in KEYS if name != "font")

# The grounds and words of the style sheet that a body's colours meet, with the name that a finding gives them.
WHITE, TINT, WARM, PALE = "#ffffff", "#f1f5f8", "#fdf4ef", "#d6e6f2"
_WORDS = {WHITE: told("white"), TINT: told("the tint of tiles"), WARM: told("the ground of notices"),
          PALE: told("the pale words of the cover")}
# What each colour is read against, and how strong the contrast must be: 4.5 for words, 3 for bars and edges
# (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
_MEETS = {"brand": (4.5, (WHITE, TINT, WARM, PALE)), "banner": (4.5, (WHITE,)), "accent": (3, (WHITE,)),
          "highlight": (3, (WHITE,))}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# Names of fonts, bare or in quotation marks. Nothing else can stand in a style sheet's list of them.
_FONTS = re.compile(r"""(?:[\w -]+|"[\w -]+"|'[\w -]+')(?:, ?(?:[\w -]+|"[\w -]+"|'[\w -]+'))*""", re.ASCII)


@dataclass(frozen=True)
class Theme:
    """The colours that a body sets, by name, and its fonts; what it leaves out stays as the report has it."""

    colours: Mapping[str, str] = field(default_factory=dict)
    font: str = ""


def read_theme(said: Mapping[str, Any], file: str, findings: list[Finding]) -> Theme:
    """The theme of [theme], with a finding for each colour or font that cannot be used."""
    colours = {name: str(said[name]).lower() for name in COLOURS if name in said}
    for name, colour in colours.items():
        findings += _faults(name, colour, file)
    font = str(said.get("font", "")).strip()
    if font and not _FONTS.fullmatch(font):
        findings.append(Finding("THEME-FONT", Severity.ERROR,
                                told("[theme] '{font}' is not a list of fonts.", font=font),
                                told("Write names parted by commas, such as Georgia, 'Times New Roman', serif."), file,
                                column="font"))
    return Theme(colours, font)


def _faults(name: str, colour: str, file: str) -> Iterator[Finding]:
    if not _COLOUR.fullmatch(colour):
        yield Finding("THEME-COLOUR", Severity.ERROR, told("[theme] '{colour}' is not a colour.", colour=colour),
                      told("Write # and six digits or letters from a to f, such as #12436d."), file, column=name)
        return
    needed, met = _MEETS[name]
    weakest = min(met, key=lambda other: contrast(colour, other))
    found = contrast(colour, weakest)
    if found < needed:
        # Cut and not rounded, so that 4.49 never reads as 4.5.
        shown = f"{int(found * 100) / 100:.2f}"
        yield Finding("THEME-CONTRAST", Severity.ERROR,
                      told("[theme] {colour} has a contrast of {shown} to {words} ({weakest}); as {name} it needs "
                           "{needed}.", colour=colour, shown=shown, words=_WORDS[weakest], weakest=weakest, name=name,
                           needed=needed), told("Choose a darker colour."), file, column=name)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it.

    >>> contrast("#000000", "#ffffff"), contrast("#777777", "#ffffff") < 4.5 < contrast("#767676", "#ffffff")
    (21.0, True)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)
