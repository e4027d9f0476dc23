"""Pages on which figures are frozen, a release is prepared, looked at, approved and published; and the public files."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.report.previous import read_previous
from commonweal.report.words import printed
from commonweal.web.audit.actions import Actor, PostedBefore
from commonweal.web.people.models import Body, Person
from commonweal.web.people.roles import May
from commonweal.web.publishing.actions import approve, ask_for_approval, ask_to_freeze, ask_to_prepare, decline, publish
from commonweal.web.publishing.forms import AnswerForm, AskForm, FreezeForm
from commonweal.web.publishing.models import Frozen, Release, Work
from commonweal.web.publishing.policies import checklist_of, why_not_approve, why_not_publish
from commonweal.web.publishing.serving import file_of
from commonweal.web.register.models import ROWS
from commonweal.web.register.particulars import PARTICULARS
from commonweal.web.register.reading import measures, settings_of

_LISTED = 20


def reports(request: HttpRequest) -> HttpResponse:
    """Frozen figures and releases, the newest first; and the form to freeze."""
    body = request.visit.body
    day = min(settings_of(body).period.span.end, body.today())
    form = FreezeForm(request.POST or None, initial={"as_of": day.strftime("%d/%m/%Y")})
    if request.method == "POST" and form.is_valid():
        try:
            with suppress(PostedBefore):  # They are being frozen: the same form came twice.
                ask_to_freeze(request.visit.actor(May.FREEZE_FIGURES), body, form.cleaned_data["as_of"], form.token)
            messages.success(request, _("The figures are being frozen. Load this page again in a moment."))
            return redirect("reports", body=body.slug)
        except Refused as refused:
            form.add_error("as_of", str(refused))
    return render(request, "publishing/reports.html.jinja", {
        "form": form, "failed": form.is_bound and not form.is_valid(),
        "frozen": Frozen.objects.filter(body=body).order_by("-pk")[:_LISTED],
        "releases": Release.objects.filter(body=body).order_by("-number")[:_LISTED],
        "may_freeze": request.visit.why_not(May.FREEZE_FIGURES) is None})


def prepare_release(request: HttpRequest, frozen: int) -> HttpResponse:
    """Have a release of these frozen figures prepared."""
    body = request.visit.body
    found = get_object_or_404(Frozen, body=body, pk=frozen)
    try:
        release = ask_to_prepare(request.visit.actor(May.FREEZE_FIGURES), found)
    except Refused as refused:
        return _refused(request, str(refused))
    messages.success(request, _("The report is being made. Load this page again in a moment."))
    return redirect("release", body=body.slug, release=release.number)


def release(request: HttpRequest, release: int) -> HttpResponse:
    """One release: how far it has come, its check list, who approved it, what may be done next."""
    return _shown(request, _release(request, release), AskForm())


def _shown(request: HttpRequest, found: Release, form: AskForm, answer: AnswerForm | None = None) -> HttpResponse:
    return render(request, "publishing/release.html.jinja", {
        "release": found, "form": form, "answer": answer or AnswerForm(),
        "failed": bool(form.errors or (answer and answer.errors)),
        "approvers": settings.APPROVERS, "names": _names(found), "asked": found.asked_to_approve.order_by("pk"),
        "checklist": list(checklist_of(found)), "row_at": partial(_row_at, found.body),
        "approvals": found.approvals.filter(fingerprint=found.fingerprint), "changes": _changes(found),
        "why_not_approve": why_not_approve(found, request.user, request.visit),
        "why_not_publish": request.visit.why_not(May.PUBLISH_REPORT) or why_not_publish(found),
        "may_ask": request.visit.why_not(May.FREEZE_FIGURES) is None and not found.published,
        "ready": found.state == Work.READY})


def approve_release(request: HttpRequest, release: int) -> HttpResponse:
    """Approve the release as it was looked at, or say why not."""
    found = _release(request, release)
    if why_not := why_not_approve(found, request.user, request.visit):
        return _refused(request, why_not)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, AskForm(), form)
    return (_answered(request, found, request.visit.actor(May.APPROVE_REPORT), form)
            or redirect("release", body=request.visit.body.slug, release=release))


def ask_approver(request: HttpRequest, release: int) -> HttpResponse:
    """Name somebody who may approve this release, whether or not they can sign in here."""
    found, form = _release(request, release), AskForm(request.POST)
    if form.is_valid():
        try:
            person = ask_for_approval(request.visit.actor(May.FREEZE_FIGURES), found, form.cleaned_data["name"],
                                      form.cleaned_data["email"])
            messages.success(request, _("%(name)s is asked by e-mail.") % {"name": person.name})
            return redirect("release", body=request.visit.body.slug, release=release)
        except Refused as refused:
            form.add_error("name", str(refused))
    return _shown(request, found, form)


def publish_release(request: HttpRequest, release: int) -> HttpResponse:
    """Publish the release."""
    found = _release(request, release)
    try:
        publish(request.visit.actor(May.PUBLISH_REPORT), found)
    except Refused as refused:
        return _refused(request, str(refused))
    messages.success(request, _("Release %(number)s is published.") % {"number": found.release})
    return redirect("release", body=request.visit.body.slug, release=release)


def preview(request: HttpRequest, release: int, file: str) -> HttpResponse:
    """A file of a release that was prepared, for those who may see figures."""
    found = _release(request, release)
    return file_of(found.folder if found.published else found.prepared, file)


def published(request: HttpRequest, body: str, file: str = "index.html") -> HttpResponse:
    """A file of the newest release of the newest period's report, for everybody."""
    newest = (Release.objects.filter(body__slug=body, published__isnull=False)
              .order_by("-period_end", "-release", "-number").first())
    if newest is None:
        raise Http404
    return _public(file_of(newest.folder, file))


