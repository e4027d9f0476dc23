"""Write the pages of docs/reference that are made from the code, so that they cannot say anything else than it does.

`--check` writes nothing and fails, by name, for each page whose committed copy differs.
"""

import importlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from commonweal.basics.tables import WIDTHS, Column, See, Table
from commonweal.frameworks.tables import EDITION_TABLES
from commonweal.indicators.figure import FIGURES
from commonweal.ledger.lifecycle import COMMITMENTS, DELIVERIES, diagram, lifecycle_page
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.report.changes import CHANGES
from commonweal.snapshot.tables import SNAPSHOT_TABLES
from commonweal.valuation.tables import VALUED_LINES
from tools.draw_lifecycle import draw

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by `make reference`: change the source that it is made from, not this page. -->"
SEEN_BY = {See.PUBLIC: "everyone", See.INTERNAL: "the body itself", See.PERSONAL: "nobody else"}


def tables_page() -> str:
    """The data dictionary: every table of a book and of an edition, every column once."""
    parts = [
        "# The tables", MADE,
        "Every column of every CSV file. *Needed* means that it may not be blank. *Seen by* says who may read it: one "
        "that not everyone may see is never in a published package. Numbers are exact decimals, as wide as "
        "(digits in all, decimal places) says; a share lies between 0 and 1.",
        "Types: " + "; ".join(f"**{kind.value}** ({wide}, {places})" for kind, (wide, places) in WIDTHS.items())
        + "; **date** as 2023-03-31; **year** in four digits; **count**, a whole number; **yes-no**; "
        "**choice**, one of the words listed; **id**, lower-case letters, digits, points, hyphens and "
        "underscores; **ids**, several of them parted by semicolons; **text**.",
        "## Tables of a book", *(_table(table) for table in BOOK_TABLES),
        "## Tables of an edition", *(_table(table) for table in EDITION_TABLES),
        "## Tables that a data package adds",
        "A published data package holds the tables of the book, with the columns that everyone may see, and these.",
        *(_table(table) for table in (FIGURES, VALUED_LINES, CHANGES, *SNAPSHOT_TABLES)),
    ]
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    rows = "\n".join(_column(column, table.key_columns) for column in table.columns)
    key = " and ".join(f"`{name}`" for name in table.key_columns)
    goes = ", ".join(f"`{column.name}`" for column in table.columns if column.erasable and table.over)
    time = f" What stands in {goes} can be erased; its time counts from the day in `{table.over}`." if goes else ""
    return (f"### {table.name}.csv\n\nOne row is {_cell(table.row_is)}. A row is named by its {key}.{time}\n\n"
            f"| column | type | needed | what it says | seen by |\n| --- | --- | --- | --- | --- |\n{rows}")



def _column(column: Column, key: Iterable[str]) -> str:
    says = column.meaning
    if column.unit:
        says += f" In {column.unit}."
    if column.choices:
        says += " One of: " + ", ".join(f"`{choice}`" for choice in column.choices) + "."
    if column.refers_to:
        says += f" An id in `{column.refers_to}`."
    if column.default:
        says += f" Blank means `{column.default}`."
    if column.negative:
        says += " May be below zero."
    needed = "yes" if column.required or column.name in key else ""
    return f"| `{column.name}` | {column.kind.value} | {needed} | {_cell(says)} | {SEEN_BY[column.see]} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def glossary_page() -> str:
    """The glossary of the repository's root, as a page of the documentation."""
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    heading, rest = text.split("\n", 1)
    return f"{heading}\n\n{MADE}\n{rest}"


def changes_page() -> str:
    """The changelog of the repository's root, as a page of the documentation."""
    heading, rest = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n", 1)
    return f"{heading}\n\n{MADE}\n{rest}"


def lifecycles_page() -> str:
    """The lifecycles, with each diagram as a picture that needs no script."""
    text = lifecycle_page()
    for life in (COMMITMENTS, DELIVERIES):
        text = text.replace(f"```mermaid\n{diagram(life)}\n```", draw(life))
    return text


def interface_document() -> str:
    """The document of the site's interface for programs, as the site serves it."""
    with tempfile.TemporaryDirectory() as home:
        # The document says nothing of the site that serves it; but there is no site without a home.
        os.environ.update(COMMONWEAL_HOME=home, COMMONWEAL_PLAIN="yes")
        os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.web.config.settings"
        importlib.import_module("django").setup()
        importlib.import_module("commonweal.web.config.urls")  # It gathers the operations.
        return str(importlib.import_module("commonweal.web.interface.document").text())


PAGES = {
    "openapi.json": interface_document,
    "tables.md": tables_page,
    "lifecycle.md": lifecycles_page,
    "glossary.md": glossary_page,
    "changes.md": changes_page,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check compare them; 1 if a page is not current."""
    stale = []
    for name, make in PAGES.items():
        page, text = REFERENCE / name, make()
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        if "--check" in arguments:
            stale.append(name)
        else:
            page.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote docs/reference/{name}")
    for name in stale:
        print(f"docs/reference/{name} is not what the code says now: run 'make reference'.")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
