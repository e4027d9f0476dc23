"""The document as web pages: static, without script, without a request to any other site."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it.token import Token
from markupsafe import Markup

from commonweal.basics.beside import beside, has_second
from commonweal.report.addresses import FIRST, Addresses
from commonweal.report.blocks import Chart, Page, Part
from commonweal.report.document import Report
from commonweal.report.html_blocks import BlocksPrinter, InlinesPrinter, in_language
from commonweal.report.languages import has_catalogue, language_printed, printed_in
from commonweal.report.mark import cover_mark, role_mark, story_mark
from commonweal.report.prose.marked import put_under
from commonweal.report.theme import style_sheet
from commonweal.report.web_notes import NOTE_ATTRIBUTES, NOTE_CLASSES, NOTE_TAGS, web_markdown
from commonweal.report.words import say

STYLE = "assets/style.css"
# So many figures are worth a second process for their pages.
_MANY = 1_000

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
# What leads to another page of the report, as an author writes it: seen from the first page.
_WITHIN = re.compile(r"(?![A-Za-z][A-Za-z\d+.-]*:|[#/])")
_BLANK = re.compile(r"\n\s+")


def write_html(report: Report, folder: Path) -> None:
    """Write a page a part, the pages in figures/, contracts/ and places/, and the style sheet.

    The same report gives the same bytes.
    """
    with writing_html(report, folder):
        pass


@contextmanager
def writing_html(report: Report, folder: Path, *, share: float = 1 / 2) -> Iterator[None]:
    """The same, while the block prints the report's other forms; all pages are there when it ends.

    Of many pages a second process writes about so large a `share`.
    """
    (folder / "assets").mkdir()
    (folder / STYLE).write_bytes(style_sheet(report.year.book.settings.theme).encode())
    printer = _Printer(report)

    def write(pages: Iterable[Page]) -> None:
        made = set[Path]()
        for page in pages:
            file = folder / f"{page.name}.html"
            if file.parent not in made:
                file.parent.mkdir(parents=True, exist_ok=True)
                made.add(file.parent)
            file.write_bytes(printer.page(page).encode())

    def write_parts() -> None:
        for number, part in enumerate(report.parts):
            (folder / printer.address.pages[part.id]).write_bytes(printer.part(part, number).encode())

    if len(report.year.figures) < _MANY or not has_second():
        write_parts()
        write(report.pages())
        yield
        return
    theirs, ours = report.parted(share)
    with beside(lambda: write(theirs)):
        write_parts()
        write(ours)
        yield


class _Printer:
    """Fills the templates. `up` leads from a page back to the folder of the first."""

    def __init__(self, report: Report) -> None:
        self.address = Addresses(report.parts, report.year.home)
        environment = Environment(
            loader=PackageLoader("commonweal.report"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.globals |= {
            "say": say,
            "address": self.address,
            "drawing": drawing,
            "in_language": in_language,
            "cover": report.cover,
            "first": FIRST,
            "parts": report.parts,
            "groups": [(title, [*parts]) for title, parts in groupby(report.parts, lambda part: part.group)],
            "role_mark": role_mark,
            "story_mark": story_mark,
            "mark": cover_mark(report.cover.seed),
        }
        self._names = {up: self._printers(environment, up) for up in ("", "../", "../../")}
        self._templates = {name: environment.get_template(f"{name}.html.jinja") for name in ("index", "part", "page")}

    def _printers(self, environment: Environment, up: str) -> dict[str, Any]:
        """What templates use to print words and blocks on pages that lie `up` from the first."""
        show = BlocksPrinter(InlinesPrinter(self.address, up))
        names = {"up": up, "inline": show.inline, "show": show, "table": show.table,
                 "prose": partial(prose, self.address, up=up)}
        show.other = vars(environment.get_template("blocks.html.jinja").make_module(names))["other"]
        return names

    def part(self, part: Part, number: int) -> str:
        return self._fill("part" if number else "index", "", part=part, number=number)

    def page(self, page: Page) -> str:
        return self._fill("page", "../" * page.name.count("/"), page=page)

    def _fill(self, template: str, up: str, **values: object) -> str:
        return _tidy(self._templates[template].render(self._names[up], **values))


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
        about = {"docId": key, "lang": ours}
        tokens = _MARKDOWN.parse(markdown, about)
        put_under(tokens, depth)
        # A figure in a passage is printed in the report's own language.
        _lead(tokens, address, up, language_printed() if language else "")
        rendered = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, about)
    made = nh3.clean(
        rendered,
        tags=_TAGS | NOTE_TAGS,
        attributes={**NOTE_ATTRIBUTES, "*": set()},
        allowed_classes={**NOTE_CLASSES},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    # The text was cleaned just above: nothing in it can be other than the tags allowed there.
    return Markup(made)


def _lead(tokens: Sequence[Token], address: Addresses, up: str, language: str) -> None:
    """Let the links of a passage lead from a page that is `up` from the first; a figure's in a `language` of its own.

    What a link says where one points at it is taken away: it can be read neither on paper nor by the check of numbers.
    """
    for link in (inner for token in tokens for inner in token.children or () if inner.type == "link_open"):
        to = str(link.attrs["href"])
        if to.startswith("figure:"):
            link.attrs = {"href": address(to, up), **({"lang": language} if language else {})}
        else:
            link.attrs = {"href": f"{up}{to}" if _WITHIN.match(to) else to}


def _tidy(page: str) -> str:
    """Without the blank lines and indents that templates leave; text in <pre> has none at the start of its lines."""
    return _BLANK.sub("\n", page)
