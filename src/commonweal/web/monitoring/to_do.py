"""What waits for somebody in a body, by what they may do there: each with its number and the page on which it is done.

In: whoever looks. Out: a few lines for the page where their work begins. Never: a figure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from commonweal.report.words import shown
from commonweal.web.config.pages import day
from commonweal.web.monitoring.calendar import AHEAD, LATE, steps
from commonweal.web.people.access import Visit
from commonweal.web.people.roles import May
from commonweal.web.publishing.models import Release, Work
from commonweal.web.publishing.policies import why_not_approve, why_not_publish
from commonweal.web.register.models import LookedOver
from commonweal.web.returns.models import MoreTime, Return
from commonweal.web.review import locking
from commonweal.web.review.models import SignOff, Waiting

_STOPS = ("error", "stop", "gap")
# Of more than this it is enough to know that there are more: a page does not go through 200,000 rows for it.
_COUNTED = 1_000


@dataclass(frozen=True)
class ToDo:
    """One thing that waits, in words, and where it is done."""

    text: str
    href: str


def to_do(visit: Visit) -> list[ToDo]:
    """What waits for the visitor, in the order of a year's work; nothing where all is only read."""
    if visit.body.read_only:
        return []
    return [*_to_answer(visit), *_returns(visit), *_to_check(visit), *_periods(visit), *_records(visit),
            *_to_approve(visit), *_to_publish(visit)]


def _at(visit: Visit, name: str, **parts: object) -> str:
    return reverse(name, kwargs={"body": visit.body.slug, **parts})


def _count(rows: QuerySet) -> int:
    """How many there are; of more than are counted, one more than that."""
    return rows[:_COUNTED + 1].count()


def _says(words: str, number: int, visit: Visit, page: str) -> Iterator[ToDo]:
    """That so many wait, where any does."""
    if number:
        said = gettext("more than %(most)s") % {"most": f"{_COUNTED:,}"} if number > _COUNTED else f"{number:,}"
        yield ToDo(words % {"num": said}, _at(visit, page))


def _to_answer(visit: Visit) -> Iterator[ToDo]:
    if not visit.may(May.ANSWER_RETURNS):
        return
    number = _count(Return.objects.filter(
        body=visit.body, organisation__in=visit.organisations, activity__in=visit.reach(May.ANSWER_RETURNS),
        round__opens__lte=visit.body.today(), sent=0))
    yield from _says(ngettext("%(num)s return to answer", "%(num)s returns to answer", number), number, visit,
                     "returns")


def _returns(visit: Visit) -> Iterator[ToDo]:
    if visit.why_not(May.OPEN_RETURNS):
        return
    held = Return.objects.filter(body=visit.body)
    late = _count(held.filter(sent=0, due__lt=visit.body.today()))
    wishes = _count(MoreTime.objects.filter(returned__body=visit.body, decision=""))
    to_let_in = _count(held.filter(let_in__isnull=False))
    for number, words in (
            (late, ngettext("%(num)s return is late", "%(num)s returns are late", late)),
            (wishes, ngettext("%(num)s supplier asks for more time", "%(num)s suppliers ask for more time", wishes)),
            (to_let_in, ngettext("%(num)s person waits to be let in to a return",
                                 "%(num)s people wait to be let in to a return", to_let_in))):
        yield from _says(words, number, visit, "all-returns")


def _to_check(visit: Visit) -> Iterator[ToDo]:
    if not visit.may(May.CHECK_CLAIMS):
        return
    waiting, reach = Waiting.objects.filter(body=visit.body), visit.reach(May.CHECK_CLAIMS)
    number = _count(waiting if reach is None else waiting.filter(activity__in=reach))
    yield from _says(ngettext("%(num)s reported line waits to be checked", "%(num)s reported lines wait to be checked",
                              number), number, visit, "queue")


def _periods(visit: Visit) -> Iterator[ToDo]:
    if visit.why_not(May.APPROVE_PERIOD):
        return
    prepared = SignOff.objects.filter(round__body=visit.body, level=locking.PREPARED, voided=None)
    for signed in prepared.select_related("round", "round__body"):
        if not locking.why_not_approve(visit, signed.round):
            yield ToDo(gettext("%(period)s waits for you to approve and lock it") % {"period": signed.round.label},
                       _at(visit, "period", span=signed.round.key))


def _records(visit: Visit) -> Iterator[ToDo]:
    looked = None if visit.why_not(May.WRITE_REGISTER) else LookedOver.objects.filter(body=visit.body).first()
    number = sum(count for severity, count in looked.open_yet.values() if severity in _STOPS) if looked else 0
    yield from _says(ngettext("%(num)s thing in the records stops publication",
                              "%(num)s things in the records stop publication", number), number, visit, "faults")


def _to_approve(visit: Visit) -> Iterator[ToDo]:
    if visit.why_not(May.APPROVE_REPORT):
        return
    for found in Release.objects.filter(body=visit.body, published=None, state=Work.READY).select_related("frozen"):
        if not why_not_approve(found, visit.person, visit):
            yield ToDo(gettext("Release %(number)s of the report waits for you to approve it") % {
                "number": found.release}, _at(visit, "release", release=found.number))


def _to_publish(visit: Visit) -> Iterator[ToDo]:
    if visit.why_not(May.PUBLISH_REPORT):
        return
    newest = (Release.objects.filter(body=visit.body, state=Work.READY).select_related("frozen", "body")
              .order_by("-number").first())
    if newest and not newest.published:
        why_not = why_not_publish(newest)
        said = gettext("Release %(number)s of the report is not published yet: %(why)s") if why_not else gettext(
            "Release %(number)s of the report can be published")
        yield ToDo(said % {"number": newest.release, "why": why_not}, _at(visit, "release", release=newest.number))
        return
    ahead = next((step for step in steps(visit.body) if step.due and step.stands in (AHEAD, LATE)), None)
    if ahead:
        said = gettext("%(step)s was due on %(day)s") if ahead.stands == LATE else gettext("%(step)s is due on %(day)s")
        yield ToDo(said % {"step": shown("step", ahead.step), "day": day(ahead.due)}, _at(visit, "reports"))
