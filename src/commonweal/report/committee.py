"""The paper for a committee: two pages, key points first, every number that of the report."""

from collections.abc import Iterator

from commonweal.basics.tables import Record
from commonweal.indicators.ages import AGES
from commonweal.indicators.figure import Figure
from commonweal.ledger.tables import ROLES
from commonweal.report.activity_page import activity_link
from commonweal.report.blocks import (
    Block,
    Bullets,
    Code,
    Inlines,
    Link,
    Page,
    Pairs,
    Paragraph,
    Section,
    Table,
    Tile,
    Tiles,
)
from commonweal.report.keeping import largest, remedies
from commonweal.report.phrases import day_or
from commonweal.report.pledges import when_due
from commonweal.report.pounds import pounds_in_short
from commonweal.report.questions import Answer, unanswered
from commonweal.report.summary import in_numbers, promises_so_far, went_badly
from commonweal.report.tables import cell, columns, sentence
from commonweal.report.words import amount, say, shown
from commonweal.report.year import Year

NAME = "committee"
DOCX = "committee-summary.docx"

_STEPS = {"made": "promised", "due": "due", "reported": "reported", "checked": "checked", "late": "late"}
_TOP_STEPS = {"made": "promised", "due": "due", "reported": "reported", "checked": "checked", "kept-up": "kept_up"}
_MOST = 4
# Pledges that came out otherwise than meant, the worst first.
_AMISS = ("not-met", "part-met", "changed")


def committee_page(year: Year) -> Page:
    """The paper: purpose, what to note, key points, promises, what went badly, pounds, data, gaps, next steps."""
    body = year.name("organisations", year.book.settings.body)
    sections: dict[str, list[Block]] = {
        "purpose": [Paragraph((say("committee.purpose_text", body=body, period=year.period, day=year.day),))],
        "note": [Paragraph((say("committee.note_lead"),)),
                 Bullets(tuple((say(f"committee.note_{name}"),) for name in ("came", "badly", "gaps")))],
        "key": [*_key_points(year)],
        "promises": [*_promises(year)],
        "badly": [*_badly(year)],
        "pounds": pounds_in_short(year, say("committee.pounds_text")),
        "data": [*_data(year)],
        "unsaid": [*_unsaid(year)],
        "next": [*_next(year)],
        "check": [*_check(year)],
    }
    return Page(
        NAME,
        say("committee.title"),
        tuple(Section(name, say(f"committee.{name}"), tuple(blocks)) for name, blocks in sections.items() if blocks),
        about=f"{body}, {year.period}",
        look="sheet",
    )


def _key_points(year: Year) -> Iterator[Block]:
    """How far promises came, then what was done in numbers, one point each."""
    points: list[Inlines] = [block.parts for block in promises_so_far(year) if isinstance(block, Paragraph)]
    points += [_in_words(tile) for found in in_numbers(year) for block in found.blocks if isinstance(block, Tiles)
               for tile in block.tiles]
    yield Bullets(tuple(points))


def _in_words(tile: Tile) -> Inlines:
    number = " ".join(filter(None, (tile.bound, tile.number + tile.small, tile.unit)))
    about = ", ".join(filter(None, (tile.status, tile.about)))
    return (f"{tile.label}: ", Link(number, tile.target), f" ({about}).")


def _promises(year: Year) -> Iterator[Block]:
    """Promised, due, reported, checked and late: in all, by role, by age of the contract; then the ten largest."""
    rows = [row for name, title in _groups(year) if (row := _counts(year, name, title))]
    if rows:
        numeric = tuple(_STEPS.values())
        yield Table("promises-table", say("committee.promises_caption", day=year.day),
                    columns("group", *numeric, numeric=numeric), tuple(rows))
    top = [
        ((activity_link(year, figure.activity),), (year.link(figure),),
         *((year.link_to(f"{figure.id}.{step}"),) for step in _TOP_STEPS))
        for figure in largest(year)
    ]
    if top:
        numeric = ("life_value", *_TOP_STEPS.values())
        heads = columns("activity", *numeric, numeric=numeric)
        yield Table("top-table", say("committee.top_caption"), heads, tuple(top))


