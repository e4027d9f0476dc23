"""The data package beside the report: enough to recalculate every figure elsewhere, with the reference engine."""

import json
import shutil
from collections.abc import Mapping, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any

from commonweal.basics.tables import WIDTHS, Column, Kind, Record, Table
from commonweal.frameworks.model import Edition
from commonweal.indicators.figure import FIGURES, Figure, to_record
from commonweal.ledger.book import Book
from commonweal.ledger.tables import BY_NAME
from commonweal.report.addresses import FIRST
from commonweal.report.changes import CHANGES
from commonweal.report.public import NOT_PUBLIC, PublicTable, public_line, public_tables
from commonweal.report.signatures import is_draft
from commonweal.report.slices import FOLDER, slice_file
from commonweal.report.stories import to_tell
from commonweal.report.words import FINGERPRINT
from commonweal.snapshot.long_table import LongTable
from commonweal.snapshot.manifest import sha256
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.public import FILTERED
from commonweal.snapshot.texts import copy_edition
from commonweal.valuation.tables import VALUED_LINES

DATA = "data"
SUMS = "SHA256SUMS"
PACKAGE = "datapackage.json"
# Says of a folder that it was published, and by which fingerprint. It is no part of what the fingerprint covers: what
# is published is, to the letter, what was looked at before.
PUBLISHED = "PUBLISHED"

_FIELD_TYPES = {Kind.DATE: "date", Kind.YEAR: "year", Kind.COUNT: "integer", Kind.YES_NO: "boolean"}


def write_data(
    snapshot: Snapshot, figures: Sequence[Figure], valued: Sequence[Mapping[str, Any]], folder: Path, *,
    release: int = 1, changes: Sequence[Record] = (), slices: Sequence[str] = (),
) -> None:
    """Write data/: every public table, the figures, the valued lines, the texts and the open framework versions.

    `changes` are the figures that this release and those before it changed, `slices` the tables that lines.csv
    is to be cut into. The valued lines of a long table are not at hand, and are written by the engine.
    """
    data = folder / DATA
    data.mkdir(exist_ok=True)
    tables = public_tables(snapshot)
    tables["figures"] = PublicTable(FIGURES, tuple(map(to_record, figures)))
    tables["changes"] = PublicTable(CHANGES, tuple(changes))
    for name, public in tables.items():
        public.write(data / f"{name}.csv")
    if isinstance(snapshot.lines, LongTable):
        # Here and not above, so that a package can be recalculated where there is no database.
        from commonweal.valuation.write import write_long

        write_long(snapshot, NOT_PUBLIC, data / "valued_lines.csv")
        tables["valued_lines"] = PublicTable(VALUED_LINES, ())
    else:
        rows = tuple(Record(VALUED_LINES, row) for row in _open_rows(snapshot, valued))
        tables["valued_lines"] = PublicTable(VALUED_LINES, rows)
        tables["valued_lines"].write(data / "valued_lines.csv")
    _copy_texts(snapshot, data)
    (data / PACKAGE).write_bytes(_describe(snapshot, tables, release, slices).encode())


def seal(folder: Path) -> str:
    """Note every file's fingerprint in SHA256SUMS and print the fingerprint of that list on the first page.

    The first page cannot hold its own fingerprint, so it is noted in datapackage.json as it is with the printed
    fingerprint blanked. Returns the fingerprint.
    """
    page = folder / FIRST
    text = page.read_text(encoding="utf-8")
    if text.count(FINGERPRINT) != 1:
        raise ValueError("the first page has one place for the fingerprint")
    package = folder / DATA / PACKAGE
    described = json.loads(package.read_text(encoding="utf-8"))
    described["report"] = {"path": f"../{FIRST}", "sha256_with_fingerprint_blanked": sha256(text)}
    package.write_bytes(_json(described).encode())
    sums = sums_of(folder)
    (folder / DATA / SUMS).write_bytes(sums.encode())
    fingerprint = sha256(sums)
    page.write_bytes(text.replace(FINGERPRINT, fingerprint).encode())
    return fingerprint


def mark_published(folder: Path, fingerprint: str) -> None:
    """Note that the report in a folder was published, so that nothing else ever takes its place unseen."""
    (folder / DATA / PUBLISHED).write_bytes(f"{fingerprint}\n".encode())


