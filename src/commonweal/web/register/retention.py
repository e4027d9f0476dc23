"""Words of the records that are for few eyes, and stories: when their time is over, and what of them is erased."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy

from commonweal.basics.tables import Column, See, Table
from commonweal.ledger.pages import Page, read_pages
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.report.stories import agreed
from commonweal.web.audit.models import Apart, Event, Period
from commonweal.web.audit.retention import Due, Kind, forget, holds_with, keeps
from commonweal.web.people.models import Body
from commonweal.web.register.copies import forget_findings
from commonweal.web.register.models import ROWS, Text, attribute
from commonweal.web.register.pairs import forget_names
from commonweal.web.register.particulars import PARTICULARS
from commonweal.web.register.reading import drop_old_texts, texts
from commonweal.web.register.signals import erased, written
from commonweal.web.register.words import label

STORIES = "stories"
# The columns by which a row belongs to another one.
_BELONGS_BY = ("activity", "commitment", "delivery")
# Tables that no form of the register writes have no name there.
_NAMES = {"deliveries": gettext_lazy("What was done"), "evidence": gettext_lazy("Evidence"),
          "reviews": gettext_lazy("Checks"), "payments": gettext_lazy("Payments")}


def erasable() -> Iterator[tuple[Table, Column]]:
    """Every column of the tables whose words go when their time is over."""
    yield from ((table, column) for table in BOOK_TABLES for column in table.columns if column.erasable)


def tell() -> None:
    """Say what is kept here, from the start of the site on: each such column is a kind by itself, and stories are one.
    """
    for table, column in erasable():
        keeps(f"{table.name}.{column.name}", Kind(
            lazy(_shown, str)(table, column), lazy(_counts_from, str)(table),
            partial(_find, table, column), partial(_erase, table, column)))
    keeps(STORIES, Kind(
        gettext_lazy("Stories, with their pictures"),
        gettext_lazy("the end of their contract or project, or at once when the people in them no longer agree"),
        _find_stories, _take_stories_away, _no_longer_agreed))
    holds_with(_belonging)


def _belonging(slug: str, table: str, key: str) -> Iterator[tuple[str, str]]:
    """To a contract or project belong its claims, with their evidence and checks, and the stories about it."""
    yield from _under(slug, table, [key] if key else None)
    if table == "activities":
        for story in _stories(Body.objects.get(slug=slug)):
            if key in ("", story.say("activity")):
                yield from (("texts", page.file) for page in story.in_all)


def _under(slug: str, table: str, keys: list[str] | None) -> Iterator[tuple[str, str]]:
    """The rows that belong to these of a table, and what belongs to them; whole tables where no row is named."""
    for other in BOOK_TABLES:
        for column in other.columns:
            if column.name not in _BELONGS_BY or column.refers_to != table:
                continue
            rows, found = ROWS[other.name].objects.filter(body__slug=slug), None
            if keys is not None:
                found = [key for some in _in_parts(keys) for key in rows.filter(
                    **{f"{attribute(column)}__in": some}).values_list("key", flat=True)]
            yield from ((other.name, key) for key in ([""] if found is None else found))
            if found != []:
                yield from _under(slug, other.name, found)


def _shown(table: Table, column: Column) -> str:
    name = _NAMES.get(table.name) or gettext(PARTICULARS[table.name].many)
    return f"{name}: {label(table, column)}"


def _counts_from(table: Table) -> str:
    return gettext("the day in “%(column)s”") % {"column": label(table, table.column(table.over))}


def _find(table: Table, column: Column, period: Period, before: datetime) -> Iterator[Due]:
    """The rows in which the column still says something, and whose time is over."""
    name, over = attribute(column), attribute(table.column(table.over))
    rows = ROWS[table.name].objects.filter(**{"body__slug": period.body, f"{over}__lt": before.date()}).exclude(
        Q(**{name: None}) | Q(**{name: column.erased}))
    for key, day in rows.order_by("id").values_list("key", over):
        yield Due(f"{table.name}.{column.name}", key, table.name, key,
                  timezone.make_aware(datetime.combine(day, time.min)))


def _erase(table: Table, column: Column, body: str, keys: list[str]) -> int:
    """Erase what stands in the column of these rows, now and in the audit trail. The rows themselves stay."""
    rows = ROWS[table.name].objects.filter(body__slug=body)
    personal = column.see is See.PERSONAL
    stood = [day for some in _in_parts(keys) for day in rows.filter(key__in=some).values_list(
        attribute(table.column(table.over)), flat=True)] if personal else []
    number = sum(rows.filter(key__in=some).erase(column) for some in _in_parts(keys))
    forget(body, table.name, keys, column.name)
    if (table.name, column.name) == ("payments", "supplier"):
        forget_names(Body.objects.get(slug=body))
    if stood:
        forget_findings(Body.objects.get(slug=body), column, max(stood))
    erased.send(sender=Body, body=body, column=f"{table.name}.{column.name}", keys=keys)
    return number


def _in_parts(keys: list[str], most: int = 500) -> Iterator[list[str]]:
    yield from (keys[start:start + most] for start in range(0, len(keys), most))


def _stories(body: Body) -> list[Page]:
    return read_pages(texts(body), STORIES)[0]


def _due(story: Page, since: datetime) -> Due:
    return Due(STORIES, story.file, "texts", story.file, since)


def _find_stories(period: Period, before: datetime) -> Iterator[Due]:
    """The stories of contracts and projects that ended so long ago."""
    body = Body.objects.get(slug=period.body)
    ended = dict(ROWS["activities"].objects.filter(body=body, end__lt=before.date()).values_list("key", "end"))
    for story in _stories(body):
        if end := ended.get(story.say("activity")):
            yield _due(story, timezone.make_aware(datetime.combine(end, time.min)))


def _no_longer_agreed(slug: str) -> Iterator[Due]:
    """The stories of people who do not agree, or agreed until a day that is over; a translation speaks for all."""
    body, now = Body.objects.get(slug=slug), timezone.now()
    for story in _stories(body):
        if not agreed(story, body.today()):
            yield _due(story, now)


def _take_stories_away(slug: str, names: list[str]) -> int:
    """Take stories away, each with its translations, its pictures and every wording that it had."""
    body = Body.objects.get(slug=slug)
    stories = _stories(body)
    others = {f"{STORIES}/{image}" for story in stories if story.file not in names for image in _images(story)}
    gone = [story for story in stories if story.file in names]
    for story in gone:
        # A picture that was put in the place of another may have left that one behind.
        files = Q(path__startswith=f"{STORIES}/{story.name}.") | Q(
            path__in=[f"{STORIES}/{image}" for image in _images(story)])
        Text.objects.filter(files, body=body).exclude(path__in=others).delete()
        pages = [page.file for page in story.in_all]
        Apart.objects.filter(event__in=Event.objects.filter(body=slug, table="texts", key__in=pages).values(
            "number")).delete()
    if gone:
        written.send(sender=Body, body=body, record=None)
        transaction.on_commit(partial(drop_old_texts, body))
    return len(gone)


def _images(story: Page) -> set[str]:
    return {page.say("image") for page in story.in_all} - {""}
