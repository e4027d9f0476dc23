"""What people with power ask: each question with its answer in figures, or "we cannot say", and why."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from commonweal.basics.numbers import ZERO, pounds
from commonweal.indicators.figure import Figure
from commonweal.report.activity_page import activity_link
from commonweal.report.altered import altered_sentence, under_bid_sentence
from commonweal.report.blocks import Block, Bullets, Inlines, Link, Paragraph, Part, Section
from commonweal.report.charts.making import charts_of
from commonweal.report.charts.promises import promises_by_age
from commonweal.report.keeping import (
    age_table,
    delivered_sentence,
    largest,
    late_sentences,
    promise_figure,
    undelivered,
)
from commonweal.report.missing import without_a_number
from commonweal.report.phrases import join
from commonweal.report.pledges import carried_sentence
from commonweal.report.signatures import is_draft
from commonweal.report.stories import may_be_told, story_id
from commonweal.report.tables import parts_of
from commonweal.report.words import say, shown
from commonweal.report.year import Year
from commonweal.report.year_on_year import fallen, pounds_changes


@dataclass(frozen=True)
class Answer:
    """A question, what answers it, and whether that is only why nobody can."""

    name: str
    blocks: tuple[Block, ...]
    unknown: bool = False

    @property
    def id(self) -> str:
        """Where it stands."""
        return f"asked-{self.name}"

    @property
    def title(self) -> str:
        """The question as it is asked."""
        return say(f"questions.{self.name}")


def questions(year: Year) -> Part:
    """The part that answers each question in turn."""
    return Part("questions", say("parts.questions"), (Paragraph((say("questions.lead"),)), *(
        Section(answer.id, answer.title, answer.blocks) for answer in answers(year))))


def asked(year: Year) -> Section:
    """The questions as a list of links for the summary; where nobody can answer, it says so."""
    items = tuple(
        (Link(answer.title, f"part:{answer.id}"), *((f" {say('questions.unknown_mark')}",) if answer.unknown else ()))
        for answer in answers(year))
    return Section("asked", say("parts.questions"), (Bullets(items),))


def unanswered(year: Year) -> list[Answer]:
    """The questions that nobody can answer, each with the reason."""
    return [answer for answer in answers(year) if answer.unknown]


@lru_cache(maxsize=1)
def answers(year: Year) -> tuple[Answer, ...]:
    """Every question with its answer: the body's own words, then what the figures say, or why nobody can say."""
    return tuple(_answer(year, name) for name in _ANSWERS)


def _answer(year: Year, name: str) -> Answer:
    pages = [page for page in year.book.sections if page.say("question") == name and not is_draft(page)]
    told = tuple(block for page in pages for block in year.prose(page))
    found = _ANSWERS[name](year)
    if found or told:
        return Answer(name, (*told, *found), not found and any(page.heading.get("cannot_say") for page in pages))
    reason = say(f"questions.{name}_unknown", day=year.day, period=year.period)
    return Answer(name, (Paragraph((say("questions.cannot_say", reason=reason),), "notice"),), unknown=True)


def _see(key: str, part: str) -> Paragraph:
    return Paragraph((Link(say(f"questions.{key}"), f"part:{part}"),), "note")


def _delivered(year: Year) -> list[Block]:
    table = age_table(year)
    if table is None:
        return []
    drawn = charts_of(year, promises_by_age)
    return [Paragraph(delivered_sentence(year)), *late_sentences(year), *altered_sentence(year),
            *under_bid_sentence(year), *drawn, table]


def _largest(year: Year) -> list[Block]:
    """The three largest, each with how its promises stand; the table of ten stands in the summary."""
    items = tuple(_one_of_the_largest(year, figure) for figure in largest(year)[:3])
    return [Bullets(items), _see("see_largest", "top-ten")] if items else []


def _one_of_the_largest(year: Year, figure: Figure) -> Inlines:
    counts = {step: year.by_id.get(f"{figure.id}.{step}") for step in ("made", "due", "reported", "checked", "kept-up")}
    links: dict[str, Link | str] = {step.replace("-", "_"): year.link(count) for step, count in counts.items() if count}
    key = "largest_none" if "made" not in links else "largest_item" if "reported" in links else "largest_undue"
    return year.sentence(f"questions.{key}", activity=activity_link(year, figure.activity), value=year.link(figure),
                         **links)


def _anyway(year: Year) -> list[Block]:
    """For each type of £: how much is left after what would have happened anyway, and how many lines say so."""
    rows = [figure for figure in _in_pounds(year) if figure.net is not None]
    if not rows:
        return []
    items = tuple(
        year.sentence("questions.anyway_net", money=shown("money", figure.kind), lines=f"{figure.lines or 0:,}",
                      net_lines=f"{figure.net_lines or 0:,}", value=year.link(figure), net=pounds(figure.net or ZERO),
                      of=pounds(figure.net_of or ZERO))
        for figure in rows)
    real = [figure for figure in _in_pounds(year) if figure.kind in ("cash-given", "spend")]
    money = [Paragraph(year.sentence("questions.anyway_money", amounts=join(
        (year.link(figure), f" {shown('money', figure.kind)}") for figure in real)))] if real else []
    return [Paragraph((say("questions.anyway_lead"),)), Bullets(items), *money, _see("see_method", "method-reductions")]


