"""The document as a tagged PDF (PDF/UA-1): A4, bookmarked, font included. The same report gives the same bytes."""

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import typst

from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import stories_in
from commonweal.report.document import Report
from commonweal.report.mark import cover_mark, role_mark, story_mark
from commonweal.report.paper import language_of, runs
from commonweal.report.stories import images_of
from commonweal.report.theme import colours, style_sheet
from commonweal.report.typesetting import FONT, compiled, typeset
from commonweal.report.words import say

_UNDRAWABLE = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_PROBE = b'#set text(font: sys.inputs.font)\n#set document(title: "-")\n#sys.inputs.text'


def write_pdf(report: Report, path: Path) -> None:
    """Write the whole report, apart from the pages of figures and contracts on the web, as one PDF file.

    Every number that is a link leads to a list of figures at the end. The file's date is the day on which the figures
    were frozen.
    """
    path.write_bytes(pdf_of(report)())


def pdf_of(report: Report) -> Callable[[], bytes]:
    """The same in two steps: what is to be printed is made now, calling the answer prints it.

    The second step needs nothing of the report: other work may go on beside it, in this process or another.
    """
    # A photograph goes in as its bytes, one number each: no file beside the template has to be found.
    images = {image.file: [*image.content] for image in images_of(report.year)}
    data = json.dumps({**_drawable(document_data(report)), "images": images}, ensure_ascii=False)
    day = datetime.combine(report.year.snapshot.as_of, time(), tzinfo=UTC)
    return partial(typeset, data, day)


def document_data(report: Report) -> dict[str, Any]:
    """Everything that the template prints, as text."""
    cover, day = report.cover, report.year.snapshot.as_of
    style = style_sheet(report.year.book.settings.theme)
    colour = colours(style)
    fills, story_fills = (_fills(mark, style, colour) for mark in ("cover-mark", "story-mark"))
    return {
        "title": cover.title,
        "body": cover.body,
        "standing": cover.standing,
        "kicker": say("cover.kicker"),
        "facts": [
            [say("cover.period"), cover.period],
            [say("cover.state"), cover.frozen_on],
            [say("cover.release"), cover.release],
        ],
        **language_of(cover.language),
        "font": FONT,
        "colours": colour,
        "day": [day.year, day.month, day.day],
        "contents": say("contents"),
        "page": say("paper.page", number="{n}", count="{of}"),
        "mark": _picture(str(cover_mark(cover.seed)), fills),
        "marks": {role: _picture(str(role_mark(role)), "svg { fill: #ffffff }") for role in ROLES},
        "stories": {f"at:{block.id}": _picture(str(story_mark(block.id, block.art)), story_fills)
                    for block in stories_in(report.parts) if block.art},
        "runs": runs(report),
    }


def _fills(mark: str, style: str, colour: dict[str, str]) -> str:
    """The colours that the style sheet gives to the shapes of one of our drawings."""
    found = re.findall(rf"\.{mark} \.([a-z0-9]+) {{ fill: (?:var\(--([a-z]+)\)|(#[0-9a-f]{{6}}));", style)
    return " ".join(f".{name} {{ fill: {code or colour[named]} }}" for name, named, code in found)


def _picture(svg: str, style: str) -> str:
    """A drawing of the web pages as a picture of its own, with the colours that their style gives it."""
    opening, _, rest = svg.partition(">")
    named = opening.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{named}><style>{style}</style>{rest}"


def _drawable(data: Any) -> Any:
    """The data with each character that no font of ours can draw replaced by its name in brackets.

    A PDF/UA file may not hold an empty box, and a report may not fail because somebody's story has a smile in it.
    """
    characters = {*json.dumps(data, ensure_ascii=False)} | {chr(code) for code in range(32)}
    unseen = (character for character in characters if unicodedata.category(character)[0] == "C")
    table = {character: " " for character in unseen if character != "\n"}
    unusual = sorted(character for character in characters if not character.isascii() and character not in table)
    try:
        compiled(_PROBE, {"font": FONT, "text": " ".join(unusual)})
    except typst.TypstError as error:
        for found in _UNDRAWABLE.findall(error.diagnostic):
            for character in _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found):
                name = unicodedata.name(character, f"U+{ord(character):04X}")
                table[character] = say("paper.character", name=name.lower())
    return _translated(data, str.maketrans(table))


def _translated(data: Any, table: dict[int, str]) -> Any:
    if isinstance(data, str):
        return data.translate(table)
    if isinstance(data, dict):
        return {key: _translated(value, table) for key, value in data.items()}
    return [_translated(value, table) for value in data] if isinstance(data, (list, tuple)) else data
