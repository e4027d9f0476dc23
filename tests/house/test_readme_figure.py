"""The README's worked figure says what the invented authority's records and hand-worked totals say."""

import csv
from decimal import Decimal

import pytest

from tests.house.repository import ROOT

NORTHMERE = ROOT / "examples" / "northmere"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _rows(path: str) -> dict[str, dict[str, str]]:
    with (NORTHMERE / path).open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize(("total", "column", "shown"), [
    ("01", "value", "{:,} hours"), ("01r", "value", "{:,} hours"), ("02", "value", "£{:,}"), ("02", "low", "£{:,}"),
    ("02", "high", "£{:,}"), ("02", "net", "£{:,}"),
])
def test_a_number_of_the_worked_figure_is_the_hand_worked_one(total, column, shown):
    assert shown.format(Decimal(_rows("by-hand/totals.csv")[total][column])) in README


def test_the_promise_and_what_is_due_of_it_follow_from_its_row():
    promise = _rows("commitments.csv")["staff-volunteering.volunteering-hours"]
    assert (promise["profile"], promise["start"], promise["due"]) == ("even", "2023-04-01", "2026-03-31")
    assert f"{int(promise['quantity']):,} hours from 1 April 2023 to 31 March 2026" in README
    # 2024 is a leap year: 366 + 365 days of 366 + 365 + 365.
    assert "731 of 1,096 days had passed: 3,655 hours" in README
    assert int(promise["quantity"]) * 731 == 3_655 * 1_096
