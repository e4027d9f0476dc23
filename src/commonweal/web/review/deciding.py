"""Who may decide on a claim, and what stands beside it when they do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext

from commonweal.basics.tables import Record
from commonweal.ledger.chains import in_force, roots
from commonweal.ledger.lifecycle import DELIVERIES as LIFE
from commonweal.ledger.lifecycle import why_not_move
from commonweal.snapshot.schedule import split
from commonweal.web.config.pages import day
from commonweal.web.evidence.models import Upload
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.publishing.models import Release
from commonweal.web.register.locks import lock_on
from commonweal.web.register.reading import measures, record, records, settings_of, titles
from commonweal.web.review.makers import makers
from commonweal.web.review.models import Waiting
from commonweal.web.review.weighing import why_here

# What a decision makes of a claim.
STATE = {"query": "queried", "verify": "verified", "reject": "rejected"}


@dataclass(frozen=True)
class Beside:
    """A claim, and everything that whoever decides should see beside it."""

    claim: Record
    activity: str
    organisation: str
    measure: Record | None
    promise: Record | None
    due_by_now: Decimal | None
    earlier: tuple[Record, ...]
    evidence: tuple[Record, ...]
    uploads: dict[str, Upload]
    decisions: tuple[Record, ...]
    waiting: Waiting | None
    place: str

    @property
    def title(self) -> str:
        """What is counted."""
        return self.measure.text("title") if self.measure else self.claim.text("measure")

    @property
    def unit(self) -> str:
        """Of what."""
        return self.measure.text("unit") if self.measure else ""

    @property
    def findings(self) -> list[dict[str, str]]:
        """What the checks say of it, while it waits."""
        return self.waiting.findings if self.waiting else []

    @property
    def why_here(self) -> str:
        """The reason for its place among what waits; empty once it was decided on."""
        return why_here(self.waiting) if self.waiting else ""


def beside(body: Body, claim: Record, today: date) -> Beside:
    """A claim with its promise, what is due by now, earlier answers, evidence, decisions and what the checks say."""
    activity = claim.text("activity")
    commitments = records(body, "commitments", activity=activity)
    root_of = roots(commitments)
    promise = next((row for row in in_force(commitments, claim.day("end") or today)
                    if root_of[row.key] == claim.text("commitment")), None)
    earlier = [row for row in records(body, "deliveries", activity=activity, measure=claim.text("measure"))
               if row.key != claim.key and row.text("commitment") == claim.text("commitment")
               and row.text("end") < claim.text("end")]
    evidence = records(body, "evidence", delivery=claim.key)
    waiting = Waiting.objects.filter(body=body, claim=claim.key).first()
    return Beside(
        claim, titles(body, "activities", [activity])[activity],
        titles(body, "organisations", [claim.text("reported_by")], "name").get(claim.text("reported_by"), ""),
        measures(body).get(claim.text("measure")), promise, due_by(body, promise, today) if promise else None,
        tuple(sorted(earlier, key=lambda row: row.text("end"), reverse=True)[:6]), evidence, files_of(body, evidence),
        records(body, "reviews", delivery=claim.key), waiting,
        titles(body, "places", [claim.text("place")], "name").get(claim.text("place"), ""))


def files_of(body: Body, evidence: Iterable[Record]) -> dict[str, Upload]:
    """The files that rows of evidence name, by the ids of the rows; two claims of one answer may rest on one file."""
    rows = {row.key: row for row in evidence}
    found = Upload.objects.filter(body=body, sha256__in=[row.text("sha256") for row in rows.values()])
    return {row.key: upload for upload in found for row in rows.values()
            if row.key == upload.row_for(row.text("delivery")) and row.text("sha256") == upload.sha256}


def due_by(body: Body, promise: Record, today: date) -> Decimal | None:
    """How much of a promise is due by a day, by its profile; none where the promise has no number."""
    quantity = promise.number("quantity")
    if quantity is None:
        return None
    parts = split(promise, quantity, records(body, "milestones", commitment=promise.key), [today + timedelta(days=1)])
    return sum((part.quantity for part in parts if part.end <= today), Decimal(0))


def why_not_decide(visit: Visit, claim: Record, decision: str) -> str | None:
    """Why a visitor may not make this decision on a claim; None if they may."""
    return (visit.why_not(May.CHECK_CLAIMS, claim.text("activity"))
            or _why_not_move(claim.text("state"), STATE[decision])
            or why_maker(visit, claim) or _why_locked(visit.body, claim)
            or (_why_unsupported(visit.body, claim) if decision == "verify" else None))


def _why_not_move(before: str, after: str) -> str | None:
    if why_not_move(LIFE, before, after, "checker") is None:
        return None
    return {
        "draft": gettext("It is still being written, and was not sent yet."),
        "queried": gettext("A question about it is open. It comes back once the supplier has answered and sent it."),
        "verified": gettext("It is checked already. A question opens it again."),
        "rejected": gettext("It was not accepted, and that stands."),
    }.get(before) or gettext("That is its state already.")


def why_maker(visit: Visit, claim: Record) -> str | None:
    """Nobody checks their own claim, nor one of an organisation that they speak for."""
    if visit.person.key in makers(visit.body, claim.key):
        return gettext("You wrote or entered this yourself, so somebody else checks it.")
    if claim.text("reported_by") in visit.organisations:
        return gettext("It comes from an organisation that you speak for, so somebody else checks it.")
    return None


def _why_locked(body: Body, claim: Record) -> str | None:
    lock = lock_on(body, claim.day("start"), claim.day("end"))
    return gettext("%(period)s is approved and locked.") % {"period": lock.label} if lock else None


def decided_late(body: Body, found: Iterable[Record]) -> str:
    """What a decision now does to the report, where its period was locked before; nothing where it was not.

    The report of a locked period does not take in what was decided later: it is locked again, or what changed waits for
    a correction of what is published.
    """
    period = settings_of(body).period
    step = record(body, "calendar", f"{period.id}/lock")
    lock = step.day("done") if step else None
    if lock is None or body.today() <= lock or Release.objects.filter(
            body=body, period=period.id, published__isnull=False).exists():
        return ""
    spans = ((claim.day("start"), claim.day("end")) for claim in found)
    if not any(start and end and period.span.start <= start and end <= period.span.end for start, end in spans):
        return ""
    return gettext(
        "%(period)s was locked on %(day)s. If you decide now, its report is published only once the reporting calendar "
        "has later days of locking and approval. Or wait until the report is out: your decision then goes into a "
        "correction.") % {"period": period.label, "day": day(lock)}


def _why_unsupported(body: Body, claim: Record) -> str | None:
    if claim.number_or_zero("quantity") == 0 or records(body, "evidence", delivery=claim.key):
        return None
    return gettext("No evidence is held for it. Ask for it; what counts as checked was compared with something.")


def claims(body: Body, keys: Iterable[str]) -> list[Record]:
    """Claims by their ids, in the order of the register."""
    return list(records(body, "deliveries", key__in=list(keys)))


def claim(body: Body, key: str) -> Record | None:
    """One claim by its id."""
    return record(body, "deliveries", key)
