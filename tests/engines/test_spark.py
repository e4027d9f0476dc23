"""The SQL text on Spark: the same answers as the reference, to the penny. Run by `make test-spark`; needs Java 17."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from commonweal.basics.findings import Refused
from commonweal.ledger.book import read_book
from commonweal.snapshot.store import frozen
from commonweal.valuation import engines, sql
from tests.engines.generated import Tables, assert_agree, by_keys, factor_set, four, line, tables, unit_value, written
from tests.engines.ties import assert_golden
from tests.house.repository import ROOT

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("default")]


# Spark compiles anew for each case, so there are few of them, and a failing one is not made smaller.
@settings(max_examples=3, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(tables(most=100))
def test_spark_agrees_with_the_reference(any_tables: Tables):
    assert_agree(any_tables, "spark")


def test_spark_gives_the_golden_answers():
    assert_golden("spark")


def test_spark_holds_the_largest_amounts_that_fit():
    lines = (line(quantity=four("9999999999.99")), line(line="line.2", quantity=four("-9999999999.99")))
    assert_agree(Tables(lines, (unit_value(central=four("1"), low=four("0.5"), high=four("1")),), ()), "spark")


def test_both_engines_run_the_same_text_and_give_rows_of_the_same_types():
    from commonweal.valuation import on_duckdb, on_spark

    some = Tables(
        (line(quantity=four("2.5"), factor_set="half"), line(line="line.2", quantity=four("-1"))),
        (unit_value(central=four("16.93")),),
        (factor_set("half", four("0.5")),),
    )
    assert on_duckdb.sql is on_spark.sql is sql
    with written(some) as places:
        ours, theirs = on_spark.valued_rows(places), on_duckdb.valued_rows(places)
    assert [{name: type(value) for name, value in row.items()} for row in ours] == [
        {name: type(value) for name, value in row.items()} for row in theirs
    ]


@pytest.mark.parametrize("example", ["lcr-2023", "northmere"])
def test_spark_agrees_on_the_example_books(example):
    book = read_book(ROOT / "examples" / example).book
    assert book is not None
    with frozen(book, book.settings.period.span.end) as snapshot:
        assert by_keys(engines.cells(snapshot, "spark")) == by_keys(engines.cells(snapshot, "reference"))
        assert engines.valued_rows(snapshot, "spark") == engines.valued_rows(snapshot, "reference")


def test_spark_is_refused_where_an_overflow_would_become_a_blank():
    from commonweal.valuation import on_spark

    session = on_spark.start()
    session.conf.set("spark.sql.ansi.enabled", "false")
    try:
        with pytest.raises(Refused, match="ANSI"):
            on_spark.check_strict(session)
    finally:
        session.conf.set("spark.sql.ansi.enabled", "true")
    assert on_spark.check_strict(session) is None
