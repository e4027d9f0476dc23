"""Groups: lines alike in everything but their quantity, numbered, so that engines add up by one whole number.

The numbers stand beside the declared columns of `lines.parquet`, with the groups themselves in
`line_groups.parquet`. They follow from the lines alone and are no part of the fingerprint: other numbers,
same pounds.
"""

from pathlib import Path

import duckdb

from commonweal.snapshot.parquet import copy
from commonweal.snapshot.stored import quoted
from commonweal.snapshot.tables import GROUP_KEYS

LINE_GROUPS = "line_groups"
_KEYS = ", ".join(GROUP_KEYS)


def number_groups(connection: duckdb.DuckDBPyConnection, folder: Path, *, gathered: bool = False) -> None:
    """Number the groups of a folder's `lines.parquet`, in the order of their keys, and write `line_groups.parquet`.

    Lines stay in the order of their ids, or stand `gathered` by group: a long table is added up faster that way.
    """
    lines = folder / "lines.parquet"
    numbered = folder / "numbered.parquet"
    copy(
        connection,
        f"SELECT *, CAST(DENSE_RANK() OVER (ORDER BY {_KEYS}) AS INTEGER) AS group_no "
        f"FROM read_parquet('{quoted(lines)}') ORDER BY {'group_no, ' if gathered else ''}line",
        numbered,
    )
    numbered.replace(lines)
    copy(
        connection,
        f"SELECT DISTINCT group_no, {_KEYS} FROM read_parquet('{quoted(lines)}') ORDER BY group_no",
        folder / f"{LINE_GROUPS}.parquet",
    )
