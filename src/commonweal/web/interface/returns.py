"""Operations on returns: what is asked of the token's organisation, its answers as drafts, evidence, and sending."""

from contextlib import suppress
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import File, Form
from ninja.files import UploadedFile

from commonweal.basics.tables import Record
from commonweal.exchange.files import File as Brought
from commonweal.exchange.sniffing import NotTaken
from commonweal.ledger.tables import EVIDENCE
from commonweal.web.audit.actions import PostedBefore
from commonweal.web.evidence.actions import take
from commonweal.web.evidence.forms import EvidenceForm
from commonweal.web.interface.keys import NeededKey, sent_before, word_for
from commonweal.web.interface.operations import operation
from commonweal.web.interface.paging import AfterId, Limit, Page, by_id
from commonweal.web.interface.problems import Fault, Problem, faults_of_form
from commonweal.web.interface.register import Match, version_of
from commonweal.web.interface.return_shapes import (
    Asked,
    Earlier,
    Evidence,
    Receipt,
    ReturnLine,
    Says,
    SaysSent,
    SendSent,
    WholeReturn,
)
from commonweal.web.interface.shapes import Day, as_typed, said
from commonweal.web.people.roles import May
from commonweal.web.returns.actions import (
    AnsweredMeanwhile,
    Declared,
    NothingToDo,
    nothing_to_report,
    save_answer,
    send,
)
from commonweal.web.returns.answer_form import AnswerForm
from commonweal.web.returns.answering import places, task_of
from commonweal.web.returns.listing import Line, lines
from commonweal.web.returns.models import Return, Sending
from commonweal.web.returns.tasklist import Sheet, Task, declared, receipts, sheet_of, why_not_answer
from commonweal.web.returns.views import SUPPLIER, returned_to

_ANSWER = May.ANSWER_RETURNS
_READS = {"scope": "read-returns"}


def _line(found: Line) -> dict[str, Any]:
    held = found.returned
    return {
        "reference": held.key, "period": _span(held), "activity": held.activity, "activity_title": found.activity,
        "organisation": held.organisation, "organisation_name": found.organisation, "due": held.due,
        "state": found.state, "answers": found.answers, "answered": found.answered, "times_sent": held.sent}


def _span(held: Return) -> dict[str, Any]:
    return {"key": held.round.key, "label": held.round.label, "start": held.round.start, "end": held.round.end}


def _listed(request: HttpRequest, chosen: QuerySet, after: int | None, limit: int) -> dict[str, Any]:
    cut = by_id(chosen, after, limit)
    found = {line.returned.pk: line for line in lines(
        request.visit.body, Return.objects.filter(pk__in=[held.pk for held in cut.rows]))}
    return {"items": [_line(found[held.pk]) for held in cut.rows], "next": cut.next}


@operation("GET", "{slug:body}/returns", "list-own-returns", needs=_ANSWER, answers=Page[ReturnLine], filtered=True,
           **_READS)
def own_returns(request: HttpRequest, body: str, after: AfterId = None, limit: Limit = 50) -> Any:
    """List the returns that your organisation is asked for.

    Those that are open and those of earlier periods.
    """
    visit = request.visit
    return _listed(request, Return.objects.filter(
        body=visit.body, organisation__in=visit.organisations, activity__in=visit.reach(_ANSWER),
        round__opens__lte=visit.body.today()), after, limit)


@operation("GET", "{slug:body}/all-returns", "list-all-returns", needs=May.READ_RETURNS, answers=Page[ReturnLine],
           filtered=True, **_READS)
def all_returns(request: HttpRequest, body: str, after: AfterId = None, limit: Limit = 50) -> Any:
    """List the returns of all organisations, for the body's own systems.

    Those of the contracts and projects that the role reaches.
    """
    visit = request.visit
    chosen, reach = Return.objects.filter(body=visit.body), visit.reach(May.READ_RETURNS)
    return _listed(request, chosen if reach is None else chosen.filter(activity__in=reach), after, limit)


