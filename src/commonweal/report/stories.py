"""Spotlights: what happened, told by those it happened to, as far as they agreed."""

from collections.abc import Collection
from datetime import date

from commonweal.indicators.figure import Figure
from commonweal.ledger.pages import Page as BookPage
from commonweal.report.blocks import Inlines, Story
from commonweal.report.phrases import join
from commonweal.report.words import say
from commonweal.report.year import Year


def may_be_told(year: Year, story: BookPage) -> bool:
    """Whether those in a story agreed to it, or nobody can be recognised; consent that has run out is none."""
    until = story.heading.get("consent_until")
    return story.say("consent") != "no" and not (isinstance(until, date) and until < year.snapshot.as_of)


def story_id(story: BookPage) -> str:
    """Where a story stands on the page."""
    return f"story-{story.name}"


def stories_of(year: Year, role: str) -> list[Story]:
    """The stories of a role that may be told, in the order of their files."""
    return [
        _story(year, story) for story in year.book.stories if story.say("role") == role and may_be_told(year, story)
    ]


def stories_about(year: Year, activity: str) -> list[Story]:
    """The stories about one contract or project that may be told."""
    return [
        _story(year, story)
        for story in year.book.stories
        if story.say("activity") == activity and may_be_told(year, story)
    ]


def stories_in(year: Year, places: Collection[str]) -> list[Story]:
    """The stories of some places that may be told."""
    return [
        _story(year, story) for story in year.book.stories if story.say("place") in places and may_be_told(year, story)
    ]


def _story(year: Year, story: BookPage) -> Story:
    label = say("role.badly" if story.heading.get("negative") else "role.spotlight")
    about = [year.name("activities", story.say("activity"))] if story.say("activity") else []
    about += [year.place(story.say("place"))] if story.say("place") else []
    return Story(
        story_id(story),
        story.say("title"),
        label,
        join(about),
        year.written(story),
        tuple(_number(year, figure) for figure in _figures(year, story)),
        story.language,
        year.translations(story),
    )


def _figures(year: Year, story: BookPage) -> list[Figure]:
    """For each measure that the story illustrates: the best proved quantity of its activity in the reporting period."""
    listed = story.heading.get("measures")
    measures = [str(measure) for measure in listed] if isinstance(listed, list) else []
    found = []
    for measure in measures:
        for standing in ("verified", "reported", "committed", "potential"):
            figures = (
                [
                    figure
                    for figure in year.having("activity", story.say("activity"))
                    if figure.rule == "quantity"
                    and figure.measure == measure
                    and figure.standing == standing
                    and year.is_current(figure)
                ]
                if story.say("activity")
                else []
            )
            if figures:
                found += figures[:1]
                break
    return found


def _number(year: Year, figure: Figure) -> Inlines:
    return (year.link(figure, unit=True), f" {year.subject(figure)} ", f"({year.status(figure)}, {year.when(figure)})")
