"""What the demonstration's readers find: the invented authority's report, published as two people approved it."""

from commonweal.web.audit.actions import Actor
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body, Person
from commonweal.web.people.roles import May
from commonweal.web.publishing.actions import approve, ask_for_approval, ask_to_freeze, ask_to_prepare, publish
from commonweal.web.publishing.making import freeze, prepare
from commonweal.web.publishing.models import Release
from commonweal.web.register.reading import settings_of

_WHERE = "command demo"


def publish_report(body: Body) -> Release:
    """Freeze the figures of the year that ended last, and publish their report by the officer, the approver and the
    auditor, whom the officer asks. Refused where something stops publication.
    """
    officer, approver = (Person.objects.get(memberships__body=body, memberships__role=role)
                         for role in ("officer", "approver"))
    asked = Person.objects.get(memberships__body=body, memberships__role="auditor")
    acts = Visit.of(officer, body, _WHERE).actor(May.PUBLISH_REPORT)
    frozen = ask_to_freeze(acts, body, settings_of(body).period.span.end)
    freeze.call(frozen.pk)
    frozen.refresh_from_db()
    release = ask_to_prepare(acts, frozen)
    prepare.call(release.pk)
    release.refresh_from_db()
    ask_for_approval(acts, release, asked.name, asked.email)
    for actor in (Visit.of(approver, body, _WHERE).actor(May.APPROVE_REPORT),
                  Actor(asked.key, "asked to approve", body.slug, _WHERE)):
        approve(actor, release, release.fingerprint)
    publish(acts, release)
    release.refresh_from_db()
    return release
