"""Every rule's figures are explained in plain sentences, over both example reports."""

import re
from datetime import date
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.cli import main
from commonweal.indicators.frozen import figures_of
from commonweal.ledger.checked import check_book
from commonweal.report.addresses import FIRST
from commonweal.report.explain import Explainer, explain
from commonweal.report.package import seal, write_data
from commonweal.report.packaged import read_package
from commonweal.report.words import FINGERPRINT
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import valued_rows
from tests.house.repository import ROOT

EXAMPLES = ("lcr-2023", "northmere")
RULES = {
    "lcr-2023": {"altered", "context", "coverage", "parts", "places", "progress", "promises", "quantity", "rates",
                 "ratios", "stated", "top-ten", "value"},
    "northmere": {"altered", "change", "context", "contracts", "coverage", "local-spend", "need", "parts", "places",
                  "progress", "promises", "quantity", "rates", "ratios", "returns", "stated", "top-ten", "value",
                  "weighting"},
}
# Words of the program that say nothing to a reader.
CODE = re.compile(r"\b(rule|selection|numerator|denominator|table|claim_counts|None|Decimal)\b|\w=\w|\{|\}|\w+_\w+")
# How the sources of a figure begin: of its rows, of its reductions, of its £ per unit.
ENDS = re.compile(r"Source: |… and \d+ more sources|Share counted: |£[\d,.]+ \(")
TWICE = re.compile(r"\b([A-Za-z]+) \1\b")
PLURAL_TWICE = re.compile(r"(ses|ies|es|s)es\b")
# Units that end so when they are written rightly.
RIGHT = {"addresses", "businesses", "processes", "premises", "courses", "nurses", "houses", "purposes", "promises",
         "licences", "buses", "gases", "cases"}


def _package(folder: Path, example: str) -> Path:
    """What explain reads of a report: its data and a first page, without the printing."""
    checked = check_book(ROOT / "examples" / example)
    with frozen(checked.book, checked.book.settings.period.span.end) as snapshot:
        _, figures = figures_of(snapshot)
        write_data(snapshot, figures, valued_rows(snapshot, "duckdb"), folder)
    (folder / FIRST).write_text(FINGERPRINT, encoding="utf-8")
    seal(folder)
    return folder


@pytest.fixture(scope="module")
def explainers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Explainer]:
    """The packages of both examples, read back."""
    return {name: Explainer(read_package(_package(tmp_path_factory.mktemp(name), name))) for name in EXAMPLES}


def _one_of_each(explainer: Explainer) -> list[Record]:
    """A figure of each rule, unit mark, status, reason to withhold it and way of choosing its rows."""
    found: dict[tuple[str, ...], Record] = {}
    for record in explainer.published.values():
        unit = record.text("unit")
        chosen = re.sub(r"=[^;]*", "", record.text("selection"))
        key = (record.text("rule"), unit if unit in ("£", "%") else "", record.text("standing"),
               record.text("withheld"), chosen if record.text("rule") not in ("quantity", "value") else "")
        found.setdefault(key, record)
    return list(found.values())


def _own_words(said: str, record: Record) -> str:
    """An explanation without the titles, notes, ids, file names and sources that are the publisher's own words."""
    kept = [line for line in said.splitlines() if not line.startswith("  ") and line != record.text("note")]
    text = "\n".join(kept).replace(record.text("title"), "")
    return re.sub(r"data/\w+\.csv|\([a-z0-9.-]+\)|: [^:\n]*$|by [a-z0-9.-]+", "", text)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_figure_of_every_rule_is_explained_in_plain_sentences(
        example: str, explainers: dict[str, Explainer]) -> None:
    explainer = explainers[example]
    records = _one_of_each(explainer)
    assert {record.text("rule") for record in records} == RULES[example]
    for record in records:
        said = explainer.explain(record.text("id"))
        own = _own_words(said, record)
        assert not CODE.search(own), (record.text("id"), CODE.search(own), said)
        assert not TWICE.search(own), (record.text("id"), TWICE.search(own), said)
        assert {word for word in re.findall(r"[a-z]+", own) if PLURAL_TWICE.search(word)} <= RIGHT, said
        assert "()" not in said and ":\n:" not in said and "  " not in own.replace("\n", ""), said
        assert said.splitlines()[0].startswith(record.text("title")), said
        assert len(said.splitlines()) > 1, said


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_is_in_pounds_ends_with_where_they_come_from(example: str, explainers: dict[str, Explainer]) -> None:
    explainer = explainers[example]
    # What was paid rests on no £ per unit: its note says how many payments it is the sum of.
    pounds = [record for record in _one_of_each(explainer)
              if record.text("unit") == "£" and not record.text("withheld") and record.text("rule") != "local-spend"]
    assert len({record.text("rule") for record in pounds}) > 3
    for record in pounds:
        last = explainer.explain(record.text("id")).splitlines()[-1]
        assert ENDS.match(last), (record.text("id"), last)