def published_as(folder: Path) -> str:
    """The fingerprint by which the report in a folder was published; blank for a draft, or where there is none."""
    mark = folder / DATA / PUBLISHED
    return mark.read_text(encoding="utf-8", errors="replace").strip() if mark.is_file() else ""


def sums_of(folder: Path) -> str:
    """What SHA256SUMS must say: every file of the report in name order.

    But for the first page, SHA256SUMS itself, and the mark of what was published.
    """
    outside = {FIRST, f"{DATA}/{SUMS}", f"{DATA}/{PUBLISHED}"}
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{_fingerprint(folder / name)}  {name}\n" for name in names if name not in outside)


def _fingerprint(path: Path) -> str:
    """The SHA-256 of a file, read in pieces: some are large."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _open_rows(snapshot: Snapshot, valued: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    public = {line.key for line in snapshot.lines if public_line(line)}
    return [row for row in valued if row["line"] in public and row["redistributable"] is not False]


def _copy_texts(snapshot: Snapshot, data: Path) -> None:
    book = snapshot.book
    for name in filter(None, ("book.toml", book.settings.maps.boundaries)):
        shutil.copyfile(book.folder / name, data / name)
    # What is not printed is not passed on either: drafts, and stories whose people do not (any longer) agree.
    sections = [page for page in book.sections if not is_draft(page)]
    for what, pages in (("stories", [*to_tell(snapshot)]), ("sections", sections)):
        (data / what).mkdir()
        for page in pages:
            for text in (each for each in page.in_all if not is_draft(each)):
                shutil.copyfile(book.folder / text.file, data / text.file)
    for edition in book.editions:
        if may_be_copied(edition):
            copy_edition(edition.folder, data / "editions" / edition.id)


def may_be_copied(edition: Edition) -> bool:
    """Whether a whole framework version may stand in a published package: its licence and every value's allow it."""
    return edition.redistributable and all(value.yes("redistributable") for value in edition.values)


def package_name(book: Book) -> str:
    """What the package of a book's reporting period is called, in every release."""
    return f"{book.settings.id}-{book.settings.period.id}".lower()


def _describe(
    snapshot: Snapshot, tables: Mapping[str, PublicTable], release: int, slices: Sequence[str]
) -> str:
    book = snapshot.book
    return _json({
        "profile": "tabular-data-package",
        "name": package_name(book),
        "title": book.settings.title,
        "description": book.settings.standing or "The data behind a social value report.",
        "release": release,
        "as_of": snapshot.as_of.isoformat(),
        "snapshot": snapshot.digest,
        "frameworks": [{
            "id": edition.id, "title": edition.title, "licence": edition.licence, "digest": edition.digest,
            "in_this_package": may_be_copied(edition),
        } for edition in book.editions],
        "resources": [
            *(_resource(name, f"{name}.csv", public.table) for name, public in sorted(tables.items())),
            *(_resource(f"{FOLDER}/{name}", slice_file(name), tables["lines"].table) for name in slices),
        ],
    })


def _resource(name: str, path: str, table: Table) -> dict[str, Any]:
    return {
        "name": name.lower(), "path": path, "profile": "tabular-data-resource", "encoding": "utf-8",
        "description": f"One row is {table.row_is}.",
        "schema": {"fields": [_field(column) for column in table.columns],
                   "primaryKey": list(table.key_columns), "missingValues": [""], **_foreign_keys(table)},
    }


def _foreign_keys(table: Table) -> dict[str, Any]:
    """Which columns hold ids of another table: one whose every row is published, so that each id is there."""
    keys = [
        {"fields": [column.name],
         "reference": {"resource": "" if column.refers_to == table.name else column.refers_to,
                       "fields": list(BY_NAME[column.refers_to].key_columns)}}
        for column in table.columns
        if column.kind is Kind.ID and column.refers_to and column.refers_to not in FILTERED
    ]
    return {"foreignKeys": keys} if keys else {}


def _field(column: Column) -> dict[str, Any]:
    kind = "number" if column.kind in WIDTHS else _FIELD_TYPES.get(column.kind, "string")
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.meaning}
    if kind == "boolean":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.kind is Kind.CHOICE:
        constraints["enum"] = list(column.choices)
    return field | ({"constraints": constraints} if constraints else {})


def _json(data: Any) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"

