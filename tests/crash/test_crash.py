"""A run that is killed leaves the old output or the new one, never a mixture, and the next run works."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from commonweal.cli import main
from tests.checks.small_book import write_book
from tests.exchange.notices import award, lines, release

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def _killed(command: list[str], target: Path, old: Path | None, points: int, again: int = 0) -> dict[str, Any]:
    asked = json.dumps({"command": command, "target": str(target), "old": str(old) if old else "", "points": points,
                        "again": again})
    done = subprocess.run([sys.executable, str(HERE / "killed.py"), asked], capture_output=True, text=True, check=False,
                          env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"})
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return outcome


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    assert main(["new", str(folder)]) == 0
    return folder


@pytest.fixture
def old_report(tmp_path: Path, book: Path) -> Path:
    """A report of the same book before its last change."""
    assert main(["report", str(book), "-o", str(tmp_path / "old")]) == 0
    deliveries = book / "deliveries.csv"
    deliveries.write_text(deliveries.read_text().replace(",60,", ",61,"))
    return tmp_path / "old"


def _check(outcome: dict[str, Any], points: int) -> None:
    assert outcome["changed"], "the new output differs from the old one, or the test shows nothing"
    assert outcome["mixture"] == []
    assert outcome["left_behind"] == []
    assert outcome["not_killed"] == 0
    assert outcome["old"] + outcome["new"] == points


@pytest.mark.parametrize("points", [10, pytest.param(200, marks=pytest.mark.crash)])
def test_report_replaced(points: int, tmp_path: Path, book: Path, old_report: Path) -> None:
    outcome = _killed(["report", str(book), "-o", str(tmp_path / "work" / "out")], tmp_path / "work" / "out",
                      old_report, points)
    _check(outcome, points)


@pytest.mark.crash
def test_report_made_for_the_first_time(tmp_path: Path, book: Path) -> None:
    outcome = _killed(["report", str(book), "-o", str(tmp_path / "work" / "out")], tmp_path / "work" / "out", None, 50)
    _check(outcome, 50)


@pytest.mark.crash
def test_snapshot_made_for_the_first_time(tmp_path: Path, book: Path) -> None:
    outcome = _killed(
        ["snapshot", str(book), "-o", str(tmp_path / "work" / "out")], tmp_path / "work" / "out", None, 50
    )
    _check(outcome, 50)


@pytest.mark.parametrize("points", [10, pytest.param(200, marks=pytest.mark.crash)])
def test_import_agreed_to(points: int, tmp_path: Path) -> None:
    (tmp_path / "notices.json").write_bytes(lines(release(awards=[award()])).content)
    target = tmp_path / "work" / "book"
    _check(_killed(["import", str(target), str(tmp_path / "notices.json"), "--agree"], target,
                   write_book(tmp_path / "old", {}), points, again=1), points)


@pytest.mark.parametrize("points", [10, pytest.param(200, marks=pytest.mark.crash)])
def test_import_taken_back(points: int, tmp_path: Path) -> None:
    (tmp_path / "notices.json").write_bytes(lines(release(awards=[award()])).content)
    old = write_book(tmp_path / "old", {})
    assert main(["import", str(old), str(tmp_path / "notices.json"), "--agree"]) == 0
    target = tmp_path / "work" / "book"
    _check(_killed(["import", str(target), "--undo"], target, old, points, again=1), points)
