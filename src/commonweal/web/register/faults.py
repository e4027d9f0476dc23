"""What the checks find in all records of a body: looked for by a job, kept, and shown with the form that mends it."""

from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from commonweal.basics.findings import Finding, Refused
from commonweal.ledger.book import Book
from commonweal.ledger.checks import CHECKS, declare, run_checks
from commonweal.web.audit.models import Event
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS, Fault, LookedOver
from commonweal.web.register.reading import book
from commonweal.web.register.words import plain

_SHOWN_OF_EACH = 10
_WEIGHT = {"error": 0, "stop": 1, "gap": 2, "note": 3}
# What a rule is about, in its own first sentence.
_ABOUT = {rule.CODE: plain(str(rule.__doc__).splitlines()[0].rstrip(".")) for rule in CHECKS}


def look_over(body: Body) -> None:
    """Check all records, and keep what is found in the place of what was found before."""
    last = _events(body).order_by("-number").values_list("number", flat=True).first() or 0
    try:
        every = book(body)
        open_yet, declared = declare(run_checks(every), every)
        found = [_kept(body, finding, every, known=False) for finding in open_yet]
        found += [_kept(body, finding, every, known=True) for finding in declared]
    except Refused as refused:
        found = [_kept(body, finding, None, known=False) for finding in refused.findings]
    with transaction.atomic():
        Fault.objects.filter(body=body).delete()
        Fault.objects.bulk_create(found, batch_size=500)
        LookedOver.objects.update_or_create(body=body, defaults={"at": timezone.now(), "event": last})


def changed_since(body: Body, looked: LookedOver | None) -> bool:
    """Whether any record was written since all were looked over."""
    return looked is None or _events(body).filter(number__gt=looked.event).exists()


def faults_within(body: Body, reach: frozenset[str] | None) -> QuerySet[Fault]:
    """What was found, for somebody who sees these contracts and projects; None is everything."""
    found = Fault.objects.filter(body=body)
    return found if reach is None else found.filter(activity__in=reach)


def grouped(found: QuerySet[Fault]) -> list[dict[str, Any]]:
    """What was found by what it is about, the heaviest first, with the first few of each: in two queries."""
    counts = found.values("code", "severity").order_by("code", "severity").annotate(count=Count("id"))
    groups = [{**group, "about": _ABOUT.get(group["code"], group["code"]), "first": []} for group in counts]
    place = Window(RowNumber(), partition_by=[F("code"), F("severity")], order_by=F("id").asc())
    by_group = {(group["code"], group["severity"]): group["first"] for group in groups}
    for fault in found.annotate(place=place).filter(place__lte=_SHOWN_OF_EACH).order_by("id"):
        by_group[fault.code, fault.severity].append(fault)
    return sorted(groups, key=lambda group: (_WEIGHT[group["severity"]], -group["count"], group["code"]))


def about(code: str) -> str:
    """What a rule is about, in words; its code where it is no rule of the records."""
    return _ABOUT.get(code, code)


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
    for name, above in (("delivery", "deliveries"), ("commitment", "commitments")):
        if row is not None and name in row.table.names and "activity" not in row.table.names:
            row = every.by_id(above).get(row.text(name))
    return row.text("activity") if row is not None and "activity" in row.table.names else ""
