"""No story is published about people who did not agree to it, or whose agreement has run out.

Consent must still hold on the last day of the report's period. This can never be declared away. Missing values: never
skipped; a story must say that consent was given or that nobody can be recognised.
"""

from collections.abc import Iterator
from datetime import date

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing

CODE = "STORY-CONSENT"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """An error for each story without consent that holds."""
    last_day = book.settings.period.span.end
    for story in book.stories:
        consent, until = story.say("consent"), story.heading.get("consent_until")
        if consent == "no":
            message = told("the people in this story did not agree to it.")
        elif consent == "yes" and isinstance(until, date) and until < last_day:
            message = told("the agreement of the people in this story ran out on {until}.", until=until)
        else:
            continue
        yield Finding(CODE, SEVERITY, message, told("Ask them (again), or take the story out of the book."),
                      f"stories/{story.name}.md", None, "consent", story.name)
