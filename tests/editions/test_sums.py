"""Derivations, uprating and discounting, against answers worked out by hand or printed by a source."""

from decimal import Decimal

import pytest

from commonweal.basics.findings import Refused, Severity
from commonweal.frameworks.derive import Indexed, Product, parse_derivation, places_of
from commonweal.frameworks.edition import Edition, load_edition, shipped_editions
from commonweal.frameworks.uprate import caution, uprate, uprate_value


@pytest.fixture(scope="module")
def shipped() -> Edition:
    edition, findings = load_edition(shipped_editions() / "commonweal-open" / "2026.1")
    assert edition is not None, findings
    return edition


@pytest.mark.parametrize(("text", "places", "amount"), [
    ("4 * 101.00", 2, "404.00"),  # the source report's training value, as inferred
    ("0.2 × 13000", 2, "2600.00"),  # a worked example printed beside the WELLBY
    ("0.5*15.25", 2, "7.63"),  # 7.625 goes up, away from zero
    ("-0.5 * 15.25", 2, "-7.63"),
    ("0.5 * 15.25", 3, "7.625"),
    ("3 * 4 * 2.5", 2, "30.00"),
])
def test_a_product_is_rounded_once(text: str, places: int, amount: str) -> None:
    derivation = parse_derivation(text)
    assert isinstance(derivation, Product)
    assert derivation.amount(places) == Decimal(amount)


@pytest.mark.parametrize("text", ["404", "4 + 101", "4 * ", "* 4", "4 * £101", "100 indexed prices 2020", "1e3 * 2",
                                  "100 indexed Prices 2020 2021", "100 indexed prices 20 21", "4 * 101.00 = 404"])
def test_what_is_no_derivation_is_refused_with_the_two_forms(text: str) -> None:
    with pytest.raises(Refused, match="write '4"):
        parse_derivation(text)


@pytest.mark.parametrize(("amount", "places"), [("404", 2), ("404.0000", 2), ("7.63", 2), ("7.6250", 3), ("0.1820", 3),
                                                ("10000", 2), ("0.0001", 4)])
def test_places_of_an_amount_as_given(amount: str, places: int) -> None:
    assert places_of(Decimal(amount)) == places


# Printed by the workbook: published amount, its price year, the amount in 2015/16 prices.
PRINTED = [("35.00", 2002, "47.13"), ("230.00", 2006, "278.68"), ("2470.00", 2008, "2836.48"),
           ("1509.00", 2005, "1877.93"), ("9219.00", 2005, "11472.95"), ("14044.00", 2012, "14790.17"),
           ("3079.00", 2008, "3535.84"), ("690.00", 2010, "751.61"), ("51080.00", 2013, "52675.64")]


@pytest.mark.parametrize(("published", "year", "printed"), PRINTED)
def test_an_indexed_amount_is_the_printed_one(published: str, year: int, printed: str, shipped: Edition) -> None:
    derivation = parse_derivation(f"{published} indexed gmca-ucd-deflator {year} 2015")
    assert isinstance(derivation, Indexed)
    assert derivation.amount(shipped.index(derivation.index)) == Decimal(printed)


def test_uprating_is_one_ratio_rounded_once_to_four_places() -> None:
    index = {2019: Decimal("83.96"), 2023: Decimal("100.00")}
    # 13,000 × 100 / 83.96 = 15,483.563601…
    assert uprate(Decimal("13000"), index, 2019, 2023) == Decimal("15483.5636")
    assert uprate(Decimal("13000"), index, 2019, 2019) == Decimal("13000.0000")
    # 1 × 2 / 3 = 0.66666… and 1 × 5 / 100,000 = 0.00005, which goes up
    assert uprate(Decimal(1), {1: Decimal(3), 2: Decimal(2)}, 1, 2) == Decimal("0.6667")
    assert uprate(Decimal(1), {1: Decimal(100000), 2: Decimal(5)}, 1, 2) == Decimal("0.0001")


