"""The document as web pages: static, without script, without a request to any other site."""

import re
import shutil
from collections.abc import Callable
from functools import partial
from html import unescape
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from commonweal.report.blocks import Code, Inlines, Link, Strong, Table
from commonweal.report.document import Report
from commonweal.report.mark import cover_mark, role_mark
from commonweal.report.words import say

PAGE = "index.html"
STYLE = "assets/style.css"

# Prose comes from many hands: HTML in it is shown as text, pictures from elsewhere are not asked for.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
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
    """Write index.html, the pages in figures/ and contracts/, and the style sheet. The same report, the same bytes."""
    (folder / "assets").mkdir()
    (folder / "figures").mkdir()
    (folder / "contracts").mkdir()
    shutil.copyfile(str(files("commonweal.report").joinpath("style.css")), folder / STYLE)
    printer = _Printer(report)
    (folder / PAGE).write_bytes(printer.index().encode())
    for page in report.pages():
        (folder / f"{page.name}.html").write_bytes(printer.page(page).encode())


class _Printer:
    """Fills the templates. `up` leads from a page back to the folder of index.html."""

    def __init__(self, report: Report) -> None:
        self.report = report
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
            "address": partial(address, home=report.year.home),
            "cover": report.cover,
            "role_mark": role_mark,
            "mark": cover_mark(report.cover.seed),
        }
        home = report.year.home
        self._inlines = {up: _Inlines(partial(address, up=up, home=home)) for up in ("", "../")}
        self._templates = {name: self.environment.get_template(f"{name}.html.jinja") for name in ("index", "page")}

    def index(self) -> str:
        return self._fill("index", "", parts=self.report.parts)

    def page(self, page: object) -> str:
        return self._fill("page", "../", page=page)

    def _fill(self, template: str, up: str, **values: object) -> str:
        inlines = self._inlines[up]
        return _tidy(
            self._templates[template].render(
                up=up,
                inline=inlines,
                rows=partial(table_rows, inlines),
                prose=partial(prose, address=inlines.address),
                **values,
            )
        )


class _Inlines:
    """Prints words and links with the addresses of one folder; remembers, because tables repeat their cells."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self.address = address
        self._known: dict[Inlines, Markup] = {}

    def __call__(self, parts: Inlines) -> Markup:
        found = self._known.get(parts)
        if found is None:
            found = self._known[parts] = Markup("".join([_one(part, self.address) for part in parts]))
        return found


def _one(part: str | Link | Strong | Code, address: Callable[[str], str]) -> str:
    if isinstance(part, Link):
        return f'<a href="{escape(address(part.target))}">{escape(part.text)}</a>'
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


def address(target: str, up: str, home: Callable[[str], str] = str) -> str:
    """Where a target lies, seen from a page that is `up` from index.html; `home` tells where a figure is told of.

    >>> address("figure:value.reported", "../", lambda name: f"figures/{name}.html")
    '../figures/value.reported.html'
    >>> address("part:gaps", ""), address("part:gaps", "../"), address("page:contracts/a b.html#line-3", "")
    ('#gaps', '../index.html#gaps', 'contracts/a%20b.html#line-3')
    """
    kind, _, name = target.partition(":")
    if kind == "figure":
        kind, name = "page", home(name)
    if kind == "part":
        return f"{f'{up}{PAGE}' if up else ''}#{quote(name)}"
    if kind == "data":
        return f"{up}data/{quote(name)}"
    return f"{up}{quote(name, safe='/#')}" if kind == "page" else target


def prose(markdown: str, depth: int, address: Callable[[str], str] = str) -> Markup:
    """Markdown as safe HTML, its headings put under one of level `depth` without skipping a level.

    `address` tells where a link to a figure leads.
    """
    made = nh3.clean(
        _MARKDOWN.render(markdown),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "figure"},
        link_rel=None,
    )
    made = _FIGURE.sub(lambda found: f'href="{address(unescape(found[1]))}"', made)
    levels = sorted({int(level) for _, level in _HEADING.findall(made)})
    moved = {level: min(depth + 1 + place, 6) for place, level in enumerate(levels)}
    # The text was cleaned just above: nothing in it can be other than the tags allowed there.
    return Markup(_HEADING.sub(lambda found: f"<{found[1]}h{moved[int(found[2])]}>", made))


def _tidy(page: str) -> str:
    """Without the blank lines and indents that templates leave; text in <pre> has none at the start of its lines."""
    return re.sub(r"\n\s*\n+", "\n", re.sub(r"(?m)^[ \t]+", "", page))
