"""Figures that stand together on a page, with their contract or their whole: each has its lines, which add up to it."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest

from commonweal.report.numbered_lines import runs
from commonweal.report.words import CATALOGUE
from tests.house.repository import ROOT
from tests.report.printing import print_book

NUMBER = re.compile(r"-?£?([0-9][0-9,]*(?:\.[0-9]+)?)")


@pytest.fixture(scope="module", params=["lcr-2023", "northmere"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return print_book(ROOT / "examples" / request.param, tmp_path_factory.mktemp("contracts") / request.param)


def pages(printed: Path) -> Iterator[tuple[str, str]]:
    for page in sorted([*(printed / "contracts").glob("*.html"), *(printed / "figures").glob("*.html")]):
        text = page.read_text(encoding="utf-8")
        if page.parent.name == "contracts" or ' id="parts"' in text:
            yield page.stem, text


def figures(text: str) -> dict[str, dict[str, str]]:
    """What each figure of a page says, by the id that links lead to: its terms as words."""
    found = {}
    for id, body in re.findall(r'<section class="section level3" id="([^"]+\.[^"]+)">(.*?)</section>', text, re.DOTALL):
        terms = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", body, re.DOTALL)
        about = re.search(r'<p class="page-about">(.*?)</p>', text)
        heading = words(body.split("<dl")[0] + (about[1] if about else ""))
        found[id] = {"heading": heading} | {words(term): words(says) for term, says in terms}
    return found


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))).strip()


def table(text: str, id: str) -> list[dict[str, str]]:
    """The rows of one table of a page, by the titles of its columns."""
    found = re.search(rf'<table id="{id}">.*?</table>', text, re.DOTALL)
    if not found:
        return []
    heads = [words(cell) for cell in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', found[0], re.DOTALL)]
    rows = re.findall(r'<tr[^>]*><th scope="row">.*?</tr>', found[0], re.DOTALL)
    return [dict(zip(heads, map(words, re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)), strict=True)) for row in rows]


def listed(numbers: str) -> list[int]:
    """The numbers that "3 to 5, 9" names."""
    found: list[int] = []
    for run in numbers.split(", "):
        first, _, last = run.partition(" to ")
        found += range(int(first), int(last or first) + 1)
    return found


def amount(text: str) -> Decimal:
    found = NUMBER.search(text)
    assert found, text
    sign = -1 if text.lstrip("abcdefghijklmnopqrstuvwxyz ").startswith("-") else 1
    return sign * Decimal(found[1].replace(",", ""))


def test_numbers_are_listed_in_runs():
    assert runs([]) == ""
    assert runs([7]) == "7"
    assert runs([1, 2]) == "1, 2"
    assert listed(runs([2, 3, 4, 8, 12, 13])) == [2, 3, 4, 8, 12, 13]


def test_every_figure_says_its_number_status_lines_and_how_they_were_chosen(printed):
    met = 0
    for activity, text in pages(printed):
        for id, says in figures(text).items():
            assert says["Number"] and says["Which lines it covers"], (activity, id)
            assert says["Id of this figure"] == id
            assert says["heading"], (activity, id)
            met += 1
    assert met > (4_000 if printed.name == "northmere" else 20)


def test_no_figure_that_stands_on_another_page_has_one_of_its_own_besides(printed):
    own = {page.stem for page in (printed / "figures").glob("*.html")}
    here = {id for _, text in pages(printed) for id in figures(text)}
    assert here and own and not here & own


def test_quantities_of_the_numbered_lines_add_up_to_the_figure(printed):
    """By the numbers that the page itself prints, to the last place."""
    added = 0
    for activity, text in pages(printed):
        lines = {int(row["Number"]): row for row in table(text, "lines-table")}
        for id, says in figures(text).items():
            if not id.startswith("quantity.") or "Lines" not in says or "our share" in says["Number"]:
                continue
            exact = says["Number"].partition("exactly ")[2] or says["Number"]
            total = sum((amount(lines[number]["Quantity"]) for number in listed(says["Lines"])), Decimal(0))
            assert total == amount(exact), (activity, id)
            added += 1
    assert added > (1_500 if printed.name == "northmere" else 10)


def test_pounds_of_the_numbered_lines_add_up_to_the_figure(printed):
    """Each line's £ of the type, framework version and prices that the figure is in."""
    added = 0
    for activity, text in pages(printed):
        worth = table(text, "worth-table")
        for id, says in figures(text).items():
            if not id.startswith("value.") or "Lines" not in says or not says["Number"].lstrip("-").startswith("£"):
                continue
            numbers = set(listed(says["Lines"]))
            kind, year = id.split(".")[-2:]
            rows = [
                row for row in worth
                if int(row["Line number"]) in numbers and row["£"].startswith(("£", "-£"))
                and row["Type of £"] == CATALOGUE["money"][kind] and row["Prices of"] == year
                and row["Framework version"] in says["heading"]
            ]
            assert sum((amount(row["£"]) for row in rows), Decimal(0)) == amount(says["Number"]), (activity, id)
            added += 1
    assert added > (1_500 if printed.name == "northmere" else 0)


def test_each_line_is_printed_once_with_its_status_and_evidence(printed):
    for activity, text in pages(printed):
        lines = table(text, "lines-table")
        ids = [row["Line"] for row in lines]
        assert len(ids) == len(set(ids)), activity
        assert [int(row["Number"]) for row in lines] == list(range(1, len(lines) + 1)), activity
        for row in lines:
            assert row["Status"] in ("Possible", "Promised", "Reported", "Checked"), (activity, row)
            assert row.get("Evidence", "no") in ("yes", "no"), (activity, row)


def test_a_claim_that_repeats_another_stands_apart_and_says_why(printed):
    book = ROOT / "examples" / printed.name / "deliveries.csv"
    repeats = {
        row["id"] for row in csv.DictReader(book.read_text(encoding="utf-8").splitlines())
        if row.get("counts") == "no" and row["state"] in ("submitted", "verified")
    }
    apart = {row["Line"] for _, text in pages(printed) for row in table(text, "lines-table") if row.get("Why")}
    assert repeats <= apart
    assert repeats or printed.name == "lcr-2023"
