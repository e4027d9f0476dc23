"""Writing a snapshot to a folder and reading it back. Reading verifies every byte first."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.folders import new_folder
from commonweal.basics.tables import Record
from commonweal.ledger.book import Book
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.snapshot.groups import number_groups
from commonweal.snapshot.lines import freeze_lines
from commonweal.snapshot.manifest import FILE, Manifest, changed_files, from_json, sha256, write_sums
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.parquet import connect, read_parquet, write_parquet
from commonweal.snapshot.tables import SNAPSHOT_TABLES
from commonweal.snapshot.texts import copy_texts, read_texts


def write_snapshot(book: Book, as_of: date, folder: Path) -> Manifest:
    """Freeze a checked book as it stood on a day into a folder. The same book and day give the same bytes."""
    with new_folder(folder, ours=FILE) as work:
        manifest = _fill(book, as_of, work)
        write_sums(work)
    return manifest


def read_snapshot(folder: Path) -> Snapshot:
    """Read a snapshot, after checking every file against its fingerprint. Raises Refused, naming what was changed."""
    if not (folder / FILE).is_file():
        raise Refused(f"{folder} holds no snapshot. `commonweal snapshot BOOK -o {folder}` makes one.")
    changed = changed_files(folder)
    if changed:
        raise Refused(f"The snapshot was changed after it was made: {', '.join(changed)}. Make it again from the book.")
    manifest = from_json((folder / FILE).read_text(encoding="utf-8"))
    return _load(folder, manifest)


@contextlib.contextmanager
def frozen(book: Book, as_of: date) -> Iterator[Snapshot]:
    """Freeze a book in a folder that is gone after the block: for a report that keeps no snapshot."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "snapshot"
        write_snapshot(book, as_of, place)
        yield read_snapshot(place)


def _fill(book: Book, as_of: date, work: Path) -> Manifest:
    frozen = freeze_lines(book, as_of)
    made: Mapping[str, list[Record]] = {
        "lines": frozen.lines, "unit_values": frozen.unit_values,
        "factor_sets": frozen.factor_sets, "claim_counts": frozen.claim_counts,
    }
    parts: dict[str, str] = {}
    rows: dict[str, int] = {}
    tables = work / "tables"
    tables.mkdir()
    with connect() as connection:
        for table in (*BOOK_TABLES, *SNAPSHOT_TABLES):
            records = made[table.name] if table.name in made else list(book.rows(table.name))
            text = write_parquet(connection, table, records, tables / f"{table.name}.parquet")
            parts[f"tables/{table.name}"] = sha256(text)
            rows[table.name] = len(records)
        number_groups(connection, tables)
    copy_texts(book, work, parts)
    manifest = Manifest(book.settings.id, as_of, parts, rows)
    (work / FILE).write_bytes(manifest.to_json().encode())
    return manifest


def _load(folder: Path, manifest: Manifest) -> Snapshot:
    tables: dict[str, tuple[Record, ...]] = {}
    with connect() as connection:
        for table in (*BOOK_TABLES, *SNAPSHOT_TABLES):
            tables[table.name] = tuple(read_parquet(connection, table, folder / "tables" / f"{table.name}.parquet"))
    book = read_texts(folder, {name: tables[name] for name in (table.name for table in BOOK_TABLES)})
    return Snapshot(book, manifest.as_of, manifest.digest, tables["lines"], tables["unit_values"],
                    tables["factor_sets"], tables["claim_counts"], folder / "tables")
