"""People who left: when their time is over, and what of them is erased."""

from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy

from commonweal.web.audit.models import Apart, Event, Period
from commonweal.web.audit.retention import Due, Kind, keeps
from commonweal.web.people.actions import PEOPLE
from commonweal.web.people.models import Link, Person

# Whoever was asked to approve a report and has no role is kept from the day that they were last asked.
_ENDS = ("end somebody's access", "take a role", "ask for approval")
# No mail server answers to it, and no two people get the same.
ERASED = "erased.invalid"


def left(body: str, before: datetime | None = None) -> Iterator[tuple[Person, datetime]]:
    """People who have no role anywhere any more, and whose last role in this body ended before a moment."""
    ended = dict(Event.objects.filter(body=body, table=PEOPLE, what__in=_ENDS).values_list("key")
                 .annotate(at=Max("at")).values_list("key", "at"))
    gone = Person.objects.filter(key__in=ended, memberships=None).exclude(email__endswith=f"@{ERASED}")
    for person in gone.order_by("id"):
        if before is None or ended[person.key] < before:
            yield person, ended[person.key]


def find(period: Period, before: datetime) -> Iterator[Due]:
    """The people whose time is over."""
    for person, since in left(period.body, before):
        yield Due("people", person.key, PEOPLE, person.key, since)


def erase(body: str, keys: list[str]) -> int:
    """Erase name, address and everything that signs in of people who left; what they did stays, under their key.

    Nobody is erased who has a role again meanwhile.
    """
    wanted = {person.pk: person for person, _ in left(body) if person.key in keys}
    for person in wanted.values():
        # Whoever others invited is named in the event of what they were invited to.
        named = Apart.objects.filter(name="email", value__iexact=person.email).values_list("event", flat=True)
        Apart.objects.filter(event__in=list(named), name__in=("name", "email")).delete()
        person.name, person.email, person.is_active = "", f"{person.key}@{ERASED}", False
        person.last_login = None
        person.set_unusable_password()
        person.save()
        person.end_sessions()
        for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
            model.objects.filter(user=person).delete()
        Link.objects.filter(person=person).delete()
        # One that is over may hold an address that somebody typed.
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
        person.assignments.all().delete()
        events = Event.objects.filter(table=PEOPLE, key=person.key).values("number")
        Apart.objects.filter(event__in=events).delete()
    return len(wanted)


def tell() -> None:
    """Say that people are kept here, from the start of the site on."""
    keeps("people", Kind(gettext_lazy("People who left: name, address and how they signed in"),
                         gettext_lazy("the day their last role ended"), find, erase))
