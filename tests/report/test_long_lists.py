"""Lists of contracts and projects that would grow without end are cut, and lead to the rest."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.report import figure_lists, homes, line_tables, roles
from commonweal.report.build import build_report
from commonweal.report.dead_links import dead_links
from tests.checks.small_book import ROWS
from tests.house.repository import ROOT
from tests.report.printing import look
from tests.report.publishable import publishable, without_paper

FIGURE = "value.reported.2024-25.northmere-framework-2024.economic.2024"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Northmere's, whose chapters, figures and list show three, two and ten contracts and projects."""
    folder = tmp_path_factory.mktemp("lists") / "northmere"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roles, "_MOST_OTHERS", 3)
        patch.setattr(line_tables, "_MOST_ACTIVITIES", 2)
        patch.setattr(figure_lists, "_MOST_LISTED", 10)
        patch.setattr(figure_lists, "_MOST_FIGURES", 500)
        patch.setattr("commonweal.report.figure_page.MOST_LINES", 20)
        patch.setattr(homes, "MOST_LINES", 20)
        patch.setattr(homes, "MOST_FIGURES", 120)
        build_report(ROOT / "examples" / "northmere", folder)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_chapter_lists_the_largest_and_leads_to_the_list_of_all(report: Path):
    text = (report / "commissioner.html").read_text(encoding="utf-8")
    table = text.split('id="commissioner-others-table"')[1].split("</table>")[0]
    listed = re.findall(r'href="contracts/([^"]+)\.html"', table)
    of_role = [row for row in rows(report / "data/activities.csv") if row["role"] == "commissioner"]
    values = {row["id"]: Decimal(row["value"] or 0) for row in of_role}
    in_chapter = set(re.findall(r'id="activity-([^"]+)"', text))
    others = sorted((value for name, value in values.items() if name not in in_chapter), reverse=True)
    assert len(listed) == 3 < len(others)
    assert sorted((values[name] for name in listed), reverse=True) == others[:3]
    assert "figures/list-contracts.html" in look(report / "commissioner.html").links


def test_a_figure_sums_the_contracts_with_the_most_lines_and_all_others_as_one(report: Path):
    text = (report / f"figures/{FIGURE}.html").read_text(encoding="utf-8")
    table = text.split('id="activities-table"')[1].split("</table>")[0]
    lines = [int(re.findall(r'<td class="n">([\d,]+)</td>', row)[0].replace(",", ""))
             for row in table.split("<tr>")[2:]]
    figure = next(row for row in rows(report / "data/figures.csv") if row["id"] == FIGURE)
    assert len(lines) == 3
    assert sum(lines) == int(figure["lines"])
    pounds = [Decimal(text.replace(",", "")) for text in re.findall(r"£([\d,]+\.\d\d)", table)]
    assert sum(pounds) == Decimal(figure["value"])


def test_a_long_list_of_contracts_is_cut_into_pages_that_have_them_all(report: Path):
    pages = sorted(report.glob("figures/list-contracts-*-[0-9]*.html"))
    named = [link.removeprefix("../contracts/") for page in pages for link in look(page).links if "/contracts/" in link]
    assert len(pages) > 5
    assert sorted(named) == sorted(f"{row['id']}.html" for row in rows(report / "data/activities.csv"))
    leads = {link.rpartition("/")[2] for link in look(report / "figures/list-contracts.html").links}
    assert {page.name for page in pages} <= leads
    assert dead_links(report) == []


def test_a_contract_with_many_figures_has_a_page_for_each_measure(report: Path):
    figures = [row for row in rows(report / "data/figures.csv") if row["activity"] == "hallowick-road"]
    assert len(figures) > 120
    main = look(report / "contracts/hallowick-road.html")
    pages = {page.stem: look(page) for page in (report / "contracts/hallowick-road").glob("*.html")}
    assert sorted(pages) == sorted({row["measure"] for row in figures} - {""})
    assert {f"../contracts/hallowick-road/{name}.html" for name in pages} <= set(main.links)
    for row in figures:
        assert row["id"] in (pages[row["measure"]] if row["measure"] else main).ids
    # What has fewer stays on one page.
    assert [folder.name for folder in sorted((report / "contracts").iterdir()) if folder.is_dir()] == [
        "furniture-reuse", "hallowick-road"]


def test_a_long_list_of_figures_is_cut_into_pages_that_have_them_all(report: Path):
    pages = sorted(report.glob("figures/list-quantity-place-[0-9].html"))
    figures = [row["id"] for row in rows(report / "data/figures.csv")
               if row["rule"] == "quantity" and not row["activity"] and ".place." in row["id"]]
    assert len(pages) == 3 and 1_000 < len(figures) <= 1_500
    named = [link for page in pages for link in look(page).links if "/figures/" in link and "list-" not in link]
    assert len(named) == len(set(named)) == len(figures)
    leads = {link.rpartition("/")[2] for link in look(report / "figures/list-quantity-place.html").links}
    assert {page.name for page in pages} <= leads
    for page in pages:
        assert "../figures/list-quantity-place.html" in look(page).links


def test_contracts_of_one_title_are_told_apart_by_their_ids(tmp_path, monkeypatch):
    without_paper(monkeypatch)
    again = {**ROWS["activities"][0], "id": "dock-2"}
    build_report(publishable(tmp_path / "book", {"activities": [again]}), tmp_path / "out")
    for name in ("dock", "dock-2"):
        page = (tmp_path / "out/contracts" / f"{name}.html").read_text(encoding="utf-8")
        assert f"<h1>The dock ({name})</h1>" in page and f"<title>The dock ({name})." in page
    listed = (tmp_path / "out/figures/list-contracts.html").read_text(encoding="utf-8")
    assert "dock-2.html\">The dock (dock-2)</a>" in listed and ">The park</a>" in listed
