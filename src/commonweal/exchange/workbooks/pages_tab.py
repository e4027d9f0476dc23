"""Chapters and stories as two sheets, a row a text; a translation is a row of its own."""

import re
from collections.abc import Mapping, Sequence

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Column, Kind, Record, Table
from commonweal.basics.told import told
from commonweal.basics.toml_files import Key, toml_value
from commonweal.exchange.workbooks.tabs import Tab
from commonweal.exchange.workbooks.toml_columns import column_of, tab_of, to_cell, to_data
from commonweal.exchange.workbooks.writing import records_of
from commonweal.ledger.pages import CHOICES, SECTION, STORY, Page

_NAME = re.compile(r"[\w-][\w .-]*")
_FILE = Column("file", Kind.TEXT, "A short name of its own, by which they are ordered; for a translation the same with "
               "its language behind: foreword.cy.", required=True)
_TEXT = Column("text", Kind.TEXT, "The words, as Markdown: a blank line between paragraphs.", required=True)
_KEYS: Mapping[str, Mapping[str, Key]] = {"sections": SECTION, "stories": STORY}


def _tab(name: str, row_is: str) -> Tab:
    columns = [column_of(key, said, CHOICES.get(key, ())) for key, said in _KEYS[name].items()]
    return tab_of(Table(name, row_is, (_FILE, *columns, _TEXT)))


SECTIONS = _tab("sections", "a chapter of the report, in your own words")
STORIES = _tab("stories", "a story that the report tells")
PAGES = (SECTIONS, STORIES)


def page_rows(tab: Tab, pages: Sequence[Page]) -> list[Record]:
    """The texts of one sheet, each with its translations below it."""
    return records_of(tab.table, [
        {"file": page.file.rpartition("/")[2].removesuffix(".md"), "text": page.text or None,
         **{name: to_cell(name, page.heading.get(name)) for name in _KEYS[tab.name]}}
        for whole in pages for page in whole.in_all])


def page_data(tab: Tab, rows: Sequence[Record]) -> tuple[dict[str, tuple[dict[str, object], str]], list[Finding]]:
    """Each text by its path in the records: its heading and its words; and names that cannot be a file's."""
    found: dict[str, tuple[dict[str, object], str]] = {}
    findings: list[Finding] = []
    for row in rows:
        name = row.text("file").removesuffix(".md")
        if _NAME.fullmatch(name):
            found[path_of(tab, row)] = to_data(row, _KEYS[tab.name]), row.text("text")
        else:
            findings.append(Finding("PAGE-NAME", Severity.ERROR,
                                    told("'{name}' cannot be the name of a text.", name=name[:60]),
                                    told("Use letters, digits, points and hyphens."), f"{tab.name}.csv", row.row,
                                    "file", name, tab.name))
    return found, findings


def path_of(tab: Tab, row: Record) -> str:
    """Where a text lies in the records."""
    return f"{tab.name}/{row.text('file').removesuffix('.md')}.md"


def page_text(heading: Mapping[str, object], words: str) -> str:
    """A text as its file holds it."""
    lines = [f"{name} = {toml_value(value)}" for name, value in heading.items()]
    return "\n".join(["+++", *lines, "+++", words, ""])
