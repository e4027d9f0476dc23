"""The document as web pages: static, without script, without a request to any other site."""

import re
from collections.abc import Callable
from functools import partial
from html import unescape
from itertools import groupby
from pathlib import Path

import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from commonweal.report.addresses import FIRST, Addresses
from commonweal.report.blocks import Chart, Code, Inlines, Link, Page, Part, Strong, Table
from commonweal.report.document import Report
from commonweal.report.languages import has_catalogue, language_printed, printed_in
from commonweal.report.mark import cover_mark, role_mark, story_mark
from commonweal.report.theme import style_sheet
from commonweal.report.web_notes import NOTE_ATTRIBUTES, NOTE_CLASSES, NOTE_TAGS, web_markdown
from commonweal.report.words import say

STYLE = "assets/style.css"

_MARKDOWN = web_markdown()
_TAGS = {
    "p",
    "em",
    "strong",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "code",
    "pre",
    "hr",
    "br",
}
_FIGURE = re.compile(r'href="(figure:[^"]*)"')
_HEADING = re.compile(r"<(/?)h([1-6])>")


def write_html(report: Report, folder: Path) -> None:
    """Write a page a part, the pages in figures/, contracts/ and places/, and the style sheet.

    The same report gives the same bytes.
    """
    (folder / "assets").mkdir()
    (folder / STYLE).write_bytes(style_sheet(report.year.book.settings.theme).encode())
    printer = _Printer(report)
    for number, part in enumerate(report.parts):
        (folder / printer.address.pages[part.id]).write_bytes(printer.part(part, number).encode())
    for page in report.pages():
        file = folder / f"{page.name}.html"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(printer.page(page).encode())


class _Printer:
    """Fills the templates. `up` leads from a page back to the folder of the first."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.address = Addresses(report.parts, report.year.home)
        self.environment = Environment(
            loader=PackageLoader("commonweal.report"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.environment.globals |= {
            "say": say,
            "address": self.address,
            "drawing": drawing,
            "cover": report.cover,
            "first": FIRST,
            "parts": report.parts,
            "groups": [(title, [*parts]) for title, parts in groupby(report.parts, lambda part: part.group)],
            "role_mark": role_mark,
            "story_mark": story_mark,
            "mark": cover_mark(report.cover.seed),
        }
        self._inlines = {up: _Inlines(self.address, up) for up in ("", "../")}
        names = ("index", "part", "page")
        self._templates = {name: self.environment.get_template(f"{name}.html.jinja") for name in names}

    def part(self, part: Part, number: int) -> str:
        return self._fill("part" if number else "index", "", part=part, number=number)

    def page(self, page: Page) -> str:
        return self._fill("page", "../" * page.name.count("/"), page=page)

    def _fill(self, template: str, up: str, **values: object) -> str:
        inlines = self._inlines[up]
        return _tidy(
            self._templates[template].render(
                up=up,
                inline=inlines,
                rows=partial(table_rows, inlines),
                prose=partial(prose, self.address, up=up),
                **values,
            )
        )


class _Inlines:
    """Prints words and links for pages that lie `up` from the first; remembers, because tables repeat their cells."""

    def __init__(self, address: Addresses, up: str) -> None:
        self.address, self.up = address, up
        self._known: dict[Inlines, Markup] = {}

    def __call__(self, parts: Inlines) -> Markup:
        found = self._known.get(parts)
        if found is None:
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


def table_rows(inlines: Callable[[Inlines], Markup], table: Table) -> Markup:
    """The body of a table: the first cell of each row names it. Plain Python, because a report has a million cells."""
    openings = ['<td class="n">' if column.numeric else "<td>" for column in table.columns[1:]]
    ids = [f' id="{escape(id)}"' for id in table.row_ids] or [""] * len(table.rows)
    lines = []
    for id, (first, *rest) in zip(ids, table.rows, strict=True):
        cells = "".join([f"{opening}{inlines(cell)}</td>" for opening, cell in zip(openings, rest, strict=True)])
        lines.append(f'<tr{id}><th scope="row">{inlines(first)}</th>{cells}</tr>')
    return Markup("\n".join(lines))


def drawing(chart: Chart) -> Markup:
    """A chart's drawing as one picture, called by the headline beside it and told by the words under it."""
    names = f'role="img" aria-labelledby="{chart.id}-title" aria-describedby="{chart.id}-text"'
    # Our own drawing of escaped texts: see the room of charts.
    return Markup(chart.svg.replace("<svg ", f"<svg {names} ", 1))


def prose(address: Addresses, markdown: str, depth: int, up: str = "", key: str = "", language: str = "") -> Markup:
    """Markdown as safe HTML, its headings put under one of level `depth` without skipping a level.

    Links to figures lead to their pages, seen from a page that is `up` from the first. `key` tells the ids of its
    footnotes from those of other passages on the page. In a passage of another `language`, what the report itself says
    is marked as being in the report's.
    """
    known = not language or has_catalogue(language)
    ours = "" if known else language_printed()
    with printed_in(language if language and known else language_printed()):
        rendered = _MARKDOWN.render(markdown, {"docId": key, "lang": ours})
    made = nh3.clean(
        rendered,
        tags=_TAGS | NOTE_TAGS,
        attributes={**NOTE_ATTRIBUTES},
        allowed_classes={**NOTE_CLASSES},
        url_schemes={"http", "https", "mailto", "figure"},
        link_rel=None,
    )
    # A figure in a passage is printed in the report's own language.
    mark = f' lang="{language_printed()}"' if language else ""
    made = _FIGURE.sub(lambda found: f'href="{address(unescape(found[1]), up)}"{mark}', made)
    levels = sorted({int(level) for _, level in _HEADING.findall(made)})
    moved = {level: min(depth + 1 + place, 6) for place, level in enumerate(levels)}
    # The text was cleaned just above: nothing in it can be other than the tags allowed there.
    return Markup(_HEADING.sub(lambda found: f"<{found[1]}h{moved[int(found[2])]}>", made))


def _tidy(page: str) -> str:
    """Without the blank lines and indents that templates leave; text in <pre> has none at the start of its lines."""
    return re.sub(r"\n\s*\n+", "\n", re.sub(r"(?m)^[ \t]+", "", page))
