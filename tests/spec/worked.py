"""Worked examples as small text tables: a book of a few rows goes in, what each line is worth comes out.

The body of every example is a council with one activity, `garden`, and one framework, `plain/1`. A table is written as
rows of cells parted by `|`, heading first; columns left out are blank.
"""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from commonweal.basics.csv_files import write_rows
from commonweal.basics.numbers import plain
from commonweal.ledger.book import read_book
from commonweal.snapshot.store import frozen
from commonweal.valuation import engines

BOOK = """
[book]
id = "worked"
title = "A worked example"
body = "council"
place = "town"
[frameworks]
own = "plain"
editions = [{editions}]
{prices}
[[periods]]
id = "2022-23"
label = "2022/23"
kind = "financial-year"
start = 2022-04-01
end = 2023-03-31
[[periods]]
id = "2023-24"
label = "2023/24"
kind = "financial-year"
start = 2023-04-01
end = 2024-03-31
"""
EDITION = """
framework = "{framework}"
version = "1"
title = "Invented for an example"
publisher = "Nobody"
published = 2022-04-01
status = "draft"
licence = "CC BY 4.0"
redistributable = true
valid_from = 2022-04-01
gaps = []
[[sources]]
id = "a-survey"
title = "A survey"
publisher = "Nobody"
date = "2022"
licence = "CC BY 4.0"
"""
ALWAYS: dict[str, str] = {
    "organisations": "id | name | kind\ncouncil | The council | council\nfriends | Friends of the garden | charity",
    "activities": "id | title | kind | role | state | start\n"
    "garden | The garden | programme | service-provider | in-progress | 2022-04-01",
    "places": "id | name | kind | parent\ntown | Town | area |\nnorth | North | ward | town",
}
# What a column holds where an example does not say.
USUAL: dict[str, dict[str, str]] = {
    "measures": {
        "title": "A measure",
        "theme": "Theme",
        "outcome": "Outcome",
        "pillar": "social",
        "counting": "flow",
        "people": "none",
        "who_counts": "Whoever did it",
        "unit": "hour",
    },
    "values": {
        "kind": "economic",
        "unit": "hour",
        "price_year": "2022",
        "valid_from": "2022-04-01",
        "source": "a-survey",
        "licence": "CC BY 4.0",
        "redistributable": "yes",
        "is_not": "Anything else",
    },
    "indices": {"source": "a-survey"},
    "crosswalk": {"relation": "close", "note": "Invented"},
    "commitments": {
        "activity": "garden",
        "measure": "hours",
        "stage": "committed",
        "profile": "end",
        "period_kind": "financial-year",
        "in_force_from": "2022-04-01",
        "start": "2022-04-01",
    },
    "deliveries": {
        "activity": "garden",
        "measure": "hours",
        "period_kind": "financial-year",
        "state": "verified",
        "start": "2022-04-01",
        "end": "2023-03-31",
    },
    "adjustments": {"reason": "A study", "source": "A study"},
}
Example = Mapping[str, str]


def rows_of(text: str) -> list[dict[str, str]]:
    """A text table as rows."""
    heading, *rest = ([cell.strip() for cell in row.split("|")] for row in text.strip().splitlines())
    return [dict(zip(heading, cells, strict=True)) for cells in rest]


def assert_works_out(
    example: Example, engine: str, expected: str, *, as_of: date = date(2023, 3, 31), prices: str = ""
) -> None:
    """Hold the valued lines of an example, in the order of their lines, to a text table of the columns it names.

    Tables of a second framework are named `other/values` and so on.
    """
    heading, *answers = (" ".join(row.split()) for row in expected.strip().splitlines())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "book"
        _write(folder, example, prices)
        read = read_book(folder)
        assert read.book is not None, "\n".join(map(str, read.findings))
        with frozen(read.book, as_of) as snapshot:
            lines = {line.key: line for line in snapshot.lines}
            valued = engines.valued_rows(snapshot, engine)
            cells = engines.cells(snapshot, engine)
    names = heading.split(" | ")
    assert answers == [
        " | ".join(_cell(row.get(name, lines[row["line"]].values.get(name))) for name in names) for row in valued
    ]
    for name in ("gross_central", "net_central"):
        assert sum(cell.sums[name] for cell in cells.values) == sum(row[name] or 0 for row in valued)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "as_tuple"):
        return plain(value)
    return str(value)


def _write(folder: Path, example: Example, prices: str) -> None:
    frameworks = sorted({name.split("/")[0] for name in example if "/" in name} | {"plain"})
    folder.mkdir()
    named = ", ".join(f'"{name}/1"' for name in frameworks)
    (folder / "book.toml").write_text(BOOK.format(editions=named, prices=prices), encoding="utf-8")
    for framework in frameworks:
        (folder / "editions" / framework / "1").mkdir(parents=True)
        (folder / "editions" / framework / "1" / "edition.toml").write_text(
            EDITION.format(framework=framework), encoding="utf-8"
        )
    for name, text in {**ALWAYS, **example}.items():
        framework, _, table = name.rpartition("/")
        of_edition = table in ("measures", "values", "indices", "crosswalk")
        place = folder / "editions" / (framework or "plain") / "1" if of_edition else folder
        rows = [USUAL.get(table, {}) | row for row in rows_of(text)]
        heading = list(dict.fromkeys(column for row in rows for column in row))
        (place / f"{table}.csv").write_text(
            write_rows(heading, ([row[column] for column in heading] for row in rows)), encoding="utf-8"
        )
