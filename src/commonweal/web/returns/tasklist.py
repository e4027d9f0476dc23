"""A return as its reader sees it: one task a promise, with its rule, its last answer and where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from commonweal.basics.periods import in_words
from commonweal.basics.tables import Record
from commonweal.ledger.asking import last_claims
from commonweal.ledger.chains import in_force, roots
from commonweal.web.audit.models import Apart
from commonweal.web.evidence.models import Upload
from commonweal.web.people.models import Body
from commonweal.web.register.locks import lock_on
from commonweal.web.register.reading import measures, record, records, titles
from commonweal.web.returns.models import Answer, Return, Round, Sending

# Where a task stands, as few as possible. What is about the claim comes from the register, the rest from the draft.
NOT_STARTED, BEGUN, DONE, SENT, CHANGED, ASKED, CHECKED, REFUSED = (
    "not-started", "begun", "done", "sent", "changed", "asked", "checked", "refused")
_BY_CLAIM = {"queried": ASKED, "verified": CHECKED, "rejected": REFUSED}


@dataclass(frozen=True)
class Task:
    """One answer with all that stands beside it."""

    answer: Answer
    measure: Record | None
    promise: Record | None
    # What was said last time, and what the register says now of what was sent.
    last: Record | None
    claim: Record | None
    # The last question or reason of the one who checks.
    said: str
    uploads: tuple[Upload, ...]
    place: str

    @property
    def title(self) -> str:
        """What is counted."""
        return self.measure.text("title") if self.measure else self.answer.measure

    @property
    def unit(self) -> str:
        """Of what."""
        return self.measure.text("unit") if self.measure else ""

    @property
    def counting(self) -> str:
        """How it is counted: flow, stock, once, yes-no or rate."""
        return self.measure.text("counting") if self.measure else "flow"

    @property
    def state(self) -> str:
        """Where it stands."""
        return state_of_answer(self.answer, self.claim.text("state") if self.claim else None, more=self.more_files)

    @property
    def more_files(self) -> bool:
        """Whether files were brought since it was sent."""
        return bool(self.answer.claim) and any(not upload.row for upload in self.uploads)

    @property
    def to_send(self) -> bool:
        """Whether sending would add or change something."""
        return said_something(self.answer) and (
            self.state in (DONE, BEGUN, CHANGED) or (self.more_files and self.state != CHECKED))


def said_something(answer: Answer) -> bool:
    """Whether an answer says what was done, or that nothing was."""
    return answer.nothing or answer.quantity is not None


@dataclass(frozen=True)
class Sheet:
    """A whole return: who is asked about what, its tasks, and those of its subcontractors."""

    returned: Return
    round: Round
    activity: Record
    organisation: str
    tasks: tuple[Task, ...]
    passed: tuple["Sheet", ...] = ()

    @property
    def promised(self) -> tuple[Task, ...]:
        """The tasks about what was promised."""
        return tuple(task for task in self.tasks if task.answer.commitment)

    @property
    def added(self) -> tuple[Task, ...]:
        """The tasks about what never was."""
        return tuple(task for task in self.tasks if not task.answer.commitment)

    @property
    def to_send(self) -> tuple[Task, ...]:
        """What sending would send: its own, and what was passed on to it."""
        own = [task for task in self.tasks if task.to_send]
        return (*own, *(task for task in self.passed_on if said_something(task.answer) and not task.answer.claim))

    @property
    def passed_on(self) -> tuple[Task, ...]:
        """What its subcontractors sent, and it agreed to pass on; not what they are still writing."""
        return tuple(task for sheet in self.passed if sheet.returned.passed_on for task in sheet.tasks
                     if task.answer.sent_version and task.answer.version == task.answer.sent_version)

    @property
    def state(self) -> str:
        """Where the return as a whole stands."""
        return state_of([task.state for task in self.tasks], self.returned.sent)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that it is about: the period, as far as the contract or project runs in it."""
        start = max(self.round.start, self.activity.day("start") or self.round.start)
        end = min(self.round.end, self.activity.day("end") or self.round.end)
        return (start, end) if start <= end else (self.round.start, self.round.end)

    def task(self, key: str) -> Task:
        """The task of one answer."""
        return next(task for task in self.tasks if task.answer.key == key)


