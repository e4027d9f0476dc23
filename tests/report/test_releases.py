"""A correction after publication is a new release that says what changed: every figure is compared and explained."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.report.blocks import Table
from commonweal.report.build import build_report
from commonweal.report.changes import covers
from commonweal.report.previous import read_previous
from commonweal.report.verify import verify
from tests.checks.small_book import ROWS, Row
from tests.report.publishable import CALENDAR, next_year, publishable, published, refused, story, without_paper

SPRING = ROWS["deliveries"][0]
# The claim of spring was of 25 hours; it should have said 20. So every figure made of these hours is another.
CORRECTED: list[Row] = [{**SPRING, "quantity": "20"}]
HOURS = ["quantity.reported.hours", "quantity.verified.hours", "progress.answered-reported.hours",
         "progress.answered-verified.hours", "progress.ratio-reported.hours", "progress.ratio-verified.hours"]


def correction(**cells: str) -> Row:
    return {"id": "c1", "release": "2", "date": "2025-06-01", "what": "20 hours were given, not 25.",
            "why": "Five hours had been counted twice; the contracts office found it.",
            "earlier": "https://council.example/2024/release-1", **cells}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_paper(monkeypatch)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    with pytest.MonkeyPatch.context() as patch:
        without_paper(patch)
        build_report(publishable(folder / "book"), folder / "out", publish=True)
    return folder / "out"


def rows_of(report: Path, name: str) -> list[dict[str, str]]:
    with (report / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def changed_by_hand(first: Path, second: Path) -> dict[str, tuple[str, str]]:
    """The figures whose number is another, compared here anew."""
    old, new = ({row["id"]: row["value"] for row in rows_of(report, "figures")} for report in (first, second))
    return {name: (old.get(name, ""), new.get(name, "")) for name in {*old, *new} if old.get(name) != new.get(name)}


def second(tmp_path: Path, first: Path, **cells: str) -> dict[str, list[str]]:
    book = publishable(tmp_path / "book", {"deliveries": CORRECTED, "corrections": [correction(**cells)]})
    return refused(build_report(book, tmp_path / "out", release=2, previous=first))


def test_a_release_lists_every_figure_that_changed_with_both_numbers_and_why(tmp_path: Path, first: Path):
    stopped = second(tmp_path, first)
    assert stopped == {"Release": ["RELEASE-UNEXPLAINED"]}
    found = changed_by_hand(first, tmp_path / "out")
    assert Decimal(found["quantity.verified.hours.2024"][0]) == 25
    assert Decimal(found["quantity.verified.hours.2024"][1]) == 20
    changes = {row["figure"]: row for row in rows_of(tmp_path / "out", "changes")}
    assert {name: (row["before"], row["after"]) for name, row in changes.items()
            if "value" in row["differs"].split(";")} == found
    assert {row["came"] for row in changes.values()} == {"changed"} and not any(
        row["corrections"] for row in changes.values())


def test_a_correction_that_names_every_changed_figure_lets_the_release_out(tmp_path: Path, first: Path):
    second(tmp_path / "look", first)
    names = [row["figure"] for row in rows_of(tmp_path / "look" / "out", "changes")]
    book = publishable(tmp_path / "book", {
        "deliveries": CORRECTED, "corrections": [correction(figures=";".join(names))],
        "calendar": [{**CALENDAR[3], "done": "2025-03-31"}]})
    told = published(book, tmp_path / "out", release=2, previous=first)
    assert told == ""
    assert {row["corrections"] for row in rows_of(tmp_path / "out", "changes")} == {"c1"}
    assert verify(tmp_path / "out").sound
    page = (tmp_path / "out" / "corrections.html").read_text(encoding="utf-8")
    assert "This is Release 2." in page and "https://council.example/2024/release-1" in page
    assert re.search("Release 1</th><td>31 March 2025</td><td>The report as it was first published.", page)
    assert "20 hours were given, not 25." in page and "Five hours had been counted twice" in page
    # The list of releases can be reached from where the release is printed.
    assert '<a href="corrections.html">2</a>' in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_one_figure_left_out_of_the_correction_stops_the_release(tmp_path: Path, first: Path):
    second(tmp_path / "look", first)
    names = [row["figure"] for row in rows_of(tmp_path / "look" / "out", "changes")]
    left = next(name for name in names if name.startswith("quantity.verified.hours"))
    book = publishable(tmp_path / "book", {"deliveries": CORRECTED, "corrections": [
        correction(figures=";".join(name for name in names if name != left))]})
    told = published(book, tmp_path / "out", release=2, previous=first)
    assert told.count("RELEASE-UNEXPLAINED") == 1 and left in told and not (tmp_path / "out").exists()


def test_a_correction_that_names_a_figure_that_did_not_change_is_found(tmp_path: Path, first: Path):
    stopped = second(tmp_path, first, figures="contracts;quantity")
    assert stopped == {"Release": ["CORRECTION-EXPLAINS-NOTHING", "RELEASE-UNEXPLAINED"]}


def test_a_release_that_changes_only_words_names_no_figure(tmp_path: Path, first: Path):
    book = publishable(tmp_path / "book", {"corrections": [correction(what="A word.", figures="")]})
    assert published(book, tmp_path / "out", release=2, previous=first) == ""
    assert rows_of(tmp_path / "out", "changes") == []
    assert "No figure changed: only words were put right." in (tmp_path / "out" / "corrections.html").read_text("utf-8")


def test_what_came_after_the_lock_is_a_correction_in_a_second_release(tmp_path: Path, first: Path):
    late = [{**ROWS["reviews"][0], "on": "2025-05-02"}]
    book = publishable(tmp_path / "book", {"reviews": late, "corrections": [correction()]})
    assert refused(build_report(book, tmp_path / "first")) == {
        "Release": ["CORRECTION-RELEASE"], "Reporting period": ["CHANGED-AFTER-LOCK"]}
    assert refused(build_report(book, tmp_path / "out", release=2, previous=first)) == {}


def test_a_release_without_the_one_before_or_without_a_correction_is_not_published(tmp_path: Path, first: Path):
    book = publishable(tmp_path / "book")
    assert refused(build_report(book, tmp_path / "out", release=2)) == {
        "Release": ["RELEASE-WITHOUT-CORRECTION", "RELEASE-WITHOUT-PREVIOUS"]}


def test_a_third_release_keeps_what_the_second_changed(tmp_path: Path, first: Path):
    second(tmp_path, first, figures="quantity")
    third = [{**SPRING, "quantity": "21"}]
    both = [correction(figures="quantity"), correction(id="c2", release="3", date="2025-07-01", figures="quantity")]
    book = publishable(tmp_path / "third", {"deliveries": third, "corrections": both})
    built = build_report(book, tmp_path / "third-out", release=3, previous=tmp_path / "out")
    changes = [row for row in rows_of(tmp_path / "third-out", "changes") if row["figure"] == HOURS[1] + ".2024"]
    assert [(row["release"], Decimal(row["before"]), Decimal(row["after"]), row["corrections"]) for row in changes] == [
        ("2", 25, 20, "c1"), ("3", 20, 21, "c2")]
    assert refused(built)["Release"] == ["RELEASE-UNEXPLAINED"]


@pytest.mark.parametrize(("corrections", "why"), [
    ([correction(), correction(id="c2", release="3")], "belongs to release 3"),
    ([correction(), correction(id="c2", release="1")], "belongs to release 1"),
])
def test_releases_are_numbered_from_the_second_to_this_one(corrections, why, tmp_path: Path, first: Path):
    book = publishable(tmp_path / "book", {"corrections": corrections})
    assert why in published(book, tmp_path / "out", release=2, previous=first)


def test_a_later_release_is_not_dated_before_an_earlier_one(tmp_path: Path, first: Path):
    book = publishable(tmp_path / "book", {"corrections": [correction()]})
    build_report(book, tmp_path / "second", release=2, previous=first)
    book = publishable(tmp_path / "third", {"corrections": [
        correction(), correction(id="c2", release="3", date="2025-05-31")]})
    assert "dated 2025-05-31" in published(book, tmp_path / "out", release=3, previous=tmp_path / "second")


def test_an_earlier_release_is_read_only_as_it_was_published(tmp_path: Path, report: Path):
    earlier = read_previous(report)
    assert (earlier.release, earlier.fingerprint) == (1, verify(report).fingerprint)
    assert {row["id"] for row in rows_of(report, "figures")} == set(earlier.figures) and not earlier.changes
    figures = report / "data" / "figures.csv"
    figures.write_bytes(figures.read_bytes().replace(b"quantity", b"quantitz", 1))
    with pytest.raises(Refused, match=r"not as it was published \(data/figures.csv\)"):
        read_previous(report)
    with pytest.raises(Refused, match="holds no report"):
        read_previous(tmp_path / "nowhere")


def test_a_release_is_compared_with_the_one_before_it_of_the_same_report(tmp_path: Path, first: Path, report: Path):
    book = publishable(tmp_path / "book")
    with pytest.raises(Refused, match="of another report"):
        build_report(book, tmp_path / "out", release=2, previous=report)
    with pytest.raises(Refused, match="has the number 1: release 3"):
        build_report(book, tmp_path / "out", release=3, previous=first)


def test_the_report_of_the_next_year_begins_with_release_1_and_keeps_what_was_put_right_in_the_last(
        tmp_path: Path, first: Path):
    """The correction stays in the records. It is one of the report of 2024, and none of that of 2025."""
    book = next_year(tmp_path / "book", {"corrections": [correction(period="2024")]})
    assert published(book, tmp_path / "out") == ""
    page = (tmp_path / "out" / "corrections.html").read_text(encoding="utf-8")
    assert "20 hours were given" not in page and "1 June 2025" not in page
    assert [row["period"] for row in rows_of(tmp_path / "out", "corrections")] == ["2024"]
    assert verify(tmp_path / "out").sound
    with pytest.raises(Refused, match="of another report"):
        build_report(book, tmp_path / "other", release=2, previous=first)


def test_what_is_put_right_in_the_second_of_two_years_names_it_or_nothing(tmp_path: Path, first: Path):
    build_report(next_year(tmp_path / "book"), tmp_path / "out", publish=True)
    both = [correction(period="2024"), correction(id="c2", period="2025", date="2026-03-31", what="A word of 2025.")]
    book = next_year(tmp_path / "again", {"corrections": both})
    assert published(book, tmp_path / "second", release=2, previous=tmp_path / "out") == ""
    page = (tmp_path / "second" / "corrections.html").read_text(encoding="utf-8")
    assert "A word of 2025." in page and "20 hours were given" not in page
    undecided = next_year(tmp_path / "blank", {"corrections": [correction()]})
    assert "say so under 'period'" in published(undecided, tmp_path / "nowhere")


def test_consent_is_asked_for_until_the_last_day_of_corrections_of_this_report_alone(tmp_path: Path, first: Path):
    """A word of the report of 2024 is put right in May 2026, when the story's people no longer agree."""
    late = correction(period="2024", date="2026-05-01")
    until = {"stories/chance.md": story(consent_until="2026-04-30")}
    assert published(next_year(tmp_path / "book", {"corrections": [late]}, until), tmp_path / "out") == ""
    of_2024 = publishable(tmp_path / "of-2024", {"corrections": [late]}, until)
    assert "CONSENT-NOT-HELD" in published(of_2024, tmp_path / "second", release=2, previous=first)


def test_an_entry_names_a_figure_or_all_below_it():
    assert covers("value.verified", "value.verified") and covers("value.verified", "value.verified.2024")
    assert not covers("value.verified", "value.verified-net") and not covers("value.verified.2024", "value.verified")


def test_the_changed_figures_are_a_table_of_the_report(tmp_path: Path, first: Path, monkeypatch: pytest.MonkeyPatch):
    tables: list[Table] = []

    def keep(report, path):
        part = next(part for part in report.parts if part.id == "corrections")
        tables.extend(block for block in part.sections[0].blocks if isinstance(block, Table))
        path.write_bytes(b"")

    monkeypatch.setattr("commonweal.report.build.write_workbook", keep)
    second(tmp_path, first, figures="quantity")
    [table] = tables
    texts = {"".join(part if isinstance(part, str) else part.text for part in row[0]): row for row in table.rows}
    row = next(row for title, row in texts.items() if "Hours given" in title and "quantity.verified" in str(row[0]))
    assert (row[2], row[3], row[4]) == (("25 hours",), ("20 hours",), ("20 hours were given, not 25.",))
