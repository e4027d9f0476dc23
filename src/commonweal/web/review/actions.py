"""Everything that decides on claims. Each writer is whole or nothing and records one event."""

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.ledger.tables import DELIVERIES, REVIEWS
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.jobs import later
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body
from commonweal.web.people.roles import ROLES, May
from commonweal.web.register.actions import ChangedMeanwhile, changed, merged, put
from commonweal.web.register.models import ROWS, Row
from commonweal.web.register.reading import titles
from commonweal.web.returns.jobs import tell_decided
from commonweal.web.returns.models import Answer, Sending
from commonweal.web.review.deciding import STATE, why_not_decide
from commonweal.web.review.models import CLEAN, Waiting


@writes
def decide(visit: Visit, claim: Record, decision: str, reason: str) -> Record:
    """Ask about a claim, accept it or do not, with a reason. Returns the row of the decision.

    Raises ChangedMeanwhile where the claim is no longer as it was shown, and Refused where the visitor may not.
    """
    actor = visit.actor(May.CHECK_CLAIMS)
    held = ROWS["deliveries"].objects.select_for_update().get(body=visit.body, key=claim.key)
    now = held.to_record()
    if dict(now.values) != dict(claim.values):
        raise ChangedMeanwhile(now)
    why_not = why_not_decide(visit, now, decision)
    if why_not:
        raise Refused(why_not)
    if not reason.strip():
        raise Refused(gettext("Give a reason in a sentence."))
    review, changes = _decide(held, actor, decision, reason)
    record(actor, merged(f"{decision} a claim", "deliveries", claim.key, changes))
    _tell(visit.body, claim.key, decision)
    return review


def _tell(body: Body, claim: str, decision: str) -> None:
    """Have the supplier told of a question, or that something was not accepted."""
    told = {
        "query": (gettext_noop("A question about your return"),
                  gettext_noop("A question was asked about one measure. It is open again for your answer.")),
        "reject": (gettext_noop("Something was not accepted"),
                   gettext_noop("One measure of your return was not accepted. The reason stands beside it."))}
    returned = Answer.objects.filter(returned__body=body, claim=claim).values_list("returned", flat=True).first()
    if decision in told and returned:
        later(tell_decided, returned, *told[decision])


def _decide(held: Row, actor: Actor, decision: str, reason: str) -> tuple[Record, list[Change]]:
    """Decide on a claim that is held until the transaction ends."""
    body, claim = held.body, held.to_record()
    after = Record(DELIVERIES, dict(claim.values) | {"state": STATE[decision]})
    put(body, after, held.row_version)
    number = ROWS["reviews"].objects.filter(body=body, delivery=claim.key).count() + 1
    review = Record(REVIEWS, {
        "id": f"{claim.key}.r{number}", "delivery": claim.key, "decision": decision, "by": ROLES[actor.role].shown,
        "maker": maker_of(body, claim), "on": body.today(), "reason": reason})
    put(body, review, 0)
    Waiting.objects.filter(body=body, claim=claim.key).delete()
    return review, [changed(DELIVERIES, decision, claim.key, claim, after),
                    changed(REVIEWS, decision, review.key, None, review)]


def maker_of(body: Body, claim: Record) -> str:
    """Who made a claim, as the register names them: the organisation, and that it was entered for it."""
    reporter = claim.text("reported_by")
    name = titles(body, "organisations", [reporter], "name").get(reporter, "") or "The body itself"
    returned = Answer.objects.filter(returned__body=body, claim=claim.key).values_list("returned", flat=True).first()
    sent = Sending.objects.filter(returned=returned).first() if returned else None
    return f"{name}, entered by staff from {sent.how}" if sent and sent.how != "here" else name


@writes
def accept_many(visit: Visit, seen: Mapping[str, int], reason: str) -> tuple[list[str], dict[str, str]]:
    """Accept claims that are clean, all in one step. Returns those accepted, and why each other one was not.

    A claim that is no longer clean, or not in the version that was `seen`, or that the visitor may not accept, is left
    as it is.
    """
    actor, body = visit.actor(May.CHECK_CLAIMS), visit.body
    rows = ROWS["deliveries"].objects.select_for_update().filter(body=body, key__in=seen).order_by("pk")
    held = {row.key: row for row in rows}
    clean = set(Waiting.objects.filter(body=body, claim__in=seen, **CLEAN).values_list("claim", flat=True))
    accepted: list[str] = []
    left: dict[str, str] = {}
    changes: list[Change] = []
    for key, version in seen.items():
        row = held.get(key)
        why_not = (gettext("It is not in the register.") if row is None else
                   gettext("It was changed since you looked at it.") if row.row_version != version else
                   why_not_decide(visit, row.to_record(), "verify") if key in clean else
                   gettext("Something was found about it, or it was decided on meanwhile."))
        if why_not or row is None:
            left[key] = why_not or ""
            continue
        changes += _decide(row, actor, "verify", reason)[1]
        accepted.append(key)
    if not accepted:
        raise Refused(gettext("Nothing was accepted: none of these claims is clean any more."))
    record(actor, merged("accept clean claims", "deliveries", accepted[0], changes))
    return accepted, left
