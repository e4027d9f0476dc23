"""Spotlights: what happened, told by those it happened to, as far as they agreed."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.indicators.figure import Figure
from commonweal.ledger.pages import Page as BookPage
from commonweal.report.blocks import Image, Inlines, Story
from commonweal.report.changes import corrections_in
from commonweal.report.phrases import join
from commonweal.report.words import say
from commonweal.report.year import Year
from commonweal.snapshot.model import Snapshot


def agreed(story: BookPage, day: date) -> bool:
    """Whether those in a story agree on a day that it is told, or nobody can be recognised; consent that has run out is
    none. They agreed to every language that it is told in, or it is told in none.
    """
    untils = [each.heading.get("consent_until") for each in story.in_all]
    return all(each.say("consent") != "no" for each in story.in_all) and not any(
        isinstance(until, date) and until < day for until in untils)


def may_be_told(snapshot: Snapshot, story: BookPage) -> bool:
    """Whether those in a story agreed to it for the day on which the report comes out."""
    return agreed(story, last_day_out(snapshot))


def last_day_out(snapshot: Snapshot, today: date | None = None) -> date:
    """The day on which the report last came out as far as its records say: published or corrected, or else frozen.

    Of one that is to come out `today`, and that the records do not call published yet, it is no earlier day.
    """
    book, period = snapshot.book, snapshot.book.settings.period.id
    steps = [row for row in book.rows("calendar") if row.text("step") == "publication" and row.text("period") == period]
    days = [row.day("done") or row.day("due") for row in steps] + [row.day("date") for row in corrections_in(book)]
    days += [] if any(row.day("done") for row in steps) else [today]
    return max([snapshot.as_of, *(day for day in days if day)])


def without_consent(year: Year, today: date | None = None) -> list[Finding]:
    """A finding for each story whose people did not agree, no longer do, or did so without a last day.

    `today` is the day on which it is to be published.
    """
    found = []
    for story in year.book.stories:
        until, day = story.heading.get("consent_until"), last_day_out(year.snapshot, today)
        if not agreed(story, day):
            why = (told("the agreement of the people in this story ran out on {until}, before the day of publication "
                        "({day}).", until=until, day=day) if until else
                   told("the agreement of the people in this story was not given."))
        elif story.say("consent") == "yes" and until is None:
            why = told("the people in this story agreed, and it does not say until when.")
        else:
            continue
        found.append(_stop("CONSENT-NOT-HELD", why,
                           told("Ask them (again) and write the last day under 'consent_until', or take the story "
                                "out."), story, "consent_until"))
    return found


def faults_of_pictures(year: Year) -> list[Finding]:
    """A finding for each picture that lacks words for those who cannot see it, or does not say whose it is."""
    lacks = (("alt", "PICTURE-WITHOUT-ALT", told("has no words for those who cannot see it"),
              told("Say what it shows")),
             ("rights", "PICTURE-WITHOUT-RIGHTS", told("does not say whose it is"), told("Write owner and licence")))
    return [
        _stop(code, told("the picture '{image}' {why}.", image=story.say("image"), why=why),
              told("{mend}, under '{key}'.", mend=mend, key=key), story, key)
        for story in year.book.stories if story.say("image")
        for key, code, why, mend in lacks if not story.say(key).strip()
    ]


def story_id(story: BookPage) -> str:
    """Where a story stands on the page."""
    return f"story-{story.name}"


def stories_of(year: Year, role: str) -> list[Story]:
    """The stories of a role that may be told, in the order of their files."""
    return [_story(year, story) for story in to_tell(year.snapshot) if story.say("role") == role]


def stories_about(year: Year, activity: str) -> list[Story]:
    """The stories about one contract or project that may be told."""
    return [_story(year, story) for story in to_tell(year.snapshot) if story.say("activity") == activity]


def to_tell(snapshot: Snapshot) -> Iterator[BookPage]:
    """The stories that may be told, in the order of their files."""
    return (story for story in snapshot.book.stories if may_be_told(snapshot, story))


def images_of(year: Year) -> list[Image]:
    """The photographs that are printed."""
    return [image for story in to_tell(year.snapshot) for image in [year.images.get(story.name)] if image]


def write_images(year: Year, folder: Path) -> None:
    """Write every photograph that is printed into a folder, under the name that its content gives it."""
    for image in images_of(year):
        (folder / image.file).write_bytes(image.content)


def stories_in(year: Year, places: Collection[str]) -> list[Story]:
    """The stories of some places that may be told."""
    return [_story(year, story) for story in to_tell(year.snapshot) if story.say("place") in places]


def _story(year: Year, story: BookPage) -> Story:
    label = say("role.badly" if story.heading.get("negative") else "role.spotlight")
    about = [year.name("activities", story.say("activity"))] if story.say("activity") else []
    about += [year.place(story.say("place"))] if story.say("place") else []
    image = year.images.get(story.name)
    return Story(
        story_id(story),
        story.say("title"),
        label,
        join(about),
        year.written(story),
        tuple(_number(year, figure) for figure in _figures(year, story)),
        story.language,
        year.translations(story),
        image,
        "" if image else story.say("role"),
        year.sources(story),
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


def _stop(code: str, message: Told, mend: Told, story: BookPage, column: str) -> Finding:
    return Finding(code, Severity.STOP, message, mend, f"stories/{story.name}.md", None, column, story.name)
