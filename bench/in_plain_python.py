"""The reference engine over a set of invented tables."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commonweal.basics.tables import Record
from commonweal.snapshot.parquet import connect, read_parquet
from commonweal.snapshot.tables import FACTOR_SETS, LINES, UNIT_VALUES
from commonweal.valuation import reference
from commonweal.valuation.cells import AMOUNTS


def records(places: Mapping[str, Path]) -> tuple[list[Record], list[Record], list[Record]]:
    """The tables as the rows that the reference reads."""
    with connect() as connection:
        lines = [
            record
            for path in sorted(places["lines"].glob("*.parquet"))
            for record in read_parquet(connection, LINES, path)
        ]
        return (
            lines,
            read_parquet(connection, UNIT_VALUES, places["unit_values"]),
            read_parquet(connection, FACTOR_SETS, places["factor_sets"]),
        )


def cells(lines: list[Record], unit_values: list[Record], factor_sets: list[Record]) -> list[list[dict[str, Any]]]:
    """The answers to the same two questions as the SQL text, with blanks where nothing was added up."""
    found = reference.cells(lines, unit_values, factor_sets)
    quantities = [
        dict(cell.keys)
        | {"line_count": cell.lines, "quantity": cell.quantity, "whole": cell.whole, "valued": cell.valued}
        for cell in found.quantities
    ]
    ranged = {(row.values["edition"], row.values["value"]) for row in unit_values if row.values["low"] is not None}
    values = []
    for cell in found.values:
        blank = {name for name in AMOUNTS if name.startswith("net")} if not cell.netted else set()
        blank |= {"gross_ranged"} if (cell.keys["edition"], cell.keys["value"]) not in ranged else set()
        sums = {name: None if name in blank else cell.sums[name] for name in AMOUNTS}
        values.append(
            dict(cell.keys) | {"line_count": cell.lines, "netted": cell.netted, "quantity": cell.quantity} | sums
        )
    return [quantities, values]
