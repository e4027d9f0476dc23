"""What waits for a decision and in which order: weighed by a job after each write, with what the checks say."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django_tasks import task

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.ledger.book import Book
from commonweal.ledger.checks import run_checks
from commonweal.web.config.pages import quantity
from commonweal.web.jobs import later
from commonweal.web.monitoring.models import Position
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import book, part_of
from commonweal.web.review.models import CLEAN, Waiting
from commonweal.web.saying import kept

# How doubtful each thing makes a claim, which begins at 1: what is wrong most, then what is missing.
_RISKS = {Severity.ERROR: 10, Severity.STOP: 10, Severity.GAP: 4, Severity.NOTE: 1}
_NO_EVIDENCE = 5
# What has no £, or few, counts as so many: it is looked at too.
LEAST = Decimal(1_000)
_ABOUT_CLAIMS = ("deliveries", "evidence", "reviews")


def weigh_later(sender: Any, body: Body, record: Record | None, **more: Any) -> None:
    """Have the claims of whatever was written weighed once the write is on disk."""
    if record is None:
        later(weigh_all, body.pk)
        return
    if record.table.name not in (*_ABOUT_CLAIMS, "commitments"):
        return
    claim = record.text("delivery") if "delivery" in record.table.names else record.key
    # Whether it is clean as it was written now is not known before it is weighed.
    Waiting.objects.filter(body=body, claim=claim, **CLEAN).update(clean=False)
    if "activity" in record.table.names:
        activity = record.text("activity")
    else:
        claims = ROWS["deliveries"].objects.filter(body=body, key=claim)
        activity = claims.values_list("activity", flat=True).first() or ""
    later(weigh, body.pk, activity)


@task()
def weigh_all(body: int) -> None:
    """Weigh every claim of a body."""
    found = Body.objects.get(pk=body)
    _weigh(found, book(found), Waiting.objects.filter(body=found))


@task()
def weigh(body: int, activity: str) -> None:
    """Weigh the claims of one contract or project."""
    weigh_activity(Body.objects.get(pk=body), activity)


def weigh_activity(body: Body, activity: str) -> None:
    """Make the rows of what waits anew, for one contract or project."""
    _weigh(body, part_of(body, activity), Waiting.objects.filter(body=body, activity=activity), activity)


def _weigh(body: Body, part: Book, before: QuerySet[Waiting], activity: str = "") -> None:
    """Put what waits in a book, or in it of one contract or project, in the place of what waited before."""
    of = {row.key: row.text("delivery") for name in ("evidence", "reviews") for row in part.rows(name)}
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in run_checks(part):
        if finding.file.removesuffix(".csv") in _ABOUT_CLAIMS:
            found[of.get(finding.subject, finding.subject)].append(finding)
    held = {row.text("delivery") for row in part.rows("evidence")}
    stakes = _stakes(body, [activity] if activity else None)
    new = [waiting(body, row, found[row.key], row.key in held, stakes.get(row.key))
           for row in part.rows("deliveries")
           if row.text("state") == "submitted" and activity in ("", row.text("activity"))]
    with transaction.atomic():
        before.delete()
        Waiting.objects.bulk_create(new, batch_size=500)


def waiting(body: Body, claim: Record, findings: list[Finding], held: bool, pounds: Decimal | None) -> Waiting:
    """One claim as it waits."""
    bare = bool(claim.number_or_zero("quantity")) and not held
    risk = 1 + sum(_RISKS[finding.severity] for finding in findings) + (_NO_EVIDENCE if bare else 0)
    return Waiting(body=body, activity=claim.text("activity"), claim=claim.key, measure=claim.text("measure"),
                   organisation=claim.text("reported_by"), since=claim.day("reported_on"), pounds=pounds, risk=risk,
                   weight=weight(pounds, risk), bare=bare, clean=not findings and not bare,
                   findings=[kept(finding) for finding in findings])


def weight(pounds: Decimal | None, risk: int) -> int:
    """How soon a claim should be looked at: what is at stake, times how doubtful it is.

    >>> weight(Decimal("4550.00"), 6), weight(Decimal("12.50"), 6), weight(None, 1)
    (27300, 6000, 1000)
    """
    return int(max(pounds or 0, LEAST)) * risk


def revalue(sender: Any, body: Body, activities: list[str], **more: Any) -> None:
    """Put what waits in its new order where the £ of it were made anew."""
    stakes = _stakes(body, activities)
    changed = []
    for row in Waiting.objects.filter(body=body, **_within(activities)):
        pounds = stakes.get(row.claim)
        if pounds != row.pounds:
            row.pounds, row.weight = pounds, weight(pounds, row.risk)
            changed.append(row)
    Waiting.objects.bulk_update(changed, ["pounds", "weight"], batch_size=500)


def _stakes(body: Body, activities: list[str] | None) -> dict[str, Decimal]:
    """The £ of each claim that waits, as they were last made: in some contracts and projects, or (None) in all."""
    kept = Position.objects.filter(body=body, **_within(activities)).values_list("stakes", flat=True)
    return {claim: Decimal(pounds) for stakes in kept for claim, pounds in stakes.items()}


def _within(activities: list[str] | None) -> dict[str, list[str]]:
    # A database takes some hundreds of values in one question; more are nearly all of them.
    return {} if activities is None or len(activities) > 500 else {"activity__in": activities}


def why_here(row: Waiting) -> str:
    """The reason for a claim's place in the queue, in words."""
    least = f"£{LEAST:,}"
    if row.pounds is None:
        stake = gettext("No £ is known for it, so it counts as %(least)s") % {"least": least}
    else:
        stake = gettext("%(pounds)s at stake") % {"pounds": quantity(row.pounds, "£")}
        if row.pounds < LEAST:
            stake += gettext(", which counts as %(least)s") % {"least": least}
    fix = sum(finding["severity"] in ("error", "stop") for finding in row.findings)
    check = len(row.findings) - fix
    doubts = [words for there, words in (
        (fix, ngettext("%(num)s thing to fix", "%(num)s things to fix", fix) % {"num": fix}),
        (check, ngettext("%(num)s thing to check", "%(num)s things to check", check) % {"num": check}),
        (row.bare, gettext("no evidence held"))) if there]
    return gettext("%(stake)s, times risk %(risk)s: %(doubts)s.") % {
        "stake": stake, "risk": row.risk, "doubts": ", ".join(doubts) or gettext("nothing found")}


def how_ordered() -> str:
    """How the order of the queue is made, in words."""
    return gettext(
        "The £ that it is worth if it is counted, before reductions, times its risk. Risk begins at 1. Added are "
        "%(fix)s for each thing to fix, %(bare)s where no evidence is held, %(gap)s for each thing that the source "
        "does not say, and %(note)s for each other thing to check. Of several types of £ the largest counts. What has "
        "no £, or less than %(least)s, counts as %(least)s. A job makes the £ anew some moments after each change.") % {
            "fix": _RISKS[Severity.ERROR], "bare": _NO_EVIDENCE, "gap": _RISKS[Severity.GAP],
            "note": _RISKS[Severity.NOTE], "least": f"£{LEAST:,}"}
