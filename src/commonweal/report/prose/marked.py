"""The one Markdown that every reader and printer of prose understands: plain CommonMark with footnotes.

HTML in prose is shown as text, and pictures from elsewhere are not asked for, because prose comes from many hands.
"""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin


def parser() -> MarkdownIt:
    """A parser of its own, so that each printer can say how it prints a footnote."""
    return MarkdownIt("commonmark", {"html": False}).disable("image").use(footnote_plugin, inline=False)


def put_under(tokens: Sequence[Token], depth: int) -> None:
    """Set the headings of a text under one of level `depth`, so that none skips a level, whichever comes first.

    One inside a list or a quotation can be in no list of contents, and becomes a paragraph of strong words.
    """
    levels = sorted({token.tag for token in _headings(tokens)})
    moved = {tag: depth + 1 + number for number, tag in enumerate(levels)}
    last = depth
    for token in _headings(tokens):
        if token.type == "heading_open":
            # A text may open with its lowest heading and come to the higher ones later.
            last = min(moved[token.tag], last + 1, 6)
        token.tag = f"h{last}"
    for opening, words, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "heading_open" and opening.level:
            opening.type, closing.type = "paragraph_open", "paragraph_close"
            opening.tag = closing.tag = "p"
            strong = Token("strong_open", "strong", 1), Token("strong_close", "strong", -1)
            words.children = [strong[0], *(words.children or ()), strong[1]]


def _headings(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.type in ("heading_open", "heading_close") and not token.level]


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
