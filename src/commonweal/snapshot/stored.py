"""What reading stored tables needs that no database is needed for."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from commonweal.basics.rows import Cells
from commonweal.basics.tables import Kind, Record, Table, Value


def quoted(path: Path) -> str:
    """A path as it may stand between single quotation marks in SQL."""
    return str(path).replace("'", "''")


def records_of(table: Table, rows: Iterable[tuple[Value, ...]]) -> Iterator[Record]:
    """The rows of a declared table as a database gives them, as typed records."""
    several = [index for index, column in enumerate(table.columns) if column.kind is Kind.IDS]
    places = {name: place for place, name in enumerate(table.names)}
    for row in rows:
        if several:
            values = list(row)
            for index in several:
                values[index] = tuple(str(row[index]).split(";")) if row[index] is not None else None
            row = tuple(values)
        yield Record(table, Cells(places, row))
