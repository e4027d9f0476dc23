"""A promise moves only in ways that the lifecycle knows: from offer to award, never back.

The moves are those of the page on lifecycles. Missing values: a row that follows nothing begins a promise; it may
begin at any stage but withdrawn.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about
from commonweal.ledger.lifecycle import COMMITMENTS, NEW, may_follow

CODE = "CHAIN-STAGE"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each row whose stage cannot come after that of the row it follows."""
    commitments = book.by_id("commitments")
    for row in commitments.values():
        earlier = commitments.get(row.text("follows"))
        before = earlier.text("stage") if earlier else NEW
        if earlier is None and row.text("follows"):
            continue
        if not may_follow(COMMITMENTS, before, row.text("stage")):
            stage = row.text("stage")
            message = (told("a promise that stands as {before} cannot become {stage}.", before=before, stage=stage)
                       if earlier else told("a promise cannot begin as {stage}.", stage=stage))
            yield about(row, "stage", CODE, SEVERITY, message,
                        told("Correct the stage or the link; begin a new promise if it is one."))
