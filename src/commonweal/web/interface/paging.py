"""Lists a page at a time: in the order in which rows were written, from where the last page ended."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# What is being written while somebody asks may carry an earlier time than what they are given.
_OVERLAP = timedelta(minutes=1)
_T = TypeVar("_T")

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
After = Annotated[str | None, Query(pattern=r"^[0-9]{1,16}-[0-9]{1,18}$", description=(
    "Where the last page ended: `next` of its answer."))]
AfterId = Annotated[int | None, Query(ge=0, le=10**18, description="Where the last page ended: `next` of its answer.")]


class Page(BaseModel, Generic[_T]):
    """One page of a list."""

    items: list[_T]
    next: int | None = Field(description="Send it as `after` for the next page; null where this is the last.")


class ChangedPage(BaseModel, Generic[_T]):
    """One page of rows in the order in which they were written last."""

    items: list[_T]
    next: str | None = Field(description="Send it as `after` for the next page; null where this is the last.")
    ask_next_from: datetime = Field(description=(
        "Once all pages are read, send it as `changed_since` next time. It lies a minute back, so that a row may come "
        "twice and none is missed."))


@dataclass(frozen=True)
class Cut:
    """The rows of one page, and where it ended."""

    rows: list[Any]
    next: Any


def by_change(rows: QuerySet, after: str | None, limit: int) -> Cut:
    """A page of rows of the register, by when they were written last."""
    if after:
        moment, _, pk = after.partition("-")
        since = _EPOCH + int(moment) * _MICROSECOND
        rows = rows.filter(Q(row_changed__gt=since) | Q(row_changed=since, pk__gt=int(pk)))
    found = list(rows.order_by("row_changed", "pk")[:limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Cut(found[:limit], f"{(last.row_changed - _EPOCH) // _MICROSECOND}-{last.pk}" if last else None)


def by_id(rows: QuerySet, after: int | None, limit: int) -> Cut:
    """A page of things in the order in which they were made."""
    found = list((rows.filter(pk__gt=after) if after else rows).order_by("pk")[:limit + 1])
    return Cut(found[:limit], found[limit - 1].pk if len(found) > limit else None)


def ask_next_from() -> datetime:
    """From when a program asks next time."""
    return timezone.now() - _OVERLAP
