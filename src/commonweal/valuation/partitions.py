"""Long tables in parts: only what changed since the last time is valued again.

A partition is a folder with `lines.parquet` and `line_groups.parquet`, named after its content
(`2022-23.<fingerprint>`). Its sums are kept under that name and the fingerprint of the values they were made
with, so new lines, or a corrected value, cost no more than what they touch.
"""

import hashlib
import shutil
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.snapshot.groups import LINE_GROUPS, gather_groups
from commonweal.snapshot.parquet import connect, copy
from commonweal.snapshot.stored import quoted
from commonweal.valuation import sql
from commonweal.valuation.cells import Cells
from commonweal.valuation.engines import cells_of_rows
from commonweal.valuation.on_duckdb import open_tables, rows

WORTH = ("unit_values", "factor_sets")
_FILES = ("lines.parquet", f"{LINE_GROUPS}.parquet")


def split_by_period(lines: Path, folder: Path) -> None:
    """Split a snapshot's `lines.parquet` into one partition for each period, lines of a group together."""
    with connect() as connection:
        source = f"read_parquet('{quoted(lines)}')"
        periods = connection.execute(f"SELECT DISTINCT period FROM {source} ORDER BY period").fetchall()
        for (period,) in periods:
            work = folder / f".{period}"
            work.mkdir(parents=True)
            chosen = str(period).replace("'", "''")
            gather_groups(connection, f"SELECT * FROM {source} WHERE period = '{chosen}'", work)
            keep_partition(work, folder, str(period))


def keep_partition(work: Path, folder: Path, name: str) -> Path:
    """Give a filled partition its name, in place of the one that was called so before; returns where it is."""
    place = folder / f"{name}.{_digest(work, _FILES)}"
    before = [path for path in folder.glob(f"{name}.*") if path.name.rsplit(".", 1)[0] == name]
    if place in before:
        shutil.rmtree(work)
        before.remove(place)
    else:
        work.rename(place)
    for path in before:
        shutil.rmtree(path)
    return place


def cells_of_partitions(folder: Path, worth: Path, cache: Path) -> Cells:
    """The sums over all partitions in a folder, with the `unit_values.parquet` and `factor_sets.parquet` of `worth`.

    What `cache` holds for the same content is not read again; what is read is first held to its name. Raises Refused
    where a partition is not what its name says.
    """
    made_with = _digest(worth, tuple(f"{name}.parquet" for name in WORTH))
    partitions = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    kept = [cache / f"{path.name}.{made_with}" for path in partitions]
    for path, place in zip(partitions, kept, strict=True):
        if not place.is_dir():
            _keep_sums(path, worth, place)
    return _merged(kept)


def _keep_sums(partition: Path, worth: Path, place: Path) -> None:
    if _digest(partition, _FILES) != partition.name.rsplit(".", 1)[1]:
        raise Refused(told("The partition {name} is not what its name says: it was changed. Make it again.",
                           name=partition.name))
    work = place.with_name(f".{place.name}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    tables = {"lines": partition / _FILES[0], LINE_GROUPS: partition / _FILES[1]}
    with open_tables(tables | {name: worth / f"{name}.parquet" for name in WORTH}) as connection:
        copy(connection, sql.quantity_cells(), work / "quantities.parquet")
        copy(connection, sql.value_cells(), work / "values.parquet")
    work.rename(place)


def _merged(kept: list[Path]) -> Cells:
    if not kept:
        return Cells((), ())
    with connect() as connection:
        for name in ("quantities", "values"):
            files = ", ".join(f"'{quoted(path / name)}.parquet'" for path in kept)
            connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{files}])')
        return cells_of_rows(rows(connection, sql.merged_quantities()), rows(connection, sql.merged_values()))


def _digest(folder: Path, names: tuple[str, ...]) -> str:
    """SHA-256 over files in the order named, shortened to 32 hex digits."""
    digest = hashlib.sha256()
    for name in names:
        with (folder / name).open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:32]
