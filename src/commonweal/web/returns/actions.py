"""Everything that writes returns. Each writer is whole or nothing and records one event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, write_value
from commonweal.ledger.tables import EVIDENCE
from commonweal.web.audit.actions import Actor, Change, once, record, writes
from commonweal.web.evidence.models import Upload
from commonweal.web.jobs import later
from commonweal.web.people.models import Body
from commonweal.web.register.actions import ChangedMeanwhile, changed, merged, put
from commonweal.web.register.models import ROWS, Row
from commonweal.web.returns.claims import claim_key, claim_of, file_of, way_to_submitted, writes_a_claim
from commonweal.web.returns.jobs import tell_sent, tell_to_pass_on
from commonweal.web.returns.models import Answer, Return, Sending
from commonweal.web.returns.rounds import last_position
from commonweal.web.returns.tasklist import Sheet, Task, said_something, sheet_of, why_not_answer


class AnsweredMeanwhile(Exception):
    """Somebody else saved the answer since the form was opened; `now` is what it says now."""

    def __init__(self, now: Answer) -> None:
        super().__init__(gettext("Somebody else saved this answer meanwhile."))
        self.now = now


class NothingToDo(Exception):
    """What was asked for is so already: the same form came twice. Nothing is written, and nothing is wrong."""


@writes
def save_answer(actor: Actor, answer: Answer, said: Mapping[str, Any], version: int, done: bool) -> Answer:
    """Save one answer as its writer leaves it.

    Raises AnsweredMeanwhile where somebody else saved another answer since `version`, NothingToDo where it says the
    same already, and Refused where it can no longer be changed.
    """
    now = _held(answer)
    same = now.done == done and all(getattr(now, name) == value for name, value in said.items())
    if now.version != version:
        if same:
            raise NothingToDo
        raise AnsweredMeanwhile(now)
    before = {name: write_value(getattr(now, name)) for name in said}
    for name, value in said.items():
        setattr(now, name, value)
    now.done, now.version, now.saved_by = done, version + 1, actor.person
    now.save()
    after = {name: write_value(getattr(now, name)) for name in said}
    differ = [name for name in said if before[name] != after[name]]
    record(actor, Change("save an answer", "answers", now.key, {name: before[name] for name in differ},
                         {name: after[name] for name in differ}))
    return now


def _held(answer: Answer) -> Answer:
    """The answer as it is now, held until the transaction ends, if it may still be changed."""
    now = Answer.objects.select_for_update(of=("self",)).select_related("returned__round", "returned__body").get(
        pk=answer.pk)
    sheet = sheet_of(now.returned, alone=True)
    why_not = why_not_answer(sheet, sheet.task(now.key))
    if why_not:
        raise Refused(why_not)
    return now


@writes
def add_answer(actor: Actor, returned: Return, measure: str) -> Answer:
    """Begin an answer about something that was never promised. Twice the same, not yet filled in, is one."""
    held = held_return(returned)
    begun = held.answers.filter(commitment="", measure=measure, version=0).first()
    if begun:
        raise NothingToDo
    position = last_position(held, held.answers.all()) + 1
    answer = Answer.objects.create(returned=held, key=f"{held.key}.{position}", position=position, measure=measure)
    record(actor, Change("add something never promised", "answers", answer.key, after={"measure": measure}))
    return answer


@writes
def take_away_answer(actor: Actor, answer: Answer) -> None:
    """Take away an answer about something never promised that was not sent yet. Its place never comes again."""
    held = held_return(answer.returned)
    now = _held(answer)
    if now.commitment or now.claim:
        raise Refused(gettext("Only something that you added, and have not sent yet, can be taken away."))
    Upload.objects.filter(body=held.body, answer=now.key).delete()
    record(actor, Change("take away something added", "answers", now.key, before={"measure": now.measure}))
    now.delete()
    held.gone = max(held.gone, now.position, now.version)
    held.save(update_fields=["gone"])


@writes
def nothing_to_report(actor: Actor, returned: Return) -> int:
    """Say in one step that there is nothing to report; answers that say something already stay as they are."""
    held = held_return(returned)
    list(held.answers.select_for_update().order_by("pk"))
    blank = [task.answer for task in sheet_of(held, alone=True).promised
             if task.promise and not (task.answer.claim or task.answer.done or _typed(task.answer))]
    if not blank:
        raise NothingToDo
    for answer in blank:
        answer.nothing, answer.quantity, answer.done = True, None, True
        answer.version, answer.saved_by = answer.version + 1, actor.person
        answer.save(update_fields=["nothing", "quantity", "done", "version", "saved_by"])
    record(actor, Change("nothing to report", "returns", returned.key, after={"answers": str(len(blank))}))
    return len(blank)


def _typed(answer: Answer) -> bool:
    """Whether somebody saved a number, or that there is nothing: what was filled in from last time nobody said."""
    return bool(answer.version) and (
        said_something(answer) or answer.numerator is not None or answer.denominator is not None)


def held_return(returned: Return) -> Return:
    """The return as it is now, held until the transaction ends. For writers to share."""
    return Return.objects.select_for_update(of=("self",)).select_related("round", "body").get(pk=returned.pk)


@dataclass(frozen=True)
class Declared:
    """Who declares that a return is right, and how and when it reached the body."""

    name: str
    office: str
    how: str
    received: date


@writes
def send(actor: Actor, returned: Return, seen: int, declared: Declared, token: str = "") -> Sending:
    """Send a return: its answers become claims, once, and the receipt is kept with the file of what was sent,
    and mailed.

    `seen` is how many times it had been sent when the form was opened: the same form again raises NothingToDo.
    Raises ChangedMeanwhile where a line that it would change was decided on at this moment.
    `token` is a program's own word for this sending: the same again raises PostedBefore, with its number.
    Refused where nothing is answered.
    """
    held = held_return(returned)
    once(actor, token, "sendings", str(held.sent + 1))
    if held.sent != seen:
        raise NothingToDo
    sheet = sheet_of(held)
    why_not = why_not_answer(sheet) or (None if sheet.to_send else
                                        gettext("There is nothing to send yet. Answer at least one measure, or choose "
                                                "'Nothing to report'."))
    if why_not:
        raise Refused(why_not)
    changes = [change for owner, task in _sent_with(sheet) for change in _write(
        # A subcontractor's line goes to the one it works for first, and into the register when they send it.
        owner, task, declared, waits=bool(owner is sheet and held.under and not task.answer.claim))]
    content, sha256, rows = file_of([(sheet, task) for task in sheet.tasks] + [
        (other, task) for other in sheet.passed for task in other.tasks if task in sheet.passed_on])
    held.sent += 1
    held.save(update_fields=["sent"])
    what = "send a return" if declared.how == "here" else f"enter a return received by {declared.how}"
    number = record(actor, merged(what, "returns", held.key, changes, {"file": sha256, "rows": str(rows)},
                                  {"declared by": declared.name, "office": declared.office}))
    sending = Sending.objects.create(
        returned=held, number=held.sent, at=timezone.now(), event=number, person=actor.person, how=declared.how,
        received=declared.received, rows=rows, content=content, sha256=sha256)
    later(tell_sent, sending.pk)
    if held.under and any(writes_a_claim(task) and task.answer.sent_version and not task.answer.claim
                          for task in sheet.tasks):
        later(tell_to_pass_on, held.pk)
    return sending


def _sent_with(sheet: Sheet) -> Iterator[tuple[Sheet, Task]]:
    """What is sent now, with the sheet it is of: a subcontractor's lines stay its own."""
    of = {task.answer.pk: other for other in (sheet, *sheet.passed) for task in other.tasks}
    for task in sheet.to_send:
        yield of[task.answer.pk], task


