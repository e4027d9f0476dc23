"""The how-to that turns a spreadsheet into a report: its sheets make the report that it describes, number by number.

The workbook is filled in as a person does who never opens another kind of file: by the names of its columns.
"""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from commonweal.cli import main
from commonweal.ledger.checked import check_book
from commonweal.report.verify import verify

PAGE = (Path(__file__).parents[2] / "docs/how-to/first-report-from-a-spreadsheet.md").read_text(encoding="utf-8")
HOURS = {name: Decimal(number) for name, number in re.findall(
    r"^\| ([a-z]+)[^|]* \| (\d+) \|", PAGE.partition("| | hours |")[2], re.MULTILINE)}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


SHEETS = {name: [_cells(line) for line in table.splitlines() if not line.startswith("| ---")]
          for name, table in re.findall(r"^`([a-z]+)`\n\n((?:\|.*\n)+)", PAGE, re.MULTILINE)}


def _typed(text: str) -> object:
    """What a spreadsheet makes of what is typed."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text or None


def fill_in(path: Path) -> None:
    """Type the page's tables into a workbook, each under the names of its columns; settings beside their names."""
    book = openpyxl.load_workbook(path)
    for name, (heading, *rows) in SHEETS.items():
        page = book[name]
        names = [cell.value for cell in page[4]]
        if name == "settings":
            said = dict(rows)
            for line in range(5, page.max_row + 1):
                if page.cell(line, names.index("setting") + 1).value in said:
                    page.cell(line, names.index("value") + 1, said.pop(page.cell(line, 1).value))
            assert not said
            continue
        for line, row in enumerate(rows, 5):
            for column, text in zip(heading, row, strict=True):
                page.cell(line, names.index(column) + 1, _typed(text))
    book.save(path)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("spreadsheet")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert main(["new", "our-records.xlsx"]) == 0
        fill_in(place / "our-records.xlsx")
        command = next(line for line in PAGE.splitlines() if line.startswith("commonweal import"))
        assert main(command.split()[1:]) == 0
    return place / "our-records"


def test_the_page_gives_each_sheet_that_it_speaks_of() -> None:
    assert set(SHEETS) == {"settings", "periods", "places", "organisations", "activities", "parties", "commitments",
                           "deliveries", "evidence", "reviews"}
    assert HOURS == {"promised": 96 + 60, "due": 48 + 60, "reported": 12 + 12 + 10 + 8 + 20 + 15 + 25, "checked": 20}


def test_the_check_finds_what_the_page_says(records: Path) -> None:
    checked = check_book(records)
    assert [gap.code for gap in checked.open_gaps] == ["COMMITMENT-WITHOUT-BASELINE"] * 3


def test_the_report_says_what_the_page_says(records: Path, tmp_path: Path) -> None:
    assert main(["report", str(records), "-o", str(tmp_path / "out")]) == 0
    assert verify(tmp_path / "out").sound
    text = (tmp_path / "out/data/figures.csv").read_text(encoding="utf-8")
    values = {row["id"]: row["value"] for row in csv.DictReader(io.StringIO(text))}
    hours = {
        "promised": "quantity.committed.volunteering-hours.future",
        "due": "progress.due.volunteering-hours.future",
        "reported": "quantity.reported.volunteering-hours.2025-26",
        "checked": "quantity.verified.volunteering-hours.2025-26",
    }
    assert {name: Decimal(values[figure]) for name, figure in hours.items()} == HOURS
    # 102 and 20 hours at £15.20.
    assert values["value.reported.2025-26.commonweal-open-2026-1.economic.2025"] == "1550.40"
    assert values["value.verified.2025-26.commonweal-open-2026-1.economic.2025"] == "304.00"
