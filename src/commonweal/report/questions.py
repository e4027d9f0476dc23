"""What people with power ask: each question with its answer in figures, or "we cannot say", and why."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from commonweal.basics.numbers import ZERO, pounds
from commonweal.indicators.figure import Figure
from commonweal.ledger.pages import Page as BookPage
from commonweal.report.activity_page import activity_link
from commonweal.report.blocks import Block, Bullets, Link, Paragraph, Part, Section
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
from commonweal.report.stories import may_be_told, story_id
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
    found = (*_own_words(year, name), *_ANSWERS[name](year))
    if found:
        return Answer(name, found)
    reason = say(f"questions.{name}_unknown", day=year.day)
    return Answer(name, (Paragraph((say("questions.cannot_say", reason=reason),), "notice"),), unknown=True)


def _own_words(year: Year, question: str) -> list[Block]:
    """What the body wrote in answer to a question. Drafts are not printed."""
    pages: list[BookPage] = [page for page in year.book.sections
                             if page.say("question") == question and page.say("state") != "draft"]
    return [block for page in pages for block in year.prose(page)]


def _see(key: str, part: str) -> Paragraph:
    return Paragraph((Link(say(f"questions.{key}"), f"part:{part}"),), "note")


def _delivered(year: Year) -> list[Block]:
    table = age_table(year)
    if table is None:
        return []
    return [Paragraph(delivered_sentence(year)), *late_sentences(year), table]


def _largest(year: Year) -> list[Block]:
    """The three largest, each with how its promises stand; the table of ten stands in the summary."""
    items = []
    for figure in largest(year)[:3]:
        due = year.by_id.get(f"{figure.id}.due")
        key = "largest_item" if due and due.value else "largest_undue"
        items.append(year.sentence(
            f"questions.{key}", activity=activity_link(year, figure.activity), value=year.link(figure),
            **{name.replace("-", "_"): year.link_to(f"{figure.id}.{name}")
               for name in ("made", "due", "reported", "checked", "kept-up")}))
    return [Bullets(tuple(items)), _see("see_largest", "top-ten")] if items else []


def _anyway(year: Year) -> list[Block]:
    """For each type of £: how much is left after what would have happened anyway, and how many lines say so."""
    rows = [figure for figure in _in_pounds(year) if figure.net is not None]
    if not rows:
        return []
    items = tuple(
        year.sentence("questions.anyway_net", money=shown("money", figure.kind), lines=f"{figure.lines or 0:,}",
                      net_lines=f"{figure.net_lines or 0:,}", value=year.link(figure), net=pounds(figure.net or ZERO))
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
                    if story.heading.get("negative") and may_be_told(year, story))
    table = fallen(year)
    told: list[Block] = [Paragraph((say("questions.badly_told"),)), Bullets(stories)] if stories else []
    less: list[Block] = [Paragraph((say("questions.badly_less"),)), table] if table else []
    return told + less


def _places(year: Year) -> list[Block]:
    figure = year.by_id.get(f"coverage.with-place.{year.book.settings.period.id}")
    if figure is None or not figure.value:
        return []
    return [Paragraph(year.sentence("questions.places_text", share=year.link(figure), period=year.period))]


def _data(year: Year) -> list[Block]:
    """How many returns came, and how much of what is on record was checked, has evidence or is somebody's own word."""
    now = year.book.settings.period.id
    named = {name: year.by_id.get(f"{rule}.{name}.{now}") for rule, name in (
        ("returns", "due"), ("returns", "received"), ("returns", "late"),
        ("coverage", "checked"), ("coverage", "with-evidence"), ("coverage", "self-declared"), ("coverage", "valued"))}
    links = {name.replace("-", "_"): year.link(figure) for name, figure in named.items() if figure}
    blocks: list[Block] = []
    if "checked" in links:
        blocks.append(Paragraph(year.sentence("questions.data_lines", period=year.period, **links)))
    if {"due", "received"} <= set(links):
        key = "data_returns_late" if "late" in links else "data_returns"
        blocks.append(Paragraph(year.sentence(f"questions.{key}", period=year.period, **links)))
    elif blocks:
        blocks.append(Paragraph((say("questions.data_returns_unknown"),)))
    return [*blocks, _see("see_quality", "quality")] if blocks else []


def _pledged(year: Year) -> list[Block]:
    if "promises.carried" not in year.by_id:
        return []
    return [Paragraph(carried_sentence(year, "promises.carried", "pledges")), _see("see_pledges", "pledges-carried")]


def _repriced(year: Year) -> list[Block]:
    """For each type of £ by the body's own framework: how much more or less, and what made it so."""
    own = {edition.id for edition in year.book.own_editions}
    items = tuple(
        year.sentence("questions.repriced_item", money=shown("money", figure.kind), change=year.link(figure),
                      **{step.replace("-", "_"): year.link_to(f"{figure.id}.{step}")
                         for step in ("prices", "per-unit", "done", "apart")})
        for figure in pounds_changes(year) if figure.edition in own)
    return [Bullets(items), _see("see_change", "change-pounds")] if items else []


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
