"""TOML: exact numbers, no unknown key, no key twice; every fault is a finding with its line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.basics.toml_files import NUMBER, Key, check_keys, parse_toml, read_toml

KEYS = {
    "id": Key(str, "an id", required=True),
    "share": Key(NUMBER, "a share"),
    "day": Key(date, "a day"),
    "open": Key(bool, "whether"),
}


def test_numbers_are_exact():
    data, findings = parse_toml("share = 0.1\r\nother = 16.93\r\n", "book.toml")
    assert findings == [] and data == {"share": Decimal("0.1"), "other": Decimal("16.93")}


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("id = 'a'\nid = 'b'\n", "TOML-DUPLICATE-KEY", 2),
        ("[a]\n[b]\n[a]\n", "TOML-DUPLICATE-KEY", 3),
        ("id = a\n", "TOML-BROKEN", 1),
        ("id = 'a\n", "TOML-BROKEN", None),
        ("[a\n", "TOML-BROKEN", 1),
        (f"n = {'9' * 5000}\n", "TOML-BROKEN", None),
        ("n = " + "[" * 100_000, "TOML-BROKEN", None),
    ],
)
def test_each_fault_has_its_code_and_line(text: str, code: str, row: int | None):
    data, findings = parse_toml(text, "book.toml")
    assert data is None and [(finding.code, finding.row) for finding in findings] == [(code, row)]


def test_the_line_is_counted_from_where_the_text_begins():
    _, findings = parse_toml("id = a\n", "stories/one.md", first_row=2)
    assert findings[0].row == 2


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({"id": "a", "share": Decimal("0.5"), "day": date(2023, 1, 1), "open": False}, []),
        ({"id": "a", "share": "0.5"}, []),
        ({}, ["TOML-MISSING-KEY"]),
        ({"id": " "}, ["TOML-BLANK"]),
        ({"id": "a", "idd": "b"}, ["TOML-UNKNOWN-KEY"]),
        ({"id": 1}, ["TOML-TYPE"]),
        ({"id": "a", "share": True}, ["TOML-TYPE"]),
        ({"id": "a", "open": "yes"}, ["TOML-TYPE"]),
        ({"id": "a", "day": "2023-01-01"}, ["TOML-TYPE"]),
    ],
)
def test_keys_are_known_present_and_of_the_right_kind(data: dict[str, object], codes: list[str]):
    assert [finding.code for finding in check_keys(data, KEYS, "book.toml", "book")] == codes


def test_a_day_with_a_time_is_no_day():
    data, _ = parse_toml("id = 'a'\nday = 2023-01-01T00:00:00\n", "book.toml")
    assert data is not None and [finding.code for finding in check_keys(data, KEYS, "book.toml")] == ["TOML-TYPE"]


def test_a_missing_file_is_a_finding(tmp_path: Path):
    data, findings = read_toml(tmp_path / "book.toml", "book.toml")
    assert data is None and [finding.code for finding in findings] == ["FILE-MISSING"]


@given(st.text(max_size=100))
def test_any_text_is_read_or_becomes_one_finding(text: str):
    data, findings = parse_toml(text, "book.toml")
    assert (data is None) == (len(findings) == 1)
