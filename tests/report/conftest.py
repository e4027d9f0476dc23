"""A report of the starter book, built once for all tests of this folder; each test works on a copy."""

import shutil
from pathlib import Path

import pytest

from commonweal.ledger.starter import write_starter
from commonweal.report.build import build_report


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report nobody changes."""
    folder = tmp_path_factory.mktemp("built")
    write_starter(folder / "book")
    build_report(folder / "book", folder / "report")
    return folder


@pytest.fixture
def report(built: Path, tmp_path: Path) -> Path:
    """A copy of the report to change."""
    shutil.copytree(built / "report", tmp_path / "report")
    return tmp_path / "report"