@operation("GET", "{slug:body}/returns/{reference}", "read-return", needs=_ANSWER, answers=WholeReturn, **_READS)
def read_return(request: HttpRequest, body: str, reference: str) -> Any:
    """Read one return with everything that it asks.

    Beside each measure: its unit, how to count, what shows it, what was promised and the last answer.
    """
    return _whole(request, returned_to(request, SUPPLIER, reference))


def _whole(request: HttpRequest, held: Return) -> dict[str, Any]:
    sheet = sheet_of(held)
    line = lines(request.visit.body, Return.objects.filter(pk=held.pk))[0]
    return {"line": _line(line), "answers": [_asked(sheet, task) for task in sheet.tasks],
            "why_not": why_not_answer(sheet)}


def _asked(sheet: Sheet, task: Task) -> dict[str, Any]:
    answer, promise = task.answer, task.promise
    return {
        "key": answer.key, "version": answer.version, "measure": answer.measure, "title": task.title,
        "unit": task.unit, "counting": task.counting, "counting_rule": _text(task.measure, "counting_rule"),
        "evidence_rule": _text(task.measure, "evidence_rule"), "commitment": answer.commitment or None,
        "promised": said(promise.get("quantity")) if promise else None,
        "promised_by": promise.day("due") if promise else None,
        "last": {name: said(task.last.get(name)) for name in Earlier.model_fields} if task.last else None,
        "state": task.state, "question": task.said if task.state in ("asked", "refused") else "",
        "done": answer.done, "says": {name: said(getattr(answer, name)) for name in Says.model_fields},
        "evidence": [_evidence(upload) for upload in task.uploads], "why_not": why_not_answer(sheet, task)}


def _text(measure: Record | None, column: str) -> str:
    return measure.text(column) if measure else ""


def _evidence(upload: Any) -> dict[str, Any]:
    return {"key": upload.key, "name": upload.name, "sha256": upload.sha256, "size": upload.size, "kind": upload.kind,
            "dated": upload.dated, "scanned": upload.scanned, "sent": bool(upload.row)}


@operation("GET", "{slug:body}/answers/{answer}", "read-answer", needs=_ANSWER, answers=Asked, versioned=True,
           **_READS)
def read_answer(request: HttpRequest, body: str, answer: str, response: HttpResponse) -> Any:
    """Read one answer with what is asked.

    The header ETag holds its version.
    """
    return _answered(request, answer, response)


def _answered(request: HttpRequest, key: str, response: HttpResponse) -> dict[str, Any]:
    sheet, task = task_of(request, SUPPLIER, key)
    response["ETag"] = f'"{task.answer.version}"'
    return _asked(sheet, task)


@operation("PUT", "{slug:body}/answers/{answer}", "save-answer", scope="answer-returns", needs=_ANSWER, answers=Asked,
           versioned=True)
def save(request: HttpRequest, body: str, answer: str, said: SaysSent, match: Match, response: HttpResponse) -> Any:
    """Save one answer as a draft.

    It is read as the form of the page reads it, and stays a draft until the return is sent.
    """
    sheet, task = task_of(request, SUPPLIER, answer)
    form = AnswerForm(sheet, task, places(request), _typed(said) | {"version": version_of(match)})
    faults = [Fault(code="FORM", where=name, what="This measure is not asked that.", mend="Leave it out.")
              for name, value in said.model_dump(exclude={"done"}).items()
              if value is not None and name not in form.fields]
    if not form.is_valid() or faults:
        raise Problem("does-not-fit", errors=[*faults, *faults_of_form(form)])
    try:
        save_answer(request.visit.actor(_ANSWER), task.answer, form.says, form.cleaned_data["version"], said.done)
    except NothingToDo:
        pass  # It says so already.
    except AnsweredMeanwhile as meanwhile:
        now = Asked(**_answered(request, answer, response))
        raise Problem("changed-meanwhile", str(meanwhile), now=now, headers={"ETag": f'"{now.version}"'}) from meanwhile
    return _answered(request, answer, response)


def _typed(sent: SaysSent) -> dict[str, str]:
    """What was sent, as a browser would send the form."""
    return as_typed(sent.model_dump(exclude={"done", "nothing"})) | ({"nothing": "on"} if sent.nothing else {})


