"""Printing a book's pages for the tests, and what a browser would meet on one."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from commonweal.indicators.frozen import figures_of
from commonweal.ledger.book import read_book
from commonweal.report.document import make_report
from commonweal.report.html import write_html
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import valued_rows

VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Seen(HTMLParser):
    """What a browser would meet on one page, and every tag that was opened and not closed in order."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    attributes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    title: str = ""
    words: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if len(found) != len(attrs):
            self.faults.append(f"{tag} repeats an attribute")
        self.tags[tag] += 1
        self.attributes.append((tag, found))
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" else []
        self.asked_for += [found[name] for name in ("src", "srcset", "data", "poster") if name in found]
        self.asked_for += [found["href"]] if tag in ("link", "use", "image") else []
        self.language = found.get("lang", "") if tag == "html" else self.language
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.title += data
        elif not {"code", "style"} & set(self.open):
            self.words += data + " "


def look(page: Path) -> Seen:
    """Read one page."""
    seen = Seen()
    seen.feed(page.read_text(encoding="utf-8"))
    seen.close()
    seen.faults += [f"<{tag}> is never closed" for tag in seen.open]
    return seen


def print_book(folder: Path, target: Path) -> Path:
    """The pages of a book, printed without the package beside them."""
    read = read_book(folder)
    assert read.book is not None, [str(finding) for finding in read.findings]
    target.mkdir(parents=True)
    with frozen(read.book, read.book.settings.period.span.end) as snapshot:
        facts, figures = figures_of(snapshot)
        write_html(make_report(snapshot, facts, figures, valued_rows(snapshot), [], "1"), target)
    return target
