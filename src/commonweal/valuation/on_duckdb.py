"""The SQL text on DuckDB."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from commonweal.snapshot.parquet import connect
from commonweal.snapshot.stored import quoted
from commonweal.valuation import sql

Row = Mapping[str, Any]
_AT_ONCE = 10_000


def cell_rows(tables: Mapping[str, Path]) -> tuple[list[Row], list[Row]]:
    """Rows of quantity cells and of value cells over Parquet tables."""
    with open_tables(tables) as connection:
        return rows(connection, sql.quantity_cells()), rows(connection, sql.value_cells())


def valued_rows(tables: Mapping[str, Path]) -> list[Row]:
    """Every valued line as a row."""
    with open_tables(tables) as connection:
        return rows(connection, sql.VALUED_LINES)


def open_tables(tables: Mapping[str, Path]) -> duckdb.DuckDBPyConnection:
    """A database with views of the Parquet tables by their names, and the prices made from them."""
    connection = connect()
    # Groups and prices are numbered from 1, so sums can stand in an array instead of a hash table: faster by a third.
    connection.execute("SET perfect_ht_threshold = 16")
    for name, path in tables.items():
        place = quoted(path / "*.parquet" if path.is_dir() else path)
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{place}')")
    connection.execute(f"CREATE TEMP TABLE prices AS {sql.PRICES}")
    return connection


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The answer to a query as rows of plain values. A text that stands in many rows is there once."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    texts: dict[str, str] = {}
    found: list[Row] = []
    while some := cursor.fetchmany(_AT_ONCE):
        found += (
            {name: texts.setdefault(value, value) if type(value) is str else value
             for name, value in zip(names, row, strict=True)} for row in some)
    return found
