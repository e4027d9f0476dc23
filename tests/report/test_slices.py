"""The lines of a contract with too many for its page: tables of which each of its figures is made of whole ones."""

import csv
from functools import partial
from pathlib import Path

import pytest

from commonweal.ledger.checked import check_book, kept_findings
from commonweal.ledger.starter import write_starter
from commonweal.report import build, shown_lines
from commonweal.report.build import build_report
from commonweal.report.package import seal
from commonweal.report.verify import verify
from commonweal.snapshot.store import read_snapshot, write_snapshot
from tests.report.printing import look

HOURS = {"repairs-hours-q1", "repairs-hours-q2"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables_of(report: Path, figure: str) -> list[str]:
    """The tables that stand beside a figure on the page of its contract."""
    page = (report / "contracts/repairs.html").read_text(encoding="utf-8")
    section = page.split(f'id="{figure}"')[1].split("</section>")[0]
    return [part.split(".csv")[0] for part in section.split('href="../data/slices/')[1:]]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter book, in whose reports two lines are many."""
    monkeypatch.setattr(shown_lines, "MOST_LINES", 1)
    write_starter(tmp_path / "book")
    return tmp_path / "book"


@pytest.fixture
def small(book: Path, tmp_path: Path) -> Path:
    build_report(book, tmp_path / "out")
    return tmp_path / "out"


def seal_again(report: Path) -> None:
    page = report / "index.html"
    fingerprint = verify(report).fingerprint
    page.write_text(page.read_text(encoding="utf-8").replace(fingerprint, "0" * 64), encoding="utf-8")
    seal(report)


def test_no_line_stands_in_two_tables_and_each_stands_as_in_the_table_of_all(small: Path):
    every = {row["line"]: row for row in rows(small / "data/lines.csv")}
    cut = [row for path in (small / "data/slices").glob("*.csv") for row in rows(path)]
    assert len({row["line"] for row in cut}) == len(cut) > 0
    assert all(every[row["line"]] == row for row in cut)


def test_the_tables_beside_a_figure_hold_as_many_lines_as_it_says(small: Path):
    told = {name: sum(len(rows(small / f"data/slices/{table}.csv")) for table in tables)
            for figure in rows(small / "data/figures.csv") if figure["activity"] == "repairs"
            for name in [figure["id"]] if (tables := tables_of(small, name))}
    lines = {row["id"]: int(row["lines"] or 0) for row in rows(small / "data/figures.csv")}
    assert len(told) > 5
    assert told == {name: lines[name] for name in told}
    assert all((small / "contracts" / link).resolve().is_file()
               for link in look(small / "contracts/repairs.html").links if "/slices/" in link)


@pytest.mark.parametrize(("figure", "wanted"), [
    ("quantity.reported.volunteering-hours.activity.repairs.2024-25", HOURS),
    ("quantity.verified.volunteering-hours.activity.repairs.2024-25", {"repairs-hours-q1"}),
    ("quantity.reported.apprenticeships.activity.repairs.2024-25", {"repairs-apprentice-1"}),
    # The apprentice, reported too, has no £.
    ("value.reported.activity.repairs.2024-25.my-framework-2025.economic.2024", HOURS),
])
def test_a_figure_is_made_of_whole_tables(small: Path, figure: str, wanted: set[str]):
    found = [row["row"] for name in tables_of(small, figure) for row in rows(small / f"data/slices/{name}.csv")]
    assert sorted(found) == sorted(wanted)
    assert verify(small).sound


def test_the_tables_are_the_same_when_lines_stay_on_disk(book: Path, small: Path, tmp_path: Path, monkeypatch):
    checked = check_book(book)
    write_snapshot(checked.book, checked.book.settings.period.span.end, tmp_path / "frozen",
                   findings=lambda: kept_findings(checked))
    monkeypatch.setattr(build, "read_snapshot", partial(read_snapshot, long=1))
    build_report(tmp_path / "frozen", tmp_path / "disk")
    memory, disk = ({path.name: path.read_bytes() for path in (folder / "data/slices").glob("*.csv")}
                    for folder in (small, tmp_path / "disk"))
    assert memory == disk
    assert (small / "contracts/repairs.html").read_bytes() == (tmp_path / "disk/contracts/repairs.html").read_bytes()


def test_a_table_with_other_lines_is_found_even_when_all_is_sealed_again(small: Path):
    name = tables_of(small, "quantity.verified.volunteering-hours.activity.repairs.2024-25")[0]
    path = small / f"data/slices/{name}.csv"
    path.write_bytes("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]).encode())
    (small / "data/slices/repairs.99.csv").write_bytes(path.read_bytes())
    lost = tables_of(small, "quantity.reported.apprenticeships.activity.repairs.2024-25")[0]
    (small / f"data/slices/{lost}.csv").unlink()
    seal_again(small)
    found = verify(small)
    assert found.changed == []
    assert [one.file for one in found.differences] == sorted(
        f"data/slices/{wrong}.csv" for wrong in (name, lost, "repairs.99"))
