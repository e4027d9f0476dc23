"""Makes a home with a published report, evidence, somebody who left, a payment and a story; erases those later on.

Run by test_backup as a program of its own, with the home in COMMONWEAL_HOME; prints the report's fingerprint.
"""

import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import django


def main(what: str) -> None:
    """Make the home, or erase what tells of people in it."""
    django.setup()
    from django.core.management import call_command

    from commonweal.basics.tables import Record
    from commonweal.exchange.files import File
    from commonweal.ledger.tables import BY_NAME
    from commonweal.web.audit import actions as audit
    from commonweal.web.audit.actions import Actor
    from commonweal.web.demo.notices import fill_notices
    from commonweal.web.evidence.actions import take
    from commonweal.web.people import actions as people
    from commonweal.web.people.models import Body
    from commonweal.web.publishing import actions as publishing
    from commonweal.web.publishing.making import freeze, prepare
    from commonweal.web.publishing.models import Release
    from commonweal.web.register.actions import take_in, write_row, write_text
    from commonweal.web.register.models import Text
    from tests.report.publishable import publishable
    from tests.web.conftest import person

    def story(consent: str, version: int) -> tuple[str, bytes, int, dict[str, bytes]]:
        text = f'+++\ntitle = "A gate"\nrole = "commissioner"\nconsent = "{consent}"\n+++\nCanary opened it.\n'
        # Evidence that is being written has such a name; a story may have it for good.
        return "stories/tmp-gate.md", text.encode(), version, {}

    if what == "erase":
        first, second = Actor("first", "administrator", "dockside"), Actor("second", "administrator", "dockside")
        # What was written today is over at once.
        for kind in ("people", "payments.supplier", "evidence"):
            audit.set_period(first, kind, "", "", 0, "policy")
        # The others agreed until a day that may be over by now.
        for kept in Text.objects.filter(path__startswith="stories/").exclude(path="stories/tmp-gate.md"):
            audit.hold(first, "texts", kept.path, "They are not what is tried here.")
        write_text(first, Body.objects.get(), *story("no", 1))
        assert audit.decide_disposal(second, audit.propose_disposal(first), True).destroyed == 4
        return
    call_command("prepare", verbosity=0, stdout=sys.stderr)
    body = Body.objects.create(slug="dockside", name="Dockside Council")
    with tempfile.TemporaryDirectory() as folder:
        actor = Actor("", "test", "dockside", "tests")
        take_in(actor, body, publishable(Path(folder) / "book"))
    fill_notices(actor, body)
    paid = BY_NAME["payments"]
    write_row(actor, body, Record(paid, dict.fromkeys(paid.names) | {
        "id": "p1", "paid": date(2024, 1, 2), "amount": Decimal(5), "supplier": "Canary Lee"}), 0)
    write_text(actor, body, *story("not-needed", 0))
    take(actor, body, ("dock", "", "answer"), [File("hours.csv", b"day,hours\n2024-01-02,3\n")], "timesheet",
         date(2024, 1, 2))
    leaver = person("officer", body, nth="canary")
    people.part(actor, body, leaver, "Canary left.")
    frozen = publishing.ask_to_freeze(actor, body, date(2024, 12, 31))
    freeze.call(frozen.pk)
    frozen.refresh_from_db()
    release = publishing.ask_to_prepare(actor, frozen)
    prepare.call(release.pk)
    release = Release.objects.get()
    for approver in ("one", "two"):
        publishing.approve(Actor(approver, "approver", "dockside"), release, release.fingerprint)
    publishing.publish(Actor("officer", "officer", "dockside"), release)
    print(release.fingerprint)


if __name__ == "__main__":
    main(sys.argv[1])
