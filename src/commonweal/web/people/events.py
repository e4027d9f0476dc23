"""What the libraries tell about sign-ins and factors becomes events of the audit trail."""

from datetime import timedelta
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.conf import settings
from django.contrib.auth import signals as auth
from django.http import HttpRequest
from django.utils import timezone

from commonweal.web.audit.actions import Actor
from commonweal.web.people.access import DIRECTORY
from commonweal.web.people.actions import note
from commonweal.web.people.models import Person


def listen() -> None:
    """Hear all of it, from the start of the site on."""
    account.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_turned_away)
    account.password_changed.connect(_changed("change a password"), weak=False)
    account.password_reset.connect(_changed("choose a password"), weak=False)
    factors.authenticator_added.connect(_changed("add a second factor"), weak=False)
    factors.authenticator_removed.connect(_changed("remove a second factor"), weak=False)
    factors.authenticator_reset.connect(_changed("make new recovery codes"), weak=False)
    factors.authentication_failed.connect(_changed("be refused by a second factor"), weak=False)


def _signed_in(request: HttpRequest, user: Person, **said: Any) -> None:
    """A session begins: it holds how, and ends a working day from now whatever happens in it."""
    directory = said.get("sociallogin")
    came_by = f"{DIRECTORY} {directory.account.provider}" if directory else said.get("came_by", "password or passkey")
    request.session["came_by"] = came_by
    request.session["ends"] = (timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)).isoformat()
    note(_actor(request, user), "sign in", user, came_by)


def _signed_out(request: HttpRequest, user: Person | None, **said: Any) -> None:
    if user:
        note(_actor(request, user), "sign out", user)


def _turned_away(credentials: dict[str, Any], request: HttpRequest | None = None, **said: Any) -> None:
    """A wrong password. What was typed is not kept, for it may be a password in the wrong field."""
    address = str(credentials.get("email") or credentials.get("username") or "")
    person = Person.objects.filter(email=address.strip().lower()).first()
    note(_actor(request, person), "be refused a sign-in", person)


def _changed(what: str) -> Any:
    def tell(request: HttpRequest, user: Person, **said: Any) -> None:
        factor = said.get("authenticator")
        note(_actor(request, user), what, user, factor.type if factor else "")

    return tell


def _actor(request: HttpRequest | None, person: Person | None) -> Actor:
    found = getattr(request, "resolver_match", None)
    where = f"{request.method} {found.view_name}" if found else ""
    return Actor(person.key if person else "", where=where)
