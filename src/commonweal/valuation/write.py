"""Valued lines written out as a table, for people who want every line and not only the figures."""

from dataclasses import dataclass
from pathlib import Path

from commonweal.basics.csv_files import write_records
from commonweal.basics.folders import new_folder
from commonweal.basics.tables import Record
from commonweal.snapshot.model import Snapshot
from commonweal.valuation.engines import valued_rows
from commonweal.valuation.tables import VALUED_LINES

FILE = "valued_lines.csv"


@dataclass(frozen=True)
class Counts:
    """How many lines there are, and how many have at least one value."""

    lines: int
    valued: int


def write_values(snapshot: Snapshot, engine: str, folder: Path) -> Counts:
    """Value a snapshot with one engine and write valued_lines.csv. Every engine gives the same bytes."""
    rows = valued_rows(snapshot, engine)
    with new_folder(folder, ours=FILE) as work:
        (work / FILE).write_bytes(write_records(VALUED_LINES, (Record(VALUED_LINES, row) for row in rows)).encode())
    lines = {row["line"] for row in rows}
    return Counts(len(lines), len({row["line"] for row in rows if row["value"] is not None}))
