"""What somebody may read of the audit trail: the events of one body, and those of its people's sign-ins."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from commonweal.web.audit.models import Event
from commonweal.web.people.models import Body, Membership, Person


def events_of(body: Body) -> QuerySet[Event]:
    """The events of a body, the newest first, with the sign-ins of everybody who has a role in it."""
    people = Membership.objects.filter(body=body).values("person__key")
    return Event.objects.filter(Q(body=body.slug) | Q(body="", person__in=people)).order_by("-number")


def names_of(events: Iterable[Event]) -> dict[str, str]:
    """The names of those who acted and of those whom it was about, by their keys."""
    keys = {event.person for event in events} | {event.key for event in events if event.table == "people"}
    return {person.key: str(person) for person in Person.objects.filter(key__in=keys)}
