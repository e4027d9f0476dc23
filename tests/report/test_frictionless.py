"""The data package holds to the standard that it names: Frictionless reads and checks it, without a network."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from commonweal.indicators.figure import FIGURES
from commonweal.ledger.tables import BOOK_TABLES, NEVER_FROZEN
from commonweal.report.build import build_report
from commonweal.report.changes import CHANGES
from commonweal.snapshot.public import FILTERED, public_columns
from commonweal.snapshot.tables import SNAPSHOT_TABLES
from commonweal.valuation.tables import VALUED_LINES
from tests.house.repository import ROOT
from tests.report.documents import BOOKS
from tests.report.publishable import without_paper

DECLARED = {table.name: table for table in
            (*map(public_columns, BOOK_TABLES), *SNAPSHOT_TABLES, FIGURES, VALUED_LINES, CHANGES)}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    with pytest.MonkeyPatch.context() as patch:
        without_paper(patch)
        for name in BOOKS:
            build_report(ROOT / "examples" / name, folder / name)
    return folder


@pytest.fixture(params=BOOKS)
def data(request: pytest.FixtureRequest, reports: Path) -> Path:
    return reports / request.param / "data"


def errors(data: Path) -> list[tuple[str, str]]:
    """The table and the kind of each error that Frictionless finds."""
    report = Package(str(data / "datapackage.json")).validate()
    return [(task.name, error.type) for task in report.tasks for error in task.errors] + [
        ("", error.type) for error in report.errors]


def described(data: Path) -> dict[str, Any]:
    return {resource["name"]: resource
            for resource in json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["resources"]}


def test_frictionless_finds_no_error(data: Path):
    assert errors(data) == []


def test_every_file_is_described_and_every_description_has_its_file(data: Path):
    files = {path.relative_to(data).as_posix() for path in (*data.glob("*.csv"), *data.glob("slices/*.csv"))}
    assert files == {each["path"] for each in described(data).values()}
    assert {name for name in described(data) if not name.startswith("slices/")} == set(DECLARED)


def test_columns_and_their_meanings_are_those_declared_once(data: Path):
    for name, resource in described(data).items():
        # The lines of one figure have the columns of all lines.
        table, fields = DECLARED["lines" if name.startswith("slices/") else name], resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table.names)
        assert [field["description"] for field in fields] == [column.meaning for column in table.columns]
        assert all(field["description"].strip() for field in fields)
        assert resource["description"] == f"One row is {table.row_is}."


def test_a_reference_is_promised_only_where_every_row_it_may_name_is_published(data: Path):
    targets = {key["reference"]["resource"] or name for name, resource in described(data).items()
               for key in resource["schema"].get("foreignKeys", [])}
    assert {"activities", "organisations", "places", "policies"} <= targets and not targets & FILTERED


def test_tables_outside_the_list_of_filtered_ones_are_published_whole(reports: Path):
    """The invented authority has claims and offers in every state: what is not shown of it is in those tables only."""
    book = ROOT / "examples" / "northmere"
    shorter = set()
    for table in BOOK_TABLES:
        if (book / f"{table.name}.csv").is_file():
            counts = []
            for folder in (book, reports / "northmere" / "data"):
                with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
                    counts.append(sum(1 for _ in csv.DictReader(file)))
            shorter |= {table.name} if counts[1] < counts[0] else set()
    assert {"deliveries", "commitments", "payments"} <= shorter <= FILTERED | {*NEVER_FROZEN}


def _number(row: dict[str, str]) -> None:
    row["quantity"] = "many"


def _reference(row: dict[str, str]) -> None:
    row["activity"] = "nowhere"


@pytest.mark.parametrize(("spoil", "kind"), [
    (_number, "type-error"), (_reference, "foreign-key"),
    (lambda row: row.update(stage="perhaps"), "constraint-error"), (lambda row: row.update(due=""), "constraint-error"),
])
def test_a_planted_fault_is_found(spoil: Callable[[dict[str, str]], None], kind: str, reports: Path, tmp_path: Path):
    data = tmp_path / "data"
    shutil.copytree(reports / "lcr-2023" / "data", data)
    path = data / "commitments.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    spoil(rows[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    assert errors(data) == [("commitments", kind)]