def test_a_year_the_index_lacks_is_refused_in_one_line() -> None:
    index = {2013: Decimal("75.86"), 2014: Decimal("76.78")}
    with pytest.raises(Refused, match=r"^the index has no number for 2015; it covers 2013 to 2014\.$"):
        uprate(Decimal(1), index, 2013, 2015)
    with pytest.raises(Refused, match="no number for 2012"):
        uprate(Decimal(1), index, 2012, 2013)
    with pytest.raises(Refused, match="covers no year"):
        uprate(Decimal(1), {}, 2012, 2013)
    with pytest.raises(Refused, match="not above zero"):
        uprate(Decimal(1), {2012: Decimal(0), 2013: Decimal(1)}, 2012, 2013)


def test_the_pandemic_year_is_warned_of() -> None:
    for years in ((2020, 2024), (2019, 2020)):
        found = caution("gdp-deflator-financial-year", *years)
        assert found is not None
        assert (found.code, found.severity) == ("UPRATE-PANDEMIC-YEAR", Severity.NOTE)
    assert caution("gdp-deflator-financial-year", 2019, 2024) is None
    assert caution("gdp-deflator-financial-year", 2020, 2020) is None


def test_uprating_a_value_keeps_both_amounts_and_its_range(shipped: Edition) -> None:
    wellby = next(value for value in shipped.values if value.key == "wellby")
    carried = uprate_value(wellby, shipped, "gdp-deflator-calendar-year", 2023)
    assert carried.before == (Decimal(10000), Decimal(13000), Decimal(16000))
    # × 96.25 / 81.11: 10,000 → 11,866.6009…, 13,000 → 15,426.5812…, 16,000 → 18,986.5615…
    assert carried.after == (Decimal("11866.6009"), Decimal("15426.5812"), Decimal("18986.5615"))
    assert carried.caution is None
    assert str(carried) == (
        "wellby: £13,000 in 2019 prices is £15,426.5812 in 2023 prices by gdp-deflator-calendar-year")
    rough = next(value for value in shipped.values if value.key == "gmca-ho6.0-fiscal")
    assert uprate_value(rough, shipped, "gdp-deflator-financial-year", 2020).after[::2] == (None, None)
    assert uprate_value(rough, shipped, "gdp-deflator-financial-year", 2020).caution is not None


def test_an_unknown_index_is_refused_with_those_there_are(shipped: Edition) -> None:
    with pytest.raises(Refused, match=r"has no index 'cpi'\. It has: gdp-deflator-calendar-year, "):
        shipped.index("cpi")


def test_the_discount_factors_follow_from_the_rates(shipped: Edition) -> None:
    factors = shipped.index("green-book-standard")
    assert sorted(factors) == list(range(126))
    # Worked here in whole numbers, without the product's arithmetic: 1 over the product of the yearly rates.
    above, below = 1, 1
    for year in range(126):
        if year:
            rate = 1035 if year <= 30 else 1030 if year <= 75 else 1025
            above, below = above * 1000, below * rate
        ten_thousandths = (2 * above * 10_000 + below) // (2 * below)
        assert factors[year] == Decimal(ten_thousandths).scaleb(-4), year


# Printed factors of the Green Book, and its present value of 1,000 (cut to pounds).
@pytest.mark.parametrize(("year", "printed"), [
    (1, ".9662"), (2, ".9335"), (3, ".9019"), (4, ".8714"), (5, ".8420"), (10, ".7089"), (20, ".5026"), (30, ".3563"),
    (31, ".3459"), (50, ".1973"), (75, ".0942"), (76, ".0919"), (125, ".0274")])
def test_the_discount_factors_are_the_printed_ones(year: int, printed: str, shipped: Edition) -> None:
    assert shipped.index("green-book-standard")[year] == Decimal(printed)


def test_discounting_gives_the_printed_present_values(shipped: Edition) -> None:
    factors = shipped.index("green-book-standard")
    option_a = -Decimal(10) + sum(Decimal("2.5") * factors[year] for year in range(1, 5))
    option_b = -Decimal(5) + sum(Decimal("1.5") * factors[year] for year in range(1, 5))
    assert option_a.quantize(Decimal("0.01")) == Decimal("-0.82")
    assert option_b.quantize(Decimal("0.01")) == Decimal("0.51")
