"""One file cannot show the same thing twice: the same evidence behind two claims of one measure in two activities.

This is how a count of people or hours is claimed once under each contract. It is an error until it is settled: one
line stops counting, by a decision that names the other, or each gets evidence of its own. Shares of one shared event
may rest on one file. Missing values: claims that are in no total and rows without a known delivery are skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, in_totals

CODE = "SAME-EVIDENCE"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each further claim of a measure, in another activity, that rests on the same file."""
    first: dict[tuple[str, str], dict[str, Record]] = {}
    for evidence, claim in counted_evidence(book):
        claims = first.setdefault((fingerprint(evidence), claim.text("measure")), {})
        other = next((row for activity, row in claims.items() if activity != claim.text("activity")), None)
        claims.setdefault(claim.text("activity"), claim)
        if other is not None and not same_event(claim, other):
            yield about(evidence, "sha256", CODE, SEVERITY,
                        told("the same file supports '{key}' and '{other}', the same measure in two activities.",
                             key=claim.key, other=other.key),
                        told("Give each claim its own evidence, or decide which one repeats the other (counts = no)."))


def counted_evidence(book: Book) -> Iterator[tuple[Record, Record]]:
    """Each piece of evidence with the counted claim that it supports."""
    deliveries = book.by_id("deliveries")
    for evidence in book.rows("evidence"):
        claim = deliveries.get(evidence.text("delivery"))
        if claim is not None and in_totals(claim):
            yield evidence, claim


def fingerprint(evidence: Record) -> str:
    """The fingerprint without regard to capitals, which mean nothing in it."""
    return evidence.text("sha256").lower()


def same_event(one: Record, other: Record) -> bool:
    """Whether two claims are shares of one shared event."""
    return bool(one.text("event")) and one.text("event") == other.text("event")
