"""What the source report asks for, row by row, and where each row stands: no row is forgotten, no claim is empty."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "examples" / "lcr-2023"
ASKED = ROOT.parent / "shared" / "reference" / "mission_rows.csv"
# The first column is a row's id, but for these tables, whose rows several columns name together.
SEVERAL = {"parties.csv": ("activity", "organisation", "part"), "calendar.csv": ("period", "step")}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COVERAGE = rows_of(ROOT / "docs" / "coverage.csv")


def ids_in(file: str) -> set[str]:
    """The ids of a table's rows, as coverage.csv writes them."""
    rows = rows_of(BOOK / file)
    keys = SEVERAL.get(file, tuple(rows[0])[:1])
    return {"/".join(row[key] for key in keys) for row in rows}


def test_every_row_that_was_asked_for_is_answered_once():
    if not ASKED.exists():
        pytest.skip("the list of what was asked for is not beside this checkout")
    assert [row["id"] for row in COVERAGE] == [row["id"] for row in rows_of(ASKED)]


def test_the_ids_have_no_gap():
    assert [row["id"] for row in COVERAGE] == [f"SR{number:03}" for number in range(1, 164)]


def test_every_place_in_the_book_exists():
    missing = []
    for row in COVERAGE:
        for place in filter(None, row["where_book"].split(";")):
            file, _, name = place.partition(":")
            if not (BOOK / file).is_file() or (name and name not in ids_in(file)):
                missing.append((row["id"], place))
    assert missing == []


def test_a_row_in_a_table_is_always_named():
    unnamed = [place for row in COVERAGE for place in row["where_book"].split(";")
               if ".csv" in place and not re.fullmatch(r"[\w./-]+\.csv:[\w./-]+", place)]
    assert unnamed == []


def test_what_is_built_says_where_and_what_is_not_says_why():
    for row in COVERAGE:
        assert row["what"], row["id"]
        assert row["stands"] in ("built", "partly", "not-yet"), row["id"]
        if row["stands"] == "built":
            assert row["where_book"] and row["where_report"], row["id"]
        else:
            assert row["note"], row["id"]


def test_the_words_are_ours():
    if not ASKED.exists():
        pytest.skip("the list of what was asked for is not beside this checkout")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[start:start + 8]) for start in range(len(words) - 7)}

    asked = {run for row in rows_of(ASKED) for column, text in row.items() if column != "id" for run in runs(text)}
    assert len(asked) > 100
    assert [row["id"] for row in COVERAGE if runs(row["what"]) & asked or runs(row["note"]) & asked] == []
