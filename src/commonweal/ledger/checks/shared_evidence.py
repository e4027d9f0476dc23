"""One file behind two claims that need not be the same thing is worth knowing.

A yearly report may truly support several quarters, or one register several measures in two contracts, so this only
informs. One file behind several measures of one activity is everyday and not mentioned; the same measure in two
activities is an error of its own (same_evidence). Missing values: claims that are in no total and rows without a
known delivery are skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about
from commonweal.ledger.checks.same_evidence import counted_evidence, fingerprint, same_event

CODE = "SHARED-EVIDENCE"
SEVERITY = Severity.NOTE
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """A note for each further claim that rests on a file used before."""
    seen: dict[str, list[Record]] = {}
    for evidence, claim in counted_evidence(book):
        claims = seen.setdefault(fingerprint(evidence), [])
        other = next((row for row in claims if _worth_a_note(claim, row)), None)
        # One claim of each sort is enough to compare with, and keeps a file used a thousand times cheap.
        if not any(_sort(row) == _sort(claim) for row in claims):
            claims.append(claim)
        if other is not None:
            yield about(evidence, "sha256", CODE, SEVERITY,
                        told("the same file supports '{key}' and '{other}'.", key=claim.key, other=other.key),
                        told("Check that it shows both; if it does, nothing need be done."))


def _sort(claim: Record) -> tuple[str, str, str]:
    return claim.text("activity"), claim.text("measure"), claim.text("event")


def _worth_a_note(one: Record, other: Record) -> bool:
    same_activity = one.get("activity") == other.get("activity")
    same_measure = one.get("measure") == other.get("measure")
    return one.key != other.key and same_activity == same_measure and not same_event(one, other)
