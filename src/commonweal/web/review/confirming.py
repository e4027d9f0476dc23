"""Confirmation by the one who received something: a one-time link, no account. Looking at it confirms nothing."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.ledger.tables import DELIVERIES
from commonweal.web.audit.actions import Actor, Change, once, record, writes
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body
from commonweal.web.people.outbox import post
from commonweal.web.people.roles import May
from commonweal.web.register.actions import ChangedMeanwhile, changed, put
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import titles
from commonweal.web.review.models import Confirmation

LASTS = timedelta(days=30)


def _fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@writes
def ask_recipient(visit: Visit, claim: Record, organisation: str, email: str, form_token: str = "") -> Confirmation:
    """Mail a one-time link to somebody at the organisation that received something.

    The mail does not say what was received, nor how much. Raises PostedBefore where a form with this token was sent
    before.
    """
    actor, body = visit.actor(May.CHECK_CLAIMS), visit.body
    if organisation == claim.text("reported_by"):
        raise Refused(gettext("Whoever reported it cannot confirm that they received it."))
    once(actor, form_token, "deliveries", claim.key)
    secret = secrets.token_urlsafe(32)
    asked = Confirmation.objects.create(
        body=body, claim=claim.key, organisation=organisation, secret=_fingerprint(secret), asked=timezone.now(),
        until=timezone.now() + LASTS)
    record(actor, Change("ask the recipient", "deliveries", claim.key, after={"asked": organisation},
                         apart={"email": email}))
    post("review/mail/recipient", email, body, secret=secret)
    return asked


def question_of(secret: str) -> Confirmation | None:
    """The question that a link is about, whether it was answered or not; None where the link is no (longer one)."""
    found = Confirmation.objects.select_related("body").filter(secret=_fingerprint(secret)).first()
    return found if found and (found.answered or found.until > timezone.now()) else None


@writes
def answer(asked: Confirmation, yes: bool, version: int) -> None:
    """Keep what the recipient says of the claim in this version; a yes stands in the register.

    The second answer to one link is refused. Raises ChangedMeanwhile where the claim says something else by now.
    """
    held = Confirmation.objects.select_for_update(of=("self",)).select_related("body").get(pk=asked.pk)
    if held.answered:
        raise Refused(gettext("This was answered already."))
    row = ROWS["deliveries"].objects.select_for_update().get(body=held.body, key=held.claim)
    before = row.to_record()
    if row.row_version != version:
        raise ChangedMeanwhile(before, row.row_version)
    held.answered, held.says = timezone.now(), "yes" if yes else "no"
    held.save(update_fields=["answered", "says"])
    actor = Actor(person="", role="recipient", body=held.body.slug, where="one-time link")
    if yes:
        after = Record(DELIVERIES, dict(before.values) | {"confirmed_by": held.organisation})
        put(held.body, after, row.row_version)
        record(actor, changed(DELIVERIES, "confirm as recipient", held.claim, before, after))
    else:
        record(actor, Change("recipient does not confirm", "deliveries", held.claim, after={"says": "no"}))


def said_of(body: Body, claim: str) -> list[tuple[str, Confirmation]]:
    """What recipients were asked about a claim, with their names."""
    found = list(Confirmation.objects.filter(body=body, claim=claim).order_by("asked"))
    names = titles(body, "organisations", (asked.organisation for asked in found), "name")
    return [(names[asked.organisation], asked) for asked in found]
