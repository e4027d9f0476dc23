"""Filling returns in from a workbook: what it asks, what it would change, and the writing of it as drafts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from commonweal.basics.tables import Record, write_value
from commonweal.exchange.files import File
from commonweal.exchange.receipt import Receipt
from commonweal.exchange.workbooks.answers import Said, read_return
from commonweal.exchange.workbooks.asked import Asked, Line, Span
from commonweal.ledger.asking import SAYS
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.register.actions import merged
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import measures
from commonweal.web.returns.actions import NothingToDo
from commonweal.web.returns.models import Answer, Return
from commonweal.web.returns.rounds import last_position
from commonweal.web.returns.tasklist import Sheet, Task, said_something, sheet_of, why_not_answer

_ALL = (*SAYS, "nothing")


class LookAgain(Exception):
    """Somebody saved an answer since the person looked through what the workbook would change."""


@dataclass(frozen=True)
class Changed:
    """One answer that a workbook changes: what it is about, what is said now and what would be."""

    contract: str
    task: Task
    then: Answer


@dataclass(frozen=True)
class Looked:
    """What a workbook would do: its receipt, what changes, and how often each of those answers was saved by now."""

    receipt: Receipt
    changes: tuple[Changed, ...]

    @property
    def seen(self) -> dict[str, int]:
        """The version of each answer that would change, as it was looked at; 0 for one that is not there yet."""
        return {change.then.key: change.task.answer.version for change in self.changes}


def together(returned: Return, reach: Iterable[str] | None) -> QuerySet[Return]:
    """The returns of one organisation about one period, which one workbook asks about: those within reach."""
    found = Return.objects.filter(round=returned.round, organisation=returned.organisation)
    found = found if reach is None else found.filter(activity__in=reach)
    return found.select_related("round", "body").order_by("key")


def asked_of(sheets: Sequence[Sheet], person: str) -> Asked:
    """What a workbook asks about these returns, as somebody takes it."""
    first = sheets[0]
    body, opened = first.returned.body, first.round
    lines = [(task, _line(sheet, task, person)) for sheet in sheets for task in sheet.tasks]
    return Asked(
        by=body.name, organisation=first.returned.organisation, name=first.organisation,
        span=Span(opened.key, opened.label, opened.start, opened.end, opened.period_kind),
        lines=tuple(line for task, line in lines if task.answer.commitment),
        added=tuple(line for task, line in lines if not task.answer.commitment),
        activities={sheet.returned.activity: sheet.activity.text("title") for sheet in sheets}, measures=measures(body),
        places=dict(ROWS["places"].objects.filter(body=body).order_by("name").values_list("key", "name")),
        due=min(sheet.returned.due for sheet in sheets),
        shut={sheet.returned.activity: why for sheet in sheets if (why := why_not_answer(sheet))})


def _line(sheet: Sheet, task: Task, person: str) -> Line:
    answer, promise, last = task.answer, task.promise, task.last
    return Line(
        key=answer.key, activity=sheet.returned.activity, measure=answer.measure, commitment=answer.commitment,
        promised=promise.number("quantity") if promise else None, due=promise.day("due") if promise else None,
        stage=answer.stage, last=last.number("quantity") if last else None,
        last_until=last.day("end") if last else None, said={name: getattr(answer, name) for name in _ALL},
        stands=task.said if task.state == "asked" else "", closed=why_not_answer(sheet, task) or "",
        answered=answer.version > 0, saved=answer.version, others=answer.saved_by not in ("", person))


def look_through(returned: Return, reach: Iterable[str] | None, person: str, file: File) -> Looked:
    """Read a workbook, and tell what it would change. Changes nothing."""
    sheets = [sheet_of(found, alone=True) for found in together(returned, reach)]
    asked = asked_of(sheets, person)
    found = read_return(file, asked)
    tasks = {task.answer.key: (sheet, task) for sheet in sheets for task in sheet.tasks}
    of = {sheet.returned.activity: sheet for sheet in sheets}
    return Looked(found.receipt, tuple(
        _changed(of[said.line.activity], tasks.get(said.line.key, (None, None))[1], said, asked.measures)
        for said in found.answers if not said.same))


def _changed(sheet: Sheet, task: Task | None, said: Said, known: Mapping[str, Record]) -> Changed:
    """An answer as it would be, beside the one that is there; or a new one about what was never promised."""
    line, now = said.line, task.answer if task else None
    then = Answer(returned=sheet.returned, key=line.key, measure=line.measure, commitment=line.commitment,
                  stage=line.stage)
    if now:
        for field in Answer._meta.concrete_fields:
            setattr(then, field.attname, getattr(now, field.attname))
    for name in SAYS:
        setattr(then, name, said.said.get(name))
    then.basis, then.nothing = then.basis or "increment", bool(said.said.get("nothing"))
    then.done = said_something(then)
    blank = Task(Answer(returned=sheet.returned, key=line.key), known.get(line.measure), None, None, None, "", (), "")
    return Changed(sheet.activity.text("title"), task or blank, then)


@writes
def fill_in(actor: Actor, returned: Return, reach: Iterable[str] | None, file: File, seen: Mapping[str, int]) -> int:
    """Write what a workbook says into the answers, as drafts, all of it or nothing. Returns how many answers changed.

    Nothing is sent. Raises LookAgain where an answer that would change is not as it was when it was looked at, and
    NothingToDo where all of it is there already.
    """
    keys = list(together(returned, reach).values_list("pk", flat=True))
    list(Return.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    list(Answer.objects.select_for_update(of=("self",)).filter(returned__in=keys).order_by("pk"))
    looked = look_through(returned, reach, actor.person, file)
    if not looked.changes:
        raise NothingToDo
    if looked.seen != seen:
        raise LookAgain
    changes = [_write(actor, change) for change in looked.changes]
    record(actor, merged("fill in from a workbook", "returns", returned.key, changes, {
        "file": file.sha256, "rows": str(looked.receipt.accepted)}))
    return len(changes)


def _write(actor: Actor, change: Changed) -> Change:
    before, answer, saved = change.task.answer, change.then, change.task.answer.version
    if answer.pk is None:
        # The same row of a workbook has the same key again, also after what it added was taken away.
        saved = max(saved, answer.returned.gone)
        answer.position = last_position(answer.returned, answer.returned.answers.all()) + 1
    answer.version, answer.saved_by = saved + 1, actor.person
    answer.save()
    old, new = ({name: write_value(getattr(found, name)) for name in _ALL} for found in (before, answer))
    differ = [name for name in _ALL if old[name] != new[name]]
    return Change("fill in", "answers", answer.key, {name: old[name] for name in differ},
                  {name: new[name] for name in differ})
