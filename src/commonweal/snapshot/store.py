"""Writing a snapshot to a folder and reading it back. Reading verifies every byte first."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.folders import new_folder
from commonweal.basics.tables import Record
from commonweal.frameworks.edition import find_edition, load_edition
from commonweal.frameworks.tables import EDITION_TABLES
from commonweal.ledger.book import Book
from commonweal.ledger.pages import read_pages
from commonweal.ledger.settings import read_settings
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.snapshot.lines import freeze_lines
from commonweal.snapshot.manifest import FILE, Manifest, changed_files, from_json, sha256, write_sums
from commonweal.snapshot.parquet import connect, read_parquet, write_parquet
from commonweal.snapshot.tables import SNAPSHOT_TABLES

_EDITION_FILES = ("edition.toml", "DIGEST", *(f"{table.name}.csv" for table in EDITION_TABLES))


@dataclass(frozen=True)
class Snapshot:
    """A frozen book, typed: the book as it stood, the day, and the lines, unit values and net factors made from it.

    `tables` is the folder with the Parquet files, for query engines; None where there are none (a published package).
    """

    book: Book
    as_of: date
    digest: str
    lines: tuple[Record, ...]
    unit_values: tuple[Record, ...]
    factor_sets: tuple[Record, ...]
    claim_counts: tuple[Record, ...]
    tables: Path | None


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
    copy_texts(book, work, parts)
    manifest = Manifest(book.settings.id, as_of, parts, rows)
    (work / FILE).write_bytes(manifest.to_json().encode())
    return manifest


def copy_texts(book: Book, work: Path, parts: dict[str, str]) -> None:
    """Copy book.toml, the prose and the framework versions, with newlines made one kind, and note their fingerprints."""
    names = ["book.toml", *(f"stories/{page.name}.md" for page in book.stories),
             *(f"sections/{page.name}.md" for page in book.sections)]
    for name in names:
        text = (book.folder / name).read_text(encoding="utf-8-sig")
        target = work / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(text.encode())
        parts[name] = sha256(text)
    for edition in book.editions:
        copy_edition(edition.folder, work / "editions" / edition.id)
        parts[f"editions/{edition.id}"] = edition.digest


def copy_edition(source: Path, target: Path) -> None:
    """Copy the files of a framework version, and nothing else that may lie in its folder."""
    target.mkdir(parents=True)
    for name in _EDITION_FILES:
        if (source / name).is_file():
            shutil.copyfile(source / name, target / name)


def _load(folder: Path, manifest: Manifest) -> Snapshot:
    tables: dict[str, tuple[Record, ...]] = {}
    with connect() as connection:
        for table in (*BOOK_TABLES, *SNAPSHOT_TABLES):
            tables[table.name] = tuple(read_parquet(connection, table, folder / "tables" / f"{table.name}.parquet"))
    book = read_texts(folder, {name: tables[name] for name in (table.name for table in BOOK_TABLES)})
    return Snapshot(book, manifest.as_of, manifest.digest, tables["lines"], tables["unit_values"],
                    tables["factor_sets"], tables["claim_counts"], folder / "tables")


def read_texts(folder: Path, tables: Mapping[str, tuple[Record, ...]]) -> Book:
    """A book from the texts of a snapshot or package and its tables already read. Refused if a text cannot be read."""
    settings, findings = read_settings(folder)
    stories, faults = read_pages(folder, "stories")
    sections, more = read_pages(folder, "sections")
    findings += faults + more
    editions = []
    for name in settings.editions if settings else ():
        place = find_edition(name, [folder / "editions"])
        edition, faults = load_edition(place, shown_as=name) if place else (None, [])
        findings += faults
        if edition:
            editions.append(edition)
    if settings is None or findings and any(finding.severity == "error" for finding in findings):
        raise Refused(f"{folder} cannot be read as a frozen book.", findings)
    return Book(folder, settings, tables, tuple(stories), tuple(sections), tuple(editions))
