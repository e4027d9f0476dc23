"""How long things are kept: which are due to be destroyed, which are held, and how each kind is destroyed.

Each room says what kinds of things it keeps (`keeps`); a body says how long (`Period`), and two of its people decide.
What is destroyed was only ever apart from the chain of events, so the chain holds afterwards as it did before.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from commonweal.web.audit.models import Apart, Event, Hold, Period
from commonweal.web.people.models import Body, Membership


@dataclass(frozen=True)
class Due:
    """One thing whose time is over: its kind, its name within it, which row it is about, and from when it counts."""

    kind: str
    name: str
    table: str
    key: str
    since: datetime
    # Further rows, by table and key, that hold it as well.
    also: tuple[tuple[str, str], ...] = ()

    @property
    def held_by(self) -> set[tuple[str, str]]:
        """Each row, and each whole table, that it stays with while that is held."""
        rows = {(self.table, self.key), *self.also}
        return rows | {(table, "") for table, _ in rows}

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is kept: what people call it, from when its time counts, how it is found and destroyed."""

    shown: str | Promise
    counts_from: str | Promise
    # Everything of it that began before a moment, by the rule of one period.
    finds: Callable[[Period, datetime], Iterable[Due]]
    # Destroys the things of these names in a body, and says how many were there.
    destroys: Callable[[str, list[str]], int]
    # Everything of it in a body that is due whatever the periods.
    at_once: Callable[[str], Iterable[Due]] = lambda body: ()


KINDS: dict[str, Kind] = {}


def keeps(name: str, kind: Kind) -> None:
    """Say that a room keeps things of a kind."""
    KINDS[name] = kind


# As `register.actions.merged` names a value with its row, whose key may have dots and slashes itself.
_OF_ROW = re.compile(r"(?P<table>[^/]+)/(?P<key>.+?)\.(?:(?:before|after)\.)?\w+", re.DOTALL)

# What belongs to a row of a body, by table and key, as each room knows it. A row without a key is all of its table.
Belonging = Callable[[str, str, str], Iterable[tuple[str, str]]]
_BELONGING: list[Belonging] = []


def holds_with(belonging: Belonging) -> None:
    """Say that what belongs to a row is held with it."""
    _BELONGING.append(belonging)


# Blanks what a room keeps of a value that stands apart: by its event, its name there, and what it says.
Blanking = Callable[[Event, str, str], object]
_COPIES: list[Blanking] = []


def goes_with(blanks: Blanking) -> None:
    """Say that a room keeps a value that stands apart also where pages show it: there it goes with the other."""
    _COPIES.append(blanks)


def due(body: str, now: datetime | None = None) -> list[tuple[Period | None, Due]]:
    """Everything of a body whose time is over and that nothing holds, with the period that says so; None for what is
    due whatever the periods.
    """
    held = _held(body)
    found: dict[tuple[str, str], tuple[Period | None, Due]] = {}
    for period, each in _over(body, now or timezone.now()):
        if each.held_by.isdisjoint(held):
            found.setdefault((each.kind, each.name), (period, each))
    return list(found.values())


def is_there(body: Body, table: str, key: str = "") -> bool:
    """Whether a body has such a row, or the audit trail tells of one; without a key, whether it has such a table."""
    from commonweal.web.register.models import ROWS, Text  # The register knows this room, so not at the top.

    if not key:
        return table in tables() or Event.objects.filter(body=body.slug, table=table).exists()
    rows = {name: model.objects.filter(body=body, key=key) for name, model in ROWS.items()} | {
        "texts": Text.objects.filter(body=body, path=key),
        "people": Membership.objects.filter(body=body, person__key=key)}
    return (table in rows and rows[table].exists()) or Event.objects.filter(
        body=body.slug, table=table, key=key).exists()


def tables() -> list[str]:
    """What the audit trail calls the tables whose things have a time, or belong to one that may be held."""
    from commonweal.web.register.models import ROWS  # as above.

    return sorted({*ROWS, "answers", "people", "texts"})


def _held(body: str) -> set[tuple[str, str]]:
    named = set(Hold.objects.filter(body=body, ended=None).values_list("table", "key"))
    return named | {row for table, key in named for belonging in _BELONGING for row in belonging(body, table, key)}


