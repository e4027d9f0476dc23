"""Valued lines written out as a table, for people who want every line and not only the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commonweal.basics.csv_files import write_records
from commonweal.basics.findings import Refused
from commonweal.basics.folders import new_folder
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.snapshot.long_table import csv_columns
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.parquet import keep_within, write_csv
from commonweal.valuation.engines import tables_in, valued_rows
from commonweal.valuation.on_duckdb import open_tables
from commonweal.valuation.sql import VALUED_LINES as VALUED_LINES_SQL
from commonweal.valuation.tables import VALUED_LINES

FILE = "valued_lines.csv"
# A million lines are sorted in so many megabytes, and on disk beyond them.
_SORTED_IN = 100


@dataclass(frozen=True)
class Counts:
    """How many lines there are, and how many have at least one value."""

    lines: int
    valued: int


def write_long(snapshot: Snapshot, without: Sequence[Mapping[str, str]], path: Path) -> None:
    """Write the valued lines of a long table that may be published, without holding them; the bytes are the same.

    Left out are lines that have all the texts of one of `without`, and values whose licence forbids it.
    """
    if snapshot.tables is None:
        raise Refused(told("A published package has no database tables: use the reference engine."))
    hidden = "".join(
        " AND NOT (" + " AND ".join(f"COALESCE(v.{name}, '') = ?" for name in pairs) + ")" for pairs in without)
    values = [text for pairs in without for text in pairs.values()]
    with open_tables(tables_in(snapshot.tables)) as connection:
        keep_within(connection, _SORTED_IN)
        # One thread sorts in two thirds of the memory that two take.
        connection.execute("SET threads = 1")
        query = (f"SELECT {csv_columns(VALUED_LINES.columns)} FROM ({VALUED_LINES_SQL}) AS v "
                 f"WHERE v.redistributable IS DISTINCT FROM FALSE{hidden} "
                 "ORDER BY CONCAT_WS('/', v.line, COALESCE(v.edition, ''), COALESCE(v.value, ''))")
        write_csv(connection, query, values, path)


def write_values(snapshot: Snapshot, engine: str, folder: Path) -> Counts:
    """Value a snapshot with one engine and write valued_lines.csv. Every engine gives the same bytes."""
    rows = valued_rows(snapshot, engine)
    with new_folder(folder, ours=FILE) as work:
        (work / FILE).write_bytes(write_records(VALUED_LINES, [Record(VALUED_LINES, row) for row in rows]).encode())
    lines = {row["line"] for row in rows}
    return Counts(len(lines), len({row["line"] for row in rows if row["value"] is not None}))
