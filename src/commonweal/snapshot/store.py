"""Writing a snapshot to a folder and reading it back. Reading verifies every byte first."""

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.folders import new_folder
from commonweal.basics.tables import Table
from commonweal.basics.told import told
from commonweal.ledger.book import Book, Rows
from commonweal.ledger.checked import kept_in
from commonweal.ledger.tables import BOOK_TABLES, NEVER_FROZEN
from commonweal.snapshot.groups import write_lines
from commonweal.snapshot.lines import freeze_lines
from commonweal.snapshot.long_table import LongTable
from commonweal.snapshot.manifest import FILE, Manifest, changed_files, from_json, write_sums
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.parquet import Packing, connect, read_parquet, write_parquet
from commonweal.snapshot.tables import LINES, SNAPSHOT_TABLES
from commonweal.snapshot.texts import copy_texts, read_texts

FINDINGS = "findings.jsonl"
# Tables of so many rows stay on disk, and with the claims what hangs on them.
LONG = 50_000
_MAY_BE_LONG = {"lines": "lines", "deliveries": "deliveries", "evidence": "deliveries", "reviews": "deliveries"}


def write_snapshot(book: Book, as_of: date, folder: Path, *, findings: Callable[[], Iterable[str]] | None = None,
                   audit: str = "") -> Manifest:
    """Freeze a checked book as it stood on a day into a folder. The same book and day give the same bytes.

    `findings` gives what checking the book found, line by line, kept so that a report can be made of the frozen figures
    alone. It is asked last; where it raises Refused, the folder stays as it was. `audit` is where the audit trail of
    the site that freezes it ends, as NUMBER:PLACE.
    """
    with new_folder(folder, ours=FILE) as work:
        manifest = _fill(book, as_of, work, audit)
        if findings is not None:
            with (work / FINDINGS).open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(findings())
        write_sums(work)
    return manifest


def is_snapshot(folder: Path) -> bool:
    """Whether a folder holds frozen figures, and not the records themselves."""
    return (folder / FILE).is_file()


def read_findings(folder: Path) -> Iterator[str]:
    """What checking the book had found when it was frozen, line by line. Refused where it was not kept."""
    if not (folder / FINDINGS).is_file():
        raise Refused(told("{folder} does not say what checking the records found. Freeze them again.", folder=folder))
    return kept_in(folder / FINDINGS)


def read_snapshot(folder: Path, *, long: int = LONG) -> Snapshot:
    """Read a snapshot, after checking every file against its fingerprint. Raises Refused, naming what was changed.

    Lines and claims of `long` rows or more stay on disk, and are read as they are asked for.
    """
    if not (folder / FILE).is_file():
        raise Refused(told("{folder} holds no snapshot. `commonweal snapshot BOOK -o {folder}` makes one.",
                           folder=folder))
    changed = changed_files(folder)
    if changed:
        raise Refused(told("The snapshot was changed after it was made: {changed}. Make it again from the book.",
                           changed=", ".join(changed)))
    manifest = from_json((folder / FILE).read_text(encoding="utf-8"))
    return _load(folder, manifest, long)


@contextlib.contextmanager
def frozen(book: Book, as_of: date, *, long: int = LONG) -> Iterator[Snapshot]:
    """Freeze a book in a folder that is gone after the block: for a report that keeps no snapshot."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "snapshot"
        write_snapshot(book, as_of, place)
        yield read_snapshot(place, long=long)


def _fill(book: Book, as_of: date, work: Path, audit: str) -> Manifest:
    parts: dict[str, str] = {}
    rows: dict[str, int] = {}
    tables = work / "tables"
    tables.mkdir()
    with Packing() as packing:
        def write(table: Table, records: Rows) -> None:
            parts[f"tables/{table.name}"] = (
                write_lines(packing, records, tables) if table is LINES
                else write_parquet(packing, table, records, tables / f"{table.name}.parquet"))
            rows[table.name] = len(records)

        for table in BOOK_TABLES:
            write(table, () if table.name in NEVER_FROZEN else book.rows(table.name))
        # Meanwhile the long tables of the book are packed.
        frozen = freeze_lines(book, as_of)
        made: Mapping[str, Rows] = {
            "lines": frozen.lines, "unit_values": frozen.unit_values, "factor_sets": frozen.factor_sets,
            "claim_counts": frozen.claim_counts, "spend": frozen.spend,
        }
        for table in SNAPSHOT_TABLES:
            write(table, made[table.name])
    copy_texts(book, work, parts)
    manifest = Manifest(book.settings.id, as_of, parts, rows, audit)
    (work / FILE).write_bytes(manifest.to_json().encode())
    return manifest


def _load(folder: Path, manifest: Manifest, long: int) -> Snapshot:
    tables: dict[str, Rows] = {}
    with connect() as connection:
        for table in (*BOOK_TABLES, *SNAPSHOT_TABLES):
            path = folder / "tables" / f"{table.name}.parquet"
            if manifest.rows.get(_MAY_BE_LONG.get(table.name, ""), 0) >= long:
                tables[table.name] = LongTable(table, path)
            else:
                tables[table.name] = tuple(read_parquet(connection, table, path))
    book = read_texts(folder, {name: tables[name] for name in (table.name for table in BOOK_TABLES)})
    unit_values, factor_sets, claim_counts, spend = (
        tuple(tables[name]) for name in ("unit_values", "factor_sets", "claim_counts", "spend"))
    return Snapshot(book, manifest.as_of, manifest.digest, tables["lines"], unit_values, factor_sets, claim_counts,
                    folder / "tables", spend, manifest.audit)
