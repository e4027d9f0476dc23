"""The invented authority's tables, as plain text cells, for the tests that hold them to their word."""

import csv
from pathlib import Path

BOOK = Path(__file__).resolve().parents[2] / "examples" / "northmere"
Row = dict[str, str]


def rows(path: str) -> list[Row]:
    """The rows of a table of the book or of one of its framework versions, without the ending .csv."""
    with (BOOK / f"{path}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_id(path: str) -> dict[str, Row]:
    """The same rows by their id."""
    return {row["id"]: row for row in rows(path)}


DELIVERIES = by_id("deliveries")
COMMITMENTS = by_id("commitments")
ACTIVITIES = by_id("activities")
MEASURES = by_id("editions/northmere-framework/2024/measures")
