"""A release after another: what the two would tell together is withheld, and the report can still be recalculated."""

import csv
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.indicators.disclosure.rule import Rule
from commonweal.ledger.starter import write_starter
from commonweal.report.build import Built, build_report
from commonweal.report.previous import read_previous
from commonweal.report.verify import verify
from tests.report.test_html_secrets import change

NAMES = {"": "all", "place.west-ward.": "west", "place.east-ward.": "east"}


def released(
    folder: Path, west: str, east: str, *, previous: Path | None = None, last_year: Path | None = None,
    threshold: int = 7,
) -> tuple[Path, Built]:
    """A report on women trained in two places, sent in and not checked; with `last_year`, that of the year after."""
    book, out = folder / "book", folder / "out"
    write_starter(book)
    settings = (book / "book.toml").read_text(encoding="utf-8")
    (book / "book.toml").write_text(f"{settings}\n[disclosure]\nthreshold = {threshold}\n", encoding="utf-8")
    change(book / "editions/my-framework/2025/measures.csv", lambda rows: rows.append(
        {**rows[1], "id": "women-trained", "title": "Women trained", "people": "characteristic", "unit": "person"}))
    change(book / "places.csv", lambda rows: rows.append({**rows[1], "id": "west-ward", "name": "West ward"}))
    change(book / "deliveries.csv", lambda rows: rows.extend(
        {**rows[2], "id": place, "measure": "women-trained", "commitment": "", "quantity": count, "place": place}
        for place, count in (("west-ward", west), ("east-ward", east))))
    if last_year:
        with (book / "book.toml").open("a", encoding="utf-8") as file:
            file.write('\n[[periods]]\nid = "2025-26"\nlabel = "2025/26"\nkind = "financial-year"\n'
                       "start = 2025-04-01\nend = 2026-03-31\n")
    return out, build_report(book, out, previous=previous, last_year=last_year, release=2 if previous else 1)


def printed(out: Path) -> dict[str, str]:
    with (out / "data/figures.csv").open(encoding="utf-8", newline="") as file:
        values = {row["id"]: row["value"] for row in csv.DictReader(file)}
    return {word: values[f"quantity.reported.women-trained.{part}2024-25"] for part, word in NAMES.items()}


def test_a_correction_does_not_tell_what_the_release_before_withheld(tmp_path):
    first, _ = released(tmp_path / "1", "20", "2")
    assert printed(first) == {"all": "20", "west": "[c]", "east": "[c]"}
    alone, _ = released(tmp_path / "2", "20", "9")
    assert printed(alone) == {"all": "30", "west": "20", "east": "10"}
    second, built = released(tmp_path / "3", "20", "9", previous=first)
    assert printed(second) == {"all": "30", "west": "[c]", "east": "[c]"}
    assert built.given_away == []
    result = verify(second)
    assert result.sound and result.by_disclosure == 3


def test_this_year_s_report_does_not_tell_what_last_year_s_withheld(tmp_path):
    """Returns on last year that came late are counted in this year's report, beside what was printed of it then."""
    before, _ = released(tmp_path / "1", "20", "2")
    alone, _ = released(tmp_path / "2", "20", "9", last_year=released(tmp_path / "0", "0", "0")[0])
    assert printed(alone) == {"all": "30", "west": "20", "east": "10"}
    after, built = released(tmp_path / "3", "20", "9", last_year=before)
    assert printed(after) == {"all": "30", "west": "[c]", "east": "[c]"}
    assert built.given_away == [] and verify(after).sound


def test_last_year_s_report_is_one_of_the_same_body_on_another_period(tmp_path):
    first, _ = released(tmp_path / "1", "20", "2")
    with pytest.raises(Refused, match=r"one of the same body on an earlier period: .*2024-25 is not"):
        build_report(tmp_path / "1/book", tmp_path / "again", last_year=first)
    with pytest.raises(Refused, match="compared with, and stays as it is"):
        build_report(tmp_path / "1/book", first, last_year=first)


def test_what_the_release_before_told_is_named(tmp_path):
    # By a threshold of 5, 6 women were printed as 5: 6 or 7. By 7 they are withheld, and that comes too late.
    first, _ = released(tmp_path / "1", "40", "6", threshold=5)
    assert printed(first) == {"all": "45", "west": "40", "east": "5"}
    assert read_previous(first).rule == Rule(5, 5)
    second, built = released(tmp_path / "2", "40", "6", previous=first)
    assert [found.subject for found in built.given_away] == ["quantity.reported.women-trained.place.east-ward.2024-25"]
    # Nothing more is printed that has to do with them.
    assert printed(second) == {"all": "[c]", "west": "40", "east": "[c]"}


def test_a_folder_without_a_report_is_no_earlier_release(tmp_path):
    with pytest.raises(Refused, match="holds no report"):
        released(tmp_path, "20", "9", previous=tmp_path / "nothing")
