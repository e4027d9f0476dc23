"""Pages of a return: the list, the tasks, one measure a page, check and send, the receipt.

The same pages serve two desks: the supplier's own, and that of staff who enter what they were told.
"""

import csv
import io
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.web.people.roles import May
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import measures
from commonweal.web.returns.actions import (
    AnsweredMeanwhile,
    Declared,
    NothingToDo,
    add_answer,
    nothing_to_report,
    save_answer,
    send,
    take_away_answer,
)
from commonweal.web.returns.forms import AddForm, AnswerForm, EnterForm, EvidenceForm, SendForm
from commonweal.web.returns.models import Answer, Return, Sending
from commonweal.web.returns.tasklist import Sheet, declared, receipts, sheet_of, why_not_answer


@dataclass(frozen=True)
class Desk:
    """Where a return is filled in: the beginning of its pages' names, and what whoever sits there may do."""

    name: str
    may: May

    def go(self, request: HttpRequest, page: str, returned: Return) -> HttpResponse:
        """To another page of the same return."""
        return redirect(f"{self.name}{page}", body=request.visit.body.slug, reference=returned.key)


SUPPLIER, STAFF = Desk("return", May.ANSWER_RETURNS), Desk("entry", May.ENTER_RETURNS)


def returned_to(request: HttpRequest, desk: Desk, reference: str) -> Return:
    """The return of that reference. Not found where it is another organisation's of the same contract."""
    found = Return.objects.select_related("round", "body").filter(body=request.visit.body, key=reference).first()
    if found is None or (desk is SUPPLIER and found.organisation not in request.visit.organisations):
        raise Http404
    return found


def shown(request: HttpRequest, desk: Desk, template: str, sheet: Sheet, **more: object) -> HttpResponse:
    """A page of a return at a desk."""
    failed = any(getattr(form, "errors", None) for form in more.values())
    return render(request, f"returns/{template}.html.jinja",
                  {"desk": desk.name, "sheet": sheet, "returned": sheet.returned, "failed": failed, **more})


