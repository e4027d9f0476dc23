"""The report built from the source report's book: every exact figure is in it, and nothing is made up."""

import csv
import html
import io
import re
from pathlib import Path

import pytest

from commonweal.report.build import build_report
from commonweal.report.verify import verify

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "examples" / "lcr-2023"
STANDING = "Independent worked example made from a public report; not published or endorsed by the authority"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lcr") / "report"
    build_report(BOOK, folder, publish=True)
    return folder


@pytest.fixture(scope="module")
def figures(report: Path) -> dict[str, dict[str, str]]:
    text = (report / "data" / "figures.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def _words(path: Path) -> str:
    text = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def test_every_exact_figure_of_the_coverage_list_is_in_the_built_report(report: Path) -> None:
    # Thousands are parted by commas on the pages and not in the list; £ and % stand beside the number.
    text = " ".join(_words(path) for path in [report / "index.html", *sorted((report / "figures").glob("*.html"))])
    numbers = {
        number.replace(",", "").rstrip(".").removesuffix(".00") for number in re.findall(r"[\d,]+(?:\.\d+)?", text)
    }
    missing = []
    with (ROOT / "docs" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    asked = 0
    for row in rows:
        for figure in filter(None, (part.strip() for part in row["figures"].split(";"))):
            asked += 1
            for number in re.findall(r"\d[\d,]*(?:\.\d+)?", figure):
                if number.replace(",", "").removesuffix(".00") not in numbers:
                    missing.append(f"{row['id']}: {figure}")
    assert asked > 100
    assert missing == []


def test_it_says_what_it_is_on_every_page_sheet_and_package_and_asks_not_to_be_indexed(report: Path) -> None:
    pages = sorted(report.rglob("*.html"))
    assert len(pages) > 300
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert STANDING in html.unescape(text), page.name
        assert '<meta name="robots" content="noindex' in text, page.name
    assert STANDING in (report / "data" / "datapackage.json").read_text(encoding="utf-8")


def test_the_two_amounts_in_pounds_are_possible_and_never_one_sum(figures: dict[str, dict[str, str]]) -> None:
    """950 × 14 = 13,300 hours × £16.93 = £225,169.00; 21,000 × £404 = £8,484,000.00; 14,000 × £16.93 = £237,020.00."""
    money = [row for row in figures.values() if row["kind"]]
    assert {row["value"] for row in money} == {"225169.00", "8484000.00", "237020.00"}
    assert {row["standing"] for row in money} == {"potential"}
    # Their sums, with and without the alternative, appear nowhere.
    assert not {"8709169.00", "8721020.00", "8946189.00"} & {row["value"] for row in figures.values()}


def test_the_printed_headline_stays_as_printed(figures: dict[str, dict[str, str]]) -> None:
    printed = [row for row in figures.values() if row["standing"] == "stated" and row["value"] == "225000"]
    assert [(row["bound"], row["unit"]) for row in printed] == [("over", "£")]


def test_no_pound_comes_from_the_hours_of_adult_education(report: Path) -> None:
    text = (report / "data" / "valued_lines.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["line"].startswith("aeb")]
    assert rows
    assert all(row["gross_central"] == "" and row["reason"] for row in rows)


def test_185_and_95_never_become_280_nor_sessions_and_students_one_number(figures: dict[str, dict[str, str]]) -> None:
    values = {row["value"] for row in figures.values()}
    assert {"185", "95"} <= values
    assert not {"280", "917", "467"} & values


def test_it_is_recalculated_and_has_gaps_but_no_error(report: Path) -> None:
    result = verify(report)
    assert result.sound
    assert result.recalculated > 300
    assert result.by_disclosure == 1
