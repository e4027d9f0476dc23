"""Makes a home with many suppliers who all have a return to send, each with a session; prints them as JSON.

Run by test_rush as a program of its own, with the home in COMMONWEAL_HOME.
"""

import json
import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import django


def main(suppliers: int) -> None:
    """Make them."""
    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from commonweal.basics.tables import Record
    from commonweal.ledger.starter import write_starter
    from commonweal.ledger.tables import BY_NAME
    from commonweal.web.audit.actions import Actor
    from commonweal.web.people.models import Body, Membership, Person
    from commonweal.web.register.actions import row_of, take_in
    from commonweal.web.register.models import ROWS
    from commonweal.web.returns.arranging import open_round
    from tests.web.asked import QUARTER

    call_command("prepare", verbosity=0, stdout=sys.stderr)
    actor = Actor("", "test", "smallford", "tests")
    body = Body.objects.create(slug="smallford", name="Smallford Council")
    with tempfile.TemporaryDirectory() as folder:
        write_starter(Path(folder) / "book")
        take_in(actor, body, Path(folder) / "book")
    rows: dict[str, list[dict[str, object]]] = {"organisations": [], "activities": [], "parties": [], "commitments": []}
    for number in range(suppliers):
        who, what = f"supplier-{number}", f"contract-{number}"
        rows["organisations"].append({"id": who, "name": who, "kind": "company"})
        rows["activities"].append({"id": what, "title": what, "kind": "contract", "role": "commissioner",
                                   "state": "in-progress"})
        rows["parties"].append({"activity": what, "organisation": who, "part": "prime"})
        rows["commitments"] += [{
            "id": f"{what}-{measure}", "activity": what, "measure": measure, "stage": "committed",
            "quantity": Decimal(100), "start": date(2025, 1, 1), "due": date(2025, 12, 31), "profile": "even",
            "period_kind": "future", "in_force_from": date(2025, 1, 1)} for measure in (
                "volunteering-hours", "apprenticeships")]
    for table, said in rows.items():
        ROWS[table].objects.bulk_create(
            row_of(body, Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | one), 1_000 + place)
            for place, one in enumerate(said))
    open_round(actor, body, QUARTER)
    told = []
    for number in range(suppliers):
        person = Person.objects.create_user(f"supplier-{number}@smallford.example", f"Supplier {number}")
        Membership.objects.create(person=person, body=body, role="supplier", organisation=f"supplier-{number}")
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session.save()
        told.append({"session": session.session_key, "reference": f"2025-q1.contract-{number}.supplier-{number}"})
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
