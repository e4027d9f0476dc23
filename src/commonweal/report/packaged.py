"""A published package read back: the frozen year as far as it is public, and whether it hangs together."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from commonweal.basics.csv_files import TableRead, read_table
from commonweal.basics.findings import Refused
from commonweal.basics.tables import Column, Kind, NotReadable, Record, Table, read_value
from commonweal.basics.told import told
from commonweal.frameworks.edition import load_edition
from commonweal.indicators.figure import FIGURES
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.report.addresses import FIRST
from commonweal.report.package import DATA, PACKAGE
from commonweal.report.public import public_line
from commonweal.snapshot.lines import freeze_lines
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.public import public_columns
from commonweal.snapshot.tables import SNAPSHOT_TABLES
from commonweal.snapshot.texts import read_texts
from commonweal.valuation.tables import VALUED_LINES


@dataclass(frozen=True)
class Package:
    """A published package read back: the frozen year as far as it is public, its figures and valued lines."""

    snapshot: Snapshot
    figures: Sequence[Record]
    valued: Sequence[Record]
    frameworks: Sequence[Mapping[str, Any]]
    reads: Mapping[str, TableRead]


def read_package(folder: Path) -> Package:
    """Read data/ back as a frozen year. Refused if there is no report, or if its texts cannot be read.

    Faults of its tables are left in `reads`.
    """
    refuse_no_report(folder)
    data = folder / DATA
    described = description(data / PACKAGE)
    reads: dict[str, TableRead] = {}
    tables = [public_columns(table) for table in BOOK_TABLES] + [*SNAPSHOT_TABLES, FIGURES, VALUED_LINES]
    for table in tables:
        reads[table.name] = read_table(data / f"{table.name}.csv", table, shown_as=f"{DATA}/{table.name}.csv")
    book_tables = {
        table.name: tuple(_widen(record, table) for record in reads[table.name].records) for table in BOOK_TABLES
    }
    book = read_texts(data, book_tables)
    snapshot = Snapshot(
        book, date.fromisoformat(described["as_of"]), described["snapshot"], tuple(reads["lines"].records),
        tuple(reads["unit_values"].records), tuple(reads["factor_sets"].records),
        tuple(reads["claim_counts"].records), None, tuple(reads["spend"].records))
    return Package(snapshot, reads["figures"].records, reads["valued_lines"].records, described["frameworks"], reads)


def refuse_no_report(folder: Path) -> None:
    """Raises Refused where a folder holds no published report."""
    if not (folder / FIRST).is_file() or not (folder / DATA / PACKAGE).is_file():
        raise Refused(told("{folder} holds no report. `commonweal report BOOK -o {folder}` makes one.", folder=folder))


def description(path: Path) -> dict[str, Any]:
    """What datapackage.json says. Refused if it cannot be read, or lacks what a report is recalculated from."""
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(told("{data}/{package} cannot be read: the package was changed or is not whole.", data=DATA,
                           package=PACKAGE)) from error
    if not isinstance(described, dict):
        raise Refused(told("{data}/{package} describes nothing: the package was changed.", data=DATA, package=PACKAGE))
    wrong = [name for name, is_sound in _SOUND.items() if not is_sound(described.get(name))]
    if wrong:
        raise Refused(told("{data}/{package} does not say, or not rightly, what stands under {wrong}: the package was "
                           "changed.", data=DATA, package=PACKAGE, wrong=", ".join(wrong)))
    return described


def is_fingerprint(value: object) -> bool:
    """Whether something is a fingerprint as we print it: 64 digits and letters a to f."""
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and isinstance(read_value(value, Column("as_of", Kind.DATE, "")), date)
    except NotReadable:
        return False


def _are_frameworks(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and isinstance(each.get("id"), str) and is_fingerprint(each.get("digest"))
        for each in value)


# What datapackage.json must hold so that the report can be read back, and how it is recognised.
_SOUND: Mapping[str, Callable[[object], bool]] = {
    "name": lambda value: isinstance(value, str),
    "release": lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 1,
    "as_of": _is_day,
    "snapshot": is_fingerprint,
    "frameworks": _are_frameworks,
    "report": lambda value: isinstance(value, dict) and is_fingerprint(value.get("sha256_with_fingerprint_blanked")),
}


def _widen(record: Record, table: Table) -> Record:
    return Record(table, {name: record.values.get(name) for name in table.names}, record.row)


def contradictions(package: Snapshot) -> list[str]:
    """What makes a package impossible to recalculate: lines of no activity, measure or case, a range upside down."""
    known = {
        "activity": set(package.book.by_id("activities")),
        "measure": {name for edition in package.book.own_editions for name in edition.measures},
        "case_id": {row.text("case_id") for row in package.unit_values},
        "factor_set": {row.key for row in package.factor_sets} | {""},
        "place": set(package.book.by_id("places")) | {""},
    }
    found = [f"{DATA}/lines.csv row {line.row}: line {line.key} names the {column.removesuffix('_id')} "
             f"'{line.text(column)}', which is not in the package."
             for line in package.lines for column, names in known.items() if line.text(column) not in names]
    found += [
        f"{DATA}/{table}.csv row {row.row}: its activity '{row.text('activity')}' is not in the package."
        for table in ("commitments", "deliveries")
        for row in package.book.rows(table)
        if row.text("activity") not in known["activity"]
    ]
    for row in package.unit_values:
        low, central, high = row.number("low"), row.number("central"), row.number("high")
        if low is not None and central is not None and high is not None and not low <= central <= high:
            found.append(
                f"{DATA}/unit_values.csv row {row.row}: the low end, the amount and the high end are not in order."
            )
    known_adjustments = set(package.book.by_id("adjustments"))
    found += [f"{DATA}/factor_sets.csv row {row.row}: it names a reduction that is not in the package."
              for row in package.factor_sets if not set(row.ids("adjustments")) <= known_adjustments]
    return found


def with_editions(package: Package, folders: Sequence[Path]) -> Snapshot:
    """The package's year with one's own copies of licensed framework versions: its lines and values made again.

    Raises Refused where a copy cannot be read or is not the version that the report was made with.
    """
    book = package.snapshot.book
    used = {framework["id"]: framework["digest"] for framework in package.frameworks}
    found = {edition.id: edition for edition in book.editions}
    for folder in folders:
        edition, findings = load_edition(folder, shown_as=str(folder))
        if edition is None:
            raise Refused(told("{folder} holds no framework version that can be read.", folder=folder), findings)
        if used.get(edition.id) != edition.digest:
            raise Refused(told("{id} in {folder} is not the version that this report was made with.", id=edition.id,
                               folder=folder))
        found[edition.id] = edition
    whole = replace(book, editions=tuple(found[name] for name in book.settings.editions if name in found))
    made = freeze_lines(whole, package.snapshot.as_of)
    return replace(
        package.snapshot, book=whole, lines=tuple(filter(public_line, made.lines)),
        unit_values=tuple(made.unit_values), factor_sets=tuple(made.factor_sets))
