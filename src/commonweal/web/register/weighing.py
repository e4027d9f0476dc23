"""What the ledger's own checks would say if a row were written: only what is new by it, before anything is written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from commonweal.basics.findings import Finding, Severity, by_severity
from commonweal.basics.tables import Record
from commonweal.ledger.book import Book
from commonweal.ledger.checks import declare, run_checks
from commonweal.ledger.checks.unknown_reference import points_at
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS, attribute
from commonweal.web.register.reading import NOTHING, book, part_of, records
from commonweal.web.register.references import activity_behind, rows_named

# What is weighed together where a row is of the body as a whole: the tables that stay small.
_SMALL = ("places", "organisations", "policies", "objectives", "promises", "priorities", "accreditations", "guidance",
          "calendar", "stated", "context", "ratios", "corrections", "adjustments")


@dataclass(frozen=True)
class Weighed:
    """What checking finds new: what must be mended first, and what is only to be looked at."""

    errors: tuple[Finding, ...] = ()
    advice: tuple[Finding, ...] = ()


def weigh(body: Body, found: Record) -> Weighed:
    """What the checks find new if the row were written, in place of the one with its key or beside the rest."""
    return _compared(_around(body, found), found.table.name, found.key, (found,))


def weigh_without(body: Body, found: Record) -> Weighed:
    """What the checks find new if the row were taken away."""
    around = _with(_around(body, found), _pointing_at(body, found))
    return _compared(around, found.table.name, found.key, ())


def standing(body: Body, found: Record) -> list[Finding]:
    """What the checks say of the row as it stands."""
    return [finding for finding in run_checks(_around(body, found))
            if finding.file == f"{found.table.name}.csv" and finding.subject == found.key]


def _around(body: Body, found: Record) -> Book:
    """What a row is weighed with: the records of its contract or project or the small tables, and what it names."""
    activity = activity_behind(body, found)
    around = part_of(body, activity) if activity else book(
        body, {**NOTHING, **{name: records(body, name) for name in _SMALL}})
    # What these name in turn may be missing: that is said before and after alike, and so is nothing new.
    return _with(around, rows_named(body, found, around.tables))


def _with(around: Book, more: dict[str, tuple[Record, ...]]) -> Book:
    tables = dict(around.tables)
    for name, rows in more.items():
        known = {row.key for row in tables[name]}
        tables[name] = (*tables[name], *(row for row in rows if row.key not in known))
    return replace(around, tables=tables)


def _pointing_at(body: Body, found: Record) -> dict[str, tuple[Record, ...]]:
    """One row of each table that names this one, so that taking it away shows what would be lost."""
    table = found.table.name
    rows: dict[str, tuple[Record, ...]] = {}
    for name, model in ROWS.items():
        for column in model.TABLE.columns:
            if points_at(model.TABLE, column) == table:
                first = model.objects.filter(body=body, **{attribute(column): found.key}).values_list("key", flat=True)
                rows[name] = (*rows.get(name, ()), *records(body, name, key__in=list(first[:1])))
    return rows


def _compared(before: Book, table: str, key: str, instead: tuple[Record, ...]) -> Weighed:
    rows = list(before.rows(table))
    places = [place for place, row in enumerate(rows) if row.key == key]
    place = places[0] if places else len(rows)
    after = replace(before, tables={**before.tables, table: (*rows[:place], *instead, *rows[place + len(places):])})
    new = new_in(run_checks(before), run_checks(after))
    return Weighed(tuple(by_severity(new, Severity.ERROR)),
                   tuple(finding for finding in new if finding.severity is not Severity.ERROR))


def new_in(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """What is found after and was not before, whichever row it moved to."""
    known = Counter(map(_same, before))
    return [finding for finding in after if not _taken(known, finding)]


def new_errors(before: Book, after: Book) -> list[Finding]:
    """What would be wrong in all records after, and is not before."""
    found = (by_severity(declare(run_checks(every), every)[0], Severity.ERROR) for every in (before, after))
    return new_in(*found)


def _taken(known: Counter[tuple[str, ...]], finding: Finding) -> bool:
    same = _same(finding)
    known[same] -= 1
    return known[same] >= 0


def _same(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.file, finding.column, finding.subject, finding.message


def about(findings: Iterable[Finding], found: Record) -> tuple[list[Finding], list[Finding]]:
    """Findings parted into those about this row and those about others."""
    own = [finding for finding in findings
           if finding.file == f"{found.table.name}.csv" and finding.subject == found.key]
    return own, [finding for finding in findings if finding not in own]
