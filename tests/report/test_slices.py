"""The lines of a figure that has too many for its page: a table of its own that holds just these lines."""

import csv
from pathlib import Path

import pytest

from commonweal.ledger.starter import write_starter
from commonweal.report import year
from commonweal.report.build import build_report
from commonweal.report.homes import MOST_LINES
from commonweal.report.package import seal
from commonweal.report.verify import verify
from tests.house.repository import ROOT
from tests.report.printing import look


@pytest.fixture(scope="module")
def northmere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slices") / "northmere"
    build_report(ROOT / "examples" / "northmere", folder)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_figure_of_many_lines_has_a_table_with_as_many_rows_and_its_page_leads_there(northmere: Path):
    figures = {row["id"]: row for row in rows(northmere / "data/figures.csv")}
    numbers = {name: row["lines"] for name, row in figures.items() if row["lines"].isdigit()}
    long = {name for name, number in numbers.items() if int(number) > MOST_LINES}
    tables = {path.stem: rows(path) for path in (northmere / "data/slices").glob("*.csv")}
    assert long and set(tables) == long
    every = {row["line"]: row for row in rows(northmere / "data/lines.csv")}
    for name, lines in tables.items():
        assert len(lines) == int(figures[name]["lines"]), name
        assert all(every[line["line"]] == line for line in lines), name
        assert f"../data/slices/{name}.csv" in look(northmere / f"figures/{name}.html").links


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter book's report, in which two lines are many."""
    monkeypatch.setattr(year, "MOST_LINES", 1)
    write_starter(tmp_path / "book")
    build_report(tmp_path / "book", tmp_path / "out")
    return tmp_path / "out"


def test_a_table_of_a_figure_in_pounds_has_only_the_lines_with_a_value(small: Path):
    """60 and 45.5 hours are worth something; the apprentice, reported too, has no £."""
    tables = {path.stem: {row["row"] for row in rows(path)} for path in (small / "data/slices").glob("*.csv")}
    hours = {"repairs-hours-q1", "repairs-hours-q2"}
    assert tables["value.reported.2024-25.my-framework-2025.economic.2024"] == hours
    assert tables["coverage.checked.2024-25"] == {*hours, "repairs-apprentice-1"}
    assert verify(small).sound


def test_a_table_with_other_lines_is_found_even_when_all_is_sealed_again(small: Path):
    path = small / "data/slices/coverage.checked.2024-25.csv"
    text = path.read_text(encoding="utf-8")
    path.write_bytes("".join(text.splitlines(keepends=True)[:-1]).encode())
    page = small / "index.html"
    fingerprint = verify(small).fingerprint
    page.write_text(page.read_text(encoding="utf-8").replace(fingerprint, "0" * 64), encoding="utf-8")
    seal(small)
    found = verify(small)
    assert found.changed == []
    assert [(one.file, one.about) for one in found.differences] == [
        ("data/slices/coverage.checked.2024-25.csv", "figure coverage.checked.2024-25")]
