"""The report of a book with payments: its part, its package that is recalculated, and nobody who was paid in any file.
"""

from pathlib import Path

import pytest

from commonweal.report.build import build_report
from commonweal.report.explain import explain
from commonweal.report.verify import verify
from tests.report.printing import look
from tests.report.publishable import publishable, without_paper

PAYMENTS = [
    {"id": "one", "paid": "2024-05-01", "amount": "600.00", "supplier": "Ann Example", "postcode": "ZZ9 9ZZ",
     "office": "north"},
    {"id": "two", "paid": "2024-06-01", "amount": "300.00"},
    {"id": "three", "paid": "2024-07-01", "amount": "100.00", "supplier": "Far Away Ltd", "office": "far",
     "vcse": "no"},
]
PLACES = [{"id": "far", "name": "Far Away", "kind": "council"}]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    without_paper(monkeypatch)
    book = publishable(tmp_path / "book", {"payments": PAYMENTS, "places": PLACES})
    build_report(book, tmp_path / "report")
    return tmp_path / "report"


def test_the_part_shows_each_share_with_its_parts_and_what_could_not_be_placed(report):
    text = " ".join(look(report / "local-spend.html").words.split())
    assert "at least 60%" in text
    assert "£600.00 of £1,000.00" in text
    assert "£300.00 of £1,000.00" in text


def test_every_figure_is_recalculated_from_the_package_alone(report):
    result = verify(report)
    assert result.sound, result.differences
    assert not (report / "data" / "payments.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_a_changed_sum_is_found(report):
    path = report / "data" / "spend.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("600.00", "700.00"), encoding="utf-8")
    result = verify(report)
    assert any("local-spend.office-area" in str(difference) for difference in result.differences)


def test_nobody_who_was_paid_stands_in_any_file(report):
    for path in report.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(word in content for word in (b"Ann Example", b"ZZ9 9ZZ", b"Far Away Ltd")), path


def test_a_share_is_explained_in_pounds(report):
    words = explain(report, "local-spend.office-area.2024")
    assert "at least 60%" in words
    assert "£600.00 of £1,000.00" in words
