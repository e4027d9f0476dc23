"""The words of a Markdown page as a reader meets them: marks, addresses and code taken out, lines kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.report.prose.marked import parser

_MARKDOWN = parser()

# Spaces and hyphens of other widths read as plain ones; what has no width at all is not read.
_WIDTHS = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-",
                         "\u00ad": None, "\u200b": None, "\u2060": None, "\ufeff": None})

_MARKS = {"softbreak": "\n", "hardbreak": "\n", "code_inline": "\ufffc"}


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading or list entry: its words, and the line of the file that it starts on."""

    text: str
    row: int
    heading: bool = False

    def row_of(self, place: int) -> int:
        """The line of the file on which the character at `place` stands."""
        return self.row + self.text.count("\n", 0, place)


def passages(markdown: str, first_row: int = 1) -> Iterator[Passage]:
    """Every passage of a Markdown text. Code is left out: it is typed or compared, not read as a claim."""
    tokens = _MARKDOWN.parse(markdown)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and token.map:
            # A run of code stays as a mark, so that the words around it do not become neighbours.
            inner = token.children or []
            words = (child.content if child.type == "text" else _MARKS.get(child.type, "") for child in inner)
            heading = before is not None and before.type == "heading_open"
            yield Passage("".join(words).translate(_WIDTHS), first_row + token.map[0], heading)
