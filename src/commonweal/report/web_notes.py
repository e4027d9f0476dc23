"""Footnotes on web pages: a number that leads to the note, and a link in the note that leads back.

Ids carry the key of the passage they stand in, so that two passages on one page never share one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import escape

from commonweal.report.prose.marked import note_id, note_number, parser
from commonweal.report.words import say

# What the cleaning of prose must leave in place: the author's own words cannot make any of it.
NOTE_TAGS = frozenset({"div", "sup", "span"})
NOTE_ATTRIBUTES: Mapping[str, set[str]] = {
    "a": {"href", "id", "lang"}, "li": {"id"}, "p": {"lang"}, "span": {"lang"}
}
NOTE_CLASSES: Mapping[str, set[str]] = {"div": {"footnotes"}, "p": {"footnotes-title"}, "span": {"hidden"}}


def web_markdown() -> MarkdownIt:
    """A parser that prints footnotes as web pages need them.

    Of the environment, `docId` is the passage's key and `lang` the language of what is said, if that is another one.
    """
    markdown = parser()
    for kind, rule in _RULES.items():
        markdown.add_render_rule(kind, rule)
    return markdown


def _reference(_: RendererHTML, tokens: Sequence[Token], place: int, __: OptionsDict, about: Mapping[str, Any]) -> str:
    token, key = tokens[place], str(about.get("docId", ""))
    note = note_id("note", key, Token("note", "", 0, meta={"id": token.meta["id"]}))
    return (
        f'<sup><a href="#{escape(note)}" id="{escape(note_id("to-note", key, token))}">'
        f'<span class="hidden"{_language(about)}>{escape(say("prose.note"))} </span>{note_number(token)}</a></sup>'
    )


def _language(about: Mapping[str, Any]) -> str:
    """The mark of words in the report's language, where the passage they stand in has another."""
    return f' lang="{escape(about["lang"])}"' if about.get("lang") else ""


def _open_all(_: RendererHTML, __: Sequence[Token], ___: int, ____: OptionsDict, about: Mapping[str, Any]) -> str:
    title = f'<p class="footnotes-title"{_language(about)}>{escape(say("prose.notes"))}</p>'
    return f'<div class="footnotes">\n{title}\n<ol>\n'


def _close_all(*_: object) -> str:
    return "</ol>\n</div>\n"


def _open(_: RendererHTML, tokens: Sequence[Token], place: int, __: OptionsDict, about: Mapping[str, Any]) -> str:
    return f'<li id="{escape(note_id("note", str(about.get("docId", "")), tokens[place]))}">'


def _close(*_: object) -> str:
    return "</li>\n"


def _back(_: RendererHTML, tokens: Sequence[Token], place: int, __: OptionsDict, about: Mapping[str, Any]) -> str:
    token = tokens[place]
    back = note_id("to-note", str(about.get("docId", "")), token)
    again = f" ({token.meta['subId'] + 1})" if token.meta["subId"] else ""
    words = escape(say("prose.note_back", number=note_number(token)))
    return f' <a href="#{escape(back)}"{_language(about)}>{words}{again}</a>'


_RULES: Mapping[str, Callable[..., str]] = {
    "footnote_ref": _reference,
    "footnote_block_open": _open_all,
    "footnote_block_close": _close_all,
    "footnote_open": _open,
    "footnote_close": _close,
    "footnote_anchor": _back,
}
