"""The twenty totals worked by hand: their rows are the book's, their prices the framework's, their sums right."""

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from tests.examples.northmere import ACTIVITIES, BOOK, DELIVERIES, rows

TOTALS = {row["id"]: row for row in rows("by-hand/totals")}
WORKING = (BOOK / "by-hand" / "TOTALS.md").read_text(encoding="utf-8")
LINE = re.compile(
    r"^\| ([a-z][a-z0-9.-]*[a-z0-9]) \| ([\d,.]+)(?: \| ([\d.]+) \| ([\d,.]+)(?: \| ([\d,.]+) \| ([\d,.]+))?)? \|$",
    re.MULTILINE,
)


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def pence(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_there_are_twenty_totals_and_each_stands_in_the_working():
    assert len({name[:2] for name in TOTALS}) == 20
    sections = {
        match.group(1).zfill(2): match.group(2)
        for match in re.finditer(r"^## (\d+)\. (.*?)(?=^## |\Z)", WORKING, re.MULTILINE | re.DOTALL)
    }
    assert sections.keys() == {name[:2] for name in TOTALS}
    for name, row in TOTALS.items():
        section = sections[name[:2]].replace(",", "").replace("−", "-").replace("-£", "-")
        for column in ("value", "low", "high", "net", "numerator", "denominator"):
            assert not row[column] or row[column] in section or row[column].removesuffix(".00") in section, (
                name,
                column,
            )


def test_the_rows_of_the_working_are_the_books_and_their_products_are_right():
    checked = 0
    for name, quantity, unit_value, product, *_ in LINE.findall(WORKING):
        if name not in DELIVERIES:
            continue
        if unit_value and "," in quantity + product and unit_value in ("0.95", "0.6"):
            assert pence(number(quantity) * Decimal(unit_value)) == number(product), name
            continue
        assert number(quantity) == Decimal(DELIVERIES[name]["quantity"]), name
        assert DELIVERIES[name]["state"] == "verified", name
        assert not unit_value or pence(number(quantity) * Decimal(unit_value)) == number(product), name
        checked += 1
    assert checked == 22


def test_the_prices_of_the_working_are_the_frameworks():
    prices = {row["id"]: row for row in rows("editions/northmere-framework/2024/values")}
    for value, central, low, high in (
        ("volunteering-hours-economic-2024", "18.35", "15.75", "20.95"),
        ("apprenticeship-weeks-economic-2024", "190.25", "", ""),
        ("career-hours-economic-2024", "23.10", "20.90", "25.70"),
        ("carbon-saved-environmental-2024", "248.00", "124.00", "372.00"),
        ("jobs-local-economic-2024", "15200.00", "12600.00", "17600.00"),
        ("jobs-lost-economic-2024", "15200.00", "12600.00", "17600.00"),
        ("homes-retrofitted-fiscal-2024", "286.00", "220.00", "354.00"),
        ("homes-retrofitted-fiscal-greystrand-2024", "338.00", "260.00", "416.00"),
        ("advice-hours-economic-2024", "72.00", "", ""),
        ("devices-given-in-kind-2024", "118.00", "", ""),
        ("trees-planted-environmental-2024a", "4.10", "3.00", "5.50"),
        ("trees-planted-environmental-2024b", "4.35", "3.20", "5.80"),
    ):
        row = prices[value]
        assert (row["central"], row["low"], row["high"]) == (central, low, high), value


def test_contracts_and_weightings_of_the_working_are_the_books():
    contracts = [row for row in ACTIVITIES.values() if row["kind"] == "contract" and row["awarded"]]
    above = [row for row in contracts if Decimal(row["value"]) > 25000]
    this_year = [row for row in above if "2024-04-01" <= row["awarded"] <= "2025-03-31"]
    for chosen, name in ((this_year, "15"), (above, "15a")):
        with_it = [row for row in chosen if row["includes_social_value"] == "yes"]
        assert (str(len(with_it)), str(len(chosen))) == (
            TOTALS[name + "n"]["numerator"],
            TOTALS[name + "n"]["denominator"],
        )
        sums = tuple(str(sum(Decimal(row["value"]) for row in group)) for group in (with_it, chosen))
        assert sums == (TOTALS[name + "v"]["numerator"], TOTALS[name + "v"]["denominator"])
    weights = Counter(row["weighting"] for row in contracts if row["weighting"])
    assert weights == {"0.05": 1, "0.10": 8, "0.15": 10, "0.20": 5, "0.25": 1}
    assert TOTALS["16"]["numerator"] == "23" and TOTALS["16"]["denominator"] == "25"


def test_the_shared_events_and_the_rate_of_the_working_are_the_books():
    for event, name in (("careers-fair-2023", "20f"), ("careers-fair-2024", "20g")):
        claimed = sum(Decimal(row["quantity"]) for row in DELIVERIES.values() if row["event"] == event)
        assert claimed == Decimal(TOTALS[name]["value"])
    rate = DELIVERIES["tram-signals.paid-on-time.2024-q4"]
    assert [rate["quantity"], rate["numerator"], rate["denominator"]] == [
        TOTALS["14"][column] for column in ("value", "numerator", "denominator")
    ]


def test_losses_and_gains_of_the_working_are_the_books():
    counted = [
        Decimal(row["quantity"])
        for row in DELIVERIES.values()
        if row["measure"] == "jobs-lost" and row["state"] == "verified" and row["start"] >= "2024-04-01"
    ]
    assert sorted(counted) == [-12, -4, 3]
    assert sum(counted) == Decimal(TOTALS["17"]["value"])