def _in_pounds(year: Year) -> list[Figure]:
    """What was checked this year in £, by the body's own framework; what was reported where nothing was checked."""
    own = {edition.id for edition in year.book.own_editions}
    for standing in ("verified", "reported"):
        found = [figure for figure in year.of_body("value") if figure.standing == standing and figure.edition in own
                 and figure.period == year.book.settings.period.id]
        if found:
            return found
    return []


def _nothing(year: Year) -> list[Block]:
    """For what no table of the records can answer: only the body's own words do."""
    return []


def _undelivered(year: Year) -> list[Block]:
    late, acted = promise_figure(year, "late"), promise_figure(year, "late-acted")
    if not late or not acted:
        return undelivered(year)
    text = year.sentence("questions.undelivered_text", late=year.link(late), acted=year.link(acted))
    return [Paragraph(text), *undelivered(year)]


def _badly(year: Year) -> list[Block]:
    """What the body tells of what did not work, and what became less."""
    stories = tuple((Link(story.say("title"), f"part:{story_id(story)}"),) for story in year.book.stories
                    if story.heading.get("negative") and may_be_told(year.snapshot, story))
    table = fallen(year)
    told: list[Block] = [Paragraph((say("questions.badly_told"),)), Bullets(stories)] if stories else []
    less: list[Block] = [Paragraph((say("questions.badly_less"),)), table] if table else []
    return told + less


def _places(year: Year) -> list[Block]:
    figure = year.by_id.get(f"coverage.with-place.{year.book.settings.period.id}")
    if figure is None or not figure.value:
        return []
    text = year.sentence("questions.places_text", share=_with_counts(year, figure), period=year.period)
    return [Paragraph(text), *([_see("see_places", "places")] if year.facts.councils else [])]


def _with_counts(year: Year, figure: Figure) -> Inlines:
    """A share with its two numbers."""
    return (year.link(figure), f" ({parts_of(year, figure)})")


def _data(year: Year) -> list[Block]:
    """How many returns came, and how much of what is on record was checked, has evidence or is somebody's own word."""
    now = year.book.settings.period.id
    shares = {name.replace("-", "_"): _with_counts(year, figure)
              for name in ("checked", "with-evidence", "self-declared", "valued")
              if (figure := year.by_id.get(f"coverage.{name}.{now}"))}
    counts = {name: year.link(figure) for name in ("due", "received", "late")
              if (figure := year.by_id.get(f"returns.{name}.{now}"))}
    if not shares:
        return []
    if not counts:
        returns: Inlines = (say("questions.data_returns_unknown"),)
    else:
        key = "data_returns_late" if "late" in counts else "data_returns"
        returns = year.sentence(f"questions.{key}", period=year.period, **counts)
    return [Paragraph(year.sentence("questions.data_lines", period=year.period, **shares)), Paragraph(returns),
            _see("see_quality", "quality")]


def _pledged(year: Year) -> list[Block]:
    if "promises.carried" not in year.by_id:
        return []
    return [Paragraph(carried_sentence(year, "promises.carried", "pledges")), _see("see_pledges", "pledges-carried")]


def _repriced(year: Year) -> list[Block]:
    """For each type of £ by the body's own framework: how much more or less, and what made it so."""
    own = {edition.id for edition in year.book.own_editions}
    items = tuple(_split(year, figure) for figure in pounds_changes(year) if figure.edition in own)
    return [Bullets(items), _see("see_change", "change-pounds")] if items else []


def _split(year: Year, figure: Figure) -> Inlines:
    """One type of £ in a sentence; steps that make nothing are left out."""
    steps = {step: year.by_id[f"{figure.id}.{step}"] for step in ("prices", "per-unit", "done", "apart")}
    made = join((year.sentence(f"questions.repriced_{step.replace('-', '_')}", amount=year.link(part))
                 for step, part in steps.items() if part.value), ", ")
    return year.sentence("questions.repriced_item" if made else "questions.repriced_none",
                         money=shown("money", figure.kind), change=year.link(figure), steps=made)


def _local(year: Year) -> list[Block]:
    return [Paragraph((say("questions.local_text"),)), _see("see_local", "method-local")]


def _gaps(year: Year) -> list[Block]:
    return [*without_a_number(year), _see("see_gaps", "gaps")]


# The questions in the order in which they are answered.
_ANSWERS: dict[str, Callable[[Year], list[Block]]] = {
    "delivered": _delivered,
    "undelivered": _undelivered,
    "largest": _largest,
    "badly": _badly,
    "pledged": _pledged,
    "repriced": _repriced,
    "anyway": _anyway,
    "cost": _nothing,
    "crowding": _nothing,
    "comparison": _nothing,
    "places": _places,
    "local": _local,
    "data": _data,
    "gaps": _gaps,
}