def tasks(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """What is asked, one task a promise."""
    sheet = sheet_of(returned_to(request, desk, reference))
    return shown(request, desk, "tasks", sheet, why_not=why_not_answer(sheet), receipts=receipts(sheet.returned)[:5],
                 wishes=list(sheet.returned.wishes.order_by("-id")[:3]), today=timezone.localdate())


def nothing(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """Nothing to report, in one choice; then straight to checking and sending."""
    returned = returned_to(request, desk, reference)
    with suppress(NothingToDo):
        nothing_to_report(request.visit.actor(desk.may), returned)
    return desk.go(request, "-check", returned)


def answer_of(request: HttpRequest, desk: Desk, key: str) -> tuple[Sheet, Answer]:
    """The answer of that key, as it is now, with the return that it is of."""
    found = Answer.objects.select_related("returned").filter(returned__body=request.visit.body, key=key).first()
    if found is None:
        raise Http404
    sheet = sheet_of(returned_to(request, desk, found.returned.key), alone=True)
    return sheet, sheet.task(key).answer


def places(request: HttpRequest) -> list[tuple[str, str]]:
    """The places of the body, as choices."""
    rows = ROWS["places"].objects.filter(body=request.visit.body).order_by("name")
    return list(rows.values_list("key", "name"))


def answer(request: HttpRequest, answer: str, desk: Desk) -> HttpResponse:
    """One measure: its rule, its last answer, and the answer now. Continue and Save for later both save."""
    sheet, held = answer_of(request, desk, answer)
    task = sheet.task(answer)
    show = partial(shown, request, desk, "answer", sheet, task=task, why_not=why_not_answer(sheet, task))
    form = AnswerForm(sheet, task, places(request), request.POST or None)
    if request.method != "POST":
        return show(form=form, evidence=EvidenceForm(initial={"dated": sheet.round.end}))
    if not form.is_valid():
        return show(form=form)
    later = "later" in request.POST
    try:
        save_answer(request.visit.actor(desk.may), held, form.says, form.cleaned_data["version"], not later)
    except NothingToDo:
        pass
    except AnsweredMeanwhile as meanwhile:
        form.data = form.data.copy()
        form.data["version"] = meanwhile.now.version
        return show(form=form, theirs=sheet_of(sheet.returned, alone=True).task(answer))
    except Refused as refused:
        form.add_error(None, str(refused))
        return show(form=form)
    after = [other for other in sheet.tasks if other.answer.position > held.position and other.state == "not-started"]
    if later or not after or request.GET.get("back"):
        return desk.go(request, "-check" if request.GET.get("back") else "", sheet.returned)
    return redirect(f"{desk.name}-answer", body=request.visit.body.slug, answer=after[0].answer.key)


def take_answer_away(request: HttpRequest, answer: str, desk: Desk) -> HttpResponse:
    """Take something away that was added."""
    sheet, held = answer_of(request, desk, answer)
    try:
        take_away_answer(request.visit.actor(desk.may), held)
        messages.success(request, _("Taken away."))
    except Refused as refused:
        messages.error(request, str(refused))
    return desk.go(request, "", sheet.returned)


def add(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """Add something that was never promised."""
    sheet = sheet_of(returned_to(request, desk, reference), alone=True)
    choices = sorted(((key, row.text("title")) for key, row in measures(request.visit.body).items()),
                     key=lambda choice: choice[1])
    form = AddForm(choices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_answer(request.visit.actor(desk.may), sheet.returned, form.cleaned_data["measure"])
        except NothingToDo:
            made = sheet.returned.answers.get(commitment="", measure=form.cleaned_data["measure"], version=0)
        return redirect(f"{desk.name}-answer", body=request.visit.body.slug, answer=made.key)
    return shown(request, desk, "add", sheet, form=form)


def check(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """Check the answers, declare and send."""
    returned = returned_to(request, desk, reference)
    made = EnterForm if desk is STAFF else SendForm
    form = made(request.POST or None, initial={
        "seen": returned.sent, "name": "" if desk is STAFF else request.user.name, "received": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        declared = Declared(said["name"], said["office"], said.get("how", "here"),
                            said.get("received") or timezone.localdate())
        try:
            send(request.visit.actor(desk.may), returned, said["seen"], declared)
        except NothingToDo:
            pass  # The same form came twice: its receipt is there.
        except Refused as refused:
            form.add_error(None, str(refused))
        if not form.errors:
            return desk.go(request, "-receipt", returned)
    sheet = sheet_of(returned)
    return shown(request, desk, "check", sheet, form=form, why_not=why_not_answer(sheet))


def receipt(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """The receipt of a sending, the last one or the one that is asked for."""
    returned = returned_to(request, desk, reference)
    found = _sending(returned, request.GET.get("number", ""))
    if found is None:
        return desk.go(request, "", returned)
    sent: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(bytes(found.content).decode(), newline="")))
    for line in sent:
        line["quantity"] = Decimal(line["quantity"]) if line["quantity"] else None
    return shown(request, desk, "receipt", sheet_of(returned), sending=found, receipts=receipts(returned), sent=sent,
                 declared=declared(found), counts=sorted(Counter(line["said"] for line in sent).items()))


def _sending(returned: Return, number: str) -> Sending | None:
    """The sending of that number, or the last one; none where nothing was sent yet."""
    found = [sending for sending in receipts(returned) if number in ("", str(sending.number))]
    if number and not found:
        raise Http404
    return found[0] if found else None


def sent_file(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """The file of what was sent, to the byte."""
    returned = returned_to(request, desk, reference)
    found = _sending(returned, request.GET.get("number", ""))
    if found is None:
        return desk.go(request, "", returned)
    return csv_answer(bytes(found.content), f"{returned.key}-{found.number}.csv")


def csv_answer(content: bytes, name: str) -> HttpResponse:
    """A CSV file to save."""
    return HttpResponse(content, content_type="text/csv; charset=utf-8",
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})