def test_a_change_says_from_what_to_what(explainers: dict[str, Explainer]) -> None:
    said = explainers["northmere"].explain("change.reported.advice-hours.2024-25.percent").splitlines()
    assert "It went from 2,260.5 hours to 1,955.875 hours." in said[0]
    assert said[1].startswith("It compares 30 lines of ")


def test_a_change_in_pounds_says_how_much_of_it_is_a_price(explainers: dict[str, Explainer]) -> None:
    said = explainers["northmere"].explain("change.value.verified.2024-25.northmere-framework.wellbeing")
    # 101 people at £6,450 as printed in 2023, and 120 at £6,750.
    assert "It went from £651,450.00 to £810,000.00." in said
    assert "£26,058.00 by bringing it to other prices, £4,242.00 by other £ per unit, £128,250.00 by what was" in said
    assert "\nIt compares " in said


def test_promises_of_one_age_rest_on_lines_of_that_age_alone(explainers: dict[str, Explainer]) -> None:
    explainer = explainers["northmere"]
    said = explainer.explain("progress.promises.made.age-under-1")
    activities = explainer.package.snapshot.book.by_id("activities")
    young = [line for line in explainer.package.snapshot.lines
             if line.text("standing") == "committed" and line.yes("counted")
             and activities[line.text("activity")].day("start") > date(2024, 3, 31)]
    assert f"It rests on {len(young)} lines of " in said


def test_a_share_of_lines_says_how_many_of_how_many(explainers: dict[str, Explainer]) -> None:
    record = explainers["northmere"].published["coverage.checked.2023-24"]
    said = explainers["northmere"].explain("coverage.checked.2023-24")
    assert f"That is {record.text('numerator')} of {record.text('denominator')} lines." in said
    assert "adds up" not in said and "£" not in said


def test_a_share_of_pounds_is_a_share_of_pounds(explainers: dict[str, Explainer]) -> None:
    explainer = explainers["northmere"]
    name = next(name for name in explainer.published if name.endswith("included.value.contract"))
    assert re.search(r"That is £[\d,.]+ of £[\d,.]+\.", explainer.explain(name))


def test_rows_that_a_figure_counts_are_named(explainers: dict[str, Explainer]) -> None:
    explainer = explainers["northmere"]
    ratio = next(record for record in explainer.published.values() if record.text("rule") == "ratios")
    row = dict(part.split("=") for part in ratio.text("selection").split(";"))["id"]
    assert f"\n  {row}: {ratio.text('title')}\n" in explainer.explain(ratio.text("id"))
    counted = explainer.published["contracts.above-threshold.exempt.number"]
    said = explainer.explain(counted.text("id"))
    chosen = dict(part.split("=") for part in counted.text("selection").split(";"))["rows"].split("|")
    titles = explainer.package.snapshot.book.by_id("activities")
    assert len(chosen) == int(counted.text("numerator")) > 0
    assert all(f"  {name}: {titles[name].text('title')}" in said for name in chosen)


def test_a_folder_without_a_report_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refused, match="holds no report"):
        explain(tmp_path, "any")
    assert main(["explain", str(tmp_path), "any"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
