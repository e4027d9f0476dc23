"""Writing events. Each function that writes records is marked `@writes` and records exactly one event."""

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.web.audit import chain, retention
from commonweal.web.audit.models import Anchor, Apart, Disposal, Event, Head, Hold, Period, Posted
from commonweal.web.audit.reading import at_one_moment

_P = ParamSpec("_P")
_T = TypeVar("_T")
# How many events the action that is running has recorded; None outside of one.
_recorded: ContextVar[list[int] | None] = ContextVar("recorded", default=None)


class PostedBefore(Exception):
    """The same form was sent before: what came of it is the row `table`/`key`, and nothing was written again."""

    def __init__(self, table: str, key: str) -> None:
        super().__init__(gettext("This form was sent before."))
        self.table, self.key = table, key


@dataclass(frozen=True)
class Actor:
    """Who acts: the person's random key, the role it is done in, the body, and from where."""

    person: str
    role: str = ""
    body: str = ""
    where: str = ""


SYSTEM = Actor(person="", role="system", where="by itself")


@dataclass
class Change:
    """What an event tells: the row, what stood there before and after, and what must be erasable.

    `before` and `after` hold columns as text; `apart` holds whatever is personal, such as a reason.
    """

    what: str
    table: str = ""
    key: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)


def writes(action: Callable[_P, _T]) -> Callable[_P, _T]:
    """Mark a function as a writer: all of it happens or nothing, and it records one event, neither none nor two.

    A writer never calls another writer; what two of them share is a plain function.
    """

    @functools.wraps(action)
    def whole(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        with one_event(action.__qualname__):
            return action(*args, **kwargs)

    whole.writes = True  # type: ignore[attr-defined]
    return whole


@contextmanager
def one_event(name: str) -> Iterator[None]:
    """A block that writes: in one transaction, in its turn, with exactly one event.

    The turn is taken before anything is read or written, so a writer finds what those before it wrote, and no two
    ever wait for each other.
    """
    if _recorded.get() is not None:
        raise RuntimeError(f"{name} was called by another writer: share a plain function instead.")
    numbers: list[int] = []
    token = _recorded.set(numbers)
    try:
        with in_turn():
            yield
            if len(numbers) != 1:
                raise RuntimeError(f"{name} recorded {len(numbers)} events: a writer records one.")
    finally:
        _recorded.reset(token)


def record(actor: Actor, change: Change) -> int:
    """Add an event to the chain and return its number. Only inside a writer."""
    numbers = _recorded.get()
    if numbers is None:
        raise RuntimeError("An event is recorded by a function marked @writes.")
    head = _head()
    salts = {name: chain.new_salt() for name in change.apart}
    event = {
        "number": head.number + 1, "at": timezone.now(), "body": actor.body, "person": actor.person,
        "role": actor.role, "where": actor.where, "what": change.what, "table": change.table, "key": change.key,
        "before": chain.canonical(change.before), "after": chain.canonical(change.after),
        "apart": chain.canonical({name: chain.salted(salts[name], value) for name, value in change.apart.items()}),
    }
    event["chain"] = chain.place(head.chain, event)
    Event(**event).save()
    Apart.objects.bulk_create(
        Apart(event=event["number"], name=name, salt=salts[name], value=value) for name, value in change.apart.items())
    head.number, head.chain = event["number"], event["chain"]
    head.save(update_fields=["number", "chain"])
    numbers.append(event["number"])
    return int(event["number"])


@contextmanager
def in_turn() -> Iterator[None]:
    """A block beside which nobody records an event: it waits for the writers before it, and others wait for it."""
    with transaction.atomic():
        _head()
        yield


def once(actor: Actor, token: str, table: str, key: str) -> None:
    """Note that a form was sent, inside a writer; raises PostedBefore if it was sent before. No token: no matter."""
    if not token:
        return
    try:
        with transaction.atomic():
            Posted.objects.create(token=f"{actor.person}:{token}", table=table, key=key)
    except IntegrityError as error:
        before = Posted.objects.get(token=f"{actor.person}:{token}")
        raise PostedBefore(before.table, before.key) from error


def anchor(stands_in: str, end: tuple[int, str] | None = None) -> tuple[int, str]:
    """Note that the chain's end stands in something given away, and return it: as it is now, inside a writer; or an
    `end` that was read together with the records that were given away.
    """
    if end is None:
        head = _head()
        end = head.number, head.chain
    Anchor.objects.create(number=end[0], chain=end[1], at=timezone.now(), stands_in=stands_in)
    return end


def _head() -> Head:
    """The end of the chain, held until the transaction ends, so that writers follow each other."""
    head = Head.objects.select_for_update().first()
    if head is None:  # The first writers may come two at once.
        Head.objects.get_or_create(pk=1, defaults={"number": 0, "chain": chain.START})
        head = Head.objects.select_for_update().get()
    return head


def verify(anchors: Iterable[tuple[int, str]] = ()) -> tuple[int, list[chain.Fault]]:
    """How many events there are, and every sign of tampering, at one moment: the site may be written to meanwhile.

    `anchors` are places of the chain that the caller holds from outside, beside those that the site noted itself.
    """
    apart: dict[int, dict[str, tuple[str, str]]] = {}
    with at_one_moment() as end:
        for row in Apart.objects.all().iterator():
            apart.setdefault(row.event, {})[row.name] = (row.salt, row.value)
        held = [*((row.number, row.chain) for row in Anchor.objects.all()), *anchors]
        # One that was taken before the first event holds nothing.
        listed = [found for found in held if found != (0, chain.START)]
        events = Event.objects.order_by("number").values(*chain.COVERED, "chain")
        found = list(chain.faults(events.iterator(), apart, end, listed))
        # Two anchors that name different events at one place cannot both be right.
        return Event.objects.count(), found + _contradictions(listed)


def _contradictions(held: list[tuple[int, str]]) -> list[chain.Fault]:
    said: dict[int, str] = {}
    return [chain.Fault(number, "two places given away contradict each other.") for number, place in held
            if said.setdefault(number, place) != place]


def history(body: str, table: str, key: str) -> list[dict[str, Any]]:
    """Every event about one row, oldest first, with what is kept apart where it has not been erased."""
    return _told(Event.objects.filter(body=body, table=table, key=key).order_by("number"))


def latest(body: str, rows: Mapping[str, Iterable[str]], most: int) -> list[dict[str, Any]]:
    """The last events about any of these rows, by table and key, latest first; in two queries."""
    # Table by table, each by its index: asked in one breath, a database goes through all events of the body.
    none, *each = [Event.objects.none(), *(Event.objects.filter(body=body, table=table, key__in=list(keys))
                                          for table, keys in rows.items())]
    return _told(none.union(*each, all=True).order_by("-number")[:most])


def _told(events: QuerySet[Event]) -> list[dict[str, Any]]:
    found = list(events.values())
    apart: dict[int, dict[str, str]] = {}
    for row in Apart.objects.filter(event__in=[event["number"] for event in found]):
        apart.setdefault(row.event, {})[row.name] = row.value
    return [{**event, "before": json.loads(event["before"]), "after": json.loads(event["after"]),
             "apart": {name: apart.get(event["number"], {}).get(name) for name in json.loads(event["apart"])}}
            for event in found]


@writes
def set_period(actor: Actor, kind: str, table: str, column: str, months: int, basis: str) -> None:
    """Say how long a kind of thing is kept, in the place of what was said before."""
    said = {"kind": kind, "table": table, "column": column}
    row, made = Period.objects.get_or_create(body=actor.body, **said, defaults={"months": months, "basis": basis})
    before = {} if made else {"months": str(row.months), "basis": row.basis}
    row.months, row.basis = months, basis
    row.save()
    record(actor, Change("set how long something is kept", "periods", " ".join(filter(None, said.values())), before,
                         {"months": str(months), "basis": basis}))


@writes
def drop_period(actor: Actor, period: Period) -> None:
    """Keep a kind of thing without an end."""
    period.delete()
    record(actor, Change("drop how long something is kept", "periods",
                         " ".join(filter(None, (period.kind, period.table, period.column))),
                         {"months": str(period.months), "basis": period.basis}))


@writes
def hold(actor: Actor, table: str, key: str, reason: str, form_token: str = "") -> None:
    """Keep something whatever its time, until the hold is ended. Raises PostedBefore as `once` does."""
    once(actor, form_token, table, key)
    Hold.objects.create(body=actor.body, table=table, key=key, reason=reason)
    record(actor, Change("hold", table, key, apart={"reason": reason}))


@writes
def end_hold(actor: Actor, held: Hold) -> None:
    """Let time run again for something that was held."""
    held.ended = timezone.now()
    held.save(update_fields=["ended"])
    record(actor, Change("end a hold", held.table, held.key))


@writes
def propose_disposal(actor: Actor, form_token: str = "") -> Disposal:
    """Propose that everything due is destroyed. Refused where nothing is due.

    Raises PostedBefore, with the list that came of it, where a form with this token was sent before.
    """
    things = [str(each) for _, each in retention.due(actor.body)]
    if not things:
        raise Refused(gettext("Nothing is due."))
    made = Disposal.objects.create(body=actor.body, things="\n".join(things), proposed_by=actor.person)
    once(actor, form_token, "disposals", str(made.pk))
    record(actor, Change("propose what to destroy", "disposals", str(made.pk), after={"things": str(len(things))}))
    return made


@writes
def decide_disposal(actor: Actor, disposal: Disposal, approved: bool) -> Disposal:
    """Approve a list, which destroys it, or turn it down. Refused for whoever proposed it, and once it is decided.

    What is no longer due, or has been held meanwhile, stays.
    """
    found = Disposal.objects.select_for_update().get(pk=disposal.pk)
    why_not = why_not_decide(found, actor.person)
    if why_not:
        raise Refused(why_not)
    if approved:
        still_due = {str(each) for _, each in retention.due(actor.body)}
        things = [thing for thing in found.things.split("\n") if thing in still_due]
        found.destroyed, found.gone = retention.destroy(actor.body, things), "\n".join(things)
    found.decided, found.decided_by, found.approved = timezone.now(), actor.person, approved
    found.save()
    record(actor, Change("destroy what was proposed" if approved else "turn down what was proposed to be destroyed",
                         "disposals", str(found.pk), after={"destroyed": str(found.destroyed)}))
    return found


def why_not_decide(disposal: Disposal, person: str) -> str | None:
    """Why this person cannot decide on the list; None if they can."""
    if disposal.decided:
        return gettext("It has been decided already.")
    if disposal.proposed_by == person:
        return gettext("You proposed it: another administrator must approve it.")
    return None


@writes
def destroy_again(actor: Actor, body: str, things: Iterable[str]) -> int:
    """Destroy what had been destroyed, and came back with an older backup. Returns how much of it there was."""
    listed = list(things)
    destroyed = retention.destroy(body, listed)
    record(replace(actor, body=body), Change("destroy again after a restore", "disposals", after={
        "listed": str(len(listed)), "destroyed": str(destroyed)}))
    return destroyed
