"""Pages on which stories, chapters and the settings are written."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from commonweal.ledger.pages import Page, read_pages
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.register.actions import ChangedMeanwhile, write_text
from commonweal.web.register.book_settings import FILE, SettingsForm
from commonweal.web.register.models import Text
from commonweal.web.register.prose import KINDS, TextForm
from commonweal.web.register.reading import texts as texts_of


def texts(request: HttpRequest) -> HttpResponse:
    """All stories and chapters, with whether those in a story agreed and where a chapter stands."""
    folder = texts_of(request.visit.body)
    listed = {kind: [page for found in read_pages(folder, kind)[0] for page in found.in_all] for kind in KINDS}
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
    page = _page(body, text)
    if page is None:
        raise Http404
    form = TextForm(body, text.partition("/")[0], request.POST or None, request.FILES or None, page=page,
                    version=found.version)
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


def _page(body: Body, path: str) -> Page | None:
    kind = path.partition("/")[0]
    if kind not in KINDS or not path.endswith(".md"):
        return None
    pages = [page for found in read_pages(texts_of(body), kind)[0] for page in found.in_all]
    return next((page for page in pages if page.file == path), None)


def _answer(request: HttpRequest, form: TextForm) -> HttpResponse:
    visit, more = request.visit, dict[str, Any]()
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            more = {"preview": form.preview()}
        else:
            try:
                write_text(visit.actor(May.WRITE_REGISTER), visit.body, form.path, form.content.encode(),
                           form.cleaned_data["row_version"] or 0, form.picture)
            except ChangedMeanwhile as changed:
                now = Text.objects.filter(body=visit.body, path=form.path).first()
                form.data = form.data.copy()
                form.data["row_version"] = str(changed.version)
                more = {"met": bytes(now.content).decode(errors="replace") if now else gettext("It was taken away.")}
            else:
                messages.success(request, gettext("Saved. There is something to check: it stands below.")
                                 if form.advice else gettext("Saved."))
                return redirect("text", body=visit.body.slug, text=form.path)
    elif request.method != "POST" and form.page:
        more = {"advice": form.checked(form.page)}
    return render(request, "register/text_form.html.jinja", {
        "form": form, "failed": bool(form.errors), "advice": form.advice, **more,
        "say": form.page.say("title") if form.page else
        gettext("Write a story") if form.kind == "stories" else gettext("Write a chapter")})
