"""More than ten times what was promised is taken for a mistake: a slipped digit, pence for pounds, the wrong promise.

The bound is ten because a wrong power of ten is the commonest slip and true results stay far below it. If the result
is real, the promise was not: record a variation. Missing values: a promise without a number, or of zero or less, has
nothing to compare with and is skipped.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import EXACT, shorten
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.over_commitment import IMPLAUSIBLE, promised_and_done
from commonweal.ledger.checks.rule import Missing, about

CODE = "FAR-OVER-COMMITMENT"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY


def check(book: Book) -> Iterator[Finding]:
    """An error for each promise of which more than ten times was done."""
    for last, promised, done in promised_and_done(book):
        if done > EXACT.multiply(promised, IMPLAUSIBLE):
            yield about(last, "quantity", CODE, SEVERITY,
                        told("{done} was done of {promised} promised: more than ten times.", done=shorten(done),
                             promised=shorten(promised)),
                        told("Look for a slipped digit or a wrong unit; if it is true, add a row that varies the "
                             "promise."))
