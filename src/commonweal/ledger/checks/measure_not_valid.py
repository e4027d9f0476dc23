"""A measure must be in the version of the framework that held when the work was done.

Frameworks drop and add measures; work counted by a version that does not know it has no rule and no £ per unit. A
delivery is looked up on its last day; a promise is sound if the measure is known on any day of its span. Missing
values: a measure that no version knows is left to unknown_reference.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "MEASURE-NOT-VALID"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each row whose measure no version of the own framework held at its time."""
    spans: dict[str, list[tuple[date, date]]] = {}
    for edition in book.own_editions:
        for name in edition.measures:
            spans.setdefault(name, []).append((edition.valid_from, edition.valid_to or date.max))
    for table, first, last in (("deliveries", "end", "end"), ("commitments", "start", "due")):
        is_out = partial(_is_out, spans=spans, first=first, last=last)
        for row in book.columns(table).where(is_out, "measure", first, last):
            held = "; ".join(f"{begins} to {'now' if ends == date.max else ends}"
                             for begins, ends in spans[row.text("measure")])
            yield about(row, "measure", CODE, SEVERITY,
                        told("no version of the framework that holds on {last} has '{measure}' (it holds {held}).",
                             last=row.day(last), measure=row.text("measure"), held=held),
                        told("Correct the date or the measure, or list the version that held then in book.toml."))


def _is_out(row: Record, spans: Mapping[str, list[tuple[date, date]]], first: str, last: str) -> bool:
    known = spans.get(row.text("measure"))
    start, end = row.day(first), row.day(last)
    if known is None or start is None or end is None:
        return False
    return not any(begins <= end and start <= ends for begins, ends in known)
