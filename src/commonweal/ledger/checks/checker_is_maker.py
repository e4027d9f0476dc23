"""Nobody checks their own claim.

The decision that a claim is right is made by an office other than the one that made it. Where the review names no
maker, the organisation that reported the claim is taken. Missing values: never skipped; where neither is stated,
nobody can tell that the checker is somebody else, and that is a finding.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "CHECKER-IS-MAKER"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each decision to verify that was made by the maker, or where the maker is not known."""
    deliveries = book.by_id("deliveries")
    organisations = book.by_id("organisations")
    for row in book.rows("reviews"):
        claim = deliveries.get(row.text("delivery"))
        if row.text("decision") != "verify" or claim is None:
            continue
        makers = {row.text("maker")}
        if makers == {""}:
            reporter = organisations.get(claim.text("reported_by"))
            makers = {claim.text("reported_by"), reporter.text("name") if reporter else ""}
        if makers == {""}:
            yield about(row, "maker", CODE, SEVERITY,
                        told("the review does not say who made the claim, nor does the claim."),
                        told("Name the maker, so that a reader can tell that somebody else checked it."))
        elif _same(row.text("by")) in {_same(maker) for maker in makers}:
            yield about(row, "by", CODE, SEVERITY, told("the office that checked the claim is the one that made it."),
                        told("Have another office decide."))


def _same(name: str) -> str:
    return " ".join(name.casefold().split())
