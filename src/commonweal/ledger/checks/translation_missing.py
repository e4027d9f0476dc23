"""What a book says in one of its languages and not in another is listed, so that nobody takes it for complete.

Missing values: never skipped, because what is missing is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing
from commonweal.ledger.pages import Page

CODE = "TRANSLATION-MISSING"
SEVERITY = Severity.NOTE
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """A note for each passage and each further language in which it cannot be printed yet."""
    for page, language, drafted in untranslated(book):
        yield Finding(CODE, SEVERITY,
                      told("the text in the language '{language}' is in draft only.", language=language) if drafted else
                      told("the text in the language '{language}' does not exist.", language=language),
                      told("Write it into {name}.{language}.md, with the same heading.",
                           name=page.file.removesuffix(".md"), language=language), page.file,
                      None, "", f"{page.name}.{language}")


def untranslated(book: Book) -> Iterator[tuple[Page, str, bool]]:
    """Each passage that is printed, each language it is not yet printed in, and whether that is in draft."""
    for language in book.settings.languages[1:]:
        for page in (*book.sections, *book.stories):
            if page.say("state") == "draft" or page.say("consent") == "no" or page.language == language:
                continue
            states = {told.language: told.say("state") for told in page.translations}
            if states.get(language, "draft") == "draft":
                yield page, language, language in states
