"""What a contract's own prices make of its results, against what was paid: each difference has its class."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.exchange.agree import agree
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.maps.door import arrive
from commonweal.exchange.paid import Class, Set, set_against
from commonweal.ledger.book import read_book
from tests.checks.small_book import SETTINGS, Row, claim, write_book

VALUES = "id,measure,kind,unit,central,price_year,valid_from,source,licence,redistributable,is_not\n" \
    "price,hours,spend,hour,20,2024,2024-01-01,list,CC BY 4.0,yes,A payment\n"
SOURCES = 'sources = [{ id = "list", title = "Prices", publisher = "Us", date = "2024", licence = "CC BY 4.0" }]'


def payment(value: str, activity: str = "dock", **cells: str) -> Row:
    return {"id": f"paid-{activity}-{value}", "title": "Paid", "role": "commissioner", "activity": activity,
            "value": value, "unit": "£ paid", "period_kind": "not-stated", "start": "2024-01-01", "end": "2024-06-30",
            "source": "list", **cells}


def set_in(folder: Path, payments: list[Row], value: str = "1000000",
           claims: list[Row] | None = None) -> dict[str, Set]:
    """25 hours in the first quarter and 10 in the second, at £20: £700. No version has a price for anything else."""
    dock = {"id": "dock", "title": "The dock", "kind": "contract", "role": "commissioner", "state": "in-progress",
            "start": "2024-01-01", "end": "2024-12-31", "value": value}
    tables = {"activities": [dock], "deliveries": claims or [claim("second")]}
    write_book(folder, tables | ({"stated": payments} if payments else {}))
    for version in ("1", "2"):
        edition = folder / "editions" / "small-framework" / version
        text = (edition / "edition.toml").read_text()
        (edition / "edition.toml").write_text(text.replace("sources = []", SOURCES))
        (edition / "values.csv").write_text(VALUES)
    found = read_book(folder)
    assert found.book is not None, found.findings
    return {each.activity: each for each in set_against(found.book, date(2024, 12, 31))}


@pytest.mark.parametrize(("paid", "value", "why", "rest"), [
    (["400", "300"], "1000000", Class.AGREES, "0"),
    (["600"], "1000000", Class.UNEXPLAINED, "100"),
    (["700.01"], "1000000", Class.UNEXPLAINED, "-0.01"),
    (["650"], "650", Class.ABOVE_MOST, "0"),
    (["600"], "650", Class.UNEXPLAINED, "50"),
    (["660"], "650", Class.UNEXPLAINED, "40"),
    ([], "1000000", Class.NO_PAYMENT, "700"),
])
def test_a_difference_is_of_the_class_that_the_records_account_for(
        paid: list[str], value: str, why: Class, rest: str, tmp_path: Path):
    found = set_in(tmp_path / "book", [payment(amount) for amount in paid], value)["dock"]
    assert (found.computed, found.paid) == (Decimal(700), sum(map(Decimal, paid), Decimal(0)))
    assert found.why is why and found.rest == Decimal(rest)


def test_payments_for_other_days_are_said_to_be_and_not_explained_away(tmp_path: Path):
    found = set_in(tmp_path / "book", [payment("600", end="2024-05-31")])["dock"]
    assert (found.why, found.days_without_payment, found.rest) == (Class.DAYS_APART, 30, Decimal(100))


def test_results_without_a_price_and_payments_without_a_result_are_told_apart(tmp_path: Path):
    payments = [payment("600"), payment("5", "park")]
    found = set_in(tmp_path / "book", payments, claims=[claim("jobs", measure="jobs-won")])
    assert (found["dock"].why, found["dock"].without_price, found["dock"].results) == (Class.NO_PRICE, 1, 2)
    assert found["park"].why is Class.NO_RESULT


def test_what_was_stated_in_another_unit_is_no_payment(tmp_path: Path):
    assert set_in(tmp_path / "book", [payment("700", unit="£")])["dock"].why is Class.NO_PAYMENT


def test_payments_come_in_by_a_column_map(tmp_path: Path):
    folder = write_book(tmp_path / "book", {}, {"book.toml": SETTINGS})
    read = read_book(folder)
    assert read.book is not None
    text = '''
title = "Payments"
[into.stated]
id = { words = "paid-{row}" }
title = { words = "Paid" }
role = { words = "commissioner" }
activity = { from = "Contract", make = "id" }
value = { from = "Amount", unit = { from = "Currency", is = "GBP" } }
unit = { words = "£ paid" }
period_kind = { words = "not-stated" }
source = { words = "{file} row {row}" }
'''
    rows = b"Contract,Amount,Currency\nDock,600,GBP\nDock,5,USD\n"
    arrival = arrive(File("p.csv", rows), read.book, Given(text))
    assert [finding.code for finding in arrival.receipt.errors] == ["MAP-UNIT"]
    agree(folder, arrival)
    after = read_book(folder).book
    assert after is not None
    assert [(each.activity, each.paid) for each in set_against(after, date(2024, 12, 31))] == [("dock", Decimal(600))]
