"""What is arranged around returns: periods opened, more time, colleagues and subcontractors. Each writer one event."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, gettext_noop

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, write_value
from commonweal.ledger.tables import ORGANISATIONS, PARTIES
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.jobs import later
from commonweal.web.people.actions import with_role
from commonweal.web.people.models import Body, Person
from commonweal.web.register.actions import changed, merged, put
from commonweal.web.register.models import ROWS
from commonweal.web.returns.actions import NothingToDo, held_return
from commonweal.web.returns.jobs import tell_decided, tell_invited, tell_opened
from commonweal.web.returns.models import Answer, MoreTime, Return, Round
from commonweal.web.returns.rounds import new_answers, new_return, open_returns, promises


@writes
def open_round(actor: Actor, body: Body, said: Mapping[str, Any]) -> tuple[Round, int, int]:
    """Open a period, or ask those whose promises were added since. Returns how many returns and answers are new."""
    opened, new = Round.objects.get_or_create(body=body, key=said["key"], defaults=said)
    returns, answers = open_returns(opened)
    after = {name: write_value(getattr(opened, name)) for name in ("label", "start", "end", "opens", "due")}
    record(actor, Change("open a period for returns" if new else "ask further suppliers", "rounds", opened.key,
                         after=after | {"returns": str(returns), "answers": str(answers)}))
    if returns:
        later(tell_opened, opened.pk, after=max(opened.opens - body.today(), timedelta(0)))
    return opened, returns, answers


@writes
def pass_on(actor: Actor, returned: Return, yes: bool) -> None:
    """Agree, as the one it works for, that a subcontractor's lines are sent with one's own; or no longer."""
    held = held_return(returned)
    if held.passed_on == yes:
        raise NothingToDo
    if not yes and held.answers.exclude(claim="").exists():
        raise Refused(gettext("These lines were sent already."))
    held.passed_on = yes
    held.save(update_fields=["passed_on"])
    record(actor, Change("pass on a subcontractor's lines" if yes else "no longer pass on", "returns", held.key,
                         {"passed_on": write_value(not yes)}, {"passed_on": write_value(yes)}))


@writes
def ask_more_time(actor: Actor, person: Person, returned: Return, until: date, reason: str) -> MoreTime:
    """Ask for a later day. One wish waits at a time: the same form again changes nothing."""
    held = held_return(returned)
    if held.wishes.filter(decision="").exists():
        raise NothingToDo
    wish = MoreTime.objects.create(returned=held, asked_by=person, asked=held.body.today(), until=until,
                                   reason=reason)
    record(actor, Change("ask for more time", "returns", held.key, {"due": held.due.isoformat()},
                         {"wished": until.isoformat()}, {"reason": reason}))
    return wish


@writes
def decide_more_time(actor: Actor, wish: MoreTime, granted: bool, answer: str) -> None:
    """Grant a wish for more time, or not, with a reason."""
    held = MoreTime.objects.select_for_update(of=("self",)).select_related("returned").get(pk=wish.pk)
    if held.decision:
        raise NothingToDo
    before = held.returned.due
    held.decision, held.answer = ("granted" if granted else "refused"), answer
    held.save(update_fields=["decision", "answer"])
    if granted:
        held.returned.due = held.until
        held.returned.save(update_fields=["due"])
    record(actor, Change(f"more time {held.decision}", "returns", held.returned.key, {"due": before.isoformat()},
                         {"due": held.returned.due.isoformat()}, {"reason": answer}))
    later(tell_decided, held.returned.pk,
          gettext_noop("You have more time") if granted else gettext_noop("No more time can be given"),
          gettext_noop("What was decided stands beside the return."))


@writes
def invite_colleague(actor: Actor, returned: Return, name: str, email: str) -> Person:
    """Let somebody of the same organisation answer its returns. Raises NothingToDo where they may already."""
    person, new = with_role(returned.body, name, email, "supplier", returned.organisation)
    if not new:
        raise NothingToDo
    record(actor, Change("invite a colleague", "returns", returned.key,
                         after={"person": person.key, "organisation": returned.organisation},
                         apart={"name": person.name, "email": person.email}))
    later(tell_invited, returned.pk, person.pk)
    return person


@writes
def invite_subcontractor(actor: Actor, returned: Return, said: Mapping[str, Any]) -> tuple[Return, Person]:
    """Ask a subcontractor about the same promises; its lines are passed on with this return, as its own.

    One that the register does not know yet is written there, with its part in the contract or project.
    """
    held = held_return(returned)
    if held.under:
        raise Refused(gettext("You answer for somebody else's return. Ask them to invite others."))
    body, activity = held.body, held.activity
    organisation, changes = _organisation_of(body, said)
    if organisation == held.organisation or Return.objects.filter(
            round=held.round, activity=activity, organisation=organisation).exclude(under=held.organisation).exists():
        raise Refused(gettext("This organisation has a return of its own for this period."))
    party = {"activity": activity, "organisation": organisation, "part": "subcontractor", "under": held.organisation}
    found = Record(PARTIES, dict.fromkeys(PARTIES.names) | party)
    if not ROWS["parties"].objects.filter(body=body, key=found.key).exists():
        put(body, found, 0)
        changes.append(changed(PARTIES, "add", found.key, None, found))
    theirs = Return.objects.filter(round=held.round, activity=activity, organisation=organisation).first()
    if theirs is None:
        theirs = new_return(held.round, activity, organisation, under=held.organisation)
        theirs.due = held.due
        theirs.save()
    Answer.objects.bulk_create(new_answers([theirs], promises(
        body, held.round.start, held.round.end, activity=activity)))
    person, _ = with_role(body, said["name"], said["email"], "supplier", organisation)
    record(actor, merged("invite a subcontractor", "returns", held.key, changes, {
        "organisation": organisation, "return": theirs.key, "person": person.key},
        {"name": person.name, "email": person.email}))
    later(tell_invited, theirs.pk, person.pk)
    return theirs, person


def _organisation_of(body: Body, said: Mapping[str, Any]) -> tuple[str, list[Change]]:
    """The organisation that was chosen or named, and what was written for it.

    One that the register does not know is written there, under an id made of its name; one of that name is that one.
    """
    title = said["title"]
    known = said["known"] or ROWS["organisations"].objects.filter(body=body, name__iexact=title).values_list(
        "key", flat=True).first()
    if known:
        return str(known), []
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "organisation"
    taken = set(ROWS["organisations"].objects.filter(body=body, key__startswith=stem).values_list("key", flat=True))
    key = next(name for number in range(1, len(taken) + 2) if (name := stem if number == 1 else f"{stem}-{number}")
               not in taken)
    found = Record(ORGANISATIONS, dict.fromkeys(ORGANISATIONS.names) | {
        "id": key, "name": title, "kind": said["kind"] or "company"})
    put(body, found, 0)
    return key, [changed(ORGANISATIONS, "add", key, None, found)]
