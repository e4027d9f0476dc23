"""Pages on which tokens are made and taken away, and the interface's own document and its page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.web.audit.actions import Actor
from commonweal.web.interface.actions import make_token, take_token_away, why_not_make
from commonweal.web.interface.document import text, told
from commonweal.web.interface.forms import MakeToken
from commonweal.web.interface.models import Token
from commonweal.web.interface.problems import SORTS
from commonweal.web.interface.scopes import SCOPES
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Membership
from commonweal.web.people.roles import ROLES, May
from commonweal.web.register.reading import titles


def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and the form for another; a new one is shown this once."""
    visit, word, made = request.visit, "", None
    held = [(each, shown) for each, shown in _held(visit) if why_not_make(each) is None]
    form = MakeToken(held, request.POST or None) if held else None
    if form and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made, word = make_token(_actor(request, form.membership), form.membership, said["name"], said["scopes"],
                                    form.ends)
            form = MakeToken(held)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "interface/tokens.html.jinja", {
        "form": form, "failed": bool(form and form.errors), "word": word, "made": made, "scopes": SCOPES,
        "why_not": next((why for each in visit.memberships if (why := why_not_make(each))), None),
        "tokens": _tokens(visit), "all": visit.may(May.MANAGE_PEOPLE)})


def take_away(request: HttpRequest) -> HttpResponse:
    """Take a token away: one's own, or anybody's for whoever manages people here."""
    visit, number = request.visit, request.POST.get("token", "")
    found = next((token for token in _tokens(visit) if str(token.pk) == number), None)
    if found:
        try:
            take_token_away(_actor(request, found.membership), found)
            messages.success(request, _("%(name)s was taken away, and opens nothing any more.") % {"name": found.name})
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("tokens", body=visit.body.slug)


def _held(visit: Visit) -> list[tuple[Membership, str]]:
    """The roles that stand in this session, as people call them."""
    names = titles(visit.body, "organisations", visit.organisations, "name")
    return [(each, f"{_(ROLES[each.role].shown)} ({names[each.organisation]})" if each.organisation
             else _(ROLES[each.role].shown)) for each in visit.memberships]


def _tokens(visit: Visit) -> list[Token]:
    """The tokens that somebody may see and take away, those that are open first."""
    found = Token.objects.select_related("membership__person").filter(membership__body=visit.body)
    if not visit.may(May.MANAGE_PEOPLE):
        found = found.filter(membership__in=visit.memberships)
    return sorted(found.order_by("-pk"), key=lambda token: token.over)


def _actor(request: HttpRequest, held: Membership) -> Actor:
    """Who makes or takes away: in the role of the token where it is their own, else as who manages people."""
    visit = request.visit
    role = held.role if held.person_id == visit.person.pk else visit.actor(May.MANAGE_PEOPLE).role
    return Actor(visit.person.key, role, visit.body.slug, visit.where)


def openapi(request: HttpRequest) -> HttpResponse:
    """The document of the interface, for programs and those who write them."""
    return HttpResponse(text(), content_type="application/json", headers={
        "Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"})


def about(request: HttpRequest) -> HttpResponse:
    """The interface on one page, for people."""
    return render(request, "interface/about.html.jinja", {"groups": told(), "problems": SORTS})
