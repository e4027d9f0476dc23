"""What is arranged around returns: periods opened, more time, colleagues and subcontractors. Each writer one event."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext, gettext_noop

from commonweal.basics.findings import Refused
from commonweal.basics.periods import in_words
from commonweal.basics.tables import Record, write_value
from commonweal.ledger.tables import ORGANISATIONS, PARTIES
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.audit.models import Apart
from commonweal.web.evidence.models import Upload
from commonweal.web.jobs import later
from commonweal.web.people.actions import why_not_invite, with_role
from commonweal.web.people.models import Body, Person
from commonweal.web.register.actions import changed, merged, put
from commonweal.web.register.models import ROWS
from commonweal.web.returns.actions import NothingToDo, held_return
from commonweal.web.returns.jobs import suppliers, tell_asked, tell_decided, tell_invited, tell_opened
from commonweal.web.returns.models import Answer, MoreTime, Return, Round
from commonweal.web.returns.rounds import new_answers, new_return, open_returns, promises

_DAYS = ("start", "end", "opens", "due")


@writes
def open_round(actor: Actor, body: Body, said: Mapping[str, Any]) -> tuple[Round, int, int]:
    """Open a period, or ask those whose promises were added since. Returns how many returns and answers are new.

    Refused where there is a period of this short name with other days, or one of another short name with the same days.
    """
    opened, new = Round.objects.get_or_create(body=body, key=said["key"], defaults=said)
    twin = Round.objects.filter(body=body, start=opened.start, end=opened.end).exclude(pk=opened.pk).first()
    if new and twin:
        raise Refused(gettext("%(label)s asks about these days already, and everybody would be asked twice. Its short "
                              "name is %(key)s: type that.") % {"label": twin.label, "key": twin.key})
    if any(getattr(opened, name) != said[name] for name in _DAYS):
        raise Refused(gettext("%(key)s is %(label)s: %(start)s to %(end)s, answered from %(opens)s and due on %(due)s. "
                              "Type these days to ask those whose promises were added since, or another short name for "
                              "another period.") % ({"key": opened.key, "label": opened.label} | {
                                  name: in_words(getattr(opened, name)) for name in _DAYS}))
    returns, answers = open_returns(opened)
    after = {name: write_value(getattr(opened, name)) for name in ("label", *_DAYS)}
    record(actor, Change("open a period for returns" if new else "ask further suppliers", "rounds", opened.key,
                         after=after | {"returns": str(returns), "answers": str(answers)}))
    if returns:
        later(tell_opened, opened.pk, after=max(opened.opens - body.today(), timedelta(0)))
    return opened, returns, answers


def why_not_take_back(opened: Round) -> str | None:
    """Why a period cannot be taken back; None if it can: nobody has done anything about it yet."""
    returns, answers = opened.returns.all(), Answer.objects.filter(returned__round=opened)
    begun = (answers.exclude(version=0).exists() or returns.exclude(sent=0, under="").exists()
             or Upload.objects.filter(body=opened.body, answer__in=answers.values("key")).exists()
             or MoreTime.objects.filter(returned__in=returns).exists()
             or opened.signoffs.exists() or opened.samples.exists())
    return gettext("Somebody began to answer, or it was signed or looked at.") if begun else None


@writes
def take_back_round(actor: Actor, opened: Round) -> None:
    """Take a period back that was opened with wrong days, with all that it asked. Refused where anybody has begun."""
    held = Round.objects.select_for_update(of=("self",)).select_related("body").get(pk=opened.pk)
    answers = Answer.objects.filter(returned__round=held)
    if why_not := why_not_take_back(held):
        raise Refused(why_not)
    asked = {"answers": str(answers.delete()[0]), "returns": str(held.returns.all().delete()[0])}
    record(actor, Change("take a period back", "rounds", held.key, asked | {
        name: write_value(getattr(held, name)) for name in ("label", *_DAYS)}))
    held.delete()


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
    """Let somebody of the same organisation answer its returns. Raises NothingToDo where they may already.

    Refused for staff, and for somebody whose access was ended.
    """
    person, new = _speaks_for(returned, name, email)
    if not new:
        raise NothingToDo
    record(actor, Change("invite a colleague", "returns", returned.key,
                         after={"person": person.key, "organisation": returned.organisation},
                         apart={"name": person.name, "email": person.email}))
    later(tell_invited, returned.pk, person.pk)
    return person


@writes
def invite_subcontractor(actor: Actor, returned: Return, said: Mapping[str, Any]) -> tuple[Return, Person | None]:
    """Ask a subcontractor about the same promises; its lines are passed on with this return, as its own.

    One that the register does not know yet is written there, with its part in the contract or project, and whoever was
    named speaks for it. For one that the register knows, those who speak for it already are told; where there is
    nobody, an officer decides whether the one who was named shall. Nobody is returned in either case.
    """
    held = held_return(returned)
    if why_not := why_not_invite(held.body, said["email"]):
        raise Refused(why_not)
    if held.under:
        raise Refused(gettext("You answer for somebody else's return. Ask them to invite others."))
    body, activity = held.body, held.activity
    organisation, changes = _organisation_of(body, said)
    known = not changes
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
    person = None if known else _speaks_for(theirs, said["name"], said["email"])[0]
    number = record(actor, merged("invite a subcontractor", "returns", held.key, changes, {
        "organisation": organisation, "return": theirs.key, "person": person.key if person else ""},
        {"name": person.name if person else said["name"], "email": person.email if person else said["email"]}))
    if person:
        later(tell_invited, theirs.pk, person.pk)
    elif suppliers(body, organisation):
        later(tell_asked, theirs.pk)
    else:
        theirs.let_in = number
        theirs.save(update_fields=["let_in"])
    return theirs, person


@writes
def decide_let_in(actor: Actor, returned: Return, seen: int, agreed: bool) -> Person | None:
    """Let the one in whom a main supplier named for its subcontractor, or nobody. `seen` is the event that named them.

    Raises NothingToDo where nobody waits. Refused where somebody else was named since, for staff, for somebody whose
    access was ended, and where who it was is erased.
    """
    held = held_return(returned)
    if held.let_in is None:
        raise NothingToDo
    if held.let_in != seen:
        raise Refused(gettext("The main supplier named somebody else meanwhile. Look who it is now, and decide again."))
    name, email = to_let_in(held)
    if agreed and not email:
        raise Refused(gettext("Who was named is erased. The main supplier can invite them once more."))
    person = _speaks_for(held, name, email)[0] if agreed else None
    held.let_in = None
    held.save(update_fields=["let_in"])
    after = {"person": person.key, "organisation": held.organisation} if person else {}
    record(actor, Change("let somebody in" if person else "let nobody in", "returns", held.key, after=after,
                         apart={"name": person.name, "email": person.email} if person else {}))
    if person:
        later(tell_invited, held.pk, person.pk)
    return person


def to_let_in(returned: Return) -> tuple[str, str]:
    """The name and the e-mail address of the one who waits to be let in; empty where nobody does, or it is erased."""
    apart = dict(Apart.objects.filter(event=returned.let_in, name__in=("name", "email")).values_list("name", "value"))
    return apart.get("name", ""), apart.get("email", "")


def _speaks_for(returned: Return, name: str, email: str) -> tuple[Person, bool]:
    """Whoever has this address, as one who answers for the return's organisation, and whether newly."""
    if why_not := why_not_invite(returned.body, email):
        raise Refused(why_not)
    return with_role(returned.body, name, email, "supplier", returned.organisation)


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
