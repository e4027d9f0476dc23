"""The document as data for sheets of paper: no markup, and each link leads to a place in it or is plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import Any, TypeAlias

from commonweal.report import blocks as model
from commonweal.report.blocks import Block, Code, Inlines, Link, Paragraph, Section, Story, Strong, Table, ids_in
from commonweal.report.document import Report
from commonweal.report.markdown import inline_words, prose_nodes
from commonweal.report.paper_widths import fold, share_out
from commonweal.report.tables import cell, columns
from commonweal.report.words import FINGERPRINT, say
from commonweal.report.year import Year

Node: TypeAlias = dict[str, Any]

APPENDIX = "figures-in-this-document"
# A table of at most so many printed lines, and a story of at most so many letters, are never cut.
_UNCUT_LINES, _UNCUT_STORY = 34, 2_500
# A part that opens with at most so many paragraphs and lists has no sheet for them alone.
_SHORT = 7
# Letters of a country's code.
_COUNTRY = 2


def runs(report: Report) -> list[Node]:
    """The report's nodes in runs of upright sheets and of sheets on their side; the list of figures comes last."""
    paper = Paper(report.year, frozenset([*ids_in(report.parts), APPENDIX]))
    parts = [
        [_heading(1, part.title, part.id, part.label) | {"role": part.role}, *paper.nodes(part.blocks, 1, part.id)]
        for part in report.parts
    ]
    parts.append([*_appendix(paper)])
    pieces = [piece for part in parts for piece in _pieces(part)]
    return [
        {"wide": wide, "nodes": [node for piece in run for node in piece]} for wide, run in groupby(pieces, _is_wide)
    ]


