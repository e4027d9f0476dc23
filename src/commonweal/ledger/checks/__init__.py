"""The checks of a book, one rule a file, each with a page in docs/reference/checks.

In: a book that could be read whole. Out: findings: errors, gaps and notes, each with where and how to mend.
Never: a change to the book, a finding left out because of another one, a person's token in a message.
"""

from collections.abc import Sequence

from commonweal.basics.beside import beside, has_second
from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.told import Told, told
from commonweal.ledger.book import Book
from commonweal.ledger.checks import (
    accessibility_statement,
    accreditation_undated,
    alike_claims,
    chain_broken,
    chain_stage,
    checker_is_maker,
    circular_reference,
    claim_unmeasured,
    claims_open,
    commitment_outside_activity,
    commitment_without_baseline,
    delivery_against_commitment,
    delivery_outside_activity,
    event_over_whole,
    event_without_share,
    evidence_fingerprint,
    excluded_together,
    far_over_commitment,
    measure_not_valid,
    milestones,
    negative_not_allowed,
    not_counted,
    number_without_unit,
    once_claimed_twice,
    over_commitment,
    part_over_whole,
    party_shares,
    percentage_without_base,
    period_not_stated,
    person_twice,
    potential_without_assumption,
    priority_incomplete,
    promise_incomplete,
    rate_without_base,
    ratio_against_printed,
    ratio_contradicts_parts,
    release_same_hands,
    repeated_claim,
    same_evidence,
    shared_evidence,
    source_not_given,
    span_reversed,
    state_against_review,
    story_consent,
    story_small_place,
    subcontractor_prime,
    to_date_falls,
    to_date_loss,
    translation_differs,
    translation_missing,
    unknown_reference,
    verified_without_evidence,
    verified_without_review,
    yes_no_quantity,
)
from commonweal.ledger.checks.rule import Rule, about

# In the order in which a person would ask: does it point somewhere, do the days fit, is it counted once, who checked
# it, is it complete.
CHECKS: tuple[Rule, ...] = (
    unknown_reference,
    circular_reference,
    span_reversed,
    delivery_outside_activity,
    commitment_outside_activity,
    measure_not_valid,
    period_not_stated,
    chain_broken,
    chain_stage,
    milestones,
    delivery_against_commitment,
    far_over_commitment,
    over_commitment,
    negative_not_allowed,
    yes_no_quantity,
    to_date_falls,
    to_date_loss,
    part_over_whole,
    repeated_claim,
    alike_claims,
    once_claimed_twice,
    excluded_together,
    same_evidence,
    shared_evidence,
    person_twice,
    event_over_whole,
    event_without_share,
    party_shares,
    subcontractor_prime,
    not_counted,
    rate_without_base,
    percentage_without_base,
    ratio_contradicts_parts,
    ratio_against_printed,
    verified_without_evidence,
    verified_without_review,
    checker_is_maker,
    claims_open,
    state_against_review,
    evidence_fingerprint,
    potential_without_assumption,
    commitment_without_baseline,
    promise_incomplete,
    priority_incomplete,
    accreditation_undated,
    claim_unmeasured,
    number_without_unit,
    source_not_given,
    story_consent,
    translation_differs,
    translation_missing,
    accessibility_statement,
    story_small_place,
    release_same_hands,
)

# Codes of `declare`: an error cannot be declared; a declaration may have nothing left to declare.
DECLARED_ERROR = "DECLARED-ERROR"
DECLARED_NOTHING = "DECLARED-NOTHING"


# So many rows are worth a second process for half of the rules.
_MANY = 50_000


def is_worth_a_copy(book: Book) -> bool:
    """Whether a book is so large that a copy of the process may do a part of the work, where the machine has room."""
    return sum(map(len, book.tables.values())) >= _MANY and has_second()


def run_checks(book: Book) -> list[Finding]:
    """All findings of all rules, by file, row and code."""
    found: list[list[Finding]] = [[]] * len(CHECKS)
    if not is_worth_a_copy(book):
        found[:] = _found(CHECKS, book)
    else:
        with beside(lambda: _found(CHECKS[1::2], book)) as others:
            found[::2] = _found(CHECKS[::2], book)
        found[1::2] = others()
    findings = [finding for findings in found for finding in findings]
    return sorted(
        findings, key=lambda finding: (finding.file, finding.row or 0, finding.code, finding.column, finding.message)
    )


def refuse_errors(book: Book, before: Told) -> None:
    """Raises Refused, with every finding, where a book has something to fix before something can be done with it."""
    errors = by_severity(run_checks(book), Severity.ERROR)
    if errors:
        raise Refused(told("There are {count} to fix before {before}.", count=len(errors), before=before), errors)


def _found(rules: Sequence[Rule], book: Book) -> list[list[Finding]]:
    """What each rule finds."""
    return [[*rule.check(book)] for rule in rules]


def declare(findings: list[Finding], book: Book) -> tuple[list[Finding], list[Finding]]:
    """Part findings into those that stay open and the gaps that the book declares in declared.csv.

    Only gaps can be declared. A declaration of an error is an error itself; one that no gap answers any more is
    a note. Both stand among the open ones.
    """
    named = {row.text("finding"): row for row in book.rows("declared")}
    declared = [finding for finding in findings if finding.severity is Severity.GAP and finding.key in named]
    answered = {finding.key for finding in declared}
    errors = {finding.key for finding in findings if finding.severity is Severity.ERROR}
    open_findings = [
        finding for finding in findings if finding.severity is not Severity.GAP or finding.key not in named
    ]
    for key, row in named.items():
        if key in errors:
            open_findings.append(
                about(row, "finding", DECLARED_ERROR, Severity.ERROR,
                      told("'{key}' is an error, and only gaps can be declared.", key=key),
                      told("Mend the error, and take this row out."))
            )
        elif key not in answered:
            open_findings.append(
                about(row, "finding", DECLARED_NOTHING, Severity.NOTE,
                      told("there is no gap '{key}' (any more).", key=key),
                      told("Take this row out, or correct it to what `commonweal check` prints."))
            )
    return open_findings, declared
