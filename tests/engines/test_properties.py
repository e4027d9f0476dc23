"""What must be true of any sums, whichever lines they are of: on DuckDB, which makes the published figures."""

import random
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.valuation import engines
from commonweal.valuation.cells import AMOUNTS, Cells
from tests.engines.generated import Tables, by_keys, line, tables, unit_value, written

# An engine starts and stops in each case, so there are fewer of them than elsewhere.
CHOSEN = settings(max_examples=settings().max_examples // 16)


def run(some: Tables) -> Cells:
    with written(some) as places:
        return engines.run(places, "duckdb")


def totals(cells: Cells, of: Callable[[dict[str, object]], bool] = lambda keys: True) -> dict[str, Decimal]:
    """Every sum over the cells whose keys are asked for."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for cell in cells.quantities:
        if of(dict(cell.keys)):
            for name, amount in (
                ("lines", cell.lines),
                ("quantity", cell.quantity),
                ("whole", cell.whole),
                ("valued", cell.valued),
            ):
                found[name] += amount
    for value_cell in cells.values:
        if of(dict(value_cell.keys)):
            for name in AMOUNTS:
                found[name] += value_cell.sums[name]
    return {name: amount for name, amount in found.items() if amount}


@CHOSEN
@given(tables())
def test_sums_are_sums_of_the_valued_lines(some: Tables):
    with written(some) as places:
        rows, cells = engines.valued_rows_of(places, "duckdb"), engines.run(places, "duckdb")
    for name in AMOUNTS:
        assert sum((row[name] for row in rows if row[name] is not None), Decimal(0)) == totals(cells).get(name, 0)


@CHOSEN
@given(tables(), st.sampled_from(["place", "role", "activity", "theme", "standing", "period"]))
def test_the_parts_by_any_key_add_up_to_the_whole(some: Tables, key: str):
    cells = run(some)
    parts = {cell.keys[key] for cell in cells.quantities}
    added: dict[str, Decimal] = defaultdict(Decimal)
    for part in parts:
        for name, amount in totals(run(_only(some, key, part))).items():
            added[name] += amount
    assert {name: amount for name, amount in added.items() if amount} == totals(cells)


def _only(some: Tables, key: str, part: object) -> Tables:
    return Tables(tuple(one for one in some.lines if one.values[key] == part), some.unit_values, some.factor_sets)


@CHOSEN
@given(tables(), st.integers(0, 10_000))
def test_the_order_of_lines_and_values_does_not_matter(some: Tables, seed: int):
    mixed = [list(rows) for rows in (some.lines, some.unit_values, some.factor_sets)]
    for rows in mixed:
        random.Random(seed).shuffle(rows)
    assert by_keys(run(Tables(*map(tuple, mixed)))) == by_keys(run(some))


@CHOSEN
@given(tables())
def test_a_potential_line_never_moves_what_was_delivered(some: Tables):
    def delivered(keys: dict[str, object]) -> bool:
        return keys["standing"] in ("reported", "verified")

    more = line(line="more", standing="potential", quantity=Decimal("1000.0000"), case_id="more")
    worth = unit_value(case_id="more", central=Decimal("16.9300"), value="more")
    after = run(Tables((*some.lines, more), (*some.unit_values, worth), some.factor_sets))
    assert totals(after, delivered) == totals(run(some), delivered)
    assert totals(after).get("gross_central", 0) == totals(run(some)).get("gross_central", 0) + Decimal("16930.00")


@CHOSEN
@given(tables(), st.sampled_from(["a", "b", "c"]))
def test_taking_an_activity_out_takes_out_exactly_its_own_value(some: Tables, activity: str):
    whole = totals(run(some))
    own = totals(run(some), lambda keys: keys["activity"] == activity)
    without = totals(
        run(
            Tables(
                tuple(one for one in some.lines if one.values["activity"] != activity),
                some.unit_values,
                some.factor_sets,
            )
        )
    )
    left = {name: amount - own.get(name, 0) for name, amount in whole.items()}
    left |= {name: -amount for name, amount in own.items() if name not in whole}
    assert {name: amount for name, amount in left.items() if amount} == without


@CHOSEN
@given(tables())
def test_every_line_has_a_value_or_the_reason_why_not(some: Tables):
    with written(some) as places:
        rows = engines.valued_rows_of(places, "duckdb")
    assert {row["line"] for row in rows} == {one.key for one in some.lines}
    for row in rows:
        assert (row["value"] is None) == (row["reason"] is not None)
        assert (row["net_factor"] is None or row["gross_central"] is None) == (row["net_central"] is None)


@CHOSEN
@given(tables())
def test_low_is_never_above_central_nor_central_above_high(some: Tables):
    with written(some) as places:
        rows = engines.valued_rows_of(places, "duckdb")
    for row in rows:
        for stage in ("gross", "net"):
            if row[f"{stage}_central"] is not None:
                assert row[f"{stage}_low"] <= row[f"{stage}_central"] <= row[f"{stage}_high"]
