"""Amounts that no column can hold are refused by row when figures are frozen, so that no engine ever meets them."""

import shutil
from decimal import Decimal

import pytest

from commonweal.basics.findings import Refused
from commonweal.basics.numbers import gross
from commonweal.ledger.book import read_book
from commonweal.snapshot.lines import freeze_lines
from commonweal.snapshot.widths import too_wide
from tests.engines.generated import Tables, assert_agree, factor_set, line, no_value, unit_value
from tests.house.repository import ROOT

MOST = Decimal("9999999999.9900")


@pytest.mark.parametrize("sign", [1, -1])
def test_the_largest_amount_that_fits_is_valued_alike(sign):
    lines = (line(quantity=sign * MOST, factor_set="all"),)
    values = (unit_value(central=Decimal("1.0000"), low=Decimal("0.5000"), high=Decimal("1.0000")),)
    assert list(too_wide(lines, values)) == []
    assert_agree(Tables(lines, values, (factor_set("all", Decimal("1.0000")),)), "duckdb")


@pytest.mark.parametrize(
    ("quantity", "amounts"),
    [
        ("9999999999.9950", {"central": "1.0000"}),
        ("-9999999999.9950", {"central": "1.0000"}),
        ("100000.0000", {"low": "1.0000", "central": "2.0000", "high": "100000.0000"}),
        ("-100000.0000", {"low": "-100000.0000", "central": "0.0000", "high": "1.0000"}),
    ],
)
def test_a_penny_more_is_refused_and_names_the_row(quantity, amounts):
    known = {name: Decimal(amount) for name, amount in amounts.items()}
    found = list(too_wide([line(quantity=Decimal(quantity), row="claim-7")], [unit_value(**known)]))
    assert [(one.code, one.subject, one.where) for one in found] == [
        ("LINE-TOO-WIDE", "claim-7", "deliveries.csv, column quantity")
    ]
    assert max(gross(abs(Decimal(quantity)), abs(amount)) for amount in known.values()) == Decimal("10000000000.00")


def test_a_value_that_an_index_or_a_factor_blew_up_is_refused_by_name():
    found = list(too_wide([], [unit_value(central=Decimal("10000000000.0000"))]))
    assert [(one.code, one.subject) for one in found] == [("VALUE-TOO-WIDE", "an-hour")]


def test_a_line_without_a_value_may_be_as_long_as_its_column():
    lines = (line(quantity=MOST),)
    assert list(too_wide(lines, [no_value("hours.1")])) == []
    assert_agree(Tables(lines, (no_value("hours.1"),), ()), "duckdb")


def test_freezing_a_book_refuses_with_one_line_and_the_rows_behind_it(tmp_path):
    book = tmp_path / "book"
    shutil.copytree(ROOT / "examples" / "lcr-2023", book)
    file = book / "commitments.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count(",13300,") == 1, "the promise of 950 staff × 14 hours"
    file.write_text(text.replace(",13300,", ",9999999999,"), encoding="utf-8")
    read = read_book(book)
    assert read.book is not None, read.findings
    with pytest.raises(Refused, match="ten billion pounds or more") as refused:
        freeze_lines(read.book, read.book.settings.period.span.end)
    assert {one.code for one in refused.value.findings} == {"LINE-TOO-WIDE"}
    assert "£16.93" in str(refused.value.findings[0])
