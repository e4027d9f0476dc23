"""A period is approved level by level and locked; opening it again voids what was signed. Each writer one event."""

from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.web.audit.actions import Change, record, writes
from commonweal.web.jobs import later
from commonweal.web.people.access import Visit
from commonweal.web.people.roles import May
from commonweal.web.register.actions import merged, note_step
from commonweal.web.register.locks import Lock
from commonweal.web.returns.models import Round
from commonweal.web.review.jobs import tell_reopened
from commonweal.web.review.models import SignOff

PREPARED, APPROVED = "prepared", "approved"
_STEPS = ("lock", "approval")


def standing(found: Round) -> dict[str, SignOff]:
    """The sign-offs of a period that stand, by their level."""
    return {signed.level: signed for signed in found.signoffs.filter(voided=None)}


def why_not_prepare(visit: Visit, found: Round) -> str | None:
    """Why the visitor may not sign a period as prepared; None if they may."""
    signed = standing(found)
    return visit.why_not(May.OPEN_RETURNS) or (
        gettext("It is locked already.") if APPROVED in signed else
        gettext("It is signed as prepared already.") if signed else None)


def why_not_approve(visit: Visit, found: Round) -> str | None:
    """Why the visitor may not approve and lock a period; None if they may."""
    signed = standing(found)
    prepared = signed.get(PREPARED)
    return visit.why_not(May.APPROVE_PERIOD) or (
        gettext("It is locked already.") if APPROVED in signed else
        gettext("A social value officer signs it as prepared first.") if prepared is None else
        gettext("You signed it as prepared, so somebody else approves it.")
        if prepared.person == visit.person.key else None)


def why_not_reopen(visit: Visit, found: Round) -> str | None:
    """Why the visitor may not open a period again; None if they may."""
    return visit.why_not(May.REOPEN_PERIOD) or (None if APPROVED in standing(found) else gettext("It is not locked."))


def _refuse(why_not: str | None) -> None:
    if why_not:
        raise Refused(why_not)


def _held(found: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("body").get(pk=found.pk)


@writes
def prepare(visit: Visit, found: Round) -> None:
    """Sign a period as prepared: what came in was looked at, and what stays open is known."""
    held = _held(found)
    _refuse(why_not_prepare(visit, held))
    _sign(visit, held, PREPARED, May.OPEN_RETURNS)
    record(visit.actor(May.OPEN_RETURNS), Change("sign a period as prepared", "rounds", held.key))


def _sign(visit: Visit, found: Round, level: str, what: May) -> None:
    actor = visit.actor(what)
    SignOff.objects.create(round=found, level=level, person=actor.person, role=actor.role, at=timezone.now())


@writes
def approve(visit: Visit, found: Round) -> None:
    """Approve a period that somebody else prepared, and lock it: from now on nothing that was done in it changes."""
    held = _held(found)
    _refuse(why_not_approve(visit, held))
    _sign(visit, held, APPROVED, May.APPROVE_PERIOD)
    changes = [note_step(held.body, held.key, step, held.body.today()) for step in _STEPS]
    Lock.objects.create(body=held.body, period=held.key, label=held.label, start=held.start, end=held.end)
    record(visit.actor(May.APPROVE_PERIOD), merged("approve and lock a period", "rounds", held.key, changes))


@writes
def reopen(visit: Visit, found: Round, reason: str) -> None:
    """Open a locked period again, with a reason. What was signed is void: it is prepared and approved anew."""
    held = _held(found)
    _refuse(why_not_reopen(visit, held) or (None if reason.strip() else gettext("Give a reason in a sentence.")))
    held.signoffs.filter(voided=None).update(voided=timezone.now())
    Lock.objects.filter(body=held.body, period=held.key).delete()
    changes = [note_step(held.body, held.key, step, None) for step in _STEPS]
    record(visit.actor(May.REOPEN_PERIOD), merged("open a locked period again", "rounds", held.key, changes,
                                                  apart={"reason": reason}))
    later(tell_reopened, held.pk, reason)
