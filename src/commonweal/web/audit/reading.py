"""What somebody may read of the audit trail: the events of one body, and those of its people's sign-ins."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from commonweal.web.audit.chain import START
from commonweal.web.audit.models import Event, Head
from commonweal.web.people.models import Body, Membership, Person


@contextmanager
def at_one_moment() -> Iterator[tuple[int, str]]:
    """A block that reads the records as they stand at one moment, and gives where the chain ends then.

    Writers are not held up, and what they write meanwhile is not seen. Nothing may be written in the block.
    """
    connection = transaction.get_connection()
    connection.ensure_connection()
    # SQLite lets one transaction write at a time; one that begins without that wish reads beside it.
    usual = getattr(connection, "transaction_mode", None)
    outermost, connection.transaction_mode = not connection.in_atomic_block, None
    try:
        with transaction.atomic():
            connection.transaction_mode = usual
            if outermost and connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            head = Head.objects.first()
            yield (head.number, head.chain) if head else (0, START)
    finally:
        connection.transaction_mode = usual


def events_of(body: Body) -> QuerySet[Event]:
    """The events of a body, the newest first, with the sign-ins of everybody who has a role in it."""
    people = Membership.objects.filter(body=body).values("person__key")
    return Event.objects.filter(Q(body=body.slug) | Q(body="", person__in=people)).order_by("-number")


def last_event(body: Body) -> int:
    """The number of the last event of a body: as long as it stays, nothing was written. 0 where there is none."""
    return Event.objects.filter(body=body.slug).order_by("-number").values_list("number", flat=True).first() or 0


# So many events are counted; of more it is said that they are more.
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Stretch:
    """Events one after the other, the newest first; how many fit what was asked, and whether more stand on each side.

    None is more than are counted. The next one begins before the number `older`.
    """

    events: list[Event]
    count: int | None
    newer: bool
    older: int | None


def stretch(body: Body, narrow: Callable[[QuerySet[Event]], QuerySet[Event]], before: int | None,
            length: int) -> Stretch:
    """The newest events of a body before a number that `narrow` leaves, found without a look at the newer ones."""
    people = Membership.objects.filter(body=body).values("person__key")
    # Each of the two has an index of its own; asked for together they have none.
    asked = [narrow(Event.objects.filter(**part)).order_by("-number")
             for part in ({"body": body.slug}, {"body": "", "person__in": people})]
    earlier = [part if before is None else part.filter(number__lt=before) for part in asked]
    found = sorted((event for part in earlier for event in part[:length + 1]), key=lambda event: -event.number)
    events = found[:length]
    count = sum(part[:MOST_COUNTED + 1].count() for part in asked)
    return Stretch(events, count if count <= MOST_COUNTED else None, before is not None,
                   events[-1].number if len(found) > length else None)


def names_of(events: Iterable[Event]) -> dict[str, str]:
    """The names of those who acted and of those whom it was about, by their keys."""
    keys = {event.person for event in events} | {event.key for event in events if event.table == "people"}
    return {person.key: str(person) for person in Person.objects.filter(key__in=keys)}
