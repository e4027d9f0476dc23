"""What the demonstration's readers find, the invented authority's report; and what stops the officer's correction."""

from decimal import Decimal

from commonweal.basics.tables import Record
from commonweal.web.audit.actions import Actor
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body, Person
from commonweal.web.people.roles import May
from commonweal.web.publishing.actions import approve, ask_for_approval, ask_to_freeze, ask_to_prepare, publish
from commonweal.web.publishing.making import freeze, prepare
from commonweal.web.publishing.models import Release
from commonweal.web.register.actions import write_row
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import settings_of

_WHERE = "command demo"
# Hours of volunteering that somebody counted too low.
_MENDED = "staff-volunteering.volunteering-hours.2024-q2"


def publish_report(body: Body) -> None:
    """Publish the report of the year that ended last, prepared by the officer and approved by the approver and by the
    auditor, whom the officer asks. Refused where something stops publication.
    """
    officer, approver, asked = (Person.objects.get(memberships__body=body, memberships__role=role)
                                for role in ("officer", "approver", "auditor"))
    acts = Visit.of(officer, body, _WHERE).actor(May.PUBLISH_REPORT)
    release = _prepared(acts, body)
    ask_for_approval(acts, release, asked.name, asked.email)
    for actor in (Visit.of(approver, body, _WHERE).actor(May.APPROVE_REPORT),
                  Actor(asked.key, "asked to approve", body.slug, _WHERE)):
        approve(actor, release, release.fingerprint)
    publish(acts, release)


def begin_correction(body: Body) -> None:
    """Mend a number of a report that is out, and prepare a further release: it waits for the change to be explained."""
    officer = Person.objects.get(memberships__body=body, memberships__role="officer")
    acts = Visit.of(officer, body, _WHERE).actor(May.PUBLISH_REPORT)
    row = ROWS["deliveries"].objects.get(body=body, key=_MENDED)
    held = row.to_record()
    more = held.number_or_zero("quantity") + Decimal(10)
    write_row(acts, body, Record(held.table, {**held.values, "quantity": more}), row.row_version,
              "Ten hours at the library were left out.")
    _prepared(acts, body)


def _prepared(actor: Actor, body: Body) -> Release:
    frozen = ask_to_freeze(actor, body, settings_of(body).period.span.end)
    freeze.call(frozen.pk)
    frozen.refresh_from_db()
    release = ask_to_prepare(actor, frozen)
    prepare.call(release.pk)
    release.refresh_from_db()
    return release
