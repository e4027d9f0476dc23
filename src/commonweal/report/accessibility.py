"""The accessibility statement: what was tested and how, what is known not to work, and whom a reader can turn to."""

from collections.abc import Iterator

from commonweal.report.blocks import Block, Bullets, Link, Page, Paragraph, Section
from commonweal.report.words import in_words, say
from commonweal.report.year import Year

PAGE = "accessibility"

# What machines test, in the order of the statement. The tests are those of tests/journeys and tests/report.
_TESTED = ("axe", "keyboard", "narrow", "zoom", "colours", "print", "pdf", "workbook")
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
    ask = say("accessibility.ask_text", contact=said.contact) if said.contact else say("accessibility.ask_none")
    yield _section("ask", Paragraph((ask,)))
    yield _section("law", *_law(year))
    yield _section("dates", Paragraph((_dates(year),)))


def _section(name: str, *blocks: Block) -> Section:
    return Section(f"accessibility-{name}", say(f"accessibility.{name}"), blocks)


def _law(year: Year) -> Iterator[Block]:
    yield Paragraph((say("accessibility.law_text"),))
    yield Paragraph(
        year.sentence(
            "accessibility.law_advice",
            service=Link(say("accessibility.law_service"), "https://www.equalityadvisoryservice.com/"),
            northern=Link(say("accessibility.law_northern"), "https://www.equalityni.org/"),
        )
    )


def _dates(year: Year) -> str:
    said = year.book.settings.accessibility
    prepared = (
        say("accessibility.prepared", day=in_words(said.prepared))
        if said.prepared
        else say("accessibility.prepared_none")
    )
    reviewed = say("accessibility.reviewed", day=in_words(said.reviewed)) if said.reviewed else ""
    return " ".join(filter(None, (prepared, reviewed)))
