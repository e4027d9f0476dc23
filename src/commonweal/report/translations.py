"""What the report does not yet say in each of its languages, listed for those who read them."""

from commonweal.ledger.checks.translation_missing import untranslated
from commonweal.report.blocks import Section, Table
from commonweal.report.tables import cell, columns
from commonweal.report.words import CATALOGUE, say
from commonweal.report.year import Year


def language_name(code: str) -> str:
    """What a language is called; its code where the catalogue does not name it.

    >>> language_name("cy"), language_name("tlh")
    ('Welsh', 'tlh')
    """
    return str(CATALOGUE["languages"].get(code, code))


def not_yet(year: Year) -> list[Section]:
    """For each further language of the report, the sections and stories that cannot be read in it yet."""
    sections = []
    for language in year.book.settings.languages[1:]:
        rows = tuple(
            (cell(page.say("title")), cell(say("quality.translation_draft" if drafted else "quality.translation_none")))
            for page, code, drafted in untranslated(year.book)
            if code == language
        )
        if rows:
            title = say("quality.not_yet", language=language_name(language))
            table = Table(f"not-yet-{language}", title, columns("title", "state"), rows, (say("quality.not_yet_note"),))
            sections.append(Section(f"quality-{language}", title, (table,)))
    return sections
