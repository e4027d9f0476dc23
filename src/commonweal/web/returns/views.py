"""Pages of a return: the tasks, checking and sending, the receipt.

The same pages serve two desks: the supplier's own, and that of staff who enter what they were told.
"""

import csv
import io
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonweal.basics.findings import Refused
from commonweal.web.people.roles import May
from commonweal.web.register.reading import measures
from commonweal.web.returns.actions import Declared, NothingToDo, add_answer, nothing_to_report, send
from commonweal.web.returns.forms import AddForm, EnterForm, SendForm
from commonweal.web.returns.models import Return, Sending
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
                 wishes=list(sheet.returned.wishes.order_by("-id")[:3]), today=sheet.returned.body.today())


def nothing(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """Nothing to report, in one choice; then straight to checking and sending."""
    returned = returned_to(request, desk, reference)
    with suppress(NothingToDo):  # The same form came twice: it is done already.
        nothing_to_report(request.visit.actor(desk.may), returned)
    return desk.go(request, "-check", returned)


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
    today = returned.body.today()
    form = made(today, request.POST or None, initial={
        "seen": returned.sent, "name": "" if desk is STAFF else request.user.name, "received": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        declared = Declared(said["name"], said["office"], said.get("how", "here"), said.get("received") or today)
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
    sent: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(bytes(found.content).decode("utf-8-sig"), newline="")))
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
