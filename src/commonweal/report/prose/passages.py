"""The words of a Markdown page as a reader meets them: marks, addresses and code taken out, lines kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from markdown_it.token import Token

from commonweal.report.prose.marked import parser

_MARKDOWN = parser()

# Spaces and hyphens of other widths read as plain ones; what has no width at all is not read.
_WIDTHS = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-",
                         "\u00ad": None, "\u200b": None, "\u2060": None, "\ufeff": None})

_MARKS = {"softbreak": "\n", "hardbreak": "\n"}


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading or list entry: its words, and the line of the file that it starts on.

    Words of a page's heading have the name of their `column` there in place of a line.
    """

    text: str
    row: int
    heading: bool = False
    column: str = ""

    def row_of(self, place: int) -> int:
        """The line of the file on which the character at `place` stands."""
        return self.row + self.text.count("\n", 0, place)


def passages(markdown: str, first_row: int = 1) -> Iterator[Passage]:
    """Every passage of a Markdown text. A code among words is left out, for it is typed or compared and not read as a
    claim; but several words or a number that stand there as code, and a block of code, are read as any other text.
    """
    tokens = _MARKDOWN.parse(markdown)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and token.map:
            heading = before is not None and before.type == "heading_open"
            words = "".join(map(_words, token.children or []))
            yield Passage(words.translate(_WIDTHS), first_row + token.map[0], heading)
        elif token.type in ("fence", "code_block") and token.map:
            yield Passage(token.content.translate(_WIDTHS), first_row + token.map[0] + (token.type == "fence"))


def _words(token: Token) -> str:
    if token.type == "code_inline":
        # A run of code stays as a mark, so that the words around it do not become neighbours.
        return "\ufffc" if any(map(str.isalpha, token.content)) and " " not in token.content else token.content
    return token.content if token.type == "text" else _MARKS.get(token.type, "")


def links(markdown: str, first_row: int = 1) -> Iterator[tuple[str, str, int]]:
    """Where each link of a Markdown text leads to, its words, and the line of the file that its passage starts on."""
    for token in _MARKDOWN.parse(markdown):
        inside = iter(token.children or ())
        for inner in inside:
            if inner.type == "link_open" and token.map:
                words = "".join(map(_words, takewhile(lambda one: one.type != "link_close", inside)))
                yield str(inner.attrs["href"]), words, first_row + token.map[0]
