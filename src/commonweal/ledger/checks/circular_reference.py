"""Nothing may be a part, a repeat or another count of itself, however long the way round.

A circle has no outermost row, so every row in it would be left out of the totals as "a part of something else".
Chains of promises have a rule of their own. Missing values: a blank cell ends the walk and is skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
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
        links = {row.key: row.text(column) for row in book.rows(table) if row.get(column) is not None}
        for row in book.rows(table):
            if row.key in links and comes_back(row.key, links):
                yield about(
                    row,
                    column,
                    CODE,
                    SEVERITY,
                    f"'{row.key}' leads back to itself along {column}.",
                    "Take one link of the circle out.",
                )


def comes_back(start: str, links: dict[str, str]) -> bool:
    """Whether a walk along the links from a row arrives at that row again."""
    seen = {start}
    here = links.get(start)
    while here is not None and here not in seen:
        seen.add(here)
        here = links.get(here)
    return here == start
