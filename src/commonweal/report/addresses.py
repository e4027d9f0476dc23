"""Where everything lies on the web: which page a part, a section or a figure stands on, seen from any other page."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from commonweal.report.blocks import Part, ids_in

FIRST = "index.html"


class Addresses:
    """Turns the targets of links into addresses. The first part stands on the first page, each other on its own.

    `home` tells where a figure is told of.

    >>> two = (Part("summary", "In short", ()), Part("gaps", "What is missing", ()))
    >>> where = Addresses(two, lambda name: f"figures/{name}.html")
    >>> where("part:gaps", ""), where("part:summary", "../"), where("page:contracts/a b.html#line-3", "")
    ('gaps.html', '../index.html', 'contracts/a%20b.html#line-3')
    >>> where("figure:value.reported", "../")
    '../figures/value.reported.html'
    """

    def __init__(self, parts: Sequence[Part], home: Callable[[str], str]) -> None:
        self.home = home
        self.pages = {part.id: f"{part.id}.html" if number else FIRST for number, part in enumerate(parts)}
        self._anchors = {id: page for part in parts for page in (self.pages[part.id],) for id in ids_in((part,))}

    def __call__(self, target: str, up: str) -> str:
        """The address of a target, seen from a page that is `up` ("" or "../") from the first page."""
        kind, _, name = target.partition(":")
        if kind == "figure":
            kind, name = "page", self.home(name)
        if kind == "part":
            return f"{up}{self.pages[name]}" if name in self.pages else f"{up}{self._anchors[name]}#{quote(name)}"
        if kind == "data":
            return f"{up}data/{quote(name)}"
        return f"{up}{quote(name, safe='/#')}" if kind == "page" else target
