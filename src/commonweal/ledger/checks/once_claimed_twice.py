"""Something that counts a single time is claimed in two spans that overlap.

A home is retrofitted once and a person starts once: a claim for the quarter and one for the year hold the same unit.
Only claims of one activity, measure, place, stage and reporter are compared, because others may be about other units.
Missing values: blanks make a series of their own; running totals and claims in no total are skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record, Value
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import IN_TOTALS, Missing, about, counted_as, in_totals, measures_of, span_of

CODE = "ONCE-CLAIMED-TWICE"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY

_SERIES = ("activity", "measure", "place", "stage", "reported_by", "event")


def check(book: Book) -> Iterator[Finding]:
    """An error for each claim of a thing that counts once whose days are claimed already."""
    measures = measures_of(book)
    series: dict[tuple[Value, ...], list[Record]] = {}

    def counts_once(row: Record) -> bool:
        return row.text("basis") == "increment" and counted_as(measures, row) == "once" and in_totals(row)

    for row in book.columns("deliveries").where(counts_once, "basis", "measure", *IN_TOTALS):
        series.setdefault(tuple(row.values[name] for name in _SERIES), []).append(row)
    for rows in series.values():
        rows.sort(key=lambda row: (row.text("start"), row.text("end")))
        latest = rows[0]
        for row in rows[1:]:
            if row.text("start") <= latest.text("end"):
                yield about(row, "start", CODE, SEVERITY,
                            told("{row} overlaps '{key}' ({latest}), and the measure counts once.", row=span_of(row),
                                 key=latest.key, latest=span_of(latest)),
                            told("Make one row of the two, correct the days, or name the place or stage that tells "
                                 "them apart."))
            latest = max(latest, row, key=lambda one: one.text("end"))
