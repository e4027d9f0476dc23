"""The page of one answer: what was done and the files that show it are one form, and neither is lost for the other."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.exchange.files import File
from commonweal.exchange.sniffing import NotTaken
from commonweal.web.evidence.actions import take, take_away
from commonweal.web.evidence.forms import EvidenceForm
from commonweal.web.evidence.models import Upload
from commonweal.web.evidence.views import give_back, notes_taken_out
from commonweal.web.register.models import ROWS
from commonweal.web.returns.actions import AnsweredMeanwhile, NothingToDo, save_answer, take_away_answer
from commonweal.web.returns.answer_form import AnswerForm
from commonweal.web.returns.models import Answer
from commonweal.web.returns.tasklist import Sheet, Task, sheet_of, why_not_answer
from commonweal.web.returns.views import SUPPLIER, Desk, returned_to, shown

# Buttons after which the same page comes again: more files, and a file taken away.
STAY, AWAY = "stay", "away"


def answer(request: HttpRequest, answer: str, desk: Desk) -> HttpResponse:
    """One measure: its rule, its last answer, the answer now, and its files. Every button saves what was typed."""
    sheet, task = task_of(request, desk, answer)
    form = evidence = theirs = None
    if request.method == "POST" and not why_not_answer(sheet, task):
        evidence = _take_files(request, desk, sheet, task)
        form, theirs = _save(request, desk, sheet, task)
        _take_file_away(request, desk, task)
        if not form and not evidence:
            return _onward(request, desk, sheet, task)
        sheet, task = task_of(request, desk, answer)  # With what was kept just now.
    form = form or AnswerForm(sheet, task, places(request))
    evidence = evidence or EvidenceForm(initial={"dated": sheet.days[1]})
    return shown(request, desk, "answer", sheet, task=task, why_not=why_not_answer(sheet, task), form=form,
                 evidence=evidence, theirs=theirs)


def task_of(request: HttpRequest, desk: Desk, key: str) -> tuple[Sheet, Task]:
    """The answer of that key as it is now, with all that stands beside it, and the return that it is of."""
    found = Answer.objects.select_related("returned").filter(returned__body=request.visit.body, key=key).first()
    if found is None:
        raise Http404
    sheet = sheet_of(returned_to(request, desk, found.returned.key), alone=True)
    return sheet, sheet.task(key)


def places(request: HttpRequest) -> list[tuple[str, str]]:
    """The places that an answer may be about, with their names."""
    rows = ROWS["places"].objects.filter(body=request.visit.body).order_by("name")
    return list(rows.values_list("key", "name"))


def _take_files(request: HttpRequest, desk: Desk, sheet: Sheet, task: Task) -> EvidenceForm | None:
    """Keep the files that were chosen; the form with what is wrong where they are not kept."""
    if STAY not in request.POST and not request.FILES and not request.POST.get("kind"):
        return None
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return form
    files = [File(found.name, found.read()) for found in form.cleaned_data["upload"]]
    about = sheet.returned.activity, sheet.returned.organisation, task.answer.key
    try:
        kept = take(request.visit.actor(desk.may), request.visit.body, about, files, form.cleaned_data["kind"],
                    form.cleaned_data["dated"])
    except NotTaken as fault:
        form.not_taken(fault)
        return form
    said = _("Kept, to be sent with the return: %(names)s.") % {"names": ", ".join(upload.name for upload in kept)}
    messages.success(request, f"{said} {notes_taken_out(kept)}".strip())
    return None


def _save(request: HttpRequest, desk: Desk, sheet: Sheet, task: Task) -> tuple[AnswerForm | None, Task | None]:
    """Save what was typed; else the form with what is wrong, and the answer that somebody else saved meanwhile."""
    held = task.answer
    form = AnswerForm(sheet, task, places(request), request.POST)
    if not form.is_valid():
        return form, None
    stays = STAY in request.POST or AWAY in request.POST
    if stays and all(getattr(held, name) == value for name, value in form.says.items()):
        return None, None  # Nothing was typed: an answer that nobody began is not begun by its files.
    done = held.done if stays else "later" not in request.POST
    try:
        save_answer(request.visit.actor(desk.may), held, form.says, form.cleaned_data["version"], done)
    except NothingToDo:
        pass
    except AnsweredMeanwhile as meanwhile:
        form.data = form.data.copy()
        form.data["version"] = meanwhile.now.version
        return form, sheet_of(sheet.returned, alone=True).task(held.key)
    except Refused as refused:
        form.add_error(None, str(refused))
        return form, None
    return None, None


def _take_file_away(request: HttpRequest, desk: Desk, task: Task) -> None:
    """Take the file away whose button was pressed; it was not sent yet."""
    found = next((upload for upload in task.uploads if upload.key == request.POST.get(AWAY)), None)
    if found is None:
        return
    try:
        take_away(request.visit.actor(desk.may), found)
        messages.success(request, _("Taken away: %(name)s.") % {"name": found.name})
    except Refused as refused:
        messages.error(request, str(refused))


def _onward(request: HttpRequest, desk: Desk, sheet: Sheet, task: Task) -> HttpResponse:
    """To the next measure that nobody began, or to where the visitor came from, or to this one again."""
    page = f"{desk.name}-answer"
    if STAY in request.POST or AWAY in request.POST:
        return redirect(page, body=request.visit.body.slug, answer=task.answer.key)
    after = [other.answer for other in sheet.tasks
             if other.answer.position > task.answer.position and other.state == "not-started"]
    if "later" in request.POST or not after or request.GET.get("back"):
        return desk.go(request, "-check" if request.GET.get("back") else "", sheet.returned)
    return redirect(page, body=request.visit.body.slug, answer=after[0].key)


def evidence_file(request: HttpRequest, upload: str, desk: Desk) -> HttpResponse:
    """A file that was brought, to save."""
    found = Upload.objects.filter(body=request.visit.body, key=upload).first()
    if found is None or (desk is SUPPLIER and found.organisation not in request.visit.organisations):
        raise Http404
    return give_back(found)


def take_answer_away(request: HttpRequest, answer: str, desk: Desk) -> HttpResponse:
    """Take something away that was added."""
    sheet, task = task_of(request, desk, answer)
    try:
        take_away_answer(request.visit.actor(desk.may), task.answer)
        messages.success(request, _("Taken away."))
    except Refused as refused:
        messages.error(request, str(refused))
    return desk.go(request, "", sheet.returned)
