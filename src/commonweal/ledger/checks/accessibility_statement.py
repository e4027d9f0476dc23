"""Every report has an accessibility statement, and the body must say in it whom to ask and when it was prepared.

Missing values: never skipped, because what is missing is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import neither, told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing

CODE = "ACCESSIBILITY-STATEMENT"
SEVERITY = Severity.GAP
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """One gap where [accessibility] of book.toml leaves out the contact, the day, or both."""
    said = book.settings.accessibility
    lacking = [] if said.contact else [told("whom to ask for another format")]
    lacking += [] if said.prepared else [told("when it was prepared")]
    if lacking:
        yield Finding(CODE, SEVERITY,
                      told("the accessibility statement does not say {lacking}.", lacking=neither(lacking)),
                      told("Write contact and prepared under [accessibility], or declare the gap."), "book.toml",
                      column="prepared" if said.contact else "contact")
