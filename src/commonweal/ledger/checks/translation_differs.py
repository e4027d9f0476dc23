"""A translation must be of the same thing as what it translates, in a language that the book lists.

Missing values: never skipped, because a key that only one of the two has is a difference.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing
from commonweal.ledger.pages import Page

CODE = "TRANSLATION-DIFFERS"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP

# What says where a passage stands, what it is about and who agreed to it. Its words and who signs them may differ.
_SAME = ("part", "order", "activity", "role", "place", "consent", "consent_until", "measures", "negative")


def check(book: Book) -> Iterator[Finding]:
    """An error for each translation into a language that is not listed, and for each heading that differs."""
    others = book.settings.languages[1:]
    for page in (*book.sections, *book.stories):
        for other in page.translations:
            if other.language not in others:
                yield _finding(other, "languages",
                               told("'{language}' is not among the languages of the report.", language=other.language),
                               told("List it under languages in book.toml, after the report's own."))
            for key in _SAME:
                if other.heading.get(key) != page.heading.get(key):
                    yield _finding(other, key, told("its {key} is not that of {file}.", key=key, file=page.file),
                                   told("Copy it from there."))


def _finding(page: Page, column: str, message: Told, mend: Told) -> Finding:
    return Finding(CODE, SEVERITY, message, mend, page.file, None, column, f"{page.name}.{page.language}")
