"""The simulated interval, held to what can be worked out without simulating."""

import subprocess
import sys
from decimal import Decimal
from math import isclose, sqrt

import pytest

from commonweal.basics.numbers import significant
from commonweal.valuation import reference
from commonweal.valuation.uncertainty import DRAWS, Interval, interval
from tests.engines.generated import factor_set, four, line, unit_value
from tests.house.repository import ROOT


def _amounts(low: str, central: str, high: str) -> dict[str, Decimal]:
    return {"low": four(low), "central": four(central), "high": four(high)}


def _cells(lines, values, factors=()):
    return reference.cells(lines, values, factors).values


def _quantile(share: float, low: float, central: float, high: float) -> float:
    """The closed form of a triangle's quantile."""
    if share < (central - low) / (high - low):
        return low + sqrt(share * (high - low) * (central - low))
    return high - sqrt((1 - share) * (high - low) * (high - central))


def _close(found: Interval, low: float, high: float, within: float = 0.02) -> None:
    assert isclose(found.low, low, rel_tol=within) and isclose(found.high, high, rel_tol=within)


@pytest.mark.parametrize(
    "ends", [("10", "16", "30"), ("0", "1", "100"), ("50", "99", "100"), ("5", "5", "9"), ("5", "9", "9")]
)
def test_one_source_gives_the_quantiles_of_its_triangle(ends):
    values = [unit_value(**_amounts(*ends))]
    found = interval(_cells([line(quantity=four(1000))], values), values)
    low, central, high = map(float, ends)
    # A sample quantile of 10,000 draws strays by about its standard error: a fiftieth is four of them at these ends.
    _close(found, 1000 * _quantile(0.05, low, central, high), 1000 * _quantile(0.95, low, central, high), 0.06)


def test_values_of_one_source_move_together():
    values = [unit_value(value="a", **_amounts("10", "20", "30")), unit_value(value="b", **_amounts("20", "40", "60"))]
    found = interval(_cells([line(quantity=four(100))], values), values)
    # Together they are one triangle of 30, 60 and 90.
    _close(found, 100 * _quantile(0.05, 30, 60, 90), 100 * _quantile(0.95, 30, 60, 90))


def test_values_of_two_sources_partly_cancel():
    values = [
        unit_value(value="a", source="one", **_amounts("10", "20", "30")),
        unit_value(value="b", source="two", **_amounts("10", "20", "30")),
    ]
    found = interval(_cells([line(quantity=four(100))], values), values)
    # The variance of a triangle is (l² + c² + h² − lc − lh − ch) / 18: here 100 / 6, and twice that for two apart.
    spread = 1.645 * 100 * sqrt(2 * 100 / 6)
    _close(found, 4000 - spread, 4000 + spread)


def test_a_source_moves_alike_whatever_stands_beside_it():
    one = unit_value(case_id="c.1", value="a", source="one", **_amounts("10", "20", "30"))
    flat = unit_value(case_id="c.1", value="b", source="two", **_amounts("7", "7", "7"))
    lines = [line(case_id="c.1", quantity=four(10_000))]
    alone, beside = (interval(_cells(lines, values), values) for values in ([one], [one, flat]))
    assert beside.low - alone.low == beside.high - alone.high == 70_000


def test_the_part_without_a_range_counts_at_central():
    values = [
        unit_value(case_id="c.1", **_amounts("10", "20", "30")),
        unit_value(case_id="c.2", value="b", central=Decimal("5.0000")),
    ]
    lines = [line(line="1", case_id="c.1", quantity=four(100)), line(line="2", case_id="c.2", quantity=four(1000))]
    found = interval(_cells(lines, values), values)
    _close(found, 5000 + 100 * _quantile(0.05, 10, 20, 30), 5000 + 100 * _quantile(0.95, 10, 20, 30))


def test_there_is_no_interval_where_nothing_has_a_range():
    values = [unit_value(central=Decimal("5.0000"))]
    assert interval(_cells([line(quantity=four(3))], values), values) is None
    assert interval([], values) is None


def test_there_is_no_net_interval_where_nothing_has_a_net_value():
    values = [unit_value(**_amounts("10", "20", "30"))]
    assert interval(_cells([line(quantity=four(3))], values), values, net=True) is None


def test_the_net_interval_is_of_the_net_total():
    values, factors = [unit_value(**_amounts("10", "20", "30"))], [factor_set("half", Decimal("0.5000"))]
    lines = [line(line="1", quantity=four(1000), factor_set="half"), line(line="2", quantity=four(9000))]
    found = interval(_cells(lines, values, factors), values, net=True)
    _close(found, 500 * _quantile(0.05, 10, 20, 30), 500 * _quantile(0.95, 10, 20, 30))


def test_a_loss_moves_the_other_way():
    values = [unit_value(**_amounts("10", "16", "30"))]
    found = interval(_cells([line(quantity=four(-1000))], values), values)
    _close(found, -1000 * _quantile(0.95, 10, 16, 30), -1000 * _quantile(0.05, 10, 16, 30))


def test_a_value_of_nothing_may_have_a_range():
    values = [unit_value(**_amounts("-10", "0", "10"))]
    found = interval(_cells([line(quantity=four(1000))], values), values)
    _close(found, 1000 * _quantile(0.05, -10, 0, 10), 1000 * _quantile(0.95, -10, 0, 10), 0.05)


def test_what_moves_it_most_is_the_largest_swing_and_not_the_largest_sum():
    values = [
        unit_value(value="big", source="steady", **_amounts("99", "100", "101")),
        unit_value(value="small", source="shaky", **_amounts("1", "10", "40")),
    ]
    found = interval(_cells([line(quantity=four(100))], values), values)
    assert (found.source, found.edition, found.value) == ("shaky", "framework/2022", "small")


def test_the_ends_are_printed_to_three_figures():
    values = [unit_value(**_amounts("10.1234", "16.9876", "30.4321"))]
    found = interval(_cells([line(quantity=four("12345.6789"))], values), values)
    assert [significant(end, 3) for end in (found.low, found.high)] == [found.low, found.high]
    assert str(found.low).rstrip("0") == str(found.low // 1000)


def test_another_seed_moves_the_ends_by_little():
    values = [unit_value(**_amounts("10", "16", "30"))]
    cells = _cells([line(quantity=four(1_000_000))], values)
    ends = {interval(cells, values, seed=seed).high for seed in range(20)}
    assert len(ends) > 1 and max(ends) / min(ends) < Decimal("1.03") and DRAWS == 10_000


SCRIPT = """
from decimal import Decimal
from commonweal.valuation import reference
from commonweal.valuation.uncertainty import interval
from tests.engines.generated import line, unit_value
amounts = [Decimal(n) for n in ("3.1000", "10.7000", "44.9000")]
values = [unit_value(value=f"v{n}", source=f"s{n % 7}", low=amounts[0] * n, central=amounts[1] * n, high=amounts[2] * n)
          for n in range(1, 40)]
lines = [line(line=str(n), quantity=Decimal(n) / 4) for n in range(1, 50)]
cells = list(reference.cells(lines, values, []).values)
print(interval(cells, values), interval(reversed(cells), reversed(values)))
"""


def test_threads_and_order_make_no_difference():
    answers = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            env={
                "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
                "OMP_NUM_THREADS": threads,
                "OPENBLAS_NUM_THREADS": threads,
                "PYTHONHASHSEED": threads,
            },
        ).stdout
        for threads in ("1", "2")
    }
    one, other = answers.pop().strip().split(") Interval(")
    assert answers == set() and one.removeprefix("Interval(") == other.removesuffix(")")
