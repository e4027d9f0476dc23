"""Loads the demonstration into an empty database."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.web.audit.actions import Actor
from commonweal.web.demo.notices import fill_notices
from commonweal.web.demo.payments import show_payments
from commonweal.web.demo.people import PASSWORD, PEOPLE
from commonweal.web.demo.returns import show_returns
from commonweal.web.monitoring.refresh import refresh_body
from commonweal.web.people.models import Assignment, Body, Membership, Person
from commonweal.web.register.actions import take_in
from commonweal.web.register.faults import look_over

_DEMO = Actor(person="", role="demonstration", where="command demo")


def load(examples: Path) -> Body:
    """Both examples, the people of the first, and what each finds to do. Refused where there are bodies already."""
    if Body.objects.exists():
        raise Refused(told("There are records already: a demonstration starts from an empty database."))
    northmere = Body.objects.create(slug="northmere", name="Northmere Combined Authority", stands_on=date(2025, 7, 9))
    take_in(replace(_DEMO, body=northmere.slug), northmere, examples / "northmere")
    liverpool = Body.objects.create(slug="lcr-2023", name="Source report of 2023, to read", read_only=True,
                                    stands_on=date(2023, 3, 31))
    take_in(replace(_DEMO, body=liverpool.slug), liverpool, examples / "lcr-2023")
    for invented in PEOPLE:
        person = Person.objects.create_user(invented.email, invented.name, PASSWORD)
        Membership.objects.create(person=person, body=northmere, role=invented.role, organisation=invented.organisation)
        if invented.role in ("officer", "auditor"):
            Membership.objects.create(person=person, body=liverpool, role="auditor")
        for activity in invented.looks_after:
            Assignment.objects.create(person=person, body=northmere, activity=activity)
    show_returns(_DEMO, northmere, Person.objects.get(memberships__role="officer"), "bus-shelters")
    fill_notices(replace(_DEMO, body=northmere.slug), northmere)
    show_payments(replace(_DEMO, body=northmere.slug), northmere)
    look_over(northmere)
    for body in (northmere, liverpool):
        refresh_body.call(body.slug)
    return northmere
