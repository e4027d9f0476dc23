"""Makes a home in which every writer of the site has one thing to do, and prints what the forms need, as JSON.

Run as a program of its own, with the home in COMMONWEAL_HOME.
"""

import json
import sys
import tempfile
from datetime import date
from pathlib import Path

import django


def main() -> None:
    """Make it."""
    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command
    from django_tasks_db.models import DBTaskResult

    from commonweal.ledger.starter import write_starter
    from commonweal.web.demo.notices import fill_notices
    from commonweal.web.monitoring.models import Stale
    from commonweal.web.people.access import Visit
    from commonweal.web.people.models import Body
    from commonweal.web.people.roles import May
    from commonweal.web.people.sessions import SessionStore
    from commonweal.web.publishing import actions as publishing
    from commonweal.web.publishing.making import freeze, prepare
    from commonweal.web.publishing.models import Release
    from commonweal.web.register.actions import take_in
    from commonweal.web.review import locking
    from tests.report.publishable import publishable
    from tests.web.asked import answered, asked, opened
    from tests.web.conftest import TESTER, person

    call_command("prepare", verbosity=0, stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        smallford = Body.objects.create(slug="smallford", name="Smallford Council")
        write_starter(Path(folder) / "starter")
        take_in(TESTER, smallford, Path(folder) / "starter")
        dockside = Body.objects.create(slug="dockside", name="Dockside Council")
        take_in(TESTER, dockside, publishable(Path(folder) / "publishable"))
    fill_notices(TESTER, dockside)
    people = {role: person(role, smallford) for role in ("officer", "approver")}
    people["supplier"] = person("supplier", smallford, "brightbuild")
    people["publisher"] = person("officer", dockside)
    for name in ("first", "second"):
        people[name] = person("approver", dockside, nth=name)
    period = opened(smallford)
    returned = asked(smallford)
    for measure in ("volunteering-hours", "apprenticeships"):
        answered(returned, measure, "3")
    locking.prepare(Visit.of(people["officer"], smallford, "tests"), period)

    preparer = person("officer", dockside, nth="preparer")
    freezer = Visit.of(preparer, dockside, "tests").actor(May.FREEZE_FIGURES)
    frozen = publishing.ask_to_freeze(freezer, dockside, date(2024, 12, 31))
    freeze.call(frozen.pk)
    frozen.refresh_from_db()
    prepare.call(publishing.ask_to_prepare(TESTER, frozen).pk)
    release = Release.objects.get()
    assert not release.stops and release.fingerprint, (release.refusal, release.stops)
    publishing.approve(Visit.of(people["first"], dockside, "tests").actor(May.APPROVE_REPORT), release,
                       release.fingerprint)
    # What was left behind the pages so far is no part of what is killed here.
    DBTaskResult.objects.all().delete()
    Stale.objects.all().delete()

    told = {"sessions": {}, "return": returned.key, "period": period.key, "fingerprint": release.fingerprint,
            "address": people["supplier"].email}
    for name, someone in people.items():
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(someone.pk), someone.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session.save()
        told["sessions"][name] = session.session_key
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
