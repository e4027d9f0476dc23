"""Addresses of the site, each with its rule: who may see the page, and who may send its form.

`page` is the only way to add one, and the site does not start with an address whose parts nobody can hold against their
owner, so that a page without a rule cannot exist; the tests read `RULES` and try every role on each.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from commonweal.basics.findings import Refused
from commonweal.web.config.logs import refused
from commonweal.web.config.menu import Group
from commonweal.web.people.access import READS, Visit, lacks_second_factor
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.register.actions import ChangedMeanwhile
from commonweal.web.register.locks import Locked
from commonweal.web.register.reading import has_begun
from commonweal.web.saying import say

View = Callable[..., HttpResponse]


class Open(Enum):
    """A page that no role is needed for."""

    EVERYBODY = "anybody, without an account"
    SIGNED_IN = "anybody with an account"
    MEMBER = "anybody with a role in the body"
    NAMED = "somebody with an account who was asked for it by name; to all others the page does not exist"


@dataclass(frozen=True)
class Rule:
    """One address: its name, its route, who may see it, who may send its form (None: there is no page, no form)."""

    name: str
    route: str
    sees: May | Open | None
    does: May | Open | None
    # The page lists things, and only those within the visitor's reach; else it is about one thing, or all the body.
    filtered: bool = False
    # What people do there, and the words of its link in the menu; empty where it has none.
    group: Group | None = None
    listed: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of what stands in the address."""
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", self.route))

    def needs(self, method: str) -> May | Open | None:
        """What a request by this method needs; None where the method is not allowed."""
        return self.sees if method in ("GET", "HEAD") else self.does if method == "POST" else None


RULES: dict[str, Rule] = {}
# For each part of an address that names a thing: which contract or project the thing belongs to; None if there is no
# such thing. A thing of the body as a whole belongs to "".
OWNERS: dict[str, Callable[[Body, Any], str | None]] = {}
# Parts that name nothing that anybody owns: the body is checked by itself, a secret is its own permission, the others
# choose among fixed words.
FREE = {"body", "table", "form", "file", "number", "secret", "notice"}
# Parts of the addresses for coming in, whose views hold each of them against whoever it was given to.
FREE |= {"word", "uidb36", "key", "provider_id", "pk"}


def owner(part: str) -> Callable[[Callable[[Body, Any], str | None]], Callable[[Body, Any], str | None]]:
    """Mark a function as the one that tells whose a thing in an address is."""

    def keep(find: Callable[[Body, Any], str | None]) -> Callable[[Body, Any], str | None]:
        OWNERS[part] = find
        return find

    return keep


def page(route: str, view: View, name: str, *, sees: May | Open | None, does: May | Open | None = None,
         filtered: bool = False, group: Group | None = None, listed: str = "") -> URLPattern:
    """One address with its rule.

    `filtered` says that the view itself shows only what `request.visit.reach` allows; without it a page that names no
    contract or project is for those who may see all of the body's. `group` is what people do there; the page stands in
    the menu where `listed` gives it words.
    """
    rule = Rule(name, route, sees, does, filtered, group, listed)
    if name in RULES:
        raise ValueError(f"There are two pages called {name}.")
    RULES[name] = rule
    return path(route, _guarded(rule, view), name=name)


class Addressed(Protocol):
    """Something with an address: a page, or an operation for programs."""

    route: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of what stands in the address."""


def refuse_unowned(rules: Iterable[Addressed]) -> None:
    """Raises ValueError where a part of any address names a thing that nobody is known to own."""
    for rule in rules:
        if unknown := set(rule.parts) - OWNERS.keys() - FREE:
            raise ValueError(f"{rule.route}: nobody is known to own {', '.join(sorted(unknown))}.")


def _guarded(rule: Rule, view: View) -> View:
    @functools.wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if any("\0" in str(value) for value in parts.values()):
            raise Http404  # No database and no file system can be asked for it.
        needed = rule.needs(request.method or "")
        if needed is None:
            return HttpResponseNotAllowed(["GET", "HEAD"] + (["POST"] if rule.does else []))
        if needed is Open.EVERYBODY:
            return _written(request, view, parts)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if needed in (Open.SIGNED_IN, Open.NAMED):
            return _written(request, view, parts)
        with _logged(request):
            visit = request.visit = visit_to(request, parts.pop("body"))
        if lacks_second_factor(visit, request.session.get("came_by", "")):
            return redirect("mfa_index")
        if needed is Open.MEMBER:
            return _written(request, view, parts)
        with _logged(request):
            why_not = refusal(visit, needed, parts, filtered=rule.filtered)
        if why_not:
            refused(f"{request.method} {rule.name}", request.user.key, why_not)
            return render(request, "refused.html.jinja", {"why": why_not}, status=403)
        return _written(request, view, parts)

    return answer


def _written(request: HttpRequest, view: View, parts: Mapping[str, Any]) -> HttpResponse:
    """The answer of a view; where it is refused, or cannot be written any more, a page that says so.

    Of a body that has no records yet, most pages have nothing to show: one says how it begins.
    """
    try:
        return view(request, **parts)
    except (Locked, ChangedMeanwhile) as stopped:
        return render(request, "stopped.html.jinja", {
            "locked": isinstance(stopped, Locked), "why": str(stopped)}, status=409)
    except Refused as stopped:
        visit = getattr(request, "visit", None)
        if visit is not None and not has_begun(visit.body):
            return render(request, "register/not_begun.html.jinja", {"may_begin": not visit.why_not(May.MOVE_BOOK)},
                          status=200 if request.method in ("GET", "HEAD") else 409)
        return render(request, "refused.html.jinja", {
            "why": say(stopped.message), "findings": stopped.findings, "now": True}, status=409)


@contextmanager
def _logged(request: HttpRequest) -> Iterator[None]:
    """Say in the log who was refused what is not theirs, or is not there: to them the two look alike."""
    try:
        yield
    except Http404:
        refused(f"{request.method} {request.resolver_match.view_name}", request.user.key, "not theirs, or not there")
        raise


def taken() -> frozenset[str]:
    """First parts of addresses that are the site's own: a body of that name could not be reached."""
    return frozenset({settings.STATIC_URL.strip("/")} | {
        first for rule in RULES.values() if (first := rule.route.partition("/")[0]) and not first.startswith("<")})


def visit_to(request: HttpRequest, slug: str) -> Visit:
    """The visit to the body of that name. A body where the person is nobody looks like one that does not exist."""
    body = Body.objects.filter(slug=slug).first()
    where, came_by = f"{request.method} {request.resolver_match.view_name}", request.session.get("came_by", "")
    visit = Visit.of(request.user, body, where, came_by) if body else None
    if visit is None or not visit.memberships:
        raise Http404
    return visit


def refusal(visit: Visit, needed: May, parts: Mapping[str, Any], *, filtered: bool) -> str | None:
    """Why the visitor may not do this with the things in the address; None if they may.

    A thing that does not exist, and one that is not theirs, look alike: not found.
    """
    if not visit.may(needed) or (visit.body.read_only and needed not in READS):
        return visit.why_not(needed)
    reach = visit.reach(needed)
    owned = [OWNERS[part](visit.body, value) for part, value in parts.items() if part in OWNERS]
    if None in owned or (reach is not None and not set(owned) <= reach):
        raise Http404
    return None if owned or filtered else visit.why_not(needed)
