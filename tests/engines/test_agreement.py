"""Every engine says what the reference says, to the penny, on any tables that a snapshot can hold."""

from hypothesis import given, settings

from tests.engines.generated import Tables, assert_agree, tables


@settings(max_examples=settings().max_examples // 3)
@given(tables())
def test_duckdb_agrees_with_the_reference(any_tables: Tables):
    assert_agree(any_tables, "duckdb")


def test_duckdb_agrees_that_nothing_is_nothing():
    assert_agree(Tables((), (), ()), "duckdb")
