"""The how-to that turns a spreadsheet into a report: its files make the report that it describes, number by number."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.cli import main
from commonweal.ledger.checked import check_book
from commonweal.report.build import build_report
from commonweal.report.verify import verify

PAGE = (Path(__file__).parents[2] / "docs/how-to/first-report-from-a-spreadsheet.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([a-z]+\.csv)`\n\n```csv\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE))
HOURS = {name: Decimal(number) for name, number in re.findall(r"^\| ([a-z]+)[^|]* \| (\d+) \|", PAGE, re.MULTILINE)}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spreadsheet") / "our-records"
    assert main(["new", str(folder)]) == 0
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for story in (folder / "stories").glob("*.md"):
        story.unlink()
    return folder


def test_the_page_gives_each_file_that_it_speaks_of() -> None:
    assert set(FILES) == {f"{name}.csv" for name in ("organisations", "activities", "parties", "commitments",
                                                     "deliveries", "evidence", "reviews")}
    assert HOURS == {"promised": 96 + 60, "due": 48 + 60, "reported": 12 + 12 + 10 + 8 + 20 + 15 + 25, "checked": 20}


def test_the_check_finds_what_the_page_says(records: Path) -> None:
    checked = check_book(records)
    assert [gap.code for gap in checked.open_gaps] == ["COMMITMENT-WITHOUT-BASELINE"] * 3


def test_the_report_says_what_the_page_says(records: Path, tmp_path: Path) -> None:
    build_report(records, tmp_path / "out")
    assert verify(tmp_path / "out").sound
    text = (tmp_path / "out/data/figures.csv").read_text(encoding="utf-8")
    values = {row["id"]: row["value"] for row in csv.DictReader(io.StringIO(text))}
    hours = {
        "promised": "quantity.committed.volunteering-hours.future",
        "due": "progress.due.volunteering-hours.future",
        "reported": "quantity.reported.volunteering-hours.2024-25",
        "checked": "quantity.verified.volunteering-hours.2024-25",
    }
    assert {name: Decimal(values[figure]) for name, figure in hours.items()} == HOURS
    # 102 and 20 hours at £15.00.
    assert values["value.reported.2024-25.my-framework-2025.economic.2024"] == "1530.00"
    assert values["value.verified.2024-25.my-framework-2025.economic.2024"] == "300.00"
