"""Columns are declared once: Parquet files have exactly the declared columns and exact types, never a float."""

from pathlib import Path

import pytest

from commonweal.basics.tables import Kind, Table
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.snapshot.parquet import Packing, connect, sql_type, write_parquet
from commonweal.snapshot.tables import SNAPSHOT_TABLES


@pytest.mark.parametrize("table", [*BOOK_TABLES, *SNAPSHOT_TABLES], ids=lambda table: table.name)
def test_parquet_has_the_declared_columns_and_types(table: Table, tmp_path: Path) -> None:
    path = tmp_path / f"{table.name}.parquet"
    with Packing() as packing:
        write_parquet(packing, table, [], path)
    with connect() as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{path}')").fetchall()
    assert [row[0] for row in described] == list(table.names)
    assert [row[1] for row in described] == [sql_type(column) for column in table.columns]
    assert not {"FLOAT", "DOUBLE"} & {row[1] for row in described}


def test_amounts_have_the_widths_that_the_sum_needs() -> None:
    widths = {column.name: sql_type(column) for table in SNAPSHOT_TABLES for column in table.columns}
    assert widths["quantity"] == widths["central"] == "DECIMAL(18,4)"
    assert widths["net_factor"] == "DECIMAL(5,4)"


@pytest.mark.parametrize("table", BOOK_TABLES, ids=lambda table: table.name)
def test_every_column_says_what_it_means_and_every_reference_leads_to_a_table(table: Table) -> None:
    assert table.row_is
    names = {other.name for other in BOOK_TABLES} | {"measures"}
    assert len(set(table.names)) == len(table.names)
    for column in table.columns:
        assert column.meaning.endswith("."), f"{table.name}.{column.name}"
        assert not column.refers_to or column.refers_to in names, f"{table.name}.{column.name}"
        assert bool(column.choices) == (column.kind is Kind.CHOICE), f"{table.name}.{column.name}"