def _over(body: str, now: datetime) -> Iterator[tuple[Period | None, Due]]:
    for kind in KINDS.values():
        yield from ((None, each) for each in kind.at_once(body))
    for period in Period.objects.filter(body=body).order_by("id"):
        yield from ((period, each) for each in KINDS[period.kind].finds(period, months_before(now, period.months)))


def destroy(body: str, things: Iterable[str]) -> int:
    """Destroy things by their kind and name, as a list of them was approved. Returns how many there were."""
    by_kind: dict[str, list[str]] = {}
    for thing in things:
        kind, _, name = thing.partition(" ")
        by_kind.setdefault(kind, []).append(name)
    return sum(KINDS[kind].destroys(body, names) for kind, names in by_kind.items())


def months_before(moment: datetime, months: int) -> datetime:
    """The same day of the month so many months earlier, or the last that there is.

    >>> from datetime import UTC
    >>> months_before(datetime(2025, 3, 31, tzinfo=UTC), 1).date().isoformat()
    '2025-02-28'
    """
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in (moment.day, 30, 29, 28):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _find_apart(period: Period, before: datetime) -> Iterator[Due]:
    """Values kept apart from old events; of one table and column, where the rule names them.

    In an event of several rows each value is named with its row: it is of that row as well as of the event.
    """
    events = Event.objects.filter(body=period.body, at__lt=before)
    values = Apart.objects.filter(event__in=events.values("number"))
    if period.table:
        values = values.filter(Q(event__in=events.filter(table=period.table).values("number"))
                               | Q(name__startswith=f"{period.table}/"))
    if period.column:
        values = values.filter(Q(name=period.column) | Q(name__endswith=f".{period.column}"))
    told = {number: (table, key, at) for number, table, key, at in events.filter(
        number__in=values.values("event")).values_list("number", "table", "key", "at")}
    for number, name in values.order_by("event", "name").values_list("event", "name"):
        yield Due("apart", f"{number} {name}", *told[number], _row_named(name))


def _row_named(name: str) -> tuple[tuple[str, str], ...]:
    """The row that the name of a value tells, such as payments/p1 in "payments/p1.before.supplier"; none in most."""
    found = _OF_ROW.fullmatch(name)
    return ((found["table"], found["key"]),) if found else ()


def _destroy_apart(body: str, names: list[str]) -> int:
    destroyed = 0
    for each in names:
        number, _, name = each.partition(" ")
        event = Event.objects.filter(body=body, number=number).first()
        value = Apart.objects.filter(event=number, name=name).first()
        if event and value:
            for blanks in _COPIES:
                blanks(event, name, value.value)
            value.delete()
            destroyed += 1
    return destroyed


def _forget_hold(event: Event, name: str, value: str) -> None:
    if event.what == "hold":
        Hold.objects.filter(body=event.body, table=event.table, key=event.key, reason=value).update(reason="")


def forget(body: str, table: str, keys: list[str], column: str, most: int = 250) -> None:
    """Erase what the audit trail keeps apart of a column of these rows, before and after each write of them."""
    events = Event.objects.filter(body=body)
    sides = (f"before.{column}", f"after.{column}")
    for start in range(0, len(keys), most):
        some = keys[start:start + most]
        Apart.objects.filter(event__in=events.filter(table=table, key__in=some).values("number"),
                             name__in=sides).delete()
        # An event of several rows names each with its table and key.
        Apart.objects.filter(event__in=events.values("number"),
                             name__in=[f"{table}/{key}.{side}" for key in some for side in sides]).delete()


goes_with(_forget_hold)
keeps("apart", Kind(gettext_lazy("Reasons and personal values in the audit trail"),
                    gettext_lazy("the day of the event"), _find_apart, _destroy_apart))
_NEEDED = "UK GDPR, article 5(1)(e): no longer than is needed"
_LIMITATION = "Limitation Act 1980, section 5: six years, as for what the contracts say"
# What a body may begin with: kind, table, column, months and why.
SUGGESTED = (
    ("people", "", "", 12, _NEEDED),
    ("apart", "", "", 72, _LIMITATION),
    ("payments.supplier", "", "", 72, _LIMITATION),
    ("payments.postcode", "", "", 72, _LIMITATION),
    ("payments.delivery_postcode", "", "", 72, _LIMITATION),
    ("stories", "", "", 24, _NEEDED),
    ("evidence", "", "", 72, _LIMITATION),
)
