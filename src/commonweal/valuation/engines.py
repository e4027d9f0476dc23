"""Running the valuation: DuckDB by default, Spark on request, the plain reference anywhere."""

import importlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from commonweal.basics.findings import Refused
from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.snapshot.model import Snapshot
from commonweal.valuation import reference
from commonweal.valuation.cells import AMOUNTS, LINE_KEYS, VALUE_KEYS, Cells, QuantityCell, ValueCell
from commonweal.valuation.rows import VALUED_COLUMNS, plain_row

ENGINES = ("duckdb", "spark", "reference")
TABLES = ("lines", "line_groups", "unit_values", "factor_sets")

Row = Mapping[str, Any]


def cells(snapshot: Snapshot, engine: str = "duckdb") -> Cells:
    """The sums of a snapshot by one engine. All engines agree to the penny, or it is a fault.

    Raises Refused where the engine is not installed or the snapshot has no tables for it.
    """
    if engine == "reference":
        return reference.cells(snapshot.lines, snapshot.unit_values, snapshot.factor_sets)
    if snapshot.tables is None:
        raise Refused(told("A published package has no database tables: use the reference engine."))
    return run(tables_in(snapshot.tables), engine)


def valued_rows(snapshot: Snapshot, engine: str = "duckdb") -> list[Row]:
    """Every valued line of a snapshot as a row of plain values, in the order of line, version and value."""
    if engine == "reference":
        return reference_rows(snapshot.lines, snapshot.unit_values, snapshot.factor_sets)
    if snapshot.tables is None:
        raise Refused(told("A published package has no database tables: use the reference engine."))
    return valued_rows_of(tables_in(snapshot.tables), engine)


def valued_rows_of(tables: Mapping[str, Path], engine: str) -> list[Row]:
    """Every valued line of Parquet tables named as in TABLES, in the same form and order."""
    return _ordered(_engine(engine).valued_rows(tables))


def reference_rows(lines: Iterable[Record], unit_values: Iterable[Record], factor_sets: Iterable[Record]) -> list[Row]:
    """Every valued line by the reference engine, in the same form and order."""
    return _ordered(plain_row(item) for item in reference.value_lines(lines, unit_values, factor_sets))


def _ordered(rows: Iterable[Row]) -> list[Row]:
    plain = [{name: row[name] for name in VALUED_COLUMNS} for row in rows]
    return sorted(plain, key=lambda row: (row["line"], row["edition"] or "", row["value"] or ""))


def run(tables: Mapping[str, Path], engine: str) -> Cells:
    """The sums over Parquet tables named as in TABLES (files or folders of files)."""
    return cells_of_rows(*_engine(engine).cell_rows(tables))


def cells_of_rows(quantities: Iterable[Row], values: Iterable[Row]) -> Cells:
    """Cells from the rows that the two sums of `sql` answer with."""
    return Cells(tuple(_quantity(row) for row in quantities), tuple(_value(row) for row in values))


def _engine(engine: str) -> Any:
    if engine not in ENGINES[:2]:
        raise Refused(told("There is no engine '{engine}'. Engines are: {engines}.", engine=engine,
                           engines=", ".join(ENGINES)))
    try:
        return importlib.import_module(f"commonweal.valuation.on_{engine}")
    except ModuleNotFoundError as error:
        raise Refused(told("The engine {engine} is not installed here ({name} is missing).", engine=engine,
                           name=error.name)) from error


def tables_in(folder: Path) -> dict[str, Path]:
    """The Parquet tables that engines read, by their names."""
    return {name: folder / f"{name}.parquet" for name in TABLES}


def _quantity(row: Row) -> QuantityCell:
    return QuantityCell(
        {name: row[name] for name in LINE_KEYS}, row["line_count"], row["quantity"], row["whole"], row["valued"]
    )


def _value(row: Row) -> ValueCell:
    keys = {name: row[name] for name in (*LINE_KEYS, *VALUE_KEYS)}
    sums: dict[str, Decimal] = {name: ZERO if row[name] is None else row[name] for name in AMOUNTS}
    return ValueCell(keys, row["line_count"], row["netted"], row["quantity"], sums)
