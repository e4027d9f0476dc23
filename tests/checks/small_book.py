"""A small sound book, and the same book with rows added or changed: what the tests of the checks are made with."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from commonweal.basics.findings import Finding
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.checks import run_checks
from commonweal.ledger.tables import BY_NAME

Row = Mapping[str, str]

ACCESSIBILITY = """
[accessibility]
contact = "Web Team, web@small.example"
prepared = 2025-01-31
"""
SETTINGS = f"""
[book]
id = "small"
title = "Small report"
body = "council"
place = "town"

[frameworks]
own = "small-framework"
editions = ["small-framework/1", "small-framework/2"]
{ACCESSIBILITY}
[[periods]]
id = "2024"
label = "2024"
kind = "calendar-year"
start = 2024-01-01
end = 2024-12-31
"""

EDITION = """
framework = "small-framework"
version = "{version}"
title = "Small framework"
publisher = "Small Council (invented)"
published = {valid_from}
status = "draft"
licence = "CC BY 4.0"
redistributable = true
valid_from = {valid_from}
{valid_to}
sources = []
"""

MEASURES = """\
id,title,theme,outcome,pillar,unit,counting,people,who_counts,negative,excludes
hours,Hours given,Work,Skills,social,hour,flow,none,Staff,no,
trained,People trained,Work,Skills,social,person,once,count,Residents,no,
jobs,Jobs held,Work,Jobs,economic,job,stock,count,Residents,no,
jobs-won,Jobs won or lost,Work,Jobs,economic,job,flow,none,Residents,yes,
local-share,Staff who live here,Work,Jobs,economic,%,rate,count,Staff,no,
plan,A carbon plan,Planet,Carbon,environmental,yes or no,yes-no,none,The supplier,no,
spend,Spend with local firms,Work,Money,economic,£,flow,none,Local firms,no,small-spend
small-spend,Spend with small local firms,Work,Money,economic,£,flow,none,Small local firms,no,
"""

ROWS: dict[str, list[Row]] = {
    "places": [
        {"id": "town", "name": "Town", "kind": "area"},
        {"id": "north", "name": "North ward", "kind": "ward", "parent": "town"},
    ],
    "organisations": [
        {"id": "council", "name": "Small Council", "kind": "council"},
        {"id": "builder", "name": "Builder Ltd", "kind": "company"},
        {"id": "fitter", "name": "Fitter Ltd", "kind": "company"},
        {"id": "charity", "name": "Helping Hands", "kind": "charity"},
    ],
    "activities": [
        {
            "id": "dock",
            "title": "The dock",
            "kind": "contract",
            "role": "commissioner",
            "state": "in-progress",
            "start": "2024-01-01",
            "end": "2024-12-31",
            "value": "1000000",
        },
        {"id": "park", "title": "The park", "kind": "contract", "role": "commissioner", "state": "in-progress"},
    ],
    "parties": [
        {"activity": "dock", "organisation": "builder", "part": "prime", "share": "0.7"},
        {"activity": "dock", "organisation": "fitter", "part": "subcontractor", "share": "0.3", "under": "builder"},
    ],
    "commitments": [
        {
            "id": "promised",
            "activity": "dock",
            "measure": "hours",
            "stage": "committed",
            "quantity": "100",
            "start": "2024-01-01",
            "due": "2024-12-31",
            "profile": "even",
            "period_kind": "calendar-year",
            "in_force_from": "2024-01-01",
            "baseline": "0",
        }
    ],
    "deliveries": [
        {
            "id": "spring",
            "activity": "dock",
            "commitment": "promised",
            "measure": "hours",
            "quantity": "25",
            "start": "2024-01-01",
            "end": "2024-03-31",
            "period_kind": "quarter",
            "state": "verified",
            "reported_by": "builder",
        }
    ],
    "evidence": [
        {"id": "sheet", "delivery": "spring", "sha256": "0" * 63 + "a", "kind": "timesheet", "dated": "2024-03-31"}
    ],
    "reviews": [
        {
            "id": "checked",
            "delivery": "spring",
            "decision": "verify",
            "by": "Contracts office",
            "maker": "Builder Ltd",
            "on": "2024-04-02",
        }
    ],
}


def claim(name: str, **cells: str) -> Row:
    """A claim of 10 hours in the second quarter at the dock, sent in by the builder, with cells changed."""
    return {
        "id": name,
        "activity": "dock",
        "measure": "hours",
        "quantity": "10",
        "start": "2024-04-01",
        "end": "2024-06-30",
        "period_kind": "quarter",
        "state": "submitted",
        "reported_by": "builder",
        **cells,
    }


def promise(name: str, **cells: str) -> Row:
    """A promise of 100 hours at the dock by the end of 2024, with cells changed."""
    return {**ROWS["commitments"][0], "id": name, **cells}


def stated(name: str, **cells: str) -> Row:
    """A number that a source states, with cells changed."""
    return {
        "id": name,
        "title": "Said",
        "role": "investor",
        "value": "80",
        "unit": "people",
        "period_kind": "calendar-year",
        "source": "page 3",
        **cells,
    }


def evidence(name: str, delivery: str, digit: str, **cells: str) -> Row:
    """A piece of evidence whose fingerprint ends in a digit."""
    return {
        "id": name,
        "delivery": delivery,
        "sha256": "0" * 63 + digit,
        "kind": "timesheet",
        "dated": "2024-06-30",
        **cells,
    }


def review(name: str, delivery: str, decision: str, **cells: str) -> Row:
    """A decision of the contracts office on a claim of Builder Ltd."""
    return {
        "id": name,
        "delivery": delivery,
        "decision": decision,
        "by": "Contracts office",
        "maker": "Builder Ltd",
        "on": "2024-07-02",
        **cells,
    }


def write_book(folder: Path, tables: Mapping[str, list[Row]], files: Mapping[str, str] | None = None) -> Path:
    """Write the small book with rows added, or changed where the key is the same, and further files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.toml").write_text(SETTINGS, encoding="utf-8")
    for version, valid_from, valid_to in (("1", "2024-01-01", "valid_to = 2024-09-30"), ("2", "2024-10-01", "")):
        edition = folder / "editions" / "small-framework" / version
        edition.mkdir(parents=True)
        (edition / "edition.toml").write_text(
            EDITION.format(version=version, valid_from=valid_from, valid_to=valid_to), encoding="utf-8"
        )
        # The second version has dropped the measure of the carbon plan.
        kept = [line for line in MEASURES.splitlines(keepends=True) if version == "1" or not line.startswith("plan,")]
        (edition / "measures.csv").write_text("".join(kept), encoding="utf-8")
    for name in {**ROWS, **tables}:
        rows: dict[str, Row] = {}
        for row in [*ROWS.get(name, []), *tables.get(name, [])]:
            rows["/".join(row.get(column, "") for column in BY_NAME[name].key_columns)] = row
        (folder / f"{name}.csv").write_text(_csv(list(rows.values())), encoding="utf-8")
    for name, text in (files or {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def small_book(folder: Path, tables: Mapping[str, list[Row]], files: Mapping[str, str] | None = None) -> Book:
    """The small book with rows added or changed, read; it must be readable."""
    read = read_book(write_book(folder, tables, files))
    assert read.book is not None, [str(finding) for finding in read.findings]
    return read.book


def found(folder: Path, tables: Mapping[str, list[Row]], files: Mapping[str, str] | None = None) -> list[Finding]:
    """What the checks find in the small book with rows added or changed."""
    return run_checks(small_book(folder, tables, files))
