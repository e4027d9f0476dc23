"""Locked spans: what was done in one cannot be written, whichever way a writer takes.

The guard stands where rows meet the database, so no writer has to remember it: saving a row, adding many, changing or
taking away those that a filter chooses. A claim is held by a lock when its whole span lies within the locked one, and
with it its evidence and the decisions on it. Locking is a writer like any other, and writers take turns: what somebody
else writes is in before a lock, or is refused after it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.tables import Column
from commonweal.web.people.models import Body

# Tables that a lock holds: the claims themselves, and what is said of a claim.
CLAIMS = "deliveries"
HELD = frozenset({CLAIMS, "evidence", "reviews"})


class Lock(models.Model):
    """One span that was approved and locked."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="locks")
    # The key of the period, as returns and the calendar know it.
    period = models.TextField()
    label = models.TextField()
    start = models.DateField()
    end = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "period"), name="one_lock_a_period"),)

    def holds(self, start: Any, end: Any) -> bool:
        """Whether a span lies within this one."""
        return bool(start and end and self.start <= start and end <= self.end)


class Locked(Exception):
    """Something of a locked span was about to be written; the message says which, and what to do."""

    def __init__(self, lock: Lock) -> None:
        super().__init__(gettext(
            "%(period)s is approved and locked, so nothing that was done in it can be changed. A social value officer "
            "can open it again, with a reason.") % {"period": lock.label})
        self.lock = lock


def lock_on(body: Body, start: Any, end: Any) -> Lock | None:
    """The lock that holds a span of a body; None if none does."""
    return next((lock for lock in Lock.objects.filter(body=body) if lock.holds(start, end)), None)


def refuse_locked(rows: Iterable[models.Model]) -> None:
    """Raise Locked where one of these rows, all of one table, is held by a lock."""
    found = list(rows)
    table = found[0].TABLE.name if found else ""
    if table not in HELD:
        return
    for body in {row.body_id for row in found}:
        locks = list(Lock.objects.filter(body_id=body))
        if not locks:
            continue
        own = [row for row in found if row.body_id == body]
        spans = ([(row.start, row.end) for row in own] if table == CLAIMS
                 else _spans_of_claims(body, {row.delivery for row in own}))
        for start, end in spans:
            for lock in locks:
                if lock.holds(start, end):
                    raise Locked(lock)


def _spans_of_claims(body: int, keys: Iterable[str]) -> list[tuple[Any, Any]]:
    from commonweal.web.register.models import ROWS  # Rows are made with this guard, so not at the top.

    return list(ROWS[CLAIMS].objects.filter(body_id=body, key__in=keys).values_list("start", "end"))


class Guarded(models.QuerySet):
    """Rows of the register, which cannot be added, changed or taken away where a lock holds them."""

    def bulk_create(self, objs: Iterable[models.Model], *args: Any, **kwargs: Any) -> list[models.Model]:
        """Add many rows, or write them over those that stand there, where that is asked for; or none."""
        found = list(objs)
        standing = self.model.objects.filter(pk__in=[row.pk for row in found if row.pk]) if (
            kwargs.get("update_conflicts") and self.model.TABLE.name in HELD) else ()
        refuse_locked([*found, *standing])
        return super().bulk_create(found, *args, **kwargs)

    def bulk_update(self, objs: Iterable[models.Model], fields: Sequence[str], *args: Any, **kwargs: Any) -> int:
        """Change many rows, or none."""
        found = list(objs)
        if self.model.TABLE.name in HELD:
            refuse_locked([*found, *self.model.objects.filter(pk__in=[row.pk for row in found])])
        return super().bulk_update(found, fields, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """Change all that the filter chooses, or none."""
        if self.model.TABLE.name not in HELD:
            return super().update(**kwargs)
        with transaction.atomic():
            if not Lock.objects.exists():
                return super().update(**kwargs)
            chosen = list(self)
            refuse_locked(chosen)
            number = super().update(**kwargs)
            refuse_locked(self.model.objects.filter(pk__in=[row.pk for row in chosen]))
            return number

    def erase(self, column: Column) -> int:
        """Erase what stands in a column whose time is over, also where a lock holds it: no figure is made of its words.

        Somebody who has the row open in a form cannot write it back. Returns in how many rows something stood.
        """
        name = column.name
        stands = self.exclude(models.Q(**{name: None}) | models.Q(**{name: column.erased}))
        return models.QuerySet.update(stands, row_version=models.F("row_version") + 1, row_changed=timezone.now(),
                                      **{name: column.erased})

    erase.alters_data = True  # type: ignore[attr-defined]  # Django's own mark on a method.
    update.alters_data = True  # type: ignore[attr-defined]  # Django's own mark on a method.

    def delete(self) -> tuple[int, dict[str, int]]:
        """Take away all that the filter chooses, or none."""
        if self.model.TABLE.name in HELD:
            refuse_locked(self)
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]  # Django's own mark on a method.
    delete.queryset_only = True  # type: ignore[attr-defined]