@operation("POST", "{slug:body}/returns/{reference}/nothing", "nothing-to-report", scope="answer-returns",
           needs=_ANSWER, answers=WholeReturn)
def nothing(request: HttpRequest, body: str, reference: str) -> Any:
    """Say in one step that there is nothing to report.

    Answers that say something already stay as they are. Nothing is sent yet.
    """
    held = returned_to(request, SUPPLIER, reference)
    with suppress(NothingToDo):  # Every answer says something already.
        nothing_to_report(request.visit.actor(_ANSWER), held)
    return _whole(request, held)


@operation("POST", "{slug:body}/answers/{answer}/evidence", "bring-evidence", scope="answer-returns", needs=_ANSWER,
           answers=Evidence, status=201)
def bring_evidence(
        request: HttpRequest, body: str, answer: str,
        file: Annotated[UploadedFile, File(description="The file: PDF, PNG, JPEG, XLSX, DOCX, CSV, TXT or EML.")],
        kind: Annotated[Literal[EVIDENCE.column("kind").choices], Form(description="What it is.")],
        dated: Annotated[Day, Form(description="The day of the evidence.")]) -> Any:
    """Bring a file that shows what was done.

    It is sent with the return. The same file again is kept once. Take out names, addresses and faces first.
    """
    sheet, task = task_of(request, SUPPLIER, answer)
    if why_not := why_not_answer(sheet, task):
        raise Problem("does-not-fit", why_not)
    form = EvidenceForm(as_typed({"kind": kind, "dated": dated}), MultiValueDict({"upload": [file]}))
    if not form.is_valid():
        raise Problem("does-not-fit", errors=faults_of_form(form))
    try:
        kept = take(request.visit.actor(_ANSWER), request.visit.body,
                    (sheet.returned.activity, sheet.returned.organisation, task.answer.key),
                    [Brought(found.name, found.read()) for found in form.cleaned_data["upload"]], kind, dated)
    except NotTaken as error:
        raise Problem("does-not-fit", errors=[
            Fault(code=error.code, where="file", what=str(error), mend=error.mend)]) from error
    return _evidence(kept[0])


@operation("POST", "{slug:body}/returns/{reference}/send", "send-return", scope="send-returns", needs=_ANSWER,
           answers=Receipt, status=201)
def send_return(request: HttpRequest, body: str, reference: str, said: SendSent, key: NeededKey) -> Any:
    """Send a return, under the declaration of a named person.

    Its answers become lines of the register. The receipt comes back; the same request with the same Idempotency-Key
    gets the same receipt, and nothing is sent twice.
    """
    held = returned_to(request, SUPPLIER, reference)
    word = word_for(request, f"send-return {held.key}", key, said)
    before = sent_before(request, word)
    if before is None:
        try:
            made = send(request.visit.actor(_ANSWER), held, said.times_sent,
                        Declared(said.name.strip(), said.office.strip(), "here", request.visit.body.today()), word)
            before = str(made.number)
        except PostedBefore as posted:  # By the same request, at the same moment.
            before = posted.key
        except NothingToDo as sent:
            held.refresh_from_db()
            raise Problem("changed-meanwhile", f"It was sent {held.sent} times, not {said.times_sent}.") from sent
    return _receipt(_sending(held, int(before)))


def _sending(held: Return, number: int) -> Sending:
    found = next((sending for sending in receipts(held) if sending.number == number), None)
    if found is None:
        raise Http404
    return found


def _receipt(sending: Sending) -> dict[str, Any]:
    name, office = declared(sending)
    return {"reference": sending.returned.key, "number": sending.number, "at": sending.at, "how": sending.how,
            "received": sending.received, "declared_by": name, "office": office, "rows": sending.rows,
            "sha256": sending.sha256}


@operation("GET", "{slug:body}/returns/{reference}/receipts/{int:number}", "read-receipt", needs=_ANSWER,
           answers=Receipt, **_READS)
def read_receipt(request: HttpRequest, body: str, reference: str, number: int) -> Any:
    """Read the receipt of one sending."""
    return _receipt(_sending(returned_to(request, SUPPLIER, reference), number))
