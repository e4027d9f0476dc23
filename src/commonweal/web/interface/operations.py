"""Operations of the interface, each with its rule: the scope that a token needs, and what its person's role must allow.

`operation` is the only way to add one. Whose a thing in its address is, and what the role reaches, is told by the same
functions as for pages; the tests read `OPERATIONS` and try every role and every scope on each.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from commonweal.web.config.routes import refusal
from commonweal.web.interface.models import Token
from commonweal.web.interface.problems import Problem, answer_problems
from commonweal.web.interface.scopes import SCOPES
from commonweal.web.interface.tokens import PREFIX, note_use, token_of, visit_by
from commonweal.web.people.roles import May

ROOT = "api/v1/"
_View = Callable[..., Any]
# A part of an address, with or without the kind that it is of.
_PART = re.compile(r"[<{](\w+:)?(\w+)[>}]")
api = NinjaAPI(title="Commonweal", version="1", openapi_url=None, docs_url=None, urls_namespace="interface")
answer_problems(api)


@dataclass(frozen=True)
class Operation:
    """One operation: its name, method and route, the scope and the permission that it needs."""

    name: str
    method: str
    route: str
    scope: str
    needs: May
    # It lists things, and only those within reach; else it is about one thing, or all the body (as `config.routes`).
    filtered: bool = False
    # The table of the register whose rows its address names by `row`.
    table: str = ""
    # Its answer carries the version of what it tells, in the header ETag.
    versioned: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of what stands in the address."""
        return tuple(part for _kind, part in _PART.findall(self.route))

    @property
    def address(self) -> str:
        """The route without the kinds of its parts."""
        return _PART.sub(r"{\2}", self.route)

    def named(self, parts: Mapping[str, Any]) -> dict[str, Any]:
        """What stands in the address besides the body, as the owners of things know it."""
        return {part: f"{self.table}/{value}" if part == "row" else value
                for part, value in parts.items() if part != "body"}


OPERATIONS: dict[str, Operation] = {}


def operation(method: str, route: str, name: str, *, scope: str, needs: May, answers: Any, status: int = 200,
              filtered: bool = False, table: str = "", versioned: bool = False) -> Callable[[_View], _View]:
    """Mark a view as an operation. Its docstring stands in the document: the first line as its summary."""

    def add(view: _View) -> _View:
        if name in OPERATIONS:
            raise ValueError(f"There are two operations called {name}.")
        made = OPERATIONS[name] = Operation(name, method, route, scope, needs, filtered, table, versioned)
        summary, _, rest = (view.__doc__ or "").strip().partition("\n")
        rule = f"Needs the scope `{scope}` and a role that may {needs.value}."
        about = " ".join(filter(None, (" ".join(rest.split()), rule)))
        return api.api_operation([method], route, auth=Bearer(made), response={status: answers}, operation_id=name,
                                 summary=summary.rstrip("."), description=about)(view)

    return add


class _Rate(SimpleRateThrottle):
    """So many requests in a time, by whatever tells who asks."""

    def __init__(self, rate: str, who: str) -> None:
        super().__init__(rate)
        self.who = who

    def get_cache_key(self, request: HttpRequest) -> str:
        """Under what they are counted."""
        return f"interface-{self.who}"

    def hold(self, request: HttpRequest) -> None:
        """Raise a problem where it is too often."""
        if not self.allow_request(request):
            raise Problem("too-often", headers={"Retry-After": str(int(self.wait() or 0) + 1)})


class Bearer(HttpBearer):
    """Lets a token in to one operation, or says why not: in the order of token, scope, role, reach."""

    def __init__(self, rule: Operation) -> None:
        super().__init__()
        self.rule = rule

    def __call__(self, request: HttpRequest) -> Token | None:
        """The token that may do this here and now. A token in an address opens nothing."""
        if PREFIX in request.get_full_path():
            raise Problem("token-in-address")
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token; None where it opens nothing. Raises Problem, or Http404, where it may not do this."""
        found = token_of(token)
        if found is None:
            _Rate(settings.WRONG_TOKEN_RATE, f"from-{get_adapter().get_client_ip(request)}").hold(request)
            return None
        _Rate(settings.INTERFACE_RATE, f"token-{found.pk}").hold(request)
        parts = request.resolver_match.kwargs
        if any("\0" in str(value) for value in parts.values()) or parts["body"] != found.membership.body.slug:
            raise Http404
        visit = visit_by(found, f"{self.rule.method} {self.rule.name}")
        if self.rule.scope not in found.may:
            raise Problem("not-allowed", f"This token was not made for it: it lacks the scope '{self.rule.scope}' "
                                         f"({SCOPES[self.rule.scope].shown}).")
        why_not = refusal(visit, self.rule.needs, self.rule.named(parts), filtered=self.rule.filtered)
        if why_not:
            raise Problem("not-allowed", why_not)
        note_use(found)
        request.visit = visit
        return found


def addresses() -> list[URLPattern]:
    """The addresses of all operations, and of what is none; every answer in the interface's own form."""
    found = [path(f"{ROOT}{pattern.pattern}", _in_form(pattern.callback),
                  name="interface " + _PART.sub(r"{\2}", str(pattern.pattern)))
             for pattern in api.urls[0] if pattern.name != "api-root"]
    return [*found, path("api/<path:file>", _nothing_here, name="interface-nowhere")]


def _in_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        answered = view(request, **parts)
        if answered.status_code == 405:
            return Problem("wrong-method", headers={"Allow": answered.headers["Allow"]}).answer()
        return answered

    # No cookie is looked at, so no form of another site can do anything here.
    answer.csrf_exempt = True  # type: ignore[attr-defined]  # Django's own mark on a view.
    return answer


def _nothing_here(request: HttpRequest, file: str) -> HttpResponse:
    return Problem("not-found").answer()


_nothing_here.csrf_exempt = True  # type: ignore[attr-defined]  # the same.
