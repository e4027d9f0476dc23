"""A claim's state must be what the last decision on it made of it.

A claim that was refused and still counts, or that stands as refused without a decision, puts a wrong number in the
report or leaves a supplier without a reason. Missing values: never skipped; a claim without any decision may be a
draft or sent in (checked claims without one are found by verified_without_review).
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "STATE-AGAINST-REVIEW"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP

# What a claim may be after each decision: after a question it may have been sent in again.
STATES_AFTER = {"verify": ("verified",), "reject": ("rejected",), "query": ("queried", "submitted")}
_NEEDS = {"queried": "query", "rejected": "reject"}


def check(book: Book) -> Iterator[Finding]:
    """An error for each claim whose state its last decision does not allow, or that lacks the decision."""
    last: dict[str, Record] = {}
    for review in book.rows("reviews"):
        claim = review.text("delivery")
        if claim not in last or review.text("on") >= last[claim].text("on"):
            last[claim] = review
    for row in book.columns("deliveries").where(lambda row: row.text("state") in _NEEDS, "state"):
        state = row.text("state")
        if row.key not in last:
            yield about(row, "state", CODE, SEVERITY,
                        told("the claim stands as {state}, and no such decision is in reviews.csv.", state=state),
                        told("Add the decision '{needs}' with its office, day and reason, or correct the state.",
                             needs=_NEEDS[state]))
    deliveries = book.by_id("deliveries")
    for key, decided in last.items():
        if key not in deliveries:
            continue
        row = deliveries[key]
        state = row.text("state")
        if state not in STATES_AFTER[decided.text("decision")]:
            yield about(row, "state", CODE, SEVERITY,
                        told("the claim stands as {state}, and its last decision ('{key}') was {decision}.",
                             state=state, key=decided.key, decision=decided.text("decision")),
                        told("Correct the state, or add the decision that came later."))
