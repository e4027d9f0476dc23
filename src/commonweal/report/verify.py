"""Recalculating a published report from its package alone, with the reference engine and no database."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from commonweal.basics.csv_files import TableRead, read_table
from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, Table, write_value
from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import FIGURES, to_record
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.report.package import DATA, PACKAGE, PAGE, SUMS, sums_of
from commonweal.report.public import public_columns
from commonweal.report.remake import Difference, remade_lines
from commonweal.report.words import FINGERPRINT
from commonweal.snapshot.manifest import sha256
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.tables import SNAPSHOT_TABLES
from commonweal.snapshot.texts import read_texts
from commonweal.valuation import reference
from commonweal.valuation.engines import valued_rows
from commonweal.valuation.tables import VALUED_LINES

# The interval is an estimate by simulation: one unit in its last printed place may differ between machines.
_ESTIMATES = ("interval_low", "interval_high")


@dataclass
class Verification:
    """What checking a report gave: files changed, differences, and how many figures could be recalculated."""

    fingerprint: str = ""
    changed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    recalculated: int = 0
    by_licence: int = 0
    by_disclosure: int = 0
    facts: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing was changed and nothing differs."""
        return not (self.changed or self.unreadable or self.differences)


@dataclass(frozen=True)
class Package:
    """A published package read back: the frozen year as far as it is public, its figures and valued lines."""

    snapshot: Snapshot
    figures: Sequence[Record]
    valued: Sequence[Record]
    reads: Mapping[str, TableRead]


def verify(folder: Path, *, fingerprint: str = "", snapshot: Snapshot | None = None) -> Verification:
    """Check every file against its fingerprint, then recalculate every figure and valued line.

    `fingerprint` is the one a reader holds from elsewhere (the printed report); a package remade in all its parts
    fails against it. `snapshot` is the frozen year itself, for figures that the package may not carry.
    Raises Refused where there is no report at all.
    """
    if not (folder / PAGE).is_file() or not (folder / DATA / PACKAGE).is_file():
        raise Refused(f"{folder} holds no report. `commonweal report BOOK -o {folder}` makes one.")
    result = Verification()
    _check_files(folder, fingerprint, result)
    try:
        package = read_package(folder)
    except Refused as error:
        result.unreadable += [str(error), *map(str, error.findings)]
        return result
    result.facts = sum(read.accepted for read in package.reads.values())
    result.unreadable += [str(finding) for read in package.reads.values() for finding in read.findings]
    if result.unreadable:
        return result
    if snapshot is not None and snapshot.digest != package.snapshot.digest:
        raise Refused("That snapshot is not the one this report was made from: their fingerprints differ.")
    result.unreadable += contradictions(package.snapshot)
    if result.unreadable:
        return result
    result.differences += remade_lines(package.snapshot)
    _compare_figures(package, snapshot, result)
    _compare_valued(package, result)
    return result


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


def read_package(folder: Path) -> Package:
    """Read data/ back as a frozen year. Refused if its texts cannot be read; table faults are left in `reads`."""
    data = folder / DATA
    described = _description(data / PACKAGE)
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
        tuple(reads["claim_counts"].records), None)
    return Package(snapshot, reads["figures"].records, reads["valued_lines"].records, reads)


def facts_of(snapshot: Snapshot) -> Facts:
    """What indicators read, with the sums by the reference engine."""
    return Facts.of(snapshot, reference.cells(snapshot.lines, snapshot.unit_values, snapshot.factor_sets))


