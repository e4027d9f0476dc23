"""A book that was read and checked whole: what may be made of it, and what stands in the way."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book, BookRead, Rows, read_book
from commonweal.ledger.checks import declare, run_checks

_KEPT = ("declared", "open_gaps", "notes")


@dataclass(frozen=True)
class Checked:
    """A book that can be built: what was read, the gaps it declares and those it does not, and the notes."""

    book: Book
    facts: int
    declared: list[Finding]
    open_gaps: list[Finding]
    notes: list[Finding]


def all_findings(read: BookRead) -> tuple[list[Finding], list[Finding]]:
    """Every finding of a book that stays open, and the gaps that it declares."""
    if read.book is None:
        return read.findings, []
    return declare(read.findings + run_checks(read.book), read.book)


def check_book(folder: Path, given: Mapping[str, Rows] | None = None) -> Checked:
    """Read and check a book, or texts with tables `given`. Raises Refused, with every finding, if it has errors."""
    read = read_book(folder, given)
    found, declared = all_findings(read)
    errors, gaps = by_severity(found, Severity.ERROR), by_severity(found, Severity.GAP)
    if errors or read.book is None:
        raise Refused(told("{folder} has {count} to fix before anything can be made of it.", folder=folder,
                           count=len(errors)), errors)
    return Checked(read.book, read.facts, declared, gaps, by_severity(found, Severity.NOTE))


def kept_findings(checked: Checked) -> Iterator[str]:
    """What checking the book found, as it is kept beside the frozen figures: how many facts, then a line a finding."""
    yield json.dumps({"facts": checked.facts}) + "\n"
    for name in _KEPT:
        for finding in getattr(checked, name):
            yield json.dumps({"as": name, **finding.to_json()}, ensure_ascii=False) + "\n"


def checked_before(book: Book, lines: Iterable[str]) -> Checked:
    """A frozen book with what checking it had found. Raises Refused where that cannot be read."""
    found: dict[str, list[Finding]] = {name: [] for name in _KEPT}
    try:
        rows = map(json.loads, lines)
        facts = int(next(rows)["facts"])
        for finding in rows:
            found[finding.pop("as")].append(Finding.from_json(finding))
        return Checked(book, facts, **found)
    except (StopIteration, ValueError, KeyError, TypeError) as error:
        raise Refused(told(
            "What checking the records found cannot be read: the frozen figures were changed.")) from error

