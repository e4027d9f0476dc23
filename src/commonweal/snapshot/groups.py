"""Groups: lines alike in everything but their quantity, numbered, so that engines add up by one whole number.

The numbers stand beside the declared columns of `lines.parquet`, with the groups themselves in
`line_groups.parquet`. They follow from the lines alone and are no part of the fingerprint: other numbers,
same pounds.
"""

from collections.abc import Collection
from functools import partial
from pathlib import Path

import duckdb

from commonweal.basics.columns import Columns, settled
from commonweal.basics.tables import Record
from commonweal.snapshot.parquet import Packing, copy, write_parquet
from commonweal.snapshot.stored import quoted
from commonweal.snapshot.tables import GROUP_KEYS, LINES

LINE_GROUPS = "line_groups"
_KEYS = ", ".join(GROUP_KEYS)


def write_lines(packing: Packing, lines: Collection[Record], folder: Path) -> str:
    """Write `lines.parquet`, the groups numbered as their first lines come, and `line_groups.parquet`.

    Returns the fingerprint of the lines.
    """
    rows = Columns.of(LINES, lines).ordered()
    numbers = dict[tuple[object, ...], int]()
    group = settled(lambda *keys: numbers.setdefault(keys, len(numbers) + 1), *map(rows.column, GROUP_KEYS))
    seal = write_parquet(packing, LINES, rows, folder / "lines.parquet", group_no=group)
    packing.begin(partial(_write_groups, folder=folder))
    return seal


def gather_groups(connection: duckdb.DuckDBPyConnection, lines: str, folder: Path) -> None:
    """Write what a query gives of numbered lines, gathered by group and numbered anew from 1, and their groups.

    A long table is added up faster that way.
    """
    copy(
        connection,
        f"SELECT * REPLACE (CAST(DENSE_RANK() OVER (ORDER BY group_no) AS INTEGER) AS group_no) FROM ({lines}) "
        "ORDER BY group_no, line",
        folder / "lines.parquet",
    )
    _write_groups(connection, folder)


def _write_groups(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    copy(
        connection,
        f"SELECT DISTINCT group_no, {_KEYS} FROM read_parquet('{quoted(folder / 'lines.parquet')}') ORDER BY group_no",
        folder / f"{LINE_GROUPS}.parquet",
    )
