"""The SQL text on DuckDB."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from commonweal.snapshot.parquet import connect
from commonweal.valuation import sql

Row = Mapping[str, Any]


def cell_rows(tables: Mapping[str, Path]) -> tuple[list[Row], list[Row]]:
    """Rows of quantity cells and of value cells over Parquet tables."""
    with _open(tables) as connection:
        return _rows(connection, sql.quantity_cells()), _rows(connection, sql.value_cells())


def valued_rows(tables: Mapping[str, Path]) -> list[Row]:
    """Every valued line as a row."""
    with _open(tables) as connection:
        return _rows(connection, sql.VALUED_LINES)


def _open(tables: Mapping[str, Path]) -> duckdb.DuckDBPyConnection:
    connection = connect()
    for name, path in tables.items():
        place = str(path / "*.parquet" if path.is_dir() else path).replace("'", "''")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{place}')")
    return connection


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
