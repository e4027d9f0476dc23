"""A book that was read and checked whole: what may be made of it, and what stands in the way."""

from dataclasses import dataclass
from pathlib import Path

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.ledger.book import Book, BookRead, read_book
from commonweal.ledger.checks import declare, run_checks


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


def check_book(folder: Path) -> Checked:
    """Read and check a book. Raises Refused, with every finding, if it has errors."""
    read = read_book(folder)
    found, declared = all_findings(read)
    errors, gaps = by_severity(found, Severity.ERROR), by_severity(found, Severity.GAP)
    if errors or read.book is None:
        raise Refused(f"{folder} has {len(errors)} to fix before anything can be made of it.", errors)
    return Checked(read.book, read.facts, declared, gaps, by_severity(found, Severity.NOTE))