def _write(sheet: Sheet, task: Task, declared: Declared, *, waits: bool) -> Iterator[Change]:
    """Write one answer into the register, unless it waits; and note that it was sent."""
    answer, body, key = task.answer, sheet.returned.body, claim_key(task)
    now = _line_now(body, task, key)
    if writes_a_claim(task) and not waits:
        way_to_submitted(now.state if now else None, "supplier" if declared.how == "here" else "officer")
        claim = claim_of(sheet, task, key, declared.received)
        row, before = put(body, claim, now.row_version if now else 0)
        yield changed(row.TABLE, "send", key, before, row.to_record())
        answer.claim = key
        yield from _write_evidence(sheet, task)
    elif now:
        # A level was reported, and nobody measured it after all: what was said of it is taken back.
        row, before = put(body, Record(now.TABLE, dict(now.to_record().values) | {"state": "draft"}), now.row_version)
        yield changed(row.TABLE, "take back", key, before, row.to_record())
    answer.sent_version = answer.version
    answer.save(update_fields=["claim", "sent_version"])


def _line_now(body: Body, task: Task, key: str) -> Row | None:
    """The line of the register that an answer changes, held until the transaction ends; None where it has none yet."""
    now = ROWS["deliveries"].objects.select_for_update().filter(body=body, key=key).first()
    if now and key != task.answer.claim:
        raise Refused(gettext("A line of the register that this return did not write has this reference already: "
                              "%(key)s. Tell your contact.") % {"key": key})
    if now and (task.claim is None or dict(now.to_record().values) != dict(task.claim.values)):
        raise ChangedMeanwhile(now.to_record(), now.row_version)  # Such as by whoever accepts it.
    return now


def _write_evidence(sheet: Sheet, task: Task) -> Iterator[Change]:
    """Name the evidence of an answer in the register, each file once; what is claimed anew rests on the same files."""
    for upload in task.uploads:
        key = upload.row_for(task.answer.claim)
        # One that was taken away since is not named.
        if upload.row == key or not Upload.objects.filter(pk=upload.pk).update(row=key):
            continue
        found = Record(EVIDENCE, {"id": key, "delivery": task.answer.claim, "sha256": upload.sha256,
                                  "kind": upload.kind, "dated": upload.dated, "file_name": upload.name})
        put(sheet.returned.body, found, 0)
        yield changed(EVIDENCE, "send", found.key, None, found)
