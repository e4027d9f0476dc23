"""The document as data for sheets of paper: no markup, every link led to a place in the document or turned into plain words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from math import isqrt
from typing import Any, TypeAlias

from commonweal.report.blocks import Bars, Block, Bullets, Code, Inlines, Link, Pairs, Paragraph, Part, Prose, Section, Story, Strong, Table, Tiles
from commonweal.report.document import Report
from commonweal.report.markdown import inline_words, prose_nodes
from commonweal.report.tables import cell, columns
from commonweal.report.words import FINGERPRINT, say
from commonweal.report.year import Year

Node: TypeAlias = dict[str, Any]

APPENDIX = "figures-in-this-document"
# So many letters of a table stand side by side on an upright sheet; a table that asks for more lies on its side.
_UPRIGHT, _FLAT = 108, 164
_MOST_UPRIGHT = 140
_MOST_LETTERS = 45
# Where a line may break: at a space, behind a hyphen, and behind a full stop inside an id.
_BREAK = re.compile(r"[ \-\u200b]")
# A table of at most so many printed lines is never cut; a longer one goes on overleaf under the same heads.
_UNCUT = 26
# A story of at most so many letters is never cut.
_UNCUT_STORY = 2_500


@dataclass
class Paper:
    """Turns blocks into nodes. `places` are the ids that a link can lead to; `figures` those that were linked so far."""

    year: Year
    places: frozenset[str]
    figures: dict[str, None] = field(default_factory=dict)

    def words(self, parts: Inlines, here: str = "") -> list[Node | str]:
        """Words and links, seen from the section `here`: what leads to itself is left out."""
        found: list[Node | str] = []
        for part in parts:
            if isinstance(part, Link):
                place = self.place(part.target)
                if not here or place != f"at:{here}":
                    found.append({"k": "link", "c": [part.text], "to": place} if place else part.text)
            elif isinstance(part, Strong):
                found.append({"k": "strong", "c": [part.text]})
            elif isinstance(part, Code):
                found.append(say("paper.fingerprint") if part.text == FINGERPRINT else {"k": "code", "t": part.text.replace(".", ".\u200b")})
            else:
                found.append(part)
        return found

    def place(self, target: str) -> str:
        """Where a target lies in this document: a place in it, an address on the web, or blank for neither."""
        kind, _, name = target.partition(":")
        if kind == "figure" and name in self.year.by_id:
            self.figures[name] = None
            return f"figure:{name}"
        if kind == "part" and name in self.places:
            return f"at:{name}"
        if kind == "page":
            folder, _, file = name.removesuffix(".html").partition("/")
            if folder == "contracts" and f"activity-{file}" in self.places:
                return f"at:activity-{file}"
            return f"at:{APPENDIX}" if folder == "figures" else ""
        return target if kind in ("http", "https", "mailto") else ""

    def blocks(self, blocks: Sequence[Block], level: int, here: str) -> Iterator[Node]:
        """The nodes of blocks that stand under a heading of that level."""
        for block, following in zip_longest(blocks, blocks[1:]):
            if isinstance(block, Section):
                yield _heading(level + 1, block.title, block.id, block.label)
                yield from self.blocks(block.blocks, level + 1, block.id)
            elif isinstance(block, Prose):
                yield from prose_nodes(block.markdown, level, self.place)
            else:
                node = self.block(block, level, here)
                # What is said ahead of a table stays with it.
                yield node | {"keep": True} if node["k"] == "p" and isinstance(following, (Paragraph, Table)) else node

    def block(self, block: Block, level: int, here: str) -> Node:
        """The node of one block that is neither section nor prose."""
        if isinstance(block, Paragraph):
            return {"k": "p", "style": block.style, "c": self.words(block.parts, here)}
        if isinstance(block, Bullets):
            items = [[{"k": "p", "style": "", "c": self.words(item, here)}] for item in block.items]
            return {"k": "list", "numbered": block.style == "numbered", "items": items}
        if isinstance(block, Pairs):
            return {"k": "pairs", "rows": [{"t": term, "c": self.words(about, here)} for term, about in block.rows]}
        if isinstance(block, Tiles):
            return {"k": "tiles", "tiles": [vars(tile) | {"to": self.place(tile.target)} for tile in block.tiles]}
        if isinstance(block, Bars):
            return {"k": "bars", "caption": block.caption, "alt": say("paper.bars", caption=block.caption), "note": self.words(block.note),
                    "bars": [vars(bar) | {"to": self.place(bar.target)} for bar in block.bars]}
        if isinstance(block, Story):
            told = [*prose_nodes(block.markdown, level + 1, self.place)]
            return {"k": "story", "head": _heading(level + 1, block.title, block.id, block.label), "about": self.words(block.about),
                    "uncut": len(block.markdown) <= _UNCUT_STORY, "blocks": told, "figures": [self.words(figure) for figure in block.figures]}
        if isinstance(block, Table):
            return self.table(block, here)
        raise TypeError(f"no paper form for {type(block).__name__}")

    def table(self, table: Table, here: str = "", places: Sequence[str] = ()) -> Node:
        """A table without the columns that say the same in every row: they are said once, under its caption.

        `places` names each row for links that lead to it.
        """
        kept, same, empty = _folded(table)
        rows = [[self.words(row[number], here) for number in kept] for row in table.rows]
        texts = [[inline_words(nodes) for nodes in row] for row in rows]
        heads = [table.columns[number].title for number in kept]
        least, liked = zip(*(_widths([head, *(row[place] for row in texts)]) for place, head in enumerate(heads)), strict=True)
        wide = sum(liked) > _MOST_UPRIGHT or sum(least) > _UPRIGHT
        widths = _shared(least, liked, _FLAT if wide else _UPRIGHT)
        lines = sum(max(1 + len(text) // width for text, width in zip(row, widths, strict=True)) for row in texts)
        return {
            "k": "table", "caption": table.caption, "note": self.words(table.note), "same": same, "same_title": say("paper.same_title"),
            "empty": say("paper.empty", columns=", ".join(empty)) if empty else "", "wide": wide, "uncut": lines <= _UNCUT,
            "columns": [{"t": head, "n": table.columns[number].numeric, "w": width}
                        for number, head, width in zip(kept, heads, widths, strict=True)],
            "rows": [{"id": place, "c": row} for row, place in zip(rows, places or [""] * len(rows), strict=True)]}


def sheets(report: Report) -> list[Node]:
    """The report's nodes in runs of upright sheets and sheets that lie on their side; the list of figures comes last."""
    paper = Paper(report.year, frozenset([*_ids(report.parts), APPENDIX]))
    pieces: list[list[Node]] = []
    for part in report.parts:
        pieces += _pieces(paper, part)
    pieces += _pieces(paper, _appendix(report.year, sorted(paper.figures)), [f"figure:{name}" for name in sorted(paper.figures)])
    return [{"wide": wide, "nodes": [node for piece in run for node in piece]} for wide, run in groupby(pieces, _is_wide)]


