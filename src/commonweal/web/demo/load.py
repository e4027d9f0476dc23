"""Loads the demonstration into an empty database."""

from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.web.audit.actions import Actor
from commonweal.web.demo.people import PASSWORD, PEOPLE
from commonweal.web.people.models import Assignment, Body, Membership, Person
from commonweal.web.register.actions import take_in

_DEMO = Actor(person="", role="demonstration", where="command demo")


def load(examples: Path) -> Body:
    """Both examples, the people of the first, and what each finds to do. Refused where there are bodies already."""
    if Body.objects.exists():
        raise Refused("There are records already: a demonstration starts from an empty database.")
    northmere = Body.objects.create(slug="northmere", name="Northmere Combined Authority")
    take_in(_DEMO, northmere, examples / "northmere")
    liverpool = Body.objects.create(slug="lcr-2023", name="Source report of 2023, to read", read_only=True)
    take_in(_DEMO, liverpool, examples / "lcr-2023")
    for invented in PEOPLE:
        person = Person.objects.create_user(invented.email, invented.name, PASSWORD)
        Membership.objects.create(person=person, body=northmere, role=invented.role, organisation=invented.organisation)
        if invented.role in ("officer", "auditor"):
            Membership.objects.create(person=person, body=liverpool, role="auditor")
        for activity in invented.looks_after:
            Assignment.objects.create(person=person, body=northmere, activity=activity)
    return northmere
