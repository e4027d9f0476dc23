"""Every error of the interface in one form (RFC 9457): what happened, where, and what to send instead."""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.signals import got_request_exception
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from commonweal.basics.findings import Finding, Refused
from commonweal.web.register.actions import ChangedMeanwhile
from commonweal.web.register.locks import Locked

CONTENT_TYPE = "application/problem+json"
_LOG = logging.getLogger("django.request")


@dataclass(frozen=True)
class Sort:
    """One sort of problem: its status, its title, and what a program does about it."""

    status: HTTPStatus
    title: str
    mend: str


SORTS: Mapping[str, Sort] = {
    "not-understood": Sort(
        HTTPStatus.BAD_REQUEST, "The request does not have the form that the document describes.",
        "Mend what 'errors' names, and send it again."),
    "token-in-address": Sort(
        HTTPStatus.BAD_REQUEST, "A token stood in the address.",
        "Addresses are kept in logs: take this token away, make another, and send it in the header Authorization."),
    "no-token": Sort(
        HTTPStatus.UNAUTHORIZED, "There was no token, or one that opens nothing.",
        "Send a token in a header, as 'Authorization: Bearer commonweal_…'. If it was taken away or is over, make "
        "another on the site."),
    "not-allowed": Sort(
        HTTPStatus.FORBIDDEN, "The token, or its person's role, may not do this.",
        "'detail' says which. Make a token with that scope, or ask an administrator of the body for the role."),
    "not-found": Sort(
        HTTPStatus.NOT_FOUND, "There is no such thing here, or not for you.",
        "Check the address. A thing of others and one that does not exist look alike."),
    "wrong-method": Sort(
        HTTPStatus.METHOD_NOT_ALLOWED, "Nothing can be done here by this method.",
        "The header Allow names the methods that can be used."),
    "changed-meanwhile": Sort(
        HTTPStatus.CONFLICT, "Somebody else changed this meanwhile.",
        "'now' holds what it says now. Look at both, decide, and send it again with the version in the header ETag."),
    "does-not-fit": Sort(
        HTTPStatus.CONFLICT, "What was sent is well formed and does not fit what is on record.",
        "Each of 'errors' says where, what is wrong and what to send instead. Nothing was written."),
    "locked": Sort(
        HTTPStatus.CONFLICT, "The period is approved and locked.",
        "A social value officer can open it again, with a reason."),
    "key-used": Sort(
        HTTPStatus.CONFLICT, "This Idempotency-Key was used for something else.",
        "Make a new key for each thing that is sent, and keep it only to send the same again."),
    "too-large": Sort(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is larger than is read.",
        "Send less at once: the JSON of one request is read up to 2 MB."),
    "too-often": Sort(
        HTTPStatus.TOO_MANY_REQUESTS, "Too many requests.",
        "Wait for as many seconds as the header Retry-After says."),
    "failed": Sort(
        HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed that you are not to blame for.",
        "Try again later. Whoever runs the site finds it in the log."),
}


class Fault(BaseModel):
    """One thing that is wrong: its code, where it is, what is wrong and how to mend it, as far as that is known."""

    code: str = Field(description="A stable code, the same as the checks of the records have.")
    where: str = Field(description="The field, parameter or header; empty where it is about all of it.")
    what: str = Field(description="What is wrong, in words for a person.")
    mend: str = Field(description="What to do; empty where `what` says it.")


class ProblemShape(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = Field(description="Where this sort of error is explained.")
    code: str = Field(description="The sort of error, in one word that never changes its meaning.")
    title: str = Field(description="The sort of error, in a sentence.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What happened this time.")
    mend: str = Field(description="What to do about it.")
    errors: list[Fault] = Field(description="Each thing that is wrong.")
    now: dict[str, Any] | None = Field(
        default=None, description="What the row or answer says now, where somebody else changed it meanwhile.")


class Problem(Exception):
    """An operation cannot go on. `headers` are sent with the answer."""

    def __init__(self, code: str, detail: str = "", errors: Iterable[Fault] = (), *, now: BaseModel | None = None,
                 headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail or code)
        self.code, self.detail, self.errors, self.now = code, detail, list(errors), now
        self.headers = dict(headers or {})

    def answer(self) -> HttpResponse:
        """The problem as it is sent."""
        sort = SORTS[self.code]
        shape = ProblemShape(type=f"/api/v1/#{self.code}", code=self.code, title=sort.title, status=sort.status.value,
                             detail=self.detail or sort.title, mend=sort.mend, errors=self.errors)
        said = shape.model_dump(exclude={"now"}) | (
            {"now": self.now.model_dump(mode="json")} if self.now else {})
        return HttpResponse(json.dumps(said, ensure_ascii=False), content_type=CONTENT_TYPE,
                            status=sort.status.value, headers=self.headers)


def faults_of_form(form: Form) -> list[Fault]:
    """What a form found wrong, under the names that a program sends."""
    return [Fault(code=error.code or "FORM", where="" if name == "__all__" else name,
                  what=" ".join(str(message) for message in error.messages), mend="")
            for name, errors in form.errors.as_data().items() for error in errors]


def fault_of_finding(finding: Finding) -> Fault:
    """A finding of the checks as an error."""
    return Fault(code=finding.code, where=finding.where or finding.subject, what=finding.message, mend=finding.mend)


def refused(error: Refused) -> Problem:
    """What a writer refused, in its own words."""
    return Problem("does-not-fit", str(error), map(fault_of_finding, error.findings))


def _not_understood(error: ValidationError) -> Problem:
    faults = [Fault(code=found["type"], where=".".join(str(part) for part in found["loc"] if part != "said"),
                    what=found["msg"], mend="") for found in error.errors]
    return Problem("not-understood", errors=faults)


def _unauthenticated() -> Problem:
    return Problem("no-token", headers={"WWW-Authenticate": 'Bearer realm="commonweal"'})


def _failed(request: HttpRequest, error: Exception) -> Problem:
    """A fault of the site itself: whoever runs it finds it in the log, and the program learns nothing of it."""
    got_request_exception.send(sender=None, request=request)
    _LOG.error("Internal Server Error: %s", request.path, exc_info=error)
    return Problem("failed")


def answer_problems(api: NinjaAPI) -> None:
    """Have every error of the interface answered in this form."""
    sorts: dict[type[Exception], Any] = {
        Problem: lambda request, error: error,
        AuthenticationError: lambda request, error: _unauthenticated(),
        ValidationError: lambda request, error: _not_understood(error),
        HttpError: lambda request, error: Problem("not-understood", str(error)),
        PermissionDenied: lambda request, error: Problem("not-allowed", str(error)),
        RequestDataTooBig: lambda request, error: Problem("too-large"),
        Http404: lambda request, error: Problem("not-found"),
        Refused: lambda request, error: refused(error),
        Locked: lambda request, error: Problem("locked", str(error)),
        ChangedMeanwhile: lambda request, error: Problem("changed-meanwhile", str(error)),
        Exception: _failed,
    }
    for sort, problem in sorts.items():
        api.add_exception_handler(sort, lambda request, error, problem=problem: problem(request, error).answer())
