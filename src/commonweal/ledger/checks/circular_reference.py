"""Nothing may be a part, a repeat or another count of itself, however long the way round.

A circle has no outermost row, so every row in it would be left out of the totals as "a part of something else".
Chains of promises have a rule of their own. Missing values: a blank cell ends the walk and is skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "CIRCULAR-REFERENCE"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY

LINKS = (
    ("places", "parent"),
    ("activities", "part_of"),
    ("activities", "succeeded_by"),
    ("commitments", "part_of"),
    ("commitments", "alternative_to"),
    ("deliveries", "part_of"),
    ("deliveries", "alternative_to"),
    ("deliveries", "repeats"),
    ("stated", "part_of"),
    ("priorities", "same_as"),
)


def check(book: Book) -> Iterator[Finding]:
    """An error for each row from which a walk along one link comes back to the row itself."""
    for table, column in LINKS:
        rows = [*book.columns(table).filled(column)]
        circling = circles({row.key: row.text(column) for row in rows})
        for row in rows:
            if row.key in circling:
                yield about(row, column, CODE, SEVERITY,
                            told("'{key}' leads back to itself along {column}.", key=row.key, column=column),
                            told("Take one link of the circle out."))


def circles(links: dict[str, str]) -> set[str]:
    """Every row from which a walk along the links comes back to that row."""
    circling: set[str] = set()
    settled: set[str] = set()
    for start in links:
        walk: list[str] = []
        on_it: set[str] = set()
        here = start
        while here in links and here not in settled and here not in on_it:
            walk.append(here)
            on_it.add(here)
            here = links[here]
        if here in on_it:
            circling.update(walk[walk.index(here) :])
        settled |= on_it
    return circling
