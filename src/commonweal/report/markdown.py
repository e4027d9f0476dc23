"""Markdown from many hands as plain data: headings, lists, words. All else stays the text it was typed as."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from markdown_it.tree import SyntaxTreeNode

from commonweal.report.prose.marked import parser, put_under

Node: TypeAlias = dict[str, Any]
Place: TypeAlias = Callable[[str], str]

_MARKDOWN = parser()
_MARKS = {"em": "em", "strong": "strong"}
_CODE = ("fence", "code_block")


@dataclass(frozen=True)
class _Passage:
    """What the words of a passage need from outside them: where links lead, its key, and its footnotes by number.

    In a `foreign` passage, what is said of figures is marked as being in the report's own language.
    """

    place: Place
    key: str
    notes: Mapping[int, SyntaxTreeNode]
    foreign: bool

    def note(self, meta: Mapping[str, Any]) -> Node:
        """A footnote where it is first referred to, as one run of words; its id alone where it is referred to again."""
        inside: list[Node | str] = []
        again = meta.get("subId", 0) > 0
        for node in () if again else self.notes[meta["id"]].walk():
            if node.type in ("inline", *_CODE):
                inside += [" "] if inside else []
                inside += [_code(node)] if node.type in _CODE else _inlines(node, self)
        return {"k": "note", "id": f"note-{self.key}-{meta['id'] + 1}", "again": again, "c": inside}


def prose_nodes(markdown: str, depth: int, place: Place, key: str = "", *, foreign: bool = False) -> Iterator[Node]:
    """Markdown as nodes, its headings put under one of level `depth` without skipping a level.

    `place` tells where a link leads; a link that leads nowhere is plain words. `key` tells the passage's footnotes
    from those of others; a `foreign` one is in another language than the report.
    """
    tokens = _MARKDOWN.parse(markdown)
    put_under(tokens, depth)
    tree = SyntaxTreeNode(tokens)
    notes = (note for block in tree.children if block.type == "footnote_block" for note in block.children)
    passage = _Passage(place, key, {note.meta["id"]: note for note in notes}, foreign)
    yield from _blocks(tree.children, passage)


def inline_words(nodes: Sequence[Node | str]) -> str:
    """The words of inline nodes without their marks."""
    return "".join(
        node if isinstance(node, str) else node.get("t", "") + inline_words(node.get("c", ())) for node in nodes
    )


def _blocks(nodes: Sequence[SyntaxTreeNode], passage: _Passage) -> Iterator[Node]:
    for node in nodes:
        if node.type == "heading":
            level = int(node.tag[1])
            yield {"k": "h", "level": level, "c": _inlines(node, passage), "id": "", "label": "", "role": ""}
        elif node.type == "paragraph":
            yield _paragraph(_inlines(node, passage))
        elif node.type in ("bullet_list", "ordered_list"):
            items = [[*_blocks(item.children, passage)] for item in node.children]
            yield {"k": "list", "numbered": node.type == "ordered_list", "items": items}
        elif node.type == "blockquote":
            yield {"k": "quote", "blocks": [*_blocks(node.children, passage)]}
        elif node.type in _CODE:
            yield _paragraph([_code(node)])
        elif node.type == "hr":
            yield {"k": "line"}


def _code(node: SyntaxTreeNode) -> Node:
    return {"k": "code", "t": node.content.rstrip("\n")}


def _paragraph(words: list[Node | str]) -> Node:
    return {"k": "p", "style": "", "keep": False, "c": words}


def _inlines(node: SyntaxTreeNode, passage: _Passage) -> list[Node | str]:
    found: list[Node | str] = []
    for child in node.children:
        if child.type == "text":
            found.append(child.content)
        elif child.type == "inline":
            found += _inlines(child, passage)
        elif child.type in _MARKS:
            found.append({"k": _MARKS[child.type], "c": _inlines(child, passage)})
        elif child.type == "code_inline":
            found.append({"k": "code", "t": child.content})
        elif child.type == "footnote_ref":
            found.append(passage.note(child.meta))
        elif child.type == "footnote_anchor":
            continue  # the way back: a footnote on paper stands on the same sheet
        elif child.type == "link":
            to = passage.place(str(child.attrs.get("href", "")))
            ours = {"ours": True} if passage.foreign and to.startswith("figure:") else {}
            words = _inlines(child, passage)
            found += [{"k": "link", "c": words, "to": to, **ours}] if to else words
        else:
            found.append({"k": "break"} if child.type == "hardbreak" else " ")
    return found