def _groups(year: Year) -> Iterator[tuple[str, str]]:
    """The end of the ids of counts of promises, and what they are counts of."""
    yield "", say("committee.all")
    for role in ROLES:
        yield role, shown("role", role)
    for age in AGES:
        yield f"age-{age}", shown("age", age)


def _counts(year: Year, name: str, title: str) -> tuple[Inlines, ...] | None:
    ids = [".".join(filter(None, ("progress.promises", step, name))) for step in _STEPS]
    return (cell(title), *((year.link_to(id),) for id in ids)) if ids[0] in year.by_id else None


def _kept(figure: Figure) -> str:
    if figure.numerator is None or figure.denominator is None:
        return say("blank")
    return say("figure.parts_text", numerator=amount(figure.numerator, ""), denominator=amount(figure.denominator, ""))


def _badly(year: Year) -> Iterator[Block]:
    yield from went_badly(year).blocks
    done = remedies(year)[:_MOST]
    amiss = [row for state in _AMISS for row in year.book.rows("promises") if row.text("state") == state]
    told = [row for row in amiss if row.text("outcome")][:_MOST]
    if done:
        yield Paragraph((say("committee.remedies"),))
        yield Bullets(tuple(done))
    if told:
        yield Paragraph((say("committee.done_about"),))
        yield Bullets(tuple(_outcome(row) for row in told))
    if not done and not told:
        yield Paragraph((say("committee.done_unsaid"),))


def _outcome(row: Record) -> Inlines:
    return cell(say("committee.outcome", title=row.text("title"), state=shown("pledge_state", row.text("state")),
                    outcome=sentence(row.text("outcome"))))


def _data(year: Year) -> Iterator[Block]:
    """Shares of what was reported in the period, for the whole body."""
    figures = [figure for figure in year.having("rule", "coverage")
               if figure.unit == "%" and not figure.role and figure.period == year.book.settings.period.id]
    points = [
        (f"{figure.title}: ", year.link(figure), say("committee.of", parts=_kept(figure))) for figure in figures
    ]
    yield Bullets(tuple(points)) if points else Paragraph((say("committee.data_none"),))


def _unsaid(year: Year) -> Iterator[Block]:
    items = [_unanswered(answer) for answer in unanswered(year)]
    gaps = Link(say("parts.gaps"), "part:gaps")
    items.append(year.sentence("committee.gaps", count=f"{len(year.gaps):,}", link=gaps))
    yield Bullets(tuple(items))


def _unanswered(answer: Answer) -> Inlines:
    """The question, and the reason as far as it is one sentence; the body's own words stand in the full report."""
    reasons = [block.parts for block in answer.blocks if isinstance(block, Paragraph) and block.style == "notice"]
    return (Link(answer.title, f"part:{answer.id}"), *(part for parts in reasons[:1] for part in (" ", *parts)))


def _next(year: Year) -> Iterator[Block]:
    """What the body itself undertook and has still to do."""
    rows = [row for row in year.book.rows("promises") if row.text("state") in ("open", "in-progress")]
    # Those with a day and an office come first: they are what a committee can hold somebody to.
    rows.sort(key=lambda row: (row.day("due") is None, not row.text("owner")))
    if not rows:
        yield Paragraph((say("committee.next_none"),))
        return
    yield Bullets(tuple(
        cell(say("committee.next_item", title=row.text("title"), owner=row.text("owner") or say("committee.no_office"),
                 when=when_due(row))) for row in rows[:_MOST]))
    if len(rows) > _MOST:
        link = Link(say("parts.pledges"), "part:pledges")
        yield Paragraph(year.sentence("committee.next_more", count=str(len(rows) - _MOST), link=link))


def _check(year: Year) -> Iterator[Block]:
    yield Paragraph(year.sentence(
        "committee.check_text", report=Link(year.book.settings.title, "part:summary"),
        data=Link(say("parts.data"), "part:data"), day=day_or(year.snapshot.as_of)))
    yield Pairs(((say("summary.frozen"), (Code(year.snapshot.digest),)),), "codes")
