"""The document as a tagged PDF (PDF/UA-1): A4, bookmarked, in a font that is in the file; the same report gives the same bytes."""

import json
import re
import unicodedata
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import fontpkg
import typst

from commonweal.ledger.tables import ROLES
from commonweal.report.document import Report
from commonweal.report.mark import cover_mark, role_mark
from commonweal.report.paper import sheets
from commonweal.report.words import say

FONT = "Atkinson Hyperlegible"

_COLOUR = re.compile(r"--([a-z]+): (#[0-9a-f]{6});")
_UNDRAWABLE = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
# The first cell of a row in a table's body, as typst writes it.
_ROW_HEAD = re.compile(rb"/S/TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x0y0\)\])")
_PROBE = b'#set text(font: sys.inputs.font)\n#set document(title: "-")\n#sys.inputs.text'


def write_pdf(report: Report, path: Path) -> None:
    """Write the whole report, apart from the page that each figure has on the web, as one PDF file.

    Every number that is a link leads to a list of figures at the end. The file's date is the day on which the figures
    were frozen.
    """
    data = json.dumps(_drawable(_data(report)), ensure_ascii=False)
    day = datetime.combine(report.year.snapshot.as_of, time(), tzinfo=UTC)
    with as_file(files("commonweal.report").joinpath("typst")) as folder:
        made = typst.compile(folder / "report.typ", root=folder, sys_inputs={"data": data}, timestamp=day, format="pdf", **_SETTINGS)
    path.write_bytes(_with_row_heads(made))


_SETTINGS: dict[str, Any] = {
    "font_paths": [fontpkg.path(FONT).parent], "ignore_system_fonts": True, "pdf_standards": ["ua-1"]}


def _data(report: Report) -> dict[str, Any]:
    """Everything the template prints, as text."""
    cover, day = report.cover, report.year.snapshot.as_of
    style = files("commonweal.report").joinpath("style.css").read_text(encoding="utf-8")
    colours = dict(_COLOUR.findall(style))
    language, _, region = cover.language.partition("-")
    return {
        "title": cover.title, "body": cover.body, "standing": cover.standing, "language": language, "region": region,
        "kicker": say("cover.kicker"), "release": cover.release, "font": FONT, "colours": colours,
        "facts": [[say("cover.period"), cover.period], [say("cover.state"), cover.frozen_on], [say("cover.release"), cover.release]],
        "contents": say("contents"), "page": say("paper.page", number="{n}", count="{of}"),
        "day": [day.year, day.month, day.day], "mark": _picture(str(cover_mark(cover.seed)), _mark_style(colours)),
        "marks": {role: _picture(str(role_mark(role)), "svg { fill: #ffffff }") for role in ROLES},
        "runs": sheets(report)}


def _mark_style(colours: dict[str, str]) -> str:
    fills = (colours["turquoise"], "#1f5c90", colours["orange"], colours["plum"])
    return " ".join(f".m{number} {{ fill: {fill} }}" for number, fill in enumerate(fills))


def _picture(svg: str, style: str) -> str:
    """A drawing of a web page as a picture of its own, with the colours that the page's style gave it."""
    opening, _, rest = svg.partition(">")
    named = opening.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{named}><style>{style}</style>{rest}"


def _drawable(data: Any) -> Any:
    """The data with each character that no font of ours can draw replaced by its name in brackets.

    A PDF/UA file may not hold an empty box; a report may not fail because somebody's story has a smile in it.
    """
    characters = {*json.dumps(data, ensure_ascii=False)} | {chr(code) for code in (*range(10), *range(11, 32))}
    table = {character: " " for character in characters if unicodedata.category(character)[0] == "C" and character != "\n"}
    unusual = " ".join(sorted(character for character in characters if ord(character) > 0x17F and character not in table))
    try:
        typst.compile(_PROBE, sys_inputs={"font": FONT, "text": unusual}, **_SETTINGS)
    except typst.TypstError as error:
        for found in _UNDRAWABLE.findall(error.diagnostic):
            for character in _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found):
                table[character] = say("paper.character", name=unicodedata.name(character, f"U+{ord(character):04X}").lower())
    return _translated(data, str.maketrans(table))


def _translated(data: Any, table: dict[int, str]) -> Any:
    if isinstance(data, str):
        return data.translate(table)
    if isinstance(data, dict):
        return {key: _translated(value, table) for key, value in data.items()}
    return [_translated(value, table) for value in data] if isinstance(data, (list, tuple)) else data


def _with_row_heads(made: bytes) -> bytes:
    """The file with the first cell of each row marked as the heading of its row.

    Typst marks the heads of columns only. The mark is put in place of the longer one that stands there, so that nothing
    else in the file moves.
    """
    return _ROW_HEAD.sub(lambda found: b"/S/TH" + found[1] + b"/Scope/Row".ljust(len(found[2])), made)
