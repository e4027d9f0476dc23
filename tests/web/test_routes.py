"""Every address × every role × own, another's and nobody's things × every method: as the written policy says.

The expected answers are worked out here from `ROLES` alone, not by the code that guards pages. A new address with a
part that has no example here fails, so none can be added untested.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonweal.basics.tables import Record
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.models import Disposal, Event
from commonweal.web.config import urls  # noqa: F401 (fills RULES)
from commonweal.web.config.routes import OWNERS, RULES, Open, Rule
from commonweal.web.config.surroundings import Directory
from commonweal.web.evidence.keeping import keep
from commonweal.web.evidence.models import Upload
from commonweal.web.interface.operations import OPERATIONS
from commonweal.web.people.actions import invite
from commonweal.web.people.models import Body, Person
from commonweal.web.people.roles import ROLES, May, Scope
from commonweal.web.publishing.models import Frozen, Release
from commonweal.web.register.actions import write_row
from commonweal.web.register.models import Import, Text
from tests.web.asked import opened
from tests.web.conftest import TESTER, content, person, signed_in, with_app

# For each part of an address that names a thing: one of "repairs", which brightbuild delivers and the manager looks
# after, and one of "paths", which is another's.
EXAMPLES: dict[str, tuple[str, str]] = {
    "activity": ("repairs", "paths"),
    "row": ("parties/repairs/brightbuild/prime", "parties/paths/otherco/prime"),
    "frozen": ("1", "2"), "release": ("1", "2"),
    "brought": ("7", "7"), "text": ("stories/garden.md", "stories/path.md"),
    # Somebody of the body: whoever manages people there manages all.
    "person": ("somebody", "somebody"),
    # The event of the records that were taken in, and a list of what to destroy.
    "event": ("1", "1"), "disposal": ("1", "1"),
    "reference": ("2025-q1.repairs.brightbuild", "2025-q1.paths.otherco"),
    "answer": ("2025-q1.repairs.brightbuild.1", "2025-q1.paths.otherco.1"),
    "upload": ("own-upload", "other-upload"),
    "claim": ("repairs-hours-q2", "paths-hours-q1"),
    "span": ("2025-q1", "2025-q1"),
}
# Things of the body as a whole: nobody reaches them who may not see all of it.
OF_THE_BODY = {"frozen", "release", "span"}
# For parts that choose among fixed words.
WORDS = {"table": "organisations", "form": "register", "file": "index.html", "number": "1", "word": "altered",
         "uidb36": "1", "key": "altered", "provider_id": "smallford", "pk": "1", "notice": "contact",
         "secret": "a-secret-that-nobody-was-sent"}
REACHES = {Scope.BODY: {"own", "other"}, Scope.OWN_ACTIVITIES: {"own"}, Scope.OWN_ORGANISATION: {"own"}}


def _row(table: str, **said: object) -> Record:
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said)


@pytest.fixture
def world(body: Body, other_body: Body, tmp_path: Path, settings: Any) -> dict[str, Client]:
    """Both bodies with a second contract each, and a browser for everybody."""
    settings.HOME = tmp_path
    for found in (body, other_body):
        write_row(TESTER, found, _row("organisations", id="otherco", name="Other Company", kind="company"), 0)
        write_row(TESTER, found, _row("activities", id="paths", title="Paths", kind="contract", role="commissioner",
                                      state="in-progress"), 0)
        write_row(TESTER, found, _row("parties", activity="paths", organisation="otherco", part="prime"), 0)
        for number in (1, 2):
            at = number + (10 if found is other_body else 0)
            frozen = Frozen.objects.create(pk=at, body=found, as_of=date(2025, 3, 31), asked_by="somebody")
            release = Release.objects.create(body=found, number=number, release=number, frozen=frozen,
                                             asked_by="somebody")
            for folder in (release.prepared, release.folder):
                folder.mkdir(parents=True)
                (folder / "index.html").write_text("<!DOCTYPE html><title>A report</title>")
        Release.objects.filter(body=found, number=1).update(published=timezone.now(), published_by="somebody")
        write_row(TESTER, found, _row(
            "commitments", id="paths-hours", activity="paths", measure="volunteering-hours", stage="committed",
            quantity=Decimal(40), start=date(2025, 1, 1), due=date(2025, 12, 31), profile="even", period_kind="future",
            in_force_from=date(2025, 1, 1)), 0)
        write_row(TESTER, found, _row(
            "deliveries", id="paths-hours-q1", activity="paths", commitment="paths-hours", measure="volunteering-hours",
            quantity=Decimal(4), bound="exact", start=date(2025, 1, 1), end=date(2025, 3, 31), period_kind="quarter",
            basis="increment", state="submitted", reported_by="otherco", counts=True, stage="not-applicable"), 0)
        opened(found)
    for key, activity, organisation in (("own-upload", "repairs", "brightbuild"), ("other-upload", "paths", "otherco")):
        Upload.objects.create(
            body=body, key=key, activity=activity, organisation=organisation, size=4, name="a.txt", kind="letter",
            answer=f"2025-q1.{activity}.{organisation}.1", sha256=keep(b"text"), sort="a CSV or text file",
            dated=date(2025, 3, 31), scanned="not scanned", row="sent")
    Event.objects.filter(number=1).update(body=body.slug)
    Disposal.objects.create(pk=1, body=body.slug, things="people nobody", proposed_by="somebody")
    Import.objects.create(pk=7, body=body, name="rows.csv", sha256="0" * 64, person="", state=Import.State.REFUSED)
    about_paths = b'+++\ntitle = "One"\nactivity = "paths"\nrole = "investor"\nconsent = "not-needed"\n+++\nIt ends.'
    Text.objects.create(body=body, path="stories/path.md", content=about_paths, sha256="1" * 64)
    people = {role: person(role, body, "brightbuild" if role == "supplier" else "",
                           ("repairs",) if role == "manager" else ()) for role in ROLES}
    # A directory that does not answer, and something to see or remove for everybody.
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [Directory(
        "Smallford's own", "http://localhost:1", "site").provider("smallford")]}}
    stranger = person("officer", other_body)
    Person.objects.create_user("somebody@smallford.example", "Somebody", key="somebody")
    invite(TESTER, body, "Somebody", "somebody@smallford.example", "approver")
    for who in [stranger, *people.values()]:
        RecoveryCodes.activate(who)
    with_app(people["supplier"])
    return {"nobody": Client(), "stranger": signed_in(stranger)} | {
        name: signed_in(who) for name, who in people.items()}


def _cases() -> Iterator[tuple[Rule, str]]:
    for rule in RULES.values():
        for whose in ("own", "other") if set(rule.parts) & OWNERS.keys() else ("own",):
            yield rule, whose


def _address(rule: Rule, whose: str) -> str:
    parts = {}
    for part in rule.parts:
        parts[part] = ("smallford" if part == "body" else WORDS[part] if part in WORDS
                       else EXAMPLES[part][whose == "other"])
    return reverse(rule.name, kwargs=parts or None)


def _expected(rule: Rule, whose: str, who: str, method: str) -> set[int]:
    """The answers that the policy allows: 403 or 404 where it says no, anything but those and a sign-in where yes."""
    needed = rule.needs(method)
    if needed is None:
        return {405}
    if needed is Open.EVERYBODY or (needed is Open.SIGNED_IN and who != "nobody"):
        return {0}
    if who == "nobody":
        return {302}
    if who == "stranger" or needed is Open.NAMED:
        return {404}
    if needed is Open.MEMBER:
        return {0}
    role = ROLES[who]
    if needed not in role.may:
        return {403}
    if set(rule.parts) & OF_THE_BODY:
        return {0} if role.scope is Scope.BODY else {404}
    if set(rule.parts) & OWNERS.keys():
        return {0} if whose in REACHES[role.scope] else {404}
    return {0} if rule.filtered or role.scope is Scope.BODY else {403}


@pytest.mark.parametrize(("rule", "whose"), list(_cases()), ids=lambda found: getattr(found, "name", found))
def test_a_page_answers_each_person_as_the_policy_says(world, rule, whose):
    address = _address(rule, whose)
    for who, browser in world.items():
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            if (rule.name, method) == ("sign-out", "POST"):
                continue  # It would end the visit; the journeys do it.
            answer = browser.generic(method, address)
            content(answer)
            expected = _expected(rule, whose, who, method)
            if expected == {0}:
                assert answer.status_code not in (401, 403, 404, 405, 500), (who, method, address)
                assert "/sign-in/?next" not in answer.headers.get("Location", ""), (who, method, address)
            else:
                assert answer.status_code in expected, (who, method, address, answer.status_code)
                if answer.status_code == 302:
                    assert answer.headers["Location"].startswith("/sign-in/?next="), (who, method, address)


def test_a_list_shows_each_person_only_what_is_in_reach(world):
    for rule in RULES.values():
        if not rule.filtered or not isinstance(rule.sees, May):
            continue
        for who, browser in world.items():
            if who in ROLES and rule.sees in ROLES[who].may and ROLES[who].scope is not Scope.BODY:
                text = browser.get(_address(rule, "own")).content.decode()
                assert "Paths" not in text and "paths" not in text, (rule.name, who)


def test_every_part_of_an_address_that_names_a_thing_has_an_example():
    named = {part for rule in RULES.values() for part in rule.parts} - {"body"}
    assert named == EXAMPLES.keys() | (WORDS.keys() & named)


def test_every_address_of_the_site_has_a_rule():
    from django.urls import get_resolver

    found = {pattern.name for pattern in get_resolver().url_patterns}
    programs = {f"interface {each.address}" for each in OPERATIONS.values()}
    assert found == RULES.keys() | programs | {"interface-nowhere"}


def test_no_role_may_both_prepare_and_approve():
    assert all(not {May.FREEZE_FIGURES, May.APPROVE_REPORT} <= role.may for role in ROLES.values())
    assert all(role.may <= {may for may in May if may.name.startswith("READ")} for name, role in ROLES.items()
               if name == "auditor")


def test_each_permission_is_given_to_some_role():
    assert set().union(*(role.may for role in ROLES.values())) == set(May)
