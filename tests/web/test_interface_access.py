"""Every operation × every role × every scope × own and another's things: as the written policy says.

The expected answers are worked out here from `ROLES` and `SCOPES` alone. A new operation whose address names a thing
that has no example here fails, so none can be added untested.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from commonweal.web.config.routes import OWNERS
from commonweal.web.interface.operations import OPERATIONS, Operation
from commonweal.web.interface.scopes import SCOPES, scopes_for
from commonweal.web.people.models import Body, Membership
from commonweal.web.people.roles import ROLES, May, Scope
from commonweal.web.register.actions import write_row
from commonweal.web.returns.models import Return, Sending
from tests.web.conftest import TESTER
from tests.web.interface import Program, token
from tests.web.test_routes import EXAMPLES, OF_THE_BODY, REACHES, _row, world  # noqa: F401 (a fixture)

# For each table, the key of a row of "repairs" and of one of "paths"; an organisation is of the body as a whole.
ROWS = {"activities": ("repairs", "paths"), "organisations": ("brightbuild", "otherco"),
        "parties": ("repairs/brightbuild/prime", "paths/otherco/prime"),
        "commitments": ("repairs-hours", "paths-hours"), "deliveries": ("repairs-hours-q2", "paths-hours-q1"),
        "milestones": ("repairs-hours/2025-06-30", "paths-hours/2025-06-30"),
        "remedies": ("repairs-plan", "paths-plan")}
SHARED = {"organisations"}


@pytest.fixture
def words(world, body: Body) -> dict[str, dict[str, str]]:  # noqa: F811
    """For each role, and for an officer of another body: a token without any scope, one of each, and one of all."""
    for activity in ("repairs", "paths"):
        write_row(TESTER, body, _row("milestones", commitment=f"{activity}-hours", due=date(2025, 6, 30),
                                     quantity=Decimal(10), title="Half"), 0)
        write_row(TESTER, body, _row("remedies", id=f"{activity}-plan", activity=activity, title="Asked for a plan",
                                     on=date(2025, 5, 1), state="done"), 0)
    for held in Return.objects.filter(body=body):
        Sending.objects.create(returned=held, number=1, at=timezone.now(), event=1, person="x", rows=0, content=b"",
                               received=date(2025, 4, 20), sha256="0" * 64)
    Return.objects.filter(body=body).update(sent=1)
    found = {held.role: held for held in Membership.objects.filter(body=body).select_related("person")
             if held.person.key != "somebody"}
    found["stranger"] = Membership.objects.get(body__slug="elsewhere")
    return {who: {scope: token(held.person, *([scope] if scope else []), name=f"for-{scope or 'all'}")
                  for scope in ("", *SCOPES)} for who, held in found.items()}


def _cases() -> Iterator[tuple[Operation, str]]:
    for operation in OPERATIONS.values():
        yield operation, "own"
        if set(operation.parts) & OWNERS.keys() and operation.table not in SHARED:
            yield operation, "other"


def _address(operation: Operation, whose: str) -> str:
    address = operation.address.partition("/")[2]
    for part in operation.parts[1:]:
        example = ROWS[operation.table] if part == "row" else ("1", "1") if part == "number" else EXAMPLES[part]
        address = address.replace(f"{{{part}}}", example[whose == "other"])
    return address


def _allowed(operation: Operation, whose: str, role: str) -> int:
    """The status that the policy sets for a token with the scope; 0 where it may go on."""
    found = ROLES[role]
    if operation.needs not in found.may:
        return 403
    whole = operation.table in SHARED or set(operation.parts) & OF_THE_BODY
    if whole:
        return 0 if found.scope is Scope.BODY else 404
    if set(operation.parts) & OWNERS.keys():
        return 0 if whose in REACHES[found.scope] else 404
    return 0 if operation.filtered or found.scope is Scope.BODY else 403


@pytest.mark.parametrize(("operation", "whose"), list(_cases()), ids=lambda found: getattr(found, "name", found))
def test_an_operation_answers_each_token_as_the_policy_says(words, operation, whose):
    address = _address(operation, whose)
    for who, by_scope in words.items():
        for scope, word in by_scope.items():
            status = Program(word).ask(operation.method, address, {} if operation.method != "GET" else None).status_code
            expected = (404 if who == "stranger" else 403 if scope not in ("", operation.scope)
                        else _allowed(operation, whose, who))
            if expected:
                assert status == expected, (who, scope, address)
            else:
                assert status not in (401, 403, 404, 405, 500), (who, scope, address)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda found: found.name)
def test_nobody_comes_in_without_a_token_and_no_session_is_one(world, operation):  # noqa: F811
    address = f"/api/v1/smallford/{_address(operation, 'own')}"
    for browser in (Client(), *world.values()):
        answer = browser.generic(operation.method, address)
        assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer"), address
        assert not answer.cookies


@pytest.mark.parametrize("operation", [each for each in OPERATIONS.values() if each.filtered],
                         ids=lambda found: found.name)
def test_a_list_holds_only_what_is_in_reach(words, operation):
    for who, by_scope in words.items():
        if who != "stranger" and operation.needs in ROLES[who].may:
            found = Program(by_scope[""]).ask(operation.method, _address(operation, "own")).content.decode()
            assert ("paths" in found.lower()) is (ROLES[who].scope is Scope.BODY), who
            assert "repairs" in found.lower(), who


def test_each_scope_is_used_by_an_operation_and_lets_use_a_permission_that_a_role_gives():
    assert {each.scope for each in OPERATIONS.values()} == SCOPES.keys()
    assert all(each.needs in SCOPES[each.scope].uses for each in OPERATIONS.values())
    assert {scope for role in ROLES.values() for scope in scopes_for(role)} == SCOPES.keys()
    assert scopes_for(ROLES["auditor"]) == ("read-register", "read-returns", "read-figures")
    assert May.WRITE_REGISTER not in ROLES["auditor"].may
