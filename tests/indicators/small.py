"""Facts from a few lines of text: tables in, figures out, through the same doors as a real book."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure, to_record
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.tables import BY_NAME
from commonweal.snapshot.lines import freeze_lines
from commonweal.snapshot.model import Snapshot
from commonweal.valuation import reference

AS_OF = date(2025, 3, 31)

BOOK = """\
[book]
id = "small"
title = "A small book"
body = "council"
place = "area"
threshold = "25000"
weighting_policy = ["0.10", "0.20"]

[frameworks]
own = "tiny"
editions = ["tiny/1"]

[prices]
year = 2024

[[periods]]
id = "2023-24"
label = "2023/24"
kind = "financial-year"
start = 2023-04-01
end = 2024-03-31

[[periods]]
id = "2024-25"
label = "2024/25"
kind = "financial-year"
start = 2024-04-01
end = 2025-03-31
"""

EDITION = """\
framework = "tiny"
version = "1"
title = "A tiny framework (invented)"
publisher = "Small Council (invented)"
published = 2023-04-01
status = "draft"
licence = "CC BY 4.0"
redistributable = true
price_year = 2024
levels = ["Theme", "Outcome", "Measure"]
valid_from = 2023-04-01
notes = []
gaps = []

[[sources]]
id = "study"
title = "A study"
publisher = "Small Council (invented)"
date = "2024"
licence = "CC BY 4.0"
"""

MEASURES = """\
id,title,theme,outcome,pillar,unit,counting,people,who_counts,negative,no_value_because
hours,Hours of help,Community,More help,social,hour,flow,none,Anybody's,yes,
jobs,Local jobs,Work,More work,economic,job,stock,count,Residents,,A level is not priced here
trained,People trained,Skills,More skills,economic,person,once,count,Each person once,,
course,People on a course,Skills,More skills,social,person,once,count,Each person once,,Not priced on the way
women,Women trained,Skills,More skills,social,person,once,characteristic,Each woman once,,
gifts,Money given,Community,More help,social,£,flow,none,Gifts,,
carbon,Carbon saved,Nature,Less carbon,environmental,tonne,flow,none,Tonnes,,
wage,All are paid a living wage,Work,Fair work,social,yes or no,yes-no,none,All staff,,
on-time,Invoices paid on time,Work,Fair trade,economic,%,rate,none,Invoices,,
disabled-share,Starters who are disabled,Work,Fair work,social,%,rate,characteristic,Starters who answered,,
"""

VALUES = """\
id,measure,kind,unit,low,central,high,price_year,valid_from,source,licence,redistributable,is_not
hour,hours,economic,hour,8.00,10.00,13.00,2024,2023-04-01,study,CC BY 4.0,yes,A wage
trained,trained,economic,person,,200.00,,2024,2023-04-01,study,CC BY 4.0,yes,A qualification
trained-wellbeing,trained,wellbeing,person,,50.00,,2024,2023-04-01,study,CC BY 4.0,yes,Money
gift,gifts,cash-given,£,,1.00,,2024,2023-04-01,study,CC BY 4.0,yes,What it achieved
tonne,carbon,environmental,tonne,,100.00,,2023,2023-04-01,study,CC BY 4.0,yes,A price of offsets
"""

# What a row says where a test does not: only columns that must be filled in.
ASSUMED: Mapping[str, Mapping[str, str]] = {
    "places": {"kind": "council"},
    "organisations": {"kind": "company"},
    "activities": {"kind": "contract", "role": "commissioner", "state": "in-progress"},
    "commitments": {"stage": "committed", "start": "2024-04-01", "due": "2025-03-31", "profile": "even",
                    "period_kind": "financial-year", "in_force_from": "2024-04-01"},
    "deliveries": {"state": "verified", "start": "2024-04-01", "end": "2024-06-30", "period_kind": "quarter"},
    "adjustments": {"kind": "deadweight", "reason": "Asked", "source": "study"},
    "evidence": {"sha256": "0" * 64, "kind": "letter", "dated": "2024-06-30"},
    "stated": {"role": "employer", "period_kind": "not-stated"},
    "payments": {"paid": "2024-06-30"},
    "context": {"unit": "people", "as_printed": "as printed"},
    "ratios": {"role": "investor", "places": "2"},
    "promises": {"role": "employer", "horizon": "immediate", "state": "open"},
    "priorities": {"role": "employer", "kind": "action", "state": "open", "area": "One"},
    "accreditations": {"organisation": "council", "scheme": "A scheme", "held": "bronze"},
}
# Rows that every small book has.
ALWAYS: Mapping[str, list[dict[str, str]]] = {
    "places": [{"id": "area", "name": "The Area", "kind": "area"}, {"id": "north", "name": "North", "parent": "area"}],
    "organisations": [{"id": "council", "name": "The Council", "kind": "authority"}],
    "activities": [{"id": "road", "title": "New road"}, {"id": "school", "title": "New school", "role": "employer"}],
}

Rows = list[dict[str, str]]


def tables_from(text: str) -> dict[str, Rows]:
    """Tables from text: a table's name on a line of its own, its columns, its rows; a blank line between tables."""
    tables: dict[str, Rows] = {}
    for block in text.strip().split("\n\n"):
        name, *lines = block.strip().splitlines()
        tables[name.strip()] = list(csv.DictReader(io.StringIO("\n".join(lines)), skipinitialspace=True))
    return tables