def _check_files(folder: Path, fingerprint: str, result: Verification) -> None:
    sums = folder / DATA / SUMS
    written = sums.read_bytes() if sums.is_file() else b""
    result.fingerprint = sha256(written)
    now = sums_of(folder)
    if written != now.encode():
        told, found = _parse(written.decode("utf-8", "replace")), _parse(now)
        names = [name for name in sorted(told.keys() | found.keys()) if told.get(name) != found.get(name)]
        result.changed += names or [f"{DATA}/{SUMS}"]
    page = (folder / PAGE).read_bytes()
    blanked = page.replace(result.fingerprint.encode(), FINGERPRINT.encode(), 1)
    told_page = _description(folder / DATA / PACKAGE).get("report", {}).get("sha256_with_fingerprint_blanked")
    if result.fingerprint.encode() not in page and not result.changed:
        result.changed.append(f"{PAGE} (it does not print the fingerprint of {SUMS})")
    elif sha256(blanked) != told_page and not (result.changed and result.fingerprint.encode() not in page):
        result.changed.append(PAGE)
    if fingerprint and fingerprint.lower() != result.fingerprint:
        result.changed.append(f"the whole package: its fingerprint is {result.fingerprint}, not the one you hold")


def _parse(text: str) -> dict[str, str]:
    return {line[66:]: line[:64] for line in text.splitlines()}


def _description(path: Path) -> dict[str, Any]:
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"{DATA}/{PACKAGE} cannot be read: the package was changed or is not whole.") from error
    return described if isinstance(described, dict) else {}


def _widen(record: Record, table: Table) -> Record:
    return Record(table, {name: record.values.get(name) for name in table.names}, record.row)


def _compare_figures(package: Package, snapshot: Snapshot | None, result: Verification) -> None:
    open_figures = {figure.id: to_record(figure) for figure in compute(facts_of(package.snapshot))}
    whole: dict[str, Record] = {}
    if snapshot is not None:
        whole = {figure.id: to_record(figure) for figure in compute(facts_of(snapshot))}
    published = {record.text("id"): record for record in package.figures}
    for name, record in published.items():
        if snapshot is None and record.text("withheld"):
            result.by_licence += record.text("withheld") == "licence"
            result.by_disclosure += record.text("withheld") == "disclosure"
            continue
        found = whole.get(name) if record.text("withheld") else open_figures.get(name)
        result.recalculated += 1
        result.differences += _figure_differences(record, found)
    for name, record in open_figures.items():
        if name not in published:
            result.differences.append(
                Difference(f"{DATA}/figures.csv", None, "id", f"figure {name}", "", record.text("value"))
            )


def _figure_differences(published: Record, found: Record | None) -> Iterator[Difference]:
    name = published.text("id")
    if found is None:
        yield Difference(
            f"{DATA}/figures.csv", published.row, "id", f"figure {name}", published.text("value"), "no such figure"
        )
        return
    for column in FIGURES.names:
        told, now = published.text(column), found.text(column)
        if told != now and not (column in _ESTIMATES and _near(told, now)):
            yield Difference(f"{DATA}/figures.csv", published.row, column, f"figure {name}", told, now)


def _near(told: str, now: str) -> bool:
    """Whether two estimates of 3 significant figures differ by at most one unit in the last printed place."""
    try:
        one, other = Decimal(told), Decimal(now)
    except InvalidOperation:
        return False
    if one == 0 or other == 0:
        return one == other
    return abs(one - other) <= Decimal(1).scaleb(max(one.adjusted(), other.adjusted()) - 2)


def _compare_valued(package: Package, result: Verification) -> None:
    """Every published valued line against the reference, so that a difference names its row."""
    now = {(str(row["line"]), str(row["edition"] or ""), str(row["value"] or "")): row
           for row in valued_rows(package.snapshot, "reference")
           if row["redistributable"] is not False}
    for record in package.valued:
        key = (record.text("line"), record.text("edition"), record.text("value"))
        row = now.pop(key, None)
        about = f"line {record.text('line')}"
        if row is None:
            result.differences.append(
                Difference(f"{DATA}/valued_lines.csv", record.row, "line", about, record.text("line"), "no such line")
            )
            continue
        for column in VALUED_LINES.names:
            told, found = write_value(record.get(column)), write_value(row[column])
            if told != found:
                result.differences.append(
                    Difference(f"{DATA}/valued_lines.csv", record.row, column, about, told, found)
                )
    for key in now:
        result.differences.append(
            Difference(f"{DATA}/valued_lines.csv", None, "line", f"line {key[0]}", "", "is missing")
        )
