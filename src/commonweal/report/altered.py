"""Promises that are another than when they were bid or agreed: given up, lowered or put off, each with its reason."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from commonweal.basics.numbers import ZERO, ratio
from commonweal.basics.tables import Record
from commonweal.indicators.altered import Agreed, agreed
from commonweal.indicators.figure import Figure
from commonweal.report.activity_page import activity_link
from commonweal.report.blocks import Block, Inlines, Paragraph, Table
from commonweal.report.phrases import day_or
from commonweal.report.tables import cell, columns
from commonweal.report.words import say, shown
from commonweal.report.year import Year

_SINCE = ("withdrawn", "lowered", "put-off", "raised")
_WORSE = ("withdrawn", "lowered", "put-off", "under-bid")
# A longer list buries the worst; the pages of the figures have all.
_MOST = 20


def altered_sentence(year: Year) -> list[Block]:
    """How many of all promises ever agreed were given up, lowered, put off and raised; nothing where none was."""
    counts = {way: figure for way in _SINCE if (figure := year.by_id.get(f"altered.{way}"))}
    if not any(figure.value for figure in counts.values()):
        return []
    links = {way.replace("-", "_"): year.link(figure) for way, figure in counts.items()}
    return [Paragraph(year.sentence("altered.sentence", base=_base(counts["withdrawn"]), **links))]


def under_bid_sentence(year: Year) -> list[Block]:
    """How many promises were agreed at less than the chosen bid had offered; nothing where none was."""
    found = year.by_id.get("altered.under-bid")
    return [Paragraph(year.sentence("altered.under_bid", base=_base(found), under_bid=year.link(found)))] if (
        found and found.value) else []


def _base(figure: Figure) -> str:
    return f"{figure.denominator or ZERO:,}"


def altered_table(year: Year, activity: str = "") -> Table | None:
    """What was promised first and what is promised now, those given up first; all, or of one contract or project."""
    ordered = _worse(year).get(activity, [])
    if not ordered:
        return None
    shown_rows = ordered if activity else ordered[:_MOST]
    note = (say("altered.cut", count=f"{_MOST:,}", all=f"{len(ordered):,}"),) if len(shown_rows) < len(ordered) else ()
    return Table(
        f"altered-{activity}" if activity else "altered", say("altered.caption", day=year.day),
        columns(*(() if activity else ("activity",)), "measure", "bid", "agreed", "stands", "changed_on", "why"),
        tuple((*(() if activity else _whose(year, promise)), *_row(year, promise)) for promise in shown_rows), note)


@lru_cache(maxsize=1)
def _worse(year: Year) -> Mapping[str, Sequence[Agreed]]:
    """The promises that became fewer, smaller or later, by contract or project, and all of them under a blank: those
    given up first, those agreed at less than was bid last, and of each the ones of which the least is left."""
    found: dict[str, list[Agreed]] = {}
    for promise in sorted((one for one in agreed(year.facts) if any(one.ways.get(way) for way in _WORSE)), key=_order):
        for activity in ("", promise.last.text("activity")):
            found.setdefault(activity, []).append(promise)
    return found


def _order(promise: Agreed) -> tuple[list[bool], Decimal, str]:
    before, now = (row.number_or_zero("quantity") for row in (promise.bid or promise.first, promise.last))
    return [not promise.ways.get(way) for way in _WORSE], ratio(now, before, 4) or ZERO, promise.last.key


def _whose(year: Year, promise: Agreed) -> tuple[Inlines, ...]:
    return ((activity_link(year, promise.first.text("activity")),),)


def _row(year: Year, promise: Agreed) -> tuple[Inlines, ...]:
    first, last = promise.first, promise.last
    bid = _promised(year, promise.bid) if promise.bid else say("blank")
    stands = say("altered.given_up") if promise.ways.get("withdrawn") else _promised(year, last)
    said = (_subject(year, first), bid, _promised(year, first), stands, day_or(last.day("in_force_from")),
            last.text("note") or say("not_stated"))
    return tuple(map(cell, said))


def _promised(year: Year, row: Record) -> str:
    unit = year.facts.measures[row.text("measure")].text("unit")
    number = year.quantity(row.number_or_zero("quantity"), unit, row.text("bound"))
    return say("altered.by", promised=number, day=day_or(row.day("due")))


def _subject(year: Year, row: Record) -> str:
    title = year.facts.measures[row.text("measure")].text("title")
    stage = row.text("person_stage")
    return f"{title}, {shown('stage', stage)}" if stage not in ("", "not-applicable") else title
