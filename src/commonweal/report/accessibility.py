"""The accessibility statement: what was tested and how, what is known not to work, and whom a reader can turn to."""

import re
from collections.abc import Iterator
from datetime import date

from commonweal.report.blocks import Block, Bullets, Inlines, Link, Page, Paragraph, Section
from commonweal.report.words import in_words, pieces, say
from commonweal.report.year import Year

PAGE = "accessibility"

# What machines test, in the order of the statement. The tests are those of tests/journeys and tests/report.
_TESTED = ("axe", "keyboard", "narrow", "zoom", "colours", "print", "pdf", "workbook")
_MAIL = re.compile(r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_LIMITS = ("machine", "tables", "pdf", "workbook", "prose")


def statement(year: Year) -> Page:
    """The statement that every page's foot links, in the words of the catalogue and with what book.toml adds."""
    back = Link(say("index_back"), "page:index.html")
    return Page(PAGE, say("accessibility.title"), tuple(_sections(year)), back=back)


def _sections(year: Year) -> Iterator[Block]:
    settings = year.book.settings
    said = settings.accessibility
    body = year.name("organisations", settings.body)
    yield Paragraph((say("accessibility.about", title=settings.title, body=body),), "lead")
    if settings.standing:
        yield Paragraph((settings.standing,), "notice")
    yield Paragraph((say("accessibility.aim"),))
    yield _section("how", Paragraph((say("accessibility.how_text"),)))
    yield _section(
        "machine",
        Paragraph((say("accessibility.machine_text"),)),
        Bullets(tuple((say(f"accessibility.tested_{name}"),) for name in _TESTED)),
    )
    yield _section("people", Paragraph((said.tested_by_people or say("accessibility.people_none"),)))
    limits = [*(say(f"accessibility.limit_{name}") for name in _LIMITS), *said.limits]
    yield _section("limits", Bullets(tuple((limit,) for limit in limits)))
    ask = year.sentence("accessibility.ask_text", contact=_contact(said.contact))
    yield _section("ask", Paragraph(ask if said.contact else (say("accessibility.ask_none"),)))
    yield _section("law", *(Paragraph(sentence) for sentence in enforcement()))
    yield _section("dates", Paragraph((dates(said.prepared, said.reviewed),)))


def _section(name: str, *blocks: Block) -> Section:
    return Section(f"accessibility-{name}", say(f"accessibility.{name}"), blocks)


def _contact(text: str) -> Inlines:
    """The contact as the body gives it, its e-mail addresses as links."""
    return tuple(Link(part, f"mailto:{part}") if "@" in part else part for part in _MAIL.split(text) if part)


def enforcement() -> tuple[Inlines, ...]:
    """Who sees that the law is kept, and whom to turn to where a body's own answer does not help: a sentence each.

    The same for every statement of a public body in the United Kingdom, of its report or of its site.
    """
    return (say("accessibility.law_text"),), pieces("accessibility.law_advice", {
        "service": Link(say("accessibility.law_service"), "https://www.equalityadvisoryservice.com/"),
        "northern": Link(say("accessibility.law_northern"), "https://www.equalityni.org/")})


def dates(prepared: date | None, reviewed: date | None) -> str:
    """When a statement was prepared and last reviewed; that nobody has said so, where nobody has."""
    said = (say("accessibility.prepared", day=in_words(prepared)) if prepared else say("accessibility.prepared_none"))
    return f"{said} {say('accessibility.reviewed', day=in_words(reviewed))}" if reviewed else said