def book_of(tables: Mapping[str, Rows], folder: Path) -> Book:
    """The book that a folder with these tables holds; every fault is an error of the test.

    A table `values` stands for the £ per unit of the small framework.
    """
    _write(folder / "book.toml", BOOK)
    _write(folder / "editions/tiny/1/edition.toml", EDITION)
    _write(folder / "editions/tiny/1/measures.csv", MEASURES)
    _write(folder / "editions/tiny/1/values.csv", _values(tables["values"]) if "values" in tables else VALUES)
    for name in {*tables, *ALWAYS} - {"values"}:
        given = tables.get(name, [])
        known = {row.get("id") for row in given}
        rows = [row for row in ALWAYS.get(name, []) if row["id"] not in known] + given
        columns = list(BY_NAME[name].names)
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        assumed = dict(ASSUMED.get(name, {}))
        writer.writerows([assumed | {key: value for key, value in row.items() if value} for row in rows])
        _write(folder / f"{name}.csv", out.getvalue())
    read = read_book(folder)
    assert read.book, "\n".join(map(str, read.findings))
    return read.book


def _values(rows: Rows) -> str:
    """The £ per unit of the small framework where an example gives its own."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*VALUES.partition("\n")[0].split(","), "valid_to"], lineterminator="\n")
    writer.writeheader()
    writer.writerows([{"source": "study", "licence": "CC BY 4.0", "redistributable": "yes", "is_not": "A wage"} | row
                      for row in rows])
    return out.getvalue()


def facts_of(text: str, folder: Path, as_of: date = AS_OF) -> Facts:
    """What indicators read of a small book, with sums by the plain reference."""
    book = book_of(tables_from(text), folder)
    frozen = freeze_lines(book, as_of)
    snapshot = Snapshot(book, as_of, "", tuple(frozen.lines), tuple(frozen.unit_values), tuple(frozen.factor_sets),
                        tuple(frozen.claim_counts), None, tuple(frozen.spend))
    return Facts.of(snapshot, reference.cells(snapshot.lines, snapshot.unit_values, snapshot.factor_sets))


def figures_of(text: str, folder: Path) -> dict[str, Figure]:
    """Every figure of a small book by its id."""
    return {figure.id: figure for figure in compute(facts_of(text, folder))}


def printed(figure: Figure) -> dict[str, str]:
    """A figure as figures.csv prints it, blanks left out."""
    return {name: str(value) for name, value in to_record(figure).values.items() if value}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
