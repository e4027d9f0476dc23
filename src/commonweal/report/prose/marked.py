"""The one Markdown that every reader and printer of prose understands: plain CommonMark with footnotes.

HTML in prose is shown as text, and pictures from elsewhere are not asked for, because prose comes from many hands.
"""

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin


def parser() -> MarkdownIt:
    """A parser of its own, so that each printer can say how it prints a footnote."""
    return MarkdownIt("commonmark", {"html": False}).disable("image").use(footnote_plugin, inline=False)


def footnotes(markdown: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the footnotes that a text explains, and of those among them that it refers to.

    >>> sorted(footnotes("Homes[^a].\\n\\n[^a]: With a garden.\\n\\n[^b]: Left over.")[0])
    ['a', 'b']
    """
    environment: dict[str, Any] = {}
    parser().parse(markdown, environment)
    places = environment.get("footnotes", {}).get("refs", {})
    named = {name.removeprefix(":"): place for name, place in places.items()}
    return frozenset(named), frozenset(name for name, place in named.items() if place >= 0)


def note_number(token: Token) -> str:
    """The number of a footnote as it is printed."""
    return str(int(token.meta["id"]) + 1)


def note_id(kind: str, key: str, token: Token) -> str:
    """The id of a footnote ("note") or of a place that refers to it ("to-note") in the passage of that key."""
    again = int(token.meta.get("subId", 0))
    return f"{kind}-{key}-{note_number(token)}" + (f"-{again + 1}" if again else "")
