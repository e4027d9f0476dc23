"""Measures that exclude each other may not both be claimed for one activity and the same days.

The framework says which they are: most often a whole and a part of it, or two ways to count one gain. Counting both
counts it twice. Missing values: claims in no total are skipped; a measure that excludes nothing is not looked at.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import IN_TOTALS, Missing, about, in_totals, span_of

CODE = "EXCLUDED-TOGETHER"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each claim that stands beside one of an excluded measure."""
    pairs = _pairs(book)
    excluding = {name for pair in pairs for name in pair}
    claims: dict[tuple[str, str], list[Record]] = {}

    def is_one(row: Record) -> bool:
        return row.text("measure") in excluding and in_totals(row)

    for row in book.columns("deliveries").where(is_one, "measure", *IN_TOTALS):
        claims.setdefault((row.text("activity"), row.text("measure")), []).append(row)
    for (activity, measure), rows in claims.items():
        for one, other in pairs:
            if measure == one and (activity, other) in claims:
                for row, against in _overlaps(rows, claims[activity, other]):
                    yield about(row, "measure", CODE, SEVERITY,
                                told("'{one}' and '{other}' (in '{key}') exclude each other, and both are claimed for "
                                     "{row}.", one=one, other=other, key=against.key, row=span_of(row)),
                                told("Keep the one that fits, or let one line not count (counts = no) and say why."))


def _pairs(book: Book) -> list[tuple[str, str]]:
    """Pairs of measures that exclude each other by any version in use, each pair once."""
    return sorted(
        {
            (min(name, other), max(name, other))
            for edition in book.own_editions
            for name, measure in edition.measures.items()
            for other in measure.ids("excludes")
        }
    )


def _overlaps(rows: list[Record], others: list[Record]) -> Iterator[tuple[Record, Record]]:
    """Each row that shares a day with any of the others, with one that it shares it with."""
    ordered = sorted(others, key=lambda row: row.text("start"))
    starts = [row.text("start") for row in ordered]
    latest = list(accumulate(ordered, _later))
    for row in rows:
        before = bisect_right(starts, row.text("end"))
        if before and latest[before - 1].text("end") >= row.text("start"):
            yield row, latest[before - 1]


def _later(one: Record, other: Record) -> Record:
    return other if other.text("end") > one.text("end") else one
