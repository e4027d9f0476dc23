"""Recalculating a published report from its package alone, with the reference engine and no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, write_value
from commonweal.basics.told import told
from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import FIGURES, SUPPRESSED, Figure, Withheld, to_record
from commonweal.report.addresses import FIRST
from commonweal.report.package import DATA, PACKAGE, PUBLISHED, SUMS, published_as, sums_of
from commonweal.report.packaged import (
    Package,
    contradictions,
    description,
    read_package,
    refuse_no_report,
    with_editions,
)
from commonweal.report.remake import Difference, remade_lines
from commonweal.report.shown_lines import ShownLines
from commonweal.report.slices import changed_slices
from commonweal.report.words import FINGERPRINT
from commonweal.snapshot.manifest import sha256
from commonweal.snapshot.model import Snapshot
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


def verify(
    folder: Path, *, fingerprint: str | None = None, snapshot: Snapshot | None = None, editions: Sequence[Path] = ()
) -> Verification:
    """Check every file against its fingerprint, then recalculate every figure and valued line.

    `fingerprint` is the one a reader holds from elsewhere (the printed report); a package remade in all its parts
    fails against it; None compares with nothing. `snapshot` is the frozen year itself, for figures that the package
    may not carry; `editions` are folders with one's own licensed framework versions, for figures that are withheld by
    licence. Raises Refused where there is no report at all.
    """
    refuse_no_report(folder)
    result = Verification()
    result.fingerprint, result.changed = changed_files(folder, fingerprint)
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
        raise Refused(told("That snapshot is not the one this report was made from: their fingerprints differ."))
    result.unreadable += contradictions(package.snapshot)
    if result.unreadable:
        return result
    result.differences += remade_lines(package.snapshot)
    fuller = snapshot or (with_editions(package, editions) if editions else None)
    facts = facts_of(package.snapshot)
    figures = compute(facts)
    _compare_figures(package, figures, fuller, result, complete=snapshot is not None)
    _compare_valued(package, result)
    lines = ShownLines(package.snapshot, facts.cells)
    result.differences += changed_slices(folder / DATA, figures, lines, package.snapshot.lines)
    return result


def facts_of(snapshot: Snapshot) -> Facts:
    """What indicators read, with the sums by the reference engine."""
    return Facts.of(snapshot, reference.cells(snapshot.lines, snapshot.unit_values, snapshot.factor_sets))


def changed_files(folder: Path, fingerprint: str | None = None) -> tuple[str, list[str]]:
    """The fingerprint of a report, and every file of it that is not as it was published.

    `fingerprint` is one held from elsewhere; None compares with nothing.
    """
    sums = folder / DATA / SUMS
    written = sums.read_bytes() if sums.is_file() else b""
    found, now = sha256(written), sums_of(folder)
    changed: list[str] = []
    if written != now.encode():
        told, is_now = _parse(written.decode("utf-8", "replace")), _parse(now)
        names = [name for name in sorted(told.keys() | is_now.keys()) if told.get(name) != is_now.get(name)]
        changed += names or [f"{DATA}/{SUMS}"]
    if published_as(folder) not in ("", found):
        changed.append(f"{DATA}/{PUBLISHED}")
    # What a link leads to may change, or lie outside, without one byte of the package being another.
    changed += [f"{path.relative_to(folder).as_posix()} (it is a link, not the file itself)"
                for path in sorted(folder.rglob("*")) if path.is_symlink()]
    changed += _changed_page(folder, found, otherwise_sound=not changed)
    if fingerprint is not None and fingerprint.lower() != found:
        changed.append(f"the whole package: its fingerprint is {found}, not the one you hold")
    return found, changed


def _changed_page(folder: Path, fingerprint: str, *, otherwise_sound: bool) -> list[str]:
    """The first page prints the fingerprint of the list, so its own is noted with that place blanked."""
    page = (folder / FIRST).read_bytes()
    printed = fingerprint.encode() in page
    try:
        told_page = description(folder / DATA / PACKAGE)["report"]["sha256_with_fingerprint_blanked"]
    except Refused:
        # It is said once, where the package is read; the page cannot be compared with anything.
        return []
    if not printed:
        return [f"{FIRST} (it does not print the fingerprint of {SUMS})"] if otherwise_sound else []
    return [] if sha256(page.replace(fingerprint.encode(), FINGERPRINT.encode(), 1)) == told_page else [FIRST]


def _parse(text: str) -> dict[str, str]:
    return {line[66:]: line[:64] for line in text.splitlines()}


def _compare_figures(
    package: Package, figures: Sequence[Figure], fuller: Snapshot | None, result: Verification, *, complete: bool
) -> None:
    """Every published figure against the calculation.

    `fuller` is the year with what the package may not carry; `complete` says that nothing at all is missing from it.
    """
    open_figures = {figure.id: to_record(figure) for figure in figures}
    whole = {figure.id: to_record(figure) for figure in compute(facts_of(fuller))} if fuller else {}
    published = {record.text("id"): record for record in package.figures}
    for name, record in published.items():
        found = whole.get(name) if record.text("withheld") else open_figures.get(name)
        if record.text("withheld") and found is None and not complete:
            result.by_licence += record.text("withheld") == "licence"
            result.by_disclosure += record.text("withheld") == "disclosure"
            continue
        if found is not None and _held_back(record, found):
            result.by_disclosure += 1
            continue
        result.recalculated += 1
        result.differences += _figure_differences(record, found)
    for name, record in open_figures.items():
        if name not in published:
            result.differences.append(
                Difference(f"{DATA}/figures.csv", None, "id", f"figure {name}", "", record.text("value"))
            )


def _held_back(published: Record, found: Record) -> bool:
    """Whether a number was withheld that may be printed by itself: an earlier release stands beside this one, and the
    two together would tell of a small count. No number can hide so that has nothing to do with one."""
    return (published.text("value") == SUPPRESSED and published.text("withheld") == found.text("withheld")
            == Withheld.DISCLOSURE and found.text("value") != SUPPRESSED)


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