def published_release(request: HttpRequest, body: str, number: int, file: str = "index.html") -> HttpResponse:
    """A file of one published release, for everybody; earlier ones stay where they are."""
    found = get_object_or_404(Release, body__slug=body, number=number, published__isnull=False)
    return _public(file_of(found.folder, file))


def approve_asked(request: HttpRequest, body: str, number: int) -> HttpResponse:
    """The page for somebody who was asked by name: what they approve, and the button."""
    found = get_object_or_404(Release, body__slug=body, number=number)
    if not found.asked_to_approve.filter(person=request.user.key).exists():
        raise Http404
    why_not = why_not_approve(found, request.user)
    form = AnswerForm(request.POST or None)
    if form.is_valid() and not why_not:
        actor = Actor(request.user.key, "asked to approve", found.body.slug, "POST approve-asked")
        return _answered(request, found, actor, form) or redirect("approve-asked", body=body, number=number)
    return render(request, "publishing/asked.html.jinja", {
        "release": found, "why_not": why_not, "changes": _changes(found), "answer": form, "failed": bool(form.errors)})


def asked_preview(request: HttpRequest, body: str, number: int, file: str) -> HttpResponse:
    """A file of the release that somebody was asked to approve."""
    found = get_object_or_404(Release, body__slug=body, number=number)
    if not found.asked_to_approve.filter(person=request.user.key).exists():
        raise Http404
    return file_of(found.folder if found.published else found.prepared, file)


def _release(request: HttpRequest, number: int) -> Release:
    return get_object_or_404(Release.objects.select_related("frozen", "body"), body=request.visit.body, number=number)


def _answered(request: HttpRequest, found: Release, actor: Actor, form: AnswerForm) -> HttpResponse | None:
    """Keep what somebody answers about a release; the page that says why it is not kept, where it is not."""
    fingerprint, told = request.POST.get("fingerprint", ""), {"number": found.release}
    try:
        if request.POST.get("decision") == "decline":
            decline(actor, found, fingerprint, form.cleaned_data["reason"])
            messages.success(request, _("You did not approve release %(number)s. Whoever prepared it is told.") % told)
        else:
            approve(actor, found, fingerprint)
            messages.success(request, _("You have approved release %(number)s.") % told)
    except Refused as refused:
        return _refused(request, str(refused))
    return None


def _row_at(body: Body, found: dict[str, Any]) -> str:
    """The page of the row that a finding of the check list is about, or of the table that lacks one; else nothing."""
    table, key = found.get("file", "").removesuffix(".csv"), found.get("subject", "")
    if table in ROWS and key and "row" in found:
        return reverse("row", kwargs={"body": body.slug, "row": f"{table}/{key}"})
    return reverse("table", kwargs={"body": body.slug, "table": table}) if table in PARTICULARS else ""


def _names(found: Release) -> dict[str, str]:
    keys = {found.asked_by, found.published_by, found.frozen.asked_by,
            *found.approvals.values_list("person", flat=True), *found.asked_to_approve.values_list("person", flat=True)}
    return dict(Person.objects.filter(key__in=keys).values_list("key", "name"))


def _changes(found: Release) -> list[dict[str, str]]:
    """What this release changed of the one before, as the report itself lists it; nothing for a first one."""
    folder = found.folder if found.published else found.prepared
    if found.release == 1 or found.state != Work.READY:
        return []
    units = {row.text("unit") for row in measures(found.body).values()}
    return [{"title": row.text("title")} | {name: printed(row.text(name), unit, measured=unit in units)
                                            for unit in [row.text("unit")] for name in ("before", "after")}
        for row in read_previous(folder).changes if row.count("release") == found.release]


def _public(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "refused.html.jinja", {"why": why, "now": True}, status=409)
