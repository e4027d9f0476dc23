"""Vega's drawing made small and ours: nothing in it that draws nothing, coordinates to a tenth of a pixel."""

import re
from xml.etree import ElementTree

from commonweal.report.charts.ink import SIZE, STAND_INS, NotDrawn

_SVG = "{http://www.w3.org/2000/svg}"
_VARIABLES = {code: f"var(--{name})" for name, code in STAND_INS.items()}
# What a drawing needs; all else that Vega writes is for its own script, or for readers whom the table serves better.
_KEPT = {
    "svg": {"viewBox"},
    "g": {"transform"},
    "rect": {"x", "y", "width", "height", "transform"},
    "path": {"d", "transform"},
    "line": {"x2", "y2", "transform"},
    "text": {"text-anchor", "transform"},
    "tspan": {"x", "dy"},
}
_PAINT = ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight")
_AS_DEFAULT = {
    ("stroke-width", "1"), ("font-size", f"{SIZE}px"), ("font-weight", "normal"), ("text-anchor", "start"),
    ("transform", "translate(0,0)"), ("stroke-dasharray", "1,0"),
}
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_EMPTY_PATH = re.compile(r"[Mm]?[\d.,\s-]*h0v0h0[Zz]|")
# The path of an outline: corners only. Bars and signs, which have arcs or level lines, stay as they are.
_OUTLINE = re.compile(r"M[-\d.e,MLZ]{200,}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|rgb.*")


def small_svg(drawn: str, places: int = 1) -> str:
    """The drawing for a page: its id, role and words are given by the page that it stands on.

    Colours are variables of the style sheet, letters are the page's own. Coordinates have so many decimal `places`.
    Raises NotDrawn if it holds a colour, a picture or an address that is not of this room.
    """
    root = ElementTree.fromstring(drawn)
    _strip(root, places)
    while _fold(root):
        pass
    # In the reader's own letters, so that a drawing grows with them.
    width, height = (f"{float(length) / 16:g}rem" for length in root.get("viewBox", "").split()[2:])
    root.attrib |= {"width": width, "height": height, "font-size": str(SIZE)}
    made = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    if "href" in made or "url(" in made:
        raise NotDrawn("A chart asks for something from elsewhere. Draw it from data alone.")
    return made


def _strip(node: ElementTree.Element, places: int) -> None:
    """Takes the marks of Vega off a node and its children, and leaves out what cannot be seen."""
    node.tag = node.tag.removeprefix(_SVG)
    if node.tag not in _KEPT:
        raise NotDrawn(f"A chart holds a drawing of a kind that is not known: {node.tag}.")
    given = dict(node.attrib)
    node.attrib.clear()
    for name in (*sorted(_KEPT[node.tag]), *_PAINT):
        value = given.get(name, "")
        if value and (name, value) not in _AS_DEFAULT and not (node.tag == "g" and name in _PAINT):
            if name in ("fill", "stroke"):
                node.set(name, _painted(value))
            elif name == "d" and _OUTLINE.fullmatch(value):
                node.set(name, _outline(value, places))
            else:
                node.set(name, _short(value, places))
    # Vega fills nothing unless told to; a browser fills whatever encloses an area, and a bent line does.
    encloses = node.tag in ("path", "rect") or (node.tag == "line" and "stroke" not in node.attrib)
    if encloses and "fill" not in node.attrib:
        node.set("fill", "none")
    for child in list(node):
        _strip(child, places)
        if _is_unseen(child):
            node.remove(child)


def _painted(value: str) -> str:
    if value in _VARIABLES:
        return _VARIABLES[value]
    if value in ("none", "transparent"):
        return "none"
    if _COLOUR.fullmatch(value) or value.isalpha():
        raise NotDrawn(f"A chart has the colour {value}, which is none of the style's.")
    return value


def _short(value: str, places: int) -> str:
    def shortened(found: re.Match[str]) -> str:
        text = f"{float(found[0]):.{places}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text

    return _NUMBER.sub(shortened, value)


def _outline(path: str, places: int) -> str:
    """A path of corners, each told from the one before, without corners that fall on the one before."""
    grain = 10**places
    made = []
    for ring in path.split("M")[1:]:
        corners = [tuple(int(f"{float(number) * grain:.0f}") for number in corner.split(","))
                   for corner in ring.rstrip("Z").split("L")]
        (x, y), *rest = corners
        steps = []
        made.append(f"M{_grains(x, grain)},{_grains(y, grain)}")
        for next_x, next_y in rest:
            if (next_x, next_y) != (x, y):
                steps.append(f"{_grains(next_x - x, grain)},{_grains(next_y - y, grain)}")
                x, y = next_x, next_y
        # A minus sign parts two numbers as well as a comma does.
        made.append(("l" + " ".join(steps)).replace(",-", "-").replace(" -", "-") + "z" if steps else "z")
    return "".join(made)


def _grains(number: int, grain: int) -> str:
    return f"{number / grain:g}"


def _is_unseen(node: ElementTree.Element) -> bool:
    if node.tag in ("g", "tspan", "text"):
        return len(node) == 0 and not (node.text or "").strip()
    if node.get("fill") == "none" and node.get("stroke", "none") == "none":
        return True
    if node.tag == "path":
        return _EMPTY_PATH.fullmatch(node.get("d", "")) is not None
    return False


def _fold(node: ElementTree.Element) -> bool:
    """Puts what a group with nothing to say holds in the group's place; whether anything changed."""
    changed = False
    for place, child in reversed(list(enumerate(node))):
        if child.tag == "g" and not child.attrib:
            node.remove(child)
            for grandchild in reversed(list(child)):
                node.insert(place, grandchild)
            changed = True
        elif child.tag == "g" and len(child) == 0:
            node.remove(child)
            changed = True
        else:
            changed = _fold(child) or changed
    return changed
