"""Who signed what: each text of the report with its office, its state and the day, and what nobody has written yet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.pages import PARTS, Page
from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import Block, Bullets, Paragraph, Section, Table
from commonweal.report.phrases import day_or, text_or_not_stated
from commonweal.report.tables import cell, columns
from commonweal.report.words import in_words, say, shown
from commonweal.report.year import Year


def is_draft(page: Page) -> bool:
    """Whether a text is still being written: drafts are never printed."""
    return page.say("state") == "draft"


def signed_on(page: Page) -> date | None:
    """The day on which an office signed a text off; None where it has not."""
    day = page.heading.get("signed")
    return day if isinstance(day, date) else None


def signature(page: Page) -> str:
    """The office that signs a text, with the day where it is known; blank where nobody does."""
    office, day = page.say("author"), signed_on(page)
    return say("signatures.line", office=office, day=in_words(day)) if office and day else office


def unsigned(sections: Iterable[Page]) -> list[Finding]:
    """A finding for each text that is a draft or only reviewed, or lacks its office or its day.

    A translation that is a draft is not printed, and is listed as one that is missing.
    """
    texts = (text for page in sections for text in page.in_all if text is page or not is_draft(text))
    return [finding for text in texts for finding in _faults(text)]


def _faults(page: Page) -> Iterator[Finding]:
    if page.say("state") != "signed-off":
        yield Finding("SECTION-NOT-SIGNED", Severity.STOP,
                      told("the text “{title}” is {state}, not signed off.", title=page.say("title"),
                           state=page.say("state")),
                      told("Have its office sign it off, or take the file out."), page.file, None, "state", page.name)
        return
    for key, missing, mend in (("author", told("office"), told("the office that answers for it")),
                               ("signed", told("day"), told("the day on which it was signed off"))):
        if not page.say(key).strip():
            yield Finding("SECTION-NOT-SIGNED", Severity.STOP,
                          told("the text “{title}” is signed off without its {missing}.", title=page.say("title"),
                               missing=missing),
                          told("Write {wanted} under '{key}'.", wanted=mend, key=key), page.file, None, key, page.name)


def signatures(year: Year) -> Section:
    """The table of texts with who signed each and when, and the parts that have no text. Drafts are counted only."""
    pages = sorted((page for page in year.book.sections if not is_draft(page)),
                   key=lambda page: (PARTS.index(page.say("part")), int(page.say("order") or 0), page.name))
    blocks: list[Block] = []
    if pages:
        rows = tuple(
            (
                cell(page.say("title")),
                cell(text_or_not_stated(page.say("author"))),
                cell(shown("text_state", page.say("state"))),
                cell(day_or(signed_on(page))),
            )
            for page in pages
        )
        blocks.append(
            Table("signed", say("signatures.caption"), columns("text", "owner", "state", "signed_day"), rows)
        )
    else:
        blocks.append(Paragraph((say("signatures.none"),)))
    missing = _missing(year.book.sections)
    if missing:
        blocks += [Paragraph((say("signatures.missing"),)), Bullets(tuple(cell(text) for text in missing))]
    return Section("quality-signed", say("signatures.title"), tuple(blocks))


def _missing(sections: Sequence[Page]) -> list[str]:
    """The parts without a text, and how many texts are still drafts."""
    written = {page.say("part") for page in sections if not is_draft(page)}
    parts = [_part(part) for part in PARTS if part not in written]
    drafts = sum(map(is_draft, sections))
    return parts + ([say("signatures.drafts", count=f"{drafts:,}")] if drafts else [])


def _part(part: str) -> str:
    if part in ROLES:
        return shown("role", part)
    return say(f"signatures.{part}") if part in ("foreword", "purpose") else say(f"parts.{part}")
