"""How we worked it out: the rules, what counts as local, reductions, each £ per unit, the frameworks' cautions."""

import re

from commonweal.basics.numbers import shorten
from commonweal.basics.tables import Record
from commonweal.frameworks.contents import source_id
from commonweal.frameworks.model import Edition
from commonweal.report.blocks import Block, Bullets, Inlines, Link, Page, Paragraph, Part, Section, Table
from commonweal.report.roles import prose_of
from commonweal.report.tables import cell, columns
from commonweal.report.unit_values import unit_values_table
from commonweal.report.words import say, shown
from commonweal.report.year import Year

# A longer list of £ per unit would bury the rest of the first page.
_MOST_VALUES = 20
_VALUES_PAGE = "figures/per-unit"
_RULES = ("rounding", "share", "due", "accepted", "double", "unvalued", "ranges", "bounds")
_NEVER_ADDED = ("kinds", "statuses", "versions")
_LOCAL = re.compile(r"\blocal(?:ly)?\b|\bresidents?\b", re.IGNORECASE)


def method(year: Year) -> Part:
    """The part that says how every number came about."""
    small = year.book.settings.disclosure
    people = say("rules.people", threshold=small.threshold, rounding=small.rounding)
    rules = [*(say(f"rules.{name}") for name in _RULES), people]
    blocks: list[Block] = [
        *prose_of(year, "method"),
        Section("method-rules", say("method.rules"), (Bullets(tuple((rule,) for rule in rules)),)),
        Section(
            "method-adding", say("method.adding"), (Bullets(tuple((say(f"rules.{name}"),) for name in _NEVER_ADDED)),)
        ),
        _local(year),
        _twice(year),
        _reductions(year),
        _values(year),
        _frameworks(year),
    ]
    return Part("method", say("parts.method"), tuple(blocks))


def _local(year: Year) -> Section:
    """Each measure that speaks of local people or firms, with who counts and how one is counted."""
    used = {cell.keys["measure"] for cell in year.facts.cells.quantities}
    rows = tuple(
        (cell(measure.text("title")), cell(measure.text("who_counts")), cell(measure.text("counting_rule")))
        for name, measure in year.facts.measures.items()
        if name in used
        and _LOCAL.search(" ".join((measure.text("title"), measure.text("who_counts"), measure.text("counting_rule"))))
    )
    if not rows:
        return Section("method-local", say("method.local"), (Paragraph((say("method.local_none"),)),))
    table = Table("local", say("method.local_caption"), columns("measure", "who", "counting"), rows)
    return Section("method-local", say("method.local"), (Paragraph((say("method.local_stated"),)), table))


def _twice(year: Year) -> Section:
    count = sum(cell.lines for cell in year.facts.cells.quantities if not cell.keys["counted"])
    text = say("method.not_counted", count=f"{count:,}") if count else say("method.not_counted_none")
    return Section("method-twice", say("method.twice"), (Paragraph((text,)),))


def _reductions(year: Year) -> Section:
    rows = tuple(
        (
            cell(shown("reduction", row.text("kind"))),
            cell(f"{shorten(row.number_or_zero('reduction') * 100)}%"),
            cell(year.name("activities", row.text("activity")) if row.text("activity") else say("all")),
            cell(_measure(year, row.text("measure"))),
            cell(row.text("reason")),
            cell(row.text("source")),
        )
        for row in year.book.rows("adjustments")
    )
    if not rows:
        return Section("method-reductions", say("method.reductions"), (Paragraph((say("method.reductions_none"),)),))
    table = Table(
        "reductions",
        say("method.reductions"),
        columns("reduction", "taken_off", "activity", "measure", "reason", "source", numeric=("taken_off",)),
        rows,
    )
    return Section("method-reductions", say("method.reductions"), (Paragraph((say("method.reductions_lead"),)), table))


def _measure(year: Year, measure: str) -> str:
    found = year.facts.measures.get(measure)
    return found.text("title") if found else measure or say("all")


def _values(year: Year) -> Section:
    """Each £ per unit once, as its source prints it and as it is used here; a long list has its own page."""
    table = unit_values_table(year, "unit-values", _used(year))
    if table is None:
        return Section("method-values", say("method.values"), (Paragraph((say("method.values_none"),)),))
    if len(table.rows) <= _MOST_VALUES:
        return Section("method-values", say("method.values"), (Paragraph((say("method.values_lead"),)), table))
    link = Link(say("method.values_page"), f"page:{_VALUES_PAGE}.html")
    text = year.sentence("method.values_elsewhere", count=f"{len(table.rows):,}", link=link)
    return Section("method-values", say("method.values"), (Paragraph(text),))


def values_page(year: Year) -> Page | None:
    """Every £ per unit used in this report; None where none is used."""
    table = unit_values_table(year, "unit-values", _used(year))
    if table is None:
        return None
    return Page(_VALUES_PAGE, say("method.values_page"), (table,), back=Link(say("index_back"), "part:method"))


def _used(year: Year) -> list[Record]:
    return [row for row in year.snapshot.unit_values if row.text("value")]


def _frameworks(year: Year) -> Section:
    used = {(row.text("edition"), source_id(row.text("source"))) for row in _used(year)}
    return Section(
        "method-frameworks",
        say("method.frameworks"),
        tuple(_framework(edition, used) for edition in year.book.editions),
    )


def _framework(edition: Edition, used: set[tuple[str, str]]) -> Section:
    sources = tuple(
        _source(source.title, source.publisher, source.date, source.licence, source.url)
        for source in edition.sources.values()
        if (edition.id, source.id) in used
    )
    blocks: list[Block] = [
        Paragraph((say("method.framework", title=edition.title, publisher=edition.publisher, licence=edition.licence),))
    ]
    if edition.notes:
        blocks.append(Bullets(tuple((note,) for note in edition.notes)))
    if sources:
        blocks += [Paragraph((say("method.sources"),)), Bullets(sources, "small")]
    return Section(f"framework-{edition.framework}-{edition.version}".replace(".", "-"), edition.title, tuple(blocks))


def _source(title: str, publisher: str, date: str, licence: str, url: str) -> Inlines:
    name: str | Link = Link(title, url) if url.startswith(("https://", "http://")) else title
    return (name, f", {publisher}, {date}. ", f"{say('table.licence')}: {licence}.")
