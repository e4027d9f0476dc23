"""The fingerprint of an edition: what it says, not how its files happen to be typed.

Blank lines, the order of rows and columns, quotation marks, newlines and comments do not change it; any word or
figure does. What says nothing (a blank key, a column at its default in every row) is left out, so that a column
added to the format later leaves the fingerprints of older editions as they are.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from commonweal.basics.csv_files import TableRead, read_table, write_records
from commonweal.basics.findings import Finding, Refused, Severity
from commonweal.basics.tables import Column, Record, read_value
from commonweal.basics.told import told
from commonweal.frameworks.identity import FILE, Toml, read_toml
from commonweal.frameworks.tables import EDITION_TABLES


def read_tables(folder: Path, shown_as: str = "") -> dict[str, TableRead]:
    """All tables of an edition by name, each with its findings; a missing file is an empty table."""
    return {
        table.name: read_table(folder / f"{table.name}.csv", table, shown_as=place(shown_as, f"{table.name}.csv"))
        for table in EDITION_TABLES
    }


def place(shown_as: str, file: str) -> str:
    """A file's name in findings: with the edition before it where several editions are read together."""
    return f"{shown_as}/{file}" if shown_as else file


def digest_of(folder: Path) -> str:
    """The fingerprint of the edition in a folder, as 64 hex digits. Raises Refused when it cannot be read whole."""
    data, _, findings = read_toml(folder / FILE, FILE)
    tables = read_tables(folder)
    findings = findings + [finding for read in tables.values() for finding in read.findings]
    if data is None or findings:
        raise Refused(told("{name} has no fingerprint, because it cannot be read whole.", name=folder.name), findings)
    return digest_of_content(data, tables.values())


def digest_of_content(data: Toml, tables: Iterable[TableRead]) -> str:
    """The fingerprint of content already read: SHA-256 over canonical text, as 64 hex digits."""
    digest = hashlib.sha256()
    digest.update(f"{FILE}\n{_canonical(data)}\n".encode())
    for read in tables:
        if read.records:
            names = [column.name for column in read.table.columns if _speaks(column, read.records)]
            digest.update(f"{read.table.name}.csv\n{write_records(read.table, read.records, names)}".encode())
    return digest.hexdigest()


def check_digest(folder: Path, status: str, digest: str, shown_as: str) -> list[Finding]:
    """Whether DIGEST says what the content says. A published edition must hold it, a draft must not."""
    path = folder / "DIGEST"
    file = place(shown_as, "DIGEST")
    if status != "published":
        if path.exists():
            return [Finding("EDITION-DIGEST-DRAFT", Severity.ERROR, told("a draft has no fingerprint."),
                            told("Take DIGEST away, or set the status to published."), file)]
        return []
    try:
        held = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return [Finding("EDITION-DIGEST-MISSING", Severity.ERROR,
                        told("a published version must hold its fingerprint."),
                        told("If the content is final, write this line into DIGEST: sha256:{digest}", digest=digest),
                        file)]
    if held.replace("\r\n", "\n") != f"sha256:{digest}\n":
        return [Finding("EDITION-DIGEST-WRONG", Severity.ERROR,
                        told("the content is not what was published: its fingerprint is sha256:{digest}.",
                             digest=digest),
                        told("Put the published content back, or make a new version."), file, 1)]
    return []


def _speaks(column: Column, records: Sequence[Record]) -> bool:
    silent = read_value("", column)
    return any(record.get(column.name) != silent for record in records)


def _canonical(data: Toml) -> str:
    speaking = _without_blanks(data)
    # Dates are the one sort of value that JSON lacks; str gives them as year-month-day.
    return json.dumps(speaking, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_blanks(each) for name, each in value.items() if each not in ("", [], {})}
    if isinstance(value, list):
        return [_without_blanks(each) for each in value]
    return value