def state_of_answer(answer: Answer, claim: str | None, *, more: bool = False) -> str:
    """Where an answer stands, by the state of the claim that it became; `more` files may wait to be sent after it."""
    decided = _BY_CLAIM.get(claim or "")
    if decided and (decided == CHECKED or answer.version <= answer.sent_version):
        return decided
    if answer.sent_version:
        return SENT if answer.version == answer.sent_version and not more else CHANGED
    return DONE if answer.done else BEGUN if answer.version else NOT_STARTED


def state_of(states: Iterable[str], sent: int) -> str:
    """Where a return stands, by where its tasks do."""
    found = set(states)
    if ASKED in found:
        return ASKED
    if sent:
        return CHANGED if CHANGED in found else CHECKED if found and found <= {CHECKED} else SENT
    return NOT_STARTED if found <= {NOT_STARTED} else DONE if found <= {DONE} else BEGUN


def sheet_of(returned: Return, *, alone: bool = False) -> Sheet:
    """A return with all that stands beside its answers, in a number of queries that does not grow with them.

    `alone` leaves out what subcontractors pass on.
    """
    body, opened = returned.body, returned.round
    answers = list(returned.answers.all())
    activity = record(body, "activities", returned.activity)
    assert activity is not None, "a return of a contract that is not in the register"
    promised = _in_force(body, returned)
    claims = records(body, "deliveries", activity=returned.activity)
    by_key = {row.key: row for row in claims}
    last = last_claims(claims, opened.start)
    said = _said(body, [answer.claim for answer in answers])
    uploads: dict[str, list[Upload]] = {}
    for upload in Upload.objects.filter(body=body, answer__in=[answer.key for answer in answers]):
        uploads.setdefault(upload.answer, []).append(upload)
    places = titles(body, "places", [answer.place or "" for answer in answers], "name")
    known = measures(body)
    tasks = tuple(
        Task(answer, known.get(answer.measure), promised.get(answer.commitment),
             last.get((answer.commitment, returned.organisation)), by_key.get(answer.claim),
             said.get(answer.claim, ""), tuple(uploads.get(answer.key, ())), places.get(answer.place or "", ""))
        for answer in answers)
    passed = () if alone else tuple(
        sheet_of(other, alone=True) for other in Return.objects.filter(
            round=opened, activity=returned.activity, under=returned.organisation).select_related("round", "body"))
    names = titles(body, "organisations", [returned.organisation], "name")
    return Sheet(returned, opened, activity, names[returned.organisation], tasks, passed)


def _in_force(body: Body, returned: Return) -> Mapping[str, Record]:
    rows = records(body, "commitments", activity=returned.activity)
    root_of = roots(rows)
    return {root_of[row.key]: row for row in in_force(rows, returned.round.end)}


def _said(body: Body, claims: Iterable[str]) -> dict[str, str]:
    """The last question or reason about each claim."""
    rows = records(body, "reviews", delivery__in=[claim for claim in claims if claim])
    return {row.text("delivery"): row.text("reason") for row in rows}


def why_not_answer(sheet: Sheet, task: Task | None = None) -> str | None:
    """Why an answer of a return cannot be changed any more; None if it can."""
    lock = lock_on(sheet.returned.body, sheet.round.start, sheet.round.end)
    if lock:
        return gettext("%(period)s is approved and locked. Ask your contact at %(body)s if it is wrong.") % {
            "period": lock.label, "body": sheet.returned.body.name}
    if sheet.returned.body.today() < sheet.round.opens:
        return gettext("Answers are taken from %(day)s.") % {"day": in_words(sheet.round.opens)}
    if task and task.state == CHECKED:
        return gettext("This was checked, and stays as it is. Tell your contact if it is wrong.")
    return None


def receipts(returned: Return) -> list[Sending]:
    """The receipts of a return, newest first, without the files."""
    return list(Sending.objects.filter(returned=returned).defer("content"))


def declared(sending: Sending) -> tuple[str, str]:
    """Who declared a return to be right, and their office; empty where that was erased."""
    found = Apart.objects.filter(event=sending.event, name__in=("declared by", "office"))
    apart = dict(found.values_list("name", "value"))
    return apart.get("declared by", ""), apart.get("office", "")
