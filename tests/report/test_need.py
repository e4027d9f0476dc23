"""Need beside offer in the report: a row a measure, a column a share, recalculated from the package."""

from pathlib import Path

import pytest

from commonweal.report.build import build_report
from commonweal.report.verify import verify
from tests.checks.small_book import claim, write_book
from tests.report.printing import look
from tests.report.publishable import without_paper

PLACES = [
    {"id": "lane", "name": "Lane", "kind": "neighbourhood", "parent": "north", "decile": "1"},
    {"id": "hill", "name": "Hill", "kind": "neighbourhood", "parent": "north", "decile": "10"},
]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    without_paper(monkeypatch)
    claims = [claim("one", place="lane", quantity="60"),
              claim("two", place="hill", quantity="15", start="2024-07-01", end="2024-09-30"),
              claim("three", place="hill", measure="jobs-won"),
              claim("four", measure="jobs-won", start="2024-07-01", end="2024-09-30")]
    write_book(tmp_path / "book", {"places": PLACES, "deliveries": claims})
    build_report(tmp_path / "book", tmp_path / "report")
    return tmp_path / "report"


def test_each_measure_has_its_shares_in_a_row_and_they_are_recalculated(report):
    page = " ".join(look(report / "need.html").words.split())
    assert "Most deprived 10%" in page
    # Of the 100 hours reported in the year, 60 name Lane, 15 name Hill, and the 25 of the spring name no place.
    assert "at least 60%" in page
    assert "25%" in page
    # A share of 0 where some place is not known would be "at least 0%", which says nothing.
    assert "Jobs won or lost none known none known none known 50%" in page
    assert "at least 0%" not in page
    result = verify(report)
    assert result.sound, result.differences
