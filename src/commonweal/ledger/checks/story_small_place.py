"""A small place and a protected characteristic in one breath can tell the neighbours who is meant.

Each paragraph of a story or section is read for the name of a ward or neighbourhood and for a word of a protected or
special-category trait; of a story, its title and its own place count as well. Everyday words are looked for, so this
only asks for a second look. Missing values: a story that names no place is read for the names in its text.
"""

import re
from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing
from commonweal.ledger.pages import Page

CODE = "STORY-SMALL-PLACE"
SEVERITY = Severity.NOTE
MISSING = Missing.NEVER_SKIP

SMALL = ("ward", "neighbourhood")
# Equality Act 2010 (section 4) and UK GDPR (articles 9 and 10), as people write of them.
TRAITS = (
    r"disab\w+", r"autis\w+", r"deaf\w*", r"blind\w*", r"wheelchairs?", r"learning difficult\w+", r"dement\w+",
    r"mental(ly)? (ill\w*|health)", r"depress\w+", r"addict\w*", r"alcoholics?", r"hiv", r"cancer", r"pregnan\w+",
    r"ethnic\w*", r"people of colou?r", r"black", r"asian", r"roma", r"gyps\w+", r"travellers?",
    r"refugees?", r"asylum", r"migrants?", r"muslims?", r"jew(s|ish)?", r"hindus?", r"sikhs?", r"buddhists?",
    r"christians?", r"catholics?", r"gay", r"lesbians?", r"bisexual\w*", r"trans(gender)?", r"non-binary",
    r"care leavers?", r"ex-offenders?", r"offenders?", r"prison(s|ers?)?", r"convict\w+", r"homeless\w*",
    r"domestic abuse",
)
_TRAIT = re.compile(rf"\b({'|'.join(TRAITS)})\b", re.IGNORECASE)


def check(book: Book) -> Iterator[Finding]:
    """A note for each story or section with such a paragraph, naming the first pair of words."""
    small = {row.key: row.text("name") for row in book.rows("places") if row.text("kind") in SMALL}
    for what, pages in (("stories", book.stories), ("sections", book.sections)):
        for page in pages:
            found = _first_pair(page, small)
            if found:
                yield Finding(CODE, SEVERITY,
                              told("'{first}' and '{second}' stand together.", first=found[0], second=found[1]),
                              told("Ask whether a neighbour could tell who is meant; if so, name a larger place or no "
                                   "trait."), f"{what}/{page.name}.md", page.first_row,
                              "", page.name)


def _first_pair(page: Page, small: dict[str, str]) -> tuple[str, str] | None:
    whole = small.get(page.say("place"), "")
    for paragraph in (page.say("title"), *page.text.split("\n\n")):
        traits = _TRAIT.search(paragraph)
        named = whole or next((name for name in small.values() if re.search(rf"\b{re.escape(name)}\b", paragraph)), "")
        if traits and named:
            return named, traits.group()
    return None
