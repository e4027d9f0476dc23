"""What waits for a decision and in which order: weighed by a job after each write, with what the checks say."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import transaction
from django_tasks import task

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.ledger.checks import run_checks
from commonweal.web.jobs import later
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import part_of
from commonweal.web.review.models import Waiting

# How much each thing weighs: what is wrong first, then what is missing, then what is large.
_WEIGHTS = {Severity.ERROR: 100, Severity.STOP: 100, Severity.GAP: 40, Severity.NOTE: 10}
_NO_EVIDENCE = 50
# A claim of all that was promised weighs as much as a claim without evidence; one of twice as much weighs twice that.
_ALL_PROMISED, _MOST = 50, 200
_ABOUT_CLAIMS = ("deliveries", "evidence", "reviews")


def weigh_later(sender: Any, body: Body, record: Record | None, **more: Any) -> None:
    """Have the claims of whatever was written weighed once the write is on disk."""
    if record is None:
        later(weigh_all, body.pk)
        return
    if record.table.name not in (*_ABOUT_CLAIMS, "commitments"):
        return
    if "activity" in record.table.names:
        activity = record.text("activity")
    else:
        claims = ROWS["deliveries"].objects.filter(body=body, key=record.text("delivery"))
        activity = claims.values_list("activity", flat=True).first() or ""
    later(weigh, body.pk, activity)


@task()
def weigh_all(body: int) -> None:
    """Weigh every claim of a body."""
    found = Body.objects.get(pk=body)
    for activity in ROWS["deliveries"].objects.filter(body=found, state="submitted").values_list(
            "activity", flat=True).distinct():
        weigh_activity(found, activity)


@task()
def weigh(body: int, activity: str) -> None:
    """Weigh the claims of one contract or project."""
    weigh_activity(Body.objects.get(pk=body), activity)


def weigh_activity(body: Body, activity: str) -> None:
    """Make the rows of what waits anew, for one contract or project."""
    part = part_of(body, activity)
    claims = {row.key: row for row in part.rows("deliveries")}
    of = {row.key: row.text("delivery") for name in ("evidence", "reviews") for row in part.rows(name)}
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in run_checks(part):
        if finding.file.removesuffix(".csv") in _ABOUT_CLAIMS:
            found[of.get(finding.subject, finding.subject)].append(finding)
    held = {row.text("delivery") for row in part.rows("evidence")}
    promised = {row.key: row.number("quantity") for row in part.rows("commitments")}
    new = [waiting(body, row, found[key], key in held, promised.get(row.text("commitment")))
           for key, row in claims.items() if row.text("state") == "submitted"]
    with transaction.atomic():
        Waiting.objects.filter(body=body, activity=activity).delete()
        Waiting.objects.bulk_create(new, batch_size=500)


def waiting(body: Body, claim: Record, findings: list[Finding], held: bool, promised: Decimal | None) -> Waiting:
    """One claim as it waits."""
    quantity = claim.number_or_zero("quantity")
    share = min(int(_ALL_PROMISED * abs(quantity) / promised), _MOST) if promised else 0
    bare = _NO_EVIDENCE if quantity and not held else 0
    risk = sum(_WEIGHTS[finding.severity] for finding in findings) + share + bare
    told = [{"severity": finding.severity.value, "code": finding.code, "message": finding.message, "mend": finding.mend}
            for finding in findings]
    return Waiting(body=body, activity=claim.text("activity"), claim=claim.key, measure=claim.text("measure"),
                   organisation=claim.text("reported_by"), since=claim.day("reported_on"), risk=risk,
                   clean=not findings and (held or not quantity), findings=told)