def _pieces(paper: Paper, part: Part, rows: Sequence[str] = ()) -> Iterator[list[Node]]:
    """A part's heading with what stands right under it, then each of its sections: what is never parted by a change of sheet."""
    head = [_heading(1, part.title, part.id, part.label) | {"role": part.role}]
    for is_section, blocks in groupby(part.blocks, lambda block: isinstance(block, Section)):
        for run in ([block] for block in blocks) if is_section else [[*blocks]]:
            nodes = [paper.table(run.pop(), places=rows)] if rows and isinstance(run[-1], Table) else []
            # A heading and a few words do not get a sheet to themselves.
            if is_section and not _is_short(head):
                yield head
                head = []
            head += [*paper.blocks(run, 1, part.id), *nodes]
    yield head


def _is_short(nodes: list[Node]) -> bool:
    return all(node["k"] in ("h", "p", "list") for node in nodes) and len(nodes) < 8 and not any(node.get("level", 1) > 1 for node in nodes)


def _is_wide(piece: list[Node]) -> bool:
    return any(node.get("wide") for node in piece)


def _heading(level: int, title: str, id: str = "", label: str = "") -> Node:
    return {"k": "h", "level": level, "c": [title], "id": f"at:{id}" if id else "", "label": label, "role": ""}


def _ids(blocks: Iterable[object]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, (Part, Section, Story)):
            yield block.id
        if isinstance(block, (Part, Section)):
            yield from _ids(block.blocks)


def _folded(table: Table) -> tuple[list[int], list[Node], list[str]]:
    """The columns to print, those that say one plain thing in each of several rows, and the titles of those without a word."""
    kept, same, empty = [0], [], []
    for number, column in enumerate(table.columns[1:], 1):
        cells = {row[number] for row in table.rows}
        text = cells.pop() if len(cells) == 1 else None
        if text is not None and not any(text):
            empty.append(column.title)
        elif text is not None and len(table.rows) > 1 and not column.numeric and all(isinstance(part, str) for part in text):
            same.append({"t": column.title, "c": "".join(map(str, text))})
        else:
            kept.append(number)
    return kept, same, empty


def _widths(texts: Sequence[str]) -> tuple[int, int]:
    """How many letters wide a column must be for its longest word, and how many it would like to be for its cells."""
    longest = max(map(len, texts))
    mean = sum(map(len, texts)) // len(texts)
    word = max((len(word) for text in texts for word in _BREAK.split(text)), default=0)
    least = word + word // 8 + 2
    return least, max(least, min(longest + 2, isqrt(16 * max(mean, longest // 2)), _MOST_LETTERS))


def _shared(least: Sequence[int], liked: Sequence[int], all: int) -> list[int]:
    """The letters of a sheet shared out: each column gets what it must have, and of the rest in proportion to its wish."""
    if sum(liked) <= all or sum(least) >= all:
        return [wish * all // sum(liked) for wish in liked]
    return [must + (wish - must) * (all - sum(least)) // (sum(liked) - sum(least)) for must, wish in zip(least, liked, strict=True)]


def _appendix(year: Year, figures: Sequence[str]) -> Part:
    found = [year.by_id[name] for name in figures]
    rows = tuple(((Code(figure.id),), cell(figure.title), cell(year.link(figure, unit=True).text), cell(year.status(figure)),
                  cell(year.when(figure))) for figure in found)
    table = Table("figures-table", say("paper.figures_caption"), columns("figure", "what", "number", "status", "period", numeric=("number",)), rows)
    lead = Paragraph((say("paper.figures_lead", count=f"{len(found):,}"),))
    return Part(APPENDIX, say("paper.figures"), (lead, table) if rows else (lead,))
