"""Pages on which stories, chapters and the settings are written."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from commonweal.web.people.roles import May
from commonweal.web.register.actions import ChangedMeanwhile, write_text
from commonweal.web.register.book_settings import FILE, SettingsForm
from commonweal.web.register.models import Text
from commonweal.web.register.prose import KINDS, TextForm
from commonweal.web.register.reading import pages_of


def texts(request: HttpRequest) -> HttpResponse:
    """All stories and chapters, with whether those in a story agreed and where a chapter stands."""
    listed = {kind: pages_of(request.visit.body, kind) for kind in KINDS}
    return render(request, "register/texts.html.jinja", {
        "listed": listed, "may_write": not request.visit.why_not(May.WRITE_REGISTER)})


def add_text(request: HttpRequest, table: str) -> HttpResponse:
    """Write a new story or chapter."""
    if table not in KINDS:
        return redirect("texts", body=request.visit.body.slug)
    return _answer(request, TextForm(request.visit.body, table, request.POST or None, request.FILES or None))


def change_text(request: HttpRequest, text: str) -> HttpResponse:
    """Write in a story or chapter that is there."""
    body = request.visit.body
    found = Text.objects.get(body=body, path=text)
    kind = text.partition("/")[0]
    page = next((page for page in pages_of(body, kind) if page.file == text), None) if kind in KINDS else None
    if page is None:
        raise Http404
    form = TextForm(body, kind, request.POST or None, request.FILES or None, page=page, version=found.version,
                    within=request.visit.reach(May.WRITE_REGISTER))
    return _answer(request, form)


def settings(request: HttpRequest) -> HttpResponse:
    """The settings that people change, and the rest to be read."""
    visit = request.visit
    form = SettingsForm(visit.body, request.POST or None)
    met = False
    if request.method == "POST" and form.is_valid():
        try:
            write_text(visit.actor(May.WRITE_REGISTER), visit.body, FILE, form.content.encode(),
                       form.cleaned_data["row_version"] or 0, {})
        except ChangedMeanwhile:
            met = True
        else:
            messages.success(request, gettext("Saved."))
            return redirect("settings", body=visit.body.slug)
    return render(request, "register/settings.html.jinja", {
        "form": form, "failed": bool(form.errors), "met": met, "may_write": not visit.why_not(May.WRITE_REGISTER)})


def _answer(request: HttpRequest, form: TextForm) -> HttpResponse:
    visit, more = request.visit, dict[str, Any]()
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            more = {"preview": form.preview()}
        else:
            try:
                write_text(visit.actor(May.WRITE_REGISTER), visit.body, form.path, form.content.encode(),
                           form.cleaned_data["row_version"] or 0, form.picture, form.arrived)
            except ChangedMeanwhile as changed:
                now = Text.objects.filter(body=visit.body, path=form.path).first()
                form.data = form.data.copy()
                form.data["row_version"] = str(changed.version)
                more = {"met": bytes(now.content).decode(errors="replace") if now else gettext("It was taken away.")}
            else:
                for done in form.done:
                    messages.success(request, done)
                messages.success(request, gettext("Saved. There is something to check: it stands below.")
                                 if form.advice else gettext("Saved."))
                return redirect("text", body=visit.body.slug, text=form.path)
    elif request.method != "POST" and form.page:
        more = {"advice": form.checked(form.page)}
    return render(request, "register/text_form.html.jinja", {
        "form": form, "failed": bool(form.errors), "advice": form.advice, **more,
        "say": form.page.say("title") if form.page else
        gettext("Write a story") if form.kind == "stories" else gettext("Write a chapter")})
