"""Files of evidence: when their time is over, and how their bytes go. The row with the fingerprint stays."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time
from functools import partial

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy

from commonweal.basics.tables import ERASED
from commonweal.web.audit.actions import in_turn
from commonweal.web.audit.models import Period
from commonweal.web.audit.retention import Due, Kind, keeps
from commonweal.web.evidence.keeping import left_alone, place_of
from commonweal.web.evidence.models import Upload
from commonweal.web.register.models import ROWS

_EVIDENCE = "evidence"


def tell() -> None:
    """Say that files of evidence are kept here, from the start of the site on."""
    keeps(_EVIDENCE, Kind(
        gettext_lazy("Evidence files"),
        gettext_lazy("the end of the claim that they support, or the day they were brought where they were never sent"),
        _find, _destroy))


def _find(period: Period, before: datetime) -> Iterator[Due]:
    """The files whose claim ended so long ago; those that no claim names by the day they were brought."""
    over = _with_ends(period.body).filter(Q(ended__lt=before.date()) | Q(ended=None, at__lt=before))
    for key, row, answer, ended, at in over.order_by("id").values_list("key", "row", "answer", "ended", "at"):
        since = timezone.make_aware(datetime.combine(ended, time.min)) if ended else at
        yield Due(_EVIDENCE, key, *((_EVIDENCE, row) if row else ("answers", answer)), since)


def _with_ends(body: str) -> QuerySet[Upload]:
    """The files of a body that are there yet, each with the last day of its claim."""
    def one_of(table: str, key: str, column: str) -> Subquery:
        rows = ROWS[table].objects.filter(body=OuterRef("body"), key=OuterRef(key))
        return Subquery(rows.values(column)[:1])

    return Upload.objects.filter(body__slug=body, destroyed=None).annotate(
        claim=one_of("evidence", "row", "delivery")).annotate(ended=one_of("deliveries", "claim", "end"))


def _destroy(body: str, keys: list[str]) -> int:
    """Destroy files. What was held, with its fingerprint, is told on; of one that was never sent not what it was
    called, because no row of the records says so.
    """
    gone = Upload.objects.filter(body__slug=body, key__in=keys, destroyed=None)
    fingerprints = set(gone.values_list("sha256", flat=True))
    gone.filter(row="").update(name=ERASED)
    number = gone.update(destroyed=timezone.now())
    transaction.on_commit(partial(drop_unnamed, fingerprints))
    return number


def drop_unnamed(fingerprints: Collection[str]) -> int:
    """Take the bytes of these fingerprints off the disk, but for those that something names; says how many went."""
    # Whoever takes a file in is waited for, and sees that it is gone when it is their turn.
    with in_turn():
        named = set(Upload.objects.filter(sha256__in=list(fingerprints), destroyed=None).values_list(
            "sha256", flat=True))
        gone = [place for sha256 in set(fingerprints) - named if (place := place_of(sha256)).exists()]
        for place in gone:
            place.unlink(missing_ok=True)
    return len(gone)


def sweep_unnamed(most: int = 500) -> int:
    """Take away what nothing has named for a day: what was taken away before it was sent, or never got so far."""
    return sum(drop_unnamed(some) for some in _in_parts(left_alone(), most))


def _in_parts(fingerprints: Iterable[str], most: int) -> Iterator[list[str]]:
    listed = list(fingerprints)
    yield from (listed[start:start + most] for start in range(0, len(listed), most))
