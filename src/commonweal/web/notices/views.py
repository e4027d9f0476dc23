"""The footer pages for everybody, and the form on which somebody of the body writes them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.report.accessibility import dates, enforcement
from commonweal.report.words import say
from commonweal.web.notices.actions import WrittenMeanwhile, write_notice
from commonweal.web.notices.cookies import cookies
from commonweal.web.notices.forms import NoticeForm
from commonweal.web.notices.parts import COMPLIANCE, KINDS, PLACEHOLDER, UNSAID, Kind
from commonweal.web.notices.reading import day_of, held_and_how_long, in_html, said_of, shown, unfilled
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May


def anywhere(request: HttpRequest, notice: str) -> HttpResponse:
    """A footer page where nobody has said of which body: straight to the only one, or a list of all."""
    kind = _kind(notice)
    # Records that are here only to be read belong to nobody who could write such a page.
    bodies = list(Body.objects.filter(read_only=False).order_by("name"))
    if len(bodies) == 1:
        return redirect("notice", body=bodies[0].slug, notice=notice)
    return render(request, "notices/anywhere.html.jinja", {
        "kind": kind, "notice": notice, "bodies": bodies, "cookies": cookies() if notice == "cookies" else ()})


def public(request: HttpRequest, body: str, notice: str) -> HttpResponse:
    """A footer page of a body, for everybody."""
    kind = _kind(notice)
    found = get_object_or_404(Body, slug=body, read_only=False)
    said, _version = said_of(found, notice)
    request.foot_of = found.slug
    more = {"privacy": lambda: {"held": held_and_how_long(found)}, "cookies": lambda: {"cookies": cookies()},
            "accessibility": lambda: _statement(kind, said)}
    return render(request, f"notices/{notice if notice in more else 'notice'}.html.jinja", {
        "kind": kind, "notice": notice, "body": found, "parts": shown(said, kind.parts),
        "unfinished": any(PLACEHOLDER.search(text) for text in said.values()),
        **(more[notice]() if notice in more else {})})


def _statement(kind: Kind, said: dict[str, str]) -> dict[str, object]:
    """What the statement prints beside words that were typed: nothing on the rules without a test, and on the law."""
    tested = day_of(said, "tested_on")
    compliance = (said.get("compliance") if tested and said.get("tested_how") else None) or UNSAID
    return {
        "said": {name: in_html(text) for name, text in said.items() if text}, "tested_on": tested,
        "headings": {part.name: part.heading for part in kind.parts},
        "words": {name: say(f"accessibility.{name}") for name in ("law", "dates")},
        "compliance": COMPLIANCE[compliance] if compliance != UNSAID else "", "enforcement": enforcement(),
        "dates": dates(day_of(said, "prepared"), day_of(said, "reviewed"))}


def notices(request: HttpRequest) -> HttpResponse:
    """All footer pages of the body, and what of each is still to be filled in."""
    body = request.visit.body
    found = unfilled(body)
    return render(request, "notices/notices.html.jinja", {
        "listed": [(name, kind, [finding for finding in found if finding.subject == name])
                   for name, kind in KINDS.items()], "unfilled": len(found)})


def write(request: HttpRequest, notice: str) -> HttpResponse:
    """Write on a footer page."""
    visit, kind = request.visit, _kind(notice)
    said, version = said_of(visit.body, notice)
    form = NoticeForm(notice, said, version, *([request.POST] if request.method == "POST" else []))
    met = False
    if request.method == "POST" and form.is_valid():
        # The same form again, such as after going back, has nothing left to write.
        if not version or form.said != said:
            try:
                write_notice(visit.actor(May.WRITE_NOTICES), visit.body, notice, form.said,
                             form.cleaned_data["row_version"] or 0)
            except WrittenMeanwhile as meanwhile:
                met = True
                form.data = form.data.copy()
                form.data["row_version"] = str(meanwhile.version)
        if not met:
            messages.success(request, _("Saved. Everybody can read it now."))
            return redirect("notices", body=visit.body.slug)
    return render(request, "notices/write.html.jinja", {
        "form": form, "kind": kind, "notice": notice, "failed": bool(form.errors), "met": met,
        "now": shown(said_of(visit.body, notice)[0], kind.parts) if met else ()})


def _kind(notice: str) -> Kind:
    if notice not in KINDS:
        raise Http404
    return KINDS[notice]