@dataclass
class Paper:
    """Turns blocks into nodes. `places` are the ids that links can lead to, `figures` what was linked so far."""

    year: Year
    places: frozenset[str]
    figures: set[str] = field(default_factory=set)

    def nodes(self, blocks: Sequence[Block], level: int, here: str) -> Iterator[Node]:
        """The nodes of blocks under a heading of that level; `here` is the id of what they stand in."""
        for block, following in zip_longest(blocks, blocks[1:]):
            if isinstance(block, Section):
                yield _heading(level + 1, block.title, block.id, block.label, block.language)
                yield from self.nodes(block.blocks, level + 1, block.id)
            elif isinstance(block, model.Prose):
                yield from _spoken(block.language, [*self.prose(block, level)])
            elif isinstance(block, model.Translation):
                yield from self.translation(block, level)
            elif isinstance(block, Paragraph):
                # What is said ahead of a table stays with it.
                keep = isinstance(following, (Paragraph, Table))
                yield {"k": "p", "style": block.style, "keep": keep, "c": self.words(block.parts, here)}
            else:
                yield self.node(block, level, here)

    def prose(self, block: model.Prose | model.Translation | Story, level: int) -> Iterator[Node]:
        """What the body wrote, under a heading of that level."""
        return prose_nodes(block.markdown, level, self.place, block.id, foreign=bool(block.language))

    def translation(self, block: model.Translation, level: int) -> Iterator[Node]:
        """A passage in another language, with its title and who signed it."""
        signed = [{"k": "p", "style": "signed", "keep": False, "c": [block.signed]}] if block.signed else []
        told = self.prose(block, level + 1)
        yield from _spoken(block.language, [_heading(level + 1, block.title, block.id), *told, *signed])

    def node(self, block: Block, level: int, here: str) -> Node:
        """The node of one block of any other kind."""
        if isinstance(block, model.Bullets):
            items = [[{"k": "p", "style": "", "keep": False, "c": self.words(item, here)}] for item in block.items]
            return {"k": "list", "numbered": block.style == "numbered", "items": items}
        if isinstance(block, model.Pairs):
            return {"k": "pairs", "rows": [{"t": term, "c": self.words(about, here)} for term, about in block.rows]}
        if isinstance(block, model.Tiles):
            return {"k": "tiles", "title": say("know.title"), "tiles": [self._tile(tile, here) for tile in block.tiles]}
        if isinstance(block, model.Bars):
            return {
                "k": "bars",
                "caption": block.caption,
                "alt": say("paper.bars", caption=block.caption),
                "note": self.words((*block.note, *((" ", *block.know) if block.know else ()))),
                "bars": [vars(bar) | {"to": self.place(bar.target)} for bar in block.bars],
            }
        if isinstance(block, Story):
            return {
                "k": "story",
                "head": _heading(level + 1, block.title, block.id, block.label, block.language),
                "about": self.words(block.about),
                "uncut": len(block.markdown) <= _UNCUT_STORY,
                "blocks": [
                    *_spoken(block.language, [*self.prose(block, level + 1)]),
                    *([_note(block.sources)] if block.sources else []),
                    *(node for other in block.translations for node in self.translation(other, level + 1)),
                ],
                "figures": [self.words(figure) for figure in block.figures],
                "mark": bool(block.art),
                "image": _image(block.image),
            }
        if isinstance(block, model.Chart):
            return {
                "k": "chart",
                "title": block.title,
                "subtitle": block.subtitle,
                "text": block.text,
                "alt": f"{block.title}. {block.text}",
                "svg": block.svg,
                "note": self.words((*block.note, *((" ",) if block.note else ()), *block.source)),
                "table": self.table(block.table, here),
            }
        if isinstance(block, Table):
            return self.table(block, here)
        raise TypeError(f"paper has no form for a block of kind {block.kind}")

    def _tile(self, tile: model.Tile, here: str) -> Node:
        return vars(tile) | {"to": self.place(tile.target), "know": self.words(tile.know, here)}

    def table(self, table: Table, here: str = "", places: Sequence[str] = ()) -> Node:
        """A table; columns that say the same in every row are said once, under its caption.

        `places` names each row for links that lead to it.
        """
        kept, same, empty = fold(table)
        rows = [[self.words(row[number], here) for number in kept] for row in table.rows]
        texts = [[inline_words(words) for words in row] for row in rows]
        heads = [table.columns[number] for number in kept]
        widths, wide = share_out([[head.title, *(row[place] for row in texts)] for place, head in enumerate(heads)])
        lines = sum(max(1 + len(text) // width for text, width in zip(row, widths, strict=True)) for row in texts)
        return {
            "k": "table",
            "caption": table.caption,
            "note": self.words(table.note),
            "wide": wide,
            "uncut": lines <= _UNCUT_LINES,
            "same": [{"t": title, "c": text} for title, text in same],
            "same_title": say("paper.same_title"),
            "empty": say("paper.empty", columns=", ".join(empty)) if empty else "",
            "columns": [
                {"t": head.title, "n": head.numeric, "w": width} for head, width in zip(heads, widths, strict=True)
            ],
            "rows": [{"id": place, "c": row} for row, place in zip(rows, places or [""] * len(rows), strict=True)],
        }

    def words(self, parts: Inlines, here: str = "") -> list[Node | str]:
        """Words and links; what leads to the very section that it stands in is left out."""
        found: list[Node | str] = []
        for part in parts:
            if isinstance(part, Link):
                place = self.place(part.target)
                if not here or place != f"at:{here}":
                    found.append({"k": "link", "c": [part.text], "to": place} if place else part.text)
            elif isinstance(part, Strong):
                found.append({"k": "strong", "c": [part.text]})
            elif isinstance(part, Code):
                # The fingerprint is that of a list which this file is in.
                found.append(say("paper.fingerprint") if part.text == FINGERPRINT else {"k": "code", "t": part.text})
            else:
                found.append(part)
        return found

    def place(self, target: str) -> str:
        """Where a target lies: a place in this document, an address on the web, or blank for neither."""
        kind, _, name = target.partition(":")
        if kind == "figure" and name in self.year.by_id:
            self.figures.add(name)
            return f"figure:{name}"
        if kind == "part" and name in self.places:
            return f"at:{name}"
        if kind == "page":
            folder, _, file = name.removesuffix(".html").partition("/")
            if folder == "contracts" and f"activity-{file}" in self.places:
                return f"at:activity-{file}"
            return f"at:{APPENDIX}" if folder == "figures" else ""
        return target if kind in ("http", "https", "mailto") else ""


def _image(image: model.Image | None) -> Node | None:
    """A photograph by the name of its file: its content is no text and goes another way."""
    if image is None:
        return None
    rights = say("story.rights", rights=image.rights)
    return {"file": image.file, "format": image.kind, "alt": image.alt, "rights": rights}


def _appendix(paper: Paper) -> Iterator[Node]:
    """Every figure that the document links, so that its id, status and period can be looked up on paper."""
    year, names = paper.year, sorted(paper.figures)
    yield _heading(1, say("paper.figures"), APPENDIX)
    yield {"k": "p", "style": "", "keep": True, "c": [say("paper.figures_lead")]}
    found = [year.by_id[name] for name in names]
    rows = tuple(
        (
            (Code(figure.id),),
            cell(figure.title),
            cell(year.link(figure, unit=True).text),
            cell(year.status(figure)),
            cell(year.when(figure)),
        )
        for figure in found
    )
    heads = columns("figure", "what", "number", "status", "period", numeric=("number",))
    if rows:
        table = Table("figures-table", say("paper.figures_caption"), heads, rows)
        yield paper.table(table, places=[f"figure:{name}" for name in names])


def _pieces(part: list[Node]) -> Iterator[list[Node]]:
    """A part cut before each of its sections, where upright sheets may change to sheets on their side."""
    piece: list[Node] = []
    for node in part:
        if node["k"] == "h" and node["level"] == 2 and not _is_short(piece):
            yield piece
            piece = []
        piece.append(node)
    yield piece


def _is_short(piece: list[Node]) -> bool:
    return len(piece) <= _SHORT and all(node["k"] in ("h", "p", "list") and node.get("level", 1) == 1 for node in piece)


def _is_wide(piece: list[Node]) -> bool:
    return any(node.get("wide") for node in piece)


def language_of(code: str) -> Node:
    """A language as a document of paper says it: the language itself, and its region where that is a country.

    >>> language_of("en-GB"), language_of("zh-Hans-CN")["region"], language_of("es-419")["region"]
    ({'language': 'en', 'region': 'GB'}, 'CN', '')
    """
    language, *more = code.split("-")
    return {"language": language, "region": next((part for part in more if len(part) == _COUNTRY), "")}


def _spoken(language: str, nodes: list[Node]) -> list[Node]:
    """Nodes marked as being in a language; as they are where that is the report's own."""
    return [{"k": "foreign", "nodes": nodes, **language_of(language)}] if language else nodes


def _note(text: str) -> Node:
    return {"k": "p", "style": "note", "keep": False, "c": [text]}


def _heading(level: int, title: str, id: str, label: str = "", language: str = "") -> Node:
    words = [{"k": "spoken", "c": [title], **language_of(language)}] if language else [title]
    return {"k": "h", "level": level, "c": words, "id": f"at:{id}", "label": label, "role": ""}
