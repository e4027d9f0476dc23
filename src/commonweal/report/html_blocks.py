"""Blocks as HTML. What a report has thousands of is printed in plain Python, the rest by the macros of a template."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from commonweal.report.addresses import Addresses
from commonweal.report.blocks import Bullets, Code, Inlines, Link, Pairs, Paragraph, Section, Strong, Table

# So many cells are remembered as they are printed.
_MOST_REMEMBERED = 20_000


class InlinesPrinter:
    """Prints words and links for pages that lie `up` from the first; remembers, because tables repeat their cells."""

    def __init__(self, address: Addresses, up: str) -> None:
        self.address, self.up = address, up
        self._known: dict[Inlines, Markup] = {}

    def __call__(self, parts: Inlines) -> Markup:
        """Some words and links as HTML; it holds nothing that is not escaped."""
        found = self._known.get(parts)
        if found is None:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            found = self._known[parts] = Markup("".join(map(self._one, parts)))
        return found

    def _one(self, part: str | Link | Strong | Code) -> str:
        if isinstance(part, Link):
            return f'<a href="{escape(self.address(part.target, self.up))}">{escape(part.text)}</a>'
        if isinstance(part, Strong):
            return f"<strong>{escape(part.text)}</strong>"
        if isinstance(part, Code):
            return f"<code>{escape(part.text)}</code>"
        return str(escape(part))


class BlocksPrinter:
    """Prints blocks under a heading of some level. `other` prints those that have a template."""

    def __init__(self, inline: Callable[[Inlines], Markup]) -> None:
        self.inline = inline
        self.other: Callable[[Any, int], str] = _no_template

    def __call__(self, block: Any, level: int) -> Markup:
        """One block as HTML; it holds nothing that is not escaped."""
        return Markup(self._show(block, level))

    def _show(self, block: Any, level: int) -> str:
        if isinstance(block, Section):
            return self._section(block, level + 1)
        if isinstance(block, Paragraph):
            return f"<p{_class(block.style)}>{self.inline(block.parts)}</p>\n"
        if isinstance(block, Pairs):
            return self._pairs(block)
        if isinstance(block, Bullets):
            return self._bullets(block)
        if isinstance(block, Table):
            return f"{self.table(block)}\n"
        return str(self.other(block, level))

    def _section(self, block: Section, level: int) -> str:
        label = f'<p class="section-label">{escape(block.label)}</p>' if block.label else ""
        inner = "".join([self._show(inner, level) for inner in block.blocks])
        return (f'<section class="section level{level}" id="{escape(block.id)}">\n'
                f"{label}<h{level}{in_language(block.language)}>{escape(block.title)}</h{level}>\n{inner}</section>\n")

    def _bullets(self, block: Bullets) -> str:
        numbered = block.style == "numbered"
        name, before, after = ("ol", "<span>", "</span>") if numbered else ("ul", "", "")
        items = "".join([f"<li>{before}{self.inline(item)}{after}</li>\n" for item in block.items])
        return f"<{name}{_class(block.style)}>\n{items}</{name}>\n"

    def _pairs(self, block: Pairs) -> str:
        rows = "".join([f"<div><dt>{escape(term)}</dt><dd>{self.inline(about)}</dd></div>\n"
                        for term, about in block.rows])
        return f'<dl class="pairs{" " if block.style else ""}{escape(block.style)}">\n{rows}</dl>\n'

    def table(self, block: Table) -> Markup:
        """A table in a region of its own that scrolls, its caption first; the first cell of each row names it."""
        id = escape(block.id)
        heads = "".join([f'<th scope="col"{_NUMERIC if column.numeric else ""}>{escape(column.title)}</th>'
                         for column in block.columns])
        note = f'<p class="note">{self.inline(block.note)}</p>' if block.note else ""
        return Markup(
            f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{id}-caption">\n<table id="{id}">\n'
            f'<caption id="{id}-caption"><span>{escape(block.caption)}</span></caption>\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{self._rows(block)}\n</tbody>\n</table>\n</div>\n{note}")

    def _rows(self, table: Table) -> str:
        inline = self.inline
        openings = [f"<td{_NUMERIC if column.numeric else ''}>" for column in table.columns[1:]]
        ids = [f' id="{escape(id)}"' for id in table.row_ids] or [""] * len(table.rows)
        lines = []
        for id, (first, *rest) in zip(ids, table.rows, strict=True):
            cells = "".join([f"{opening}{inline(cell)}</td>" for opening, cell in zip(openings, rest, strict=True)])
            lines.append(f'<tr{id}><th scope="row">{inline(first)}</th>{cells}</tr>')
        return "\n".join(lines)


_NUMERIC = ' class="n"'


def _no_template(block: Any, level: int) -> str:
    raise TypeError(f"no form for a block of kind {block.kind}")


def in_language(code: str) -> Markup:
    """The mark of words that are in another language than the report; nothing where there is none."""
    return Markup(f' lang="{escape(code)}"' if code else "")


def _class(style: str) -> str:
    return f' class="{escape(style)}"' if style else ""

