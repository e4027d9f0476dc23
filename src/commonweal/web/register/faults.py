"""What the checks find in all records of a body: looked for by a job, kept, and shown with the form that mends it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Finding, Refused
from commonweal.ledger.book import Book
from commonweal.ledger.checks import CHECKS, declare, run_checks
from commonweal.web.audit.models import Event
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS, Fault, LocalSpend, LookedOver
from commonweal.web.register.reading import book
from commonweal.web.register.references import activity_in
from commonweal.web.register.words import plain

_SHOWN_OF_EACH = 10
# By a list of one, because SQLite finds a yes or no by an index only so.
OPEN, DECLARED = {"declared__in": (False,)}, {"declared__in": (True,)}
_WEIGHT = {"error": 0, "stop": 1, "gap": 2, "note": 3}
# What a rule is about, in its own first sentence.
_ABOUT = {rule.CODE: plain(str(rule.__doc__).splitlines()[0].rstrip(".")) for rule in CHECKS}


def look_over(body: Body) -> None:
    """Check all records, and keep what is found in the place of what was found before."""
    last = last_event(body)
    try:
        every = book(body)
        open_yet, declared = declare(run_checks(every), every)
        found = [_kept(body, finding, every, known=False) for finding in open_yet]
        found += [_kept(body, finding, every, known=True) for finding in declared]
    except Refused as refused:
        found = [_kept(body, finding, None, known=False) for finding in refused.findings]
    open_by_code = _placed(found)
    with transaction.atomic():
        Fault.objects.filter(body=body).delete()
        Fault.objects.bulk_create(found, batch_size=500)
        LookedOver.objects.update_or_create(body=body, defaults={
            "at": timezone.now(), "event": last, "open_yet": open_by_code})


def _placed(found: Iterable[Fault]) -> dict[str, list[Any]]:
    """Give each its place among those of its code; the severity of each code, and how many of it are open."""
    places: Counter[tuple[str, bool]] = Counter()
    open_by_code: dict[str, list[Any]] = {}
    for fault in found:
        places[fault.code, fault.declared] += 1
        fault.place = places[fault.code, fault.declared]
        if not fault.declared:
            open_by_code[fault.code] = [fault.severity, fault.place]
    return open_by_code


def last_event(body: Body) -> int:
    """The number of the last event in which any record was written; 0 where there is none."""
    return _events(body).order_by("-number").values_list("number", flat=True).first() or 0


def changed_since(body: Body, looked: LookedOver | LocalSpend | None) -> bool:
    """Whether any record was written since all were looked over, or the local spend was worked out."""
    return looked is None or _events(body).filter(number__gt=looked.event).exists()


def faults_within(body: Body, reach: frozenset[str] | None) -> QuerySet[Fault]:
    """What was found, for somebody who sees these contracts and projects; None is everything."""
    found = Fault.objects.filter(body=body)
    return found if reach is None else found.filter(activity__in=reach)


def grouped(body: Body, reach: frozenset[str] | None, looked: LookedOver | None) -> list[dict[str, Any]]:
    """What is open, by what it is about, the heaviest first, with the first few of each: in two queries at most."""
    found = faults_within(body, reach).filter(**OPEN)
    if reach is None:
        # Of all records there may be hundreds of thousands: they were counted when they were found.
        counts = {code: (severity, count) for code, (severity, count) in (looked.open_yet if looked else {}).items()}
        first = found.filter(place__lte=_SHOWN_OF_EACH)
    else:
        counts = {code: (severity, count) for code, severity, count in
                  found.values_list("code", "severity").order_by("code").annotate(Count("id"))}
        # Their places are among all of the code; here they are counted among those within reach.
        nth = Window(RowNumber(), partition_by=[F("code")], order_by=F("place").asc())
        first = found.annotate(nth=nth).filter(nth__lte=_SHOWN_OF_EACH)
    groups = {code: {"code": code, "severity": severity, "count": count, "about": about(code), "first": []}
              for code, (severity, count) in counts.items()}
    for fault in first.order_by("place"):
        groups[fault.code]["first"].append(fault)
    return sorted(groups.values(), key=lambda group: (_WEIGHT[group["severity"]], -group["count"], group["code"]))


class Placed:
    """All open faults of one code, as many as are known: a page of them is found by their places."""

    def __init__(self, found: QuerySet[Fault], number: int) -> None:
        self._found, self._number = found, number

    def count(self) -> int:
        """How many there are."""
        return self._number

    def __getitem__(self, page: slice) -> list[Fault]:
        return list(self._found.filter(place__gt=page.start, place__lte=page.stop).order_by("place"))


def of_one_code(body: Body, reach: frozenset[str] | None, looked: LookedOver | None, code: str) -> Any:
    """What is open of one code, to be shown page by page."""
    found = faults_within(body, reach).filter(code=code, **OPEN)
    if reach is None:
        return Placed(found, looked.open_yet.get(code, ("", 0))[1] if looked else 0)
    return found.order_by("place")


def about(code: str) -> str:
    """What a rule is about, in words; its code where it is no rule of the records."""
    return gettext(_ABOUT.get(code, code))


def row_of(fault: Fault) -> str:
    """The row that a fault stands in, as addresses name it; empty where it stands in none."""
    table = fault.file.removesuffix(".csv")
    return f"{table}/{fault.subject}" if table in ROWS and fault.subject and fault.file.endswith(".csv") else ""


def _events(body: Body) -> QuerySet[Event]:
    written = Q(table__in=[*ROWS, "imports", "texts"]) | Q(what="take in all records")
    return Event.objects.filter(written, body=body.slug)


def _kept(body: Body, finding: Finding, every: Book | None, *, known: bool) -> Fault:
    return Fault(body=body, activity=_activity(finding, every), severity=finding.severity.value, declared=known,
                 code=finding.code, name=finding.key, file=finding.file, column=finding.column,
                 subject=finding.subject, message=finding.message, mend=finding.mend)


def _activity(finding: Finding, every: Book | None) -> str:
    table, key = finding.file.removesuffix(".csv"), finding.subject
    if every is None or table not in ROWS:
        return ""
    if table == "activities":
        return key
    row = every.by_id(table).get(key)
    return activity_in(every, row) if row else ""
