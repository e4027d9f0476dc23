"""What every rule is made of: its missing-value strategy, its findings, and the few questions that many rules ask."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import Told
from commonweal.ledger.book import Book


class Missing(StrEnum):
    """What a rule does with a row where something that it looks at is blank."""

    SKIP_IF_ANY = "skip if any missing"
    SKIP_IF_ALL = "skip if all missing"
    NEVER_SKIP = "never skip"


class Rule(Protocol):
    """One rule: a module of this folder."""

    CODE: str
    SEVERITY: Severity
    MISSING: Missing

    def check(self, book: Book) -> Iterator[Finding]:
        """Every finding of this rule in a book."""


def about(record: Record, column: str, code: str, severity: Severity, message: Told, mend: Told) -> Finding:
    """A finding about one row of a book's table."""
    return Finding(code, severity, message, mend, f"{record.table.name}.csv", record.row, column, record.key)


# What `in_totals` looks at.
IN_TOTALS = ("state", "counts", "part_of", "alternative_to")


def in_totals(delivery: Record) -> bool:
    """Whether a claim is counted: sent in or checked, and neither a part, nor another count, nor a known repeat."""
    return (
        delivery.text("state") in ("submitted", "verified")
        and delivery.yes("counts")
        and delivery.get("part_of") is None
        and delivery.get("alternative_to") is None
    )


def measures_of(book: Book) -> dict[str, Record]:
    """Every measure of the book's own framework, as its newest version has it."""
    return {name: record for edition in book.own_editions for name, record in edition.measures.items()}


def protected_measures(book: Book) -> set[str]:
    """The measures that count people by a protected characteristic, in whichever version."""
    return {name for edition in book.editions for name, row in edition.measures.items()
            if row.text("people") == "characteristic"}


def counted_as(measures: dict[str, Record], row: Record) -> str:
    """How the row's measure is counted (flow, stock, once, yes-no, rate); empty where the measure is not known."""
    measure = measures.get(row.text("measure"))
    return measure.text("counting") if measure else ""


def span_of(row: Record) -> str:
    """A row's span as findings print it."""
    return f"{row.text('start')} to {row.text('end')}"
