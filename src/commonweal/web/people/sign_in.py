"""The pages on which people come in by a mailed link or code, and see to how they sign in."""

from collections.abc import Callable

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.mfa.base.views import IndexView
from allauth.socialaccount.providers.openid_connect import views as directory
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from requests import RequestException

from commonweal.web.audit.actions import Actor
from commonweal.web.people import actions
from commonweal.web.people.access import LINK
from commonweal.web.people.forms import AskForLink, TypeCode
from commonweal.web.people.links import is_open, link_of, own_address
from commonweal.web.people.models import Link, Person


def sign_in(request: HttpRequest) -> HttpResponse:
    """All ways in; and the form that asks for a link and a code."""
    goes_to = own_address(request.POST.get("next") or request.GET.get("next") or "")
    if request.user.is_authenticated and request.method != "POST":
        return redirect(goes_to or "start")
    form = AskForLink(request.POST or None)
    if form.is_valid():
        address = form.cleaned_data["address"].lower()
        if not ratelimit.consume(request, action="ask_for_link", key=address):
            return too_many(request)
        actions.ask_for_link(address, goes_to, _where(request))
        request.session["asked_for"] = address
        return redirect("sign-in-code")
    return render(request, "people/sign_in.html.jinja", {
        "form": form, "failed": bool(form.errors), "next": goes_to, "directories": settings.DIRECTORIES})


def code(request: HttpRequest) -> HttpResponse:
    """What happens after asking, and the form for the code; the same whoever the address belongs to, if anybody."""
    asked_for = request.session.get("asked_for", "")
    form = TypeCode(request.POST or None, initial={"address": asked_for})
    if form.is_valid():
        address = form.cleaned_data["address"].lower()
        if not ratelimit.consume(request, action="wrong_code", key=address, dry_run=True):
            return too_many(request)
        link = actions.use_code(address, form.cleaned_data["code"], _where(request))
        if link:
            request.session.pop("asked_for", None)
            return _let_in(request, link.person, link)
        ratelimit.consume(request, action="wrong_code", key=address)
        form.add_error("code", _("This code opens nothing. Check the digits, or ask for a new e-mail: a code is good "
                                 "for a few hours, for one use and for five tries"))
    return render(request, "people/code.html.jinja",
                  {"form": form, "failed": bool(form.errors), "asked_for": asked_for})


def by_link(request: HttpRequest, word: str) -> HttpResponse:
    """Who would sign in and what for. Only the button signs in; a link that opens nothing offers a new one."""
    link = link_of(word)
    if link is None:
        return render(request, "people/link.html.jinja", {"link": None}, status=410)
    if request.method == "POST":
        return _send_again(request, link) if "again" in request.POST else _use(request, link)
    mine = request.user == link.person
    return render(request, "people/link.html.jinja", {"link": link, "open": is_open(link), "mine": mine},
                  status=200 if is_open(link) or mine else 410)


def _use(request: HttpRequest, link: Link) -> HttpResponse:
    person = actions.use_link(link, _where(request))
    if person:
        return _let_in(request, person, link)
    return render(request, "people/link.html.jinja", {"link": link, "open": False}, status=410)


def _send_again(request: HttpRequest, link: Link) -> HttpResponse:
    if not ratelimit.consume(request, action="ask_for_link", key=link.person.email):
        return too_many(request)
    actions.renew_link(link, _where(request))
    # The address is that of the mail that they came from: it is not shown to whoever found the link elsewhere.
    return redirect("sign-in-code")


def _let_in(request: HttpRequest, person: Person, link: Link) -> HttpResponse:
    return perform_login(request, person, email_verification="none", redirect_url=link.goes_to or None,
                         signal_kwargs={"came_by": LINK})


def to_directory(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the body's own directory, after one button."""
    return _reached(request, directory.login, provider_id)


def from_directory(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the directory, with what it says."""
    return _reached(request, directory.callback, provider_id)


def _reached(request: HttpRequest, view: Callable[..., HttpResponse], provider_id: str) -> HttpResponse:
    """What a page of the library answers; where the directory does not, a page that says so."""
    try:
        answer = view(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html.jinja", status=502)
    # The library says 401, which by its definition comes with a way to answer it.
    answer.status_code = 400 if answer.status_code == 401 else answer.status_code
    return answer


def too_many(request: HttpRequest) -> HttpResponse:
    """Asked or tried too often."""
    return render(request, "429.html.jinja", status=429)


class You(IndexView):
    """How somebody signs in: password, passkeys, app, recovery codes, and where they are signed in now."""

    template_name = "people/you.html.jinja"

    def get_context_data(self, **kwargs: object) -> dict:
        """The factors and the sessions that there are."""
        sessions = UserSession.objects.purge_and_list(self.request.user)
        return super().get_context_data(**kwargs) | {
            "sessions": sorted(sessions, key=lambda session: session.created_at, reverse=True),
            "may_have_password": self.request.user.has_usable_password(), "asks_factor": settings.SECOND_FACTOR}


def end_session(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions."""
    session = UserSession.objects.filter(user=request.user, pk=_number(request.POST.get("session", ""))).first()
    if session and not session.is_current():
        actions.end_session(Actor(request.user.key, where=_where(request)), session)
        messages.success(request, _("The session has ended."))
    return HttpResponseRedirect("../")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def _where(request: HttpRequest) -> str:
    return f"{request.method} {request.resolver_match.view_name}"
