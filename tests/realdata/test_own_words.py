"""Facts carry over from the source report, sentences do not: no run of eight of its words stands in the example."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "examples" / "lcr-2023"
LONGEST_RUN = 7
# Names and titles, which nobody can put into other words.
NAMES = {("organisations.csv", "name"), ("policies.csv", "title"), ("accreditations.csv", "scheme"),
         ("priorities.csv", "area"), ("book.toml", ""), ("edition.toml", "")}


def source_report() -> str:
    """The text of the source report, from wherever it lies beside this checkout."""
    found = sorted(ROOT.parent.glob("shared/*/social_value_annual_report_2023.txt"))
    if not found:
        pytest.skip("the source report is not beside this checkout")
    return found[0].read_text(encoding="utf-8")


def words(text: str) -> list[str]:
    """The words of a text, without tags, marks and accents on apostrophes."""
    return re.findall(r"[a-z0-9£%']+", re.sub(r"<[^>]+>", " ", text).lower().replace("’", "'"))


def runs(text: str) -> set[str]:
    """All runs of words that are one word too long."""
    listed = words(text)
    return {" ".join(listed[start:start + LONGEST_RUN + 1]) for start in range(len(listed) - LONGEST_RUN)}


def our_texts() -> Iterator[tuple[str, str]]:
    """Every piece of prose of the example and of its page: every cell and every paragraph."""
    for path in sorted(BOOK.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                for column, text in row.items():
                    if (path.name, column) not in NAMES:
                        yield f"{path.name} row {number} {column}", text
    for path in [*sorted(BOOK.rglob("*.md")), ROOT / "docs" / "explanation" / "source-report.md"]:
        for number, paragraph in enumerate(re.split(r"\n\s*\n|\|", path.read_text(encoding="utf-8")), 1):
            yield f"{path.name} part {number}", paragraph


def test_no_sentence_is_carried_over():
    theirs = runs(source_report())
    pieces = list(our_texts())
    assert len(theirs) > 5_000 and len(pieces) > 3_000
    assert [(where, run) for where, text in pieces for run in sorted(runs(text) & theirs)] == []


def test_the_comparison_finds_a_carried_over_sentence():
    listed = words(source_report())
    assert runs(" ".join(listed[1000:1000 + LONGEST_RUN + 1])) & runs(source_report())
