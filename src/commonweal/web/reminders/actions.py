"""Everything that writes about reminders: those of a day, and whether somebody wants any."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.web.audit.actions import SYSTEM, Actor, Change, record, writes
from commonweal.web.people.actions import PEOPLE
from commonweal.web.people.models import Body, Person
from commonweal.web.people.outbox import tell
from commonweal.web.reminders.finding import Reminder, reminders
from commonweal.web.reminders.models import Reminded, SwitchedOff


def remind_all(today: date | None = None) -> int:
    """Remind everybody of what they were not reminded of yet, in one mail each; how many mails there are.

    The day is each body's own, unless one is given.
    """
    found: dict[Person, list[Reminder]] = {}
    for body in Body.objects.order_by("name"):
        known = set(Reminded.objects.filter(body=body).values_list("person", "what"))
        for reminder in reminders(body, today or body.today()):
            if (reminder.person.pk, reminder.what) not in known:
                found.setdefault(reminder.person, []).append(reminder)
    return sum(_remind_once(person, own, today or own[0].body.today()) for person, own in found.items())


def _remind_once(person: Person, own: Sequence[Reminder], today: date) -> bool:
    try:
        remind(person, own, today)
    except IntegrityError:  # Whoever ran beside this one has reminded them already.
        return False
    return True


@writes
def remind(person: Person, own: Sequence[Reminder], today: date) -> None:
    """Send somebody one mail with all of these, and note that they were reminded."""
    Reminded.objects.bulk_create(Reminded(person=person, body=reminder.body, what=reminder.what, on=today)
                                 for reminder in own)
    bodies = list(dict.fromkeys(reminder.body for reminder in own))
    lines = [_("This waits for you:")]
    for body in bodies:
        lines += ["", *([body.name] if len(bodies) > 1 else []),
                  *(f"- {reminder.line}" for reminder in own if reminder.body == body)]
    lines += ["", _("You can switch reminders off on the page on which you see how you sign in.")]
    leads_to = reverse("home", kwargs={"body": bodies[0].slug}) if len(bodies) == 1 else reverse("start")
    tell([person], bodies[0], leads_to, _("Reminder: what waits for you"), "\n".join(lines))
    actor = Actor("", SYSTEM.role, bodies[0].slug if len(bodies) == 1 else "", SYSTEM.where)
    record(actor, Change("remind somebody", PEOPLE, person.key, after={
        "reminders": ", ".join(reminder.what for reminder in own)}))


@writes
def switch(actor: Actor, person: Person, on: bool) -> None:
    """Switch somebody's own reminders on or off."""
    before = not SwitchedOff.objects.filter(person=person).exists()
    if on:
        SwitchedOff.objects.filter(person=person).delete()
    else:
        SwitchedOff.objects.get_or_create(person=person)
    words = {True: "on", False: "off"}
    record(actor, Change("switch reminders on or off", PEOPLE, person.key, {"reminders": words[before]},
                         {"reminders": words[on]}))
