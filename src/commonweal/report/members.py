"""The summary for members: one screen, one sheet of paper, in short sentences."""

from dataclasses import replace

from commonweal.report.blocks import Bars, Block, Bullets, Inlines, Link, Page, Paragraph, Section, Tiles
from commonweal.report.keeping import promise_figure
from commonweal.report.pounds import pounds_in_short
from commonweal.report.summary import in_numbers, promises_so_far, went_badly
from commonweal.report.words import noun, say
from commonweal.report.year import Year

NAME = "members"


def members_page(year: Year) -> Page:
    """What was promised and done, what it may be worth, what went badly, and what members may want to ask."""
    about = say("members.about", body=year.name("organisations", year.book.settings.body), period=year.period)
    return Page(
        NAME,
        say("members.title"),
        (
            *map(_short, promises_so_far(year)),
            *(Section(found.id, found.title, tuple(map(_short, found.blocks[1:]))) for found in in_numbers(year)),
            Section("in-pounds", say("summary.pounds"), tuple(pounds_in_short(year, say("members.pounds")))),
            went_badly(year),
            Section("ask", say("members.ask"), (Bullets(tuple(_questions(year))),)),
            Paragraph(_more(year)),
        ),
        about=about,
        look="sheet",
    )


def _short(block: Block) -> Block:
    """A block without what only the summary has room for: how each number is known."""
    if isinstance(block, Bars):
        return replace(block, know=(), note=())
    if isinstance(block, Tiles):
        return Tiles(tuple(replace(tile, know=()) for tile in block.tiles))
    return block


def _questions(year: Year) -> list[Inlines]:
    """What a member may want to ask, from what the figures show; what nobody can answer yet comes last."""
    due, late = promise_figure(year, "due"), promise_figure(year, "late")
    checked, confirmed = promise_figure(year, "checked"), promise_figure(year, "confirmed")
    found: list[Inlines] = []
    if late and late.value:
        found.append(year.sentence("members.ask_late", late=year.link(late), promises=noun("promise", late.value)))
    if due and checked and checked.value != due.value:
        found.append(year.sentence("members.ask_checked", checked=year.link(checked), due=year.link(due)))
    if due and confirmed and confirmed.value != due.value:
        found.append(year.sentence("members.ask_confirmed", confirmed=year.link(confirmed), due=year.link(due)))
    if not found:
        found.append((say("members.ask_numbers"),))
    return [*found, (say("members.ask_anyway"),), (say("members.ask_cost"),)]


def _more(year: Year) -> Inlines:
    return year.sentence(
        "members.more",
        report=Link(say("members.report"), "part:summary"),
        gaps=Link(say("parts.gaps"), "part:gaps"),
        words=Link(say("parts.glossary"), "part:glossary"),
        day=year.day,
    )
