"""Markdown from many hands as plain data: headings, lists, words. All else stays the text it was typed as."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Node: TypeAlias = dict[str, Any]
Place: TypeAlias = Callable[[str], str]

# The same Markdown as the web pages print: HTML in it is text, pictures from elsewhere are not asked for.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
_MARKS = {"em": "em", "strong": "strong"}


def prose_nodes(markdown: str, depth: int, place: Place) -> Iterator[Node]:
    """Markdown as nodes, its headings put under one of level `depth` without skipping a level.

    `place` tells where a link leads; a link that leads nowhere is plain words.
    """
    tree = SyntaxTreeNode(_MARKDOWN.parse(markdown))
    levels = sorted({int(node.tag[1]) for node in tree.children if node.type == "heading"})
    moved = {level: depth + 1 + number for number, level in enumerate(levels)}
    last = depth
    for node in _blocks(tree.children, moved, place):
        if node["k"] == "h":
            # A text may open with its lowest heading and come to the higher ones later.
            last = node["level"] = min(node["level"], last + 1, 6)
        yield node


def inline_words(nodes: Sequence[Node | str]) -> str:
    """The words of inline nodes without their marks."""
    return "".join(
        node if isinstance(node, str) else node.get("t", "") + inline_words(node.get("c", ())) for node in nodes
    )


def _blocks(nodes: Sequence[SyntaxTreeNode], moved: dict[int, int], place: Place) -> Iterator[Node]:
    for node in nodes:
        if node.type == "heading" and moved:
            level = moved[int(node.tag[1])]
            yield {"k": "h", "level": level, "c": _inlines(node, place), "id": "", "label": "", "role": ""}
        elif node.type == "heading":
            # Inside a list or a quotation it can be in no list of contents.
            yield _paragraph([{"k": "strong", "c": _inlines(node, place)}])
        elif node.type == "paragraph":
            yield _paragraph(_inlines(node, place))
        elif node.type in ("bullet_list", "ordered_list"):
            items = [[*_blocks(item.children, {}, place)] for item in node.children]
            yield {"k": "list", "numbered": node.type == "ordered_list", "items": items}
        elif node.type == "blockquote":
            yield {"k": "quote", "blocks": [*_blocks(node.children, {}, place)]}
        elif node.type in ("fence", "code_block"):
            yield _paragraph([{"k": "code", "t": node.content.rstrip("\n")}])
        elif node.type == "hr":
            yield {"k": "line"}


def _paragraph(words: list[Node | str]) -> Node:
    return {"k": "p", "style": "", "keep": False, "c": words}


def _inlines(node: SyntaxTreeNode, place: Place) -> list[Node | str]:
    found: list[Node | str] = []
    for child in node.children:
        if child.type == "text":
            found.append(child.content)
        elif child.type == "inline":
            found += _inlines(child, place)
        elif child.type in _MARKS:
            found.append({"k": _MARKS[child.type], "c": _inlines(child, place)})
        elif child.type == "code_inline":
            found.append({"k": "code", "t": child.content})
        elif child.type == "link":
            to = place(str(child.attrs.get("href", "")))
            found += [{"k": "link", "c": _inlines(child, place), "to": to}] if to else _inlines(child, place)
        else:
            found.append({"k": "break"} if child.type == "hardbreak" else " ")
    return found
