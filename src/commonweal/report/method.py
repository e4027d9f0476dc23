"""How we worked it out: the rules, what counts as local, reductions, each £ per unit, the framework versions' cautions."""

import re
from decimal import Decimal

from commonweal.basics.numbers import pounds, shorten
from commonweal.basics.tables import Record
from commonweal.frameworks.model import Edition
from commonweal.report.blocks import Block, Bullets, Inlines, Link, Paragraph, Part, Section, Table
from commonweal.report.roles import prose_of
from commonweal.report.tables import cell, columns
from commonweal.report.words import say, shown
from commonweal.report.year import Year

_RULES = ("rounding", "share", "due", "accepted", "double", "unvalued", "ranges", "bounds", "people")
_NEVER_ADDED = ("kinds", "statuses", "versions")
_LOCAL = re.compile(r"\blocal(?:ly)?\b|\bresidents?\b", re.IGNORECASE)


def method(year: Year) -> Part:
    """The part that says how every number came about."""
    blocks: list[Block] = [
        *prose_of(year, "method"),
        Section("method-rules", say("method.rules"), (Bullets(tuple((say(f"rules.{name}"),) for name in _RULES)),)),
        Section("method-adding", say("method.adding"), (Bullets(tuple((say(f"rules.{name}"),) for name in _NEVER_ADDED)),)),
        _local(year), _twice(year), _reductions(year), _values(year), _frameworks(year),
    ]
    return Part("method", say("parts.method"), tuple(blocks))


def _local(year: Year) -> Section:
    """Each measure that speaks of local people or firms, with who counts and how one is counted."""
    used = {line.text("measure") for line in year.snapshot.lines}
    rows = tuple((cell(measure.text("title")), cell(measure.text("who_counts")), cell(measure.text("counting_rule")))
                 for name, measure in year.facts.measures.items() if name in used and _LOCAL.search(
                     " ".join((measure.text("title"), measure.text("who_counts"), measure.text("counting_rule")))))
    if not rows:
        return Section("method-local", say("method.local"), (Paragraph((say("method.local_none"),)),))
    table = Table("local", say("method.local_caption"), columns("measure", "who", "counting"), rows)
    return Section("method-local", say("method.local"), (Paragraph((say("method.local_stated"),)), table))


def _twice(year: Year) -> Section:
    count = sum(not line.yes("counted") for line in year.snapshot.lines)
    text = say("method.not_counted", count=f"{count:,}") if count else say("method.not_counted_none")
    return Section("method-twice", say("method.twice"), (Paragraph((text,)),))


def _reductions(year: Year) -> Section:
    rows = tuple((
        cell(shown("reduction", row.text("kind"))), cell(f"{shorten(row.number_or_zero('reduction') * 100)}%"),
        cell(year.name("activities", row.text("activity")) if row.text("activity") else say("all")),
        cell(_measure(year, row.text("measure"))), cell(row.text("reason")), cell(row.text("source")))
        for row in year.book.rows("adjustments"))
    if not rows:
        return Section("method-reductions", say("method.reductions"), (Paragraph((say("method.reductions_none"),)),))
    table = Table("reductions", say("method.reductions"), columns(
        "reduction", "taken_off", "activity", "measure", "reason", "source", numeric=("taken_off",)), rows)
    return Section("method-reductions", say("method.reductions"), (Paragraph((say("method.reductions_lead"),)), table))


def _measure(year: Year, measure: str) -> str:
    found = year.facts.measures.get(measure)
    return found.text("title") if found else measure or say("all")


def _values(year: Year) -> Section:
    """Each £ per unit once, with the amount as its source prints it and as it is used here."""
    used = {(row["edition"], row["value"]) for row in year.valued if row["gross_central"] is not None}
    found = {key: row for row in year.snapshot.unit_values
             if (key := (row.text("edition"), row.text("value"), row.text("units"))) and key[:2] in used}
    if not found:
        return Section("method-values", say("method.values"), (Paragraph((say("method.values_none"),)),))
    rows = tuple(_value(year, row) for _, row in sorted(found.items()))
    table = Table("unit-values", say("method.values_caption"), columns(
        "measure", "version", "money", "printed", "used", "prices", "source", "licence", "is_not", numeric=("printed", "used")), rows)
    return Section("method-values", say("method.values"), (Paragraph((say("method.values_lead"),)), table))


def _value(year: Year, row: Record) -> tuple[Inlines, ...]:
    open_to_all = row.get("redistributable") is not False
    printed = value_text(row, "printed_") if open_to_all else say("method.withheld")
    used = value_text(row, "") if open_to_all else say("method.withheld")
    prices = str(row.count("price_year") or "")
    if row.text("uprated_with"):
        prices = say("method.uprated", before=row.text("printed_price_year"), after=row.text("price_year"), index=row.text("uprated_with"))
    return (cell(_title(year, row)), cell(year.edition_titles.get(row.text("edition"), row.text("edition"))),
            cell(shown("money", row.text("kind"))), cell(printed), cell(used), cell(prices), cell(row.text("source")),
            cell(row.text("licence")), cell(row.text("is_not")))


def _title(year: Year, row: Record) -> str:
    """The measure of that version with its unit: "Hours of volunteering (a hour)"."""
    for edition in year.book.editions:
        measure = edition.measures.get(row.text("value_measure"))
        if edition.id == row.text("edition") and measure:
            return say("method.for_one", measure=measure.text("title"), unit=measure.text("unit"))
    return row.text("value_measure")


def value_text(row: Record, prefix: str) -> str:
    """A £ per unit with its range where the source gives one: "£4,300.00 (£3,350.00 to £5,250.00)"."""
    central, low, high = (row.number(f"{prefix}{name}") for name in ("central", "low", "high"))
    if central is None:
        return say("none")
    text = per_unit(central)
    if low is not None and high is not None:
        text += f" ({say('period.span', start=per_unit(low), end=per_unit(high))})"
    return text


def per_unit(number: Decimal) -> str:
    """A £ per unit: to the penny, or with up to four places where it has them.

    >>> per_unit(Decimal("16.9300")), per_unit(Decimal("0.0625"))
    ('£16.93', '£0.0625')
    """
    text = shorten(abs(number))
    if len(text.partition(".")[2]) <= 2:
        return pounds(number)
    return f"-£{text}" if number < 0 else f"£{text}"


def _frameworks(year: Year) -> Section:
    return Section("method-frameworks", say("method.frameworks"), tuple(_framework(edition) for edition in year.book.editions))


def _framework(edition: Edition) -> Section:
    sources = tuple(_source(source.title, source.publisher, source.date, source.licence, source.url)
                    for source in edition.sources.values())
    blocks: list[Block] = [Paragraph((say("method.framework", title=edition.title, publisher=edition.publisher, licence=edition.licence),))]
    if edition.notes:
        blocks.append(Bullets(tuple((note,) for note in edition.notes)))
    if sources:
        blocks += [Paragraph((say("method.sources"),)), Bullets(sources, "small")]
    return Section(f"framework-{edition.framework}-{edition.version}".replace(".", "-"), edition.title, tuple(blocks))


def _source(title: str, publisher: str, date: str, licence: str, url: str) -> Inlines:
    name: str | Link = Link(title, url) if url.startswith(("https://", "http://")) else title
    return (name, f", {publisher}, {date}. ", f"{say('table.licence')}: {licence}.")

