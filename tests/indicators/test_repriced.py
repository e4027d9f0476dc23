"""What became more or less in £ is split, and the parts are the whole: worked by hand, and held for a whole year."""

from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.ledger.book import read_book
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import cells
from tests.indicators.small import figures_of

NORTHMERE = Path(__file__).parents[2] / "examples" / "northmere"
STEPS = ("before", "prices", "per-unit", "done", "apart")

TWO_PRICES = """
values
id, measure, kind, unit, central, price_year, valid_from, valid_to
hour-2023, hours, economic, hour, 10.00, 2024, 2023-04-01, 2024-03-31
hour-2024, hours, economic, hour, 12.00, 2024, 2024-04-01, 2024-12-31
hour-late, hours, economic, hour, 15.00, 2024, 2025-01-01,
gift, gifts, cash-given, £, 1.00, 2024, 2023-04-01,

deliveries
id, activity, measure, quantity, start, end
a, road, hours, 80, 2023-04-01, 2023-06-30
b, road, hours, 50, 2024-04-01, 2024-06-30
c, road, hours, 50, 2025-01-01, 2025-03-31
d, road, gifts, 7, 2024-04-01, 2024-06-30
"""


def steps(figures, name):
    return {step: figures[f"{name}.{step}"].value for step in STEPS}


def test_a_measure_with_two_prices_within_the_year_is_not_split(tmp_path):
    figures = figures_of(TWO_PRICES, tmp_path)
    # 80 × 10 before; 50 × 12 + 50 × 15 now: which part of £550 more is the price cannot be told apart.
    name = "change.value.verified.2024-25.tiny.economic"
    assert figures[name].value == 550
    assert steps(figures, name) == {"before": 800, "prices": 0, "per-unit": 0, "done": 0, "apart": 550}
    assert "Hours of help" in figures[f"{name}.apart"].note
    # Gifts are of one year alone, so there is nothing to set them against.
    assert not any(name.startswith("change.value.verified.2024-25.tiny.cash-given") for name in figures)


def test_a_measure_with_lines_that_have_no_price_is_not_split(tmp_path):
    figures = figures_of("""
values
id, measure, kind, unit, central, price_year, valid_from
hour, hours, economic, hour, 10.00, 2024, 2023-07-01

deliveries
id, activity, measure, quantity, start, end
a, road, hours, 80, 2023-04-01, 2023-06-30
b, road, hours, 20, 2023-07-01, 2023-09-30
c, road, hours, 50, 2024-04-01, 2024-06-30
""", tmp_path)
    # Half as many hours as in the year before, and £300 more: the 80 hours of the spring of 2023 have no £ per unit.
    assert steps(figures, "change.value.verified.2024-25.tiny.economic") == {
        "before": 200, "prices": 0, "per-unit": 0, "done": 0, "apart": 300}


def test_what_was_only_reported_is_split_by_itself(tmp_path):
    figures = figures_of("""
deliveries
id, activity, measure, quantity, start, end, state
a, road, hours, 3, 2023-04-01, 2023-06-30, verified
b, road, hours, 5, 2024-04-01, 2024-06-30, submitted
""", tmp_path)
    assert steps(figures, "change.value.reported.2024-25.tiny.economic") == {
        "before": 30, "prices": 0, "per-unit": 0, "done": 20, "apart": 0}
    assert "change.value.verified.2024-25.tiny.economic" not in figures


@pytest.fixture(scope="module")
def northmere():
    book = read_book(NORTHMERE).book
    with frozen(book, book.settings.period.span.end) as snapshot:
        return {figure.id: figure for figure in compute(Facts.of(snapshot, cells(snapshot)))}


def test_a_new_version_and_an_index_are_told_from_what_was_done(northmere):
    # Wellbeing by the body's own framework is jobs for people facing barriers alone: 101 checked in the first year and
    # 120 in the second. Version 2023 prints £6,450, the index brings it to 6,450 × 104 ÷ 100 = £6,708, version 2024
    # prints £6,750. So 101 × 6,450 = 651,450; 101 × 258 = 26,058; 101 × 42 = 4,242; 19 × 6,750 = 128,250.
    name = "change.value.verified.2024-25.northmere-framework.wellbeing"
    assert steps(northmere, name) == {"before": 651450, "prices": 26058, "per-unit": 4242, "done": 128250, "apart": 0}
    assert (northmere[name].denominator, northmere[name].numerator) == (651450, 810000)
    before = northmere[f"{name}.before"]
    assert (before.edition, before.price_year, before.period) == ("northmere-framework/2023", 2023, "2023-24")


def test_the_parts_are_the_whole_and_the_whole_is_what_was_published(northmere):
    compared = [figure for figure in northmere.values() if figure.id.startswith("change.value.") and figure.denominator]
    assert len(compared) > 10
    for figure in compared:
        parts = steps(northmere, figure.id)
        assert sum(parts.values(), Decimal(0)) == figure.numerator
        assert parts["before"] == figure.denominator
        assert figure.value == figure.numerator - figure.denominator
        edition = figure.edition.replace("/", "-").replace(".", "-")
        published = f"value.{figure.standing}.2024-25.{edition}.{figure.kind}.{figure.price_year}"
        assert northmere[published].value == figure.numerator


def test_what_has_no_price_in_one_of_the_years_is_named(northmere):
    apart = northmere["change.value.verified.2024-25.northmere-framework.environmental.apart"]
    # Car miles and trees came with version 2024; the October trees have no £ per unit at all.
    assert "Car miles no longer driven; Trees planted and cared for" in apart.note
    assert apart.value > 0
