"""What everybody is to be reminded of on a day, whether or not they were already."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from commonweal.report.words import shown
from commonweal.web.config.pages import day
from commonweal.web.monitoring.calendar import steps
from commonweal.web.monitoring.models import Position
from commonweal.web.people.models import Assignment, Body, Membership, Person
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import has_begun, titles
from commonweal.web.reminders.models import SwitchedOff
from commonweal.web.reminders.rules import BY_NAME, step
from commonweal.web.returns.models import Answer, Return


@dataclass(frozen=True)
class Reminder:
    """One thing that one person is reminded of: what it is noted as, and the line of the mail."""

    person: Person
    body: Body
    what: str
    line: str


def reminders(body: Body, today: date) -> list[Reminder]:
    """All of a body; none where its records are only there to be read, or where there are none yet."""
    if body.read_only or not has_begun(body):
        return []
    found = (reminder for find in (_returns, _questions, _behind, _calendar) for reminder in find(body, today))
    return sorted(found, key=lambda reminder: reminder.what)


def _noted(rule: str, thing: str, about: date, today: date) -> str:
    """What a reminder is noted as; blank where none of the rule's days has come."""
    last = step(BY_NAME[rule], about, today)
    return last and f"{rule} {thing} {last}"


def _each(people: Iterable[Person], body: Body, what: str, line: str) -> Iterator[Reminder]:
    return (Reminder(person, body, what, line) for person in people if what)


def _with_role(body: Body, role: str) -> dict[str, list[Person]]:
    """Everybody with a role who wants reminders, by the organisation that they speak for."""
    held = Membership.objects.filter(body=body, role=role, person__is_active=True).exclude(
        person__in=SwitchedOff.objects.values("person"))
    found: dict[str, list[Person]] = defaultdict(list)
    for member in held.select_related("person").order_by("person_id"):
        found[member.organisation].append(member.person)
    return found


def _returns(body: Body, today: date) -> Iterator[Reminder]:
    suppliers = _with_role(body, "supplier")
    waiting = list(Return.objects.filter(body=body, sent=0, round__opens__lte=today).select_related("round"))
    names = titles(body, "activities", (held.activity for held in waiting))
    for held in waiting:
        said = {"activity": names[held.activity], "period": held.round.label, "day": day(held.due)}
        line = (_("%(activity)s, %(period)s: the return is due on %(day)s.") if held.due >= today
                else _("%(activity)s, %(period)s: the return was due on %(day)s.")) % said
        yield from _each(suppliers[held.organisation], body, _noted("return", held.key, held.due, today), line)


def _questions(body: Body, today: date) -> Iterator[Reminder]:
    suppliers = _with_role(body, "supplier")
    asked = ROWS["deliveries"].objects.filter(body=body, state="queried").values_list("key", flat=True)
    days = dict(ROWS["reviews"].objects.filter(body=body, decision="query", delivery__in=asked).order_by("on")
                .values_list("delivery", "on"))
    answers = [answer for answer in Answer.objects.filter(returned__body=body, claim__in=days)
               .select_related("returned__round") if answer.version <= answer.sent_version]
    names = titles(body, "activities", (answer.returned.activity for answer in answers))
    for answer in answers:
        line = _("%(activity)s, %(period)s: a question of %(day)s waits for your answer.") % {
            "activity": names[answer.returned.activity], "period": answer.returned.round.label,
            "day": day(days[answer.claim])}
        yield from _each(suppliers[answer.returned.organisation], body,
                         _noted("question", answer.claim, days[answer.claim], today), line)


def _behind(body: Body, today: date) -> Iterator[Reminder]:
    managers = {person.pk: person for person in _with_role(body, "manager")[""]}
    behind = set(Position.objects.filter(body=body, rating="inadequate").values_list("activity", flat=True))
    names = titles(body, "activities", behind)
    for held in Assignment.objects.filter(body=body, person__in=managers, activity__in=behind).order_by("activity"):
        line = _("%(activity)s is rated inadequate: see what is late, and write down what was done about it.") % {
            "activity": names[held.activity]}
        yield from _each([managers[held.person_id]], body, _noted("behind", held.activity, today, today), line)


def _calendar(body: Body, today: date) -> Iterator[Reminder]:
    officers = _with_role(body, "officer")[""]
    for row in steps(body):
        if row.due and not row.done:
            said = {"step": shown("step", row.step), "period": row.period, "day": day(row.due)}
            line = (_("%(step)s of %(period)s: due on %(day)s.") if row.due >= today
                    else _("%(step)s of %(period)s: was due on %(day)s.")) % said
            yield from _each(officers, body, _noted("calendar", f"{row.period} {row.step}", row.due, today), line)
