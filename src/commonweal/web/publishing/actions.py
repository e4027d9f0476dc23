"""Everything that writes about reports: each is whole or nothing and records one event."""

import os
import shutil
from datetime import date

from django.db.models import Max
from django.utils import timezone

from commonweal.basics.findings import Refused
from commonweal.report.verify import changed_files
from commonweal.web.audit.actions import Actor, Change, anchor, record, writes
from commonweal.web.jobs import later
from commonweal.web.people.models import Body, Person
from commonweal.web.publishing.making import freeze, prepare
from commonweal.web.publishing.models import Approval, Asked, Frozen, Release, Work
from commonweal.web.publishing.policies import why_not_publish


@writes
def ask_to_freeze(actor: Actor, body: Body, as_of: date) -> Frozen:
    """Have the records frozen as of a day; a job does it."""
    frozen = Frozen.objects.create(body=body, as_of=as_of, asked_by=actor.person)
    record(actor, Change("freeze figures", "frozen figures", str(frozen.pk), after={"as_of": as_of.isoformat()}))
    frozen.audit = "{}:{}".format(*anchor(f"frozen figures {frozen.pk} of {body.slug}"))
    frozen.save(update_fields=["audit"])
    later(freeze, frozen.pk)
    return frozen


@writes
def ask_to_prepare(actor: Actor, frozen: Frozen) -> Release:
    """Have a release of frozen figures prepared: the next one, or the one that is not published yet made anew.

    Made anew, every approval given before is void, because it was of other files. Raises Refused where the figures are
    not frozen yet.
    """
    if frozen.state != Work.READY:
        raise Refused("The figures are not frozen yet.")
    body = Body.objects.select_for_update().get(pk=frozen.body_id)
    release = Release.objects.filter(body=body, published__isnull=True).first()
    if release is None:
        last = Release.objects.filter(body=body).aggregate(last=Max("number"))["last"]
        release = Release(body=body, number=(last or 0) + 1)
    release.frozen, release.asked_by = frozen, actor.person
    release.state, release.refusal, release.fingerprint = Work.WAITING, "", ""
    release.findings, release.checklist = [], []
    release.save()
    void = release.approvals.all().delete()[0]
    record(actor, Change("prepare a release", "releases", str(release.number), {"approvals": str(void)} if void else {},
                         {"frozen": frozen.fingerprint, "approvals": "0"}))
    later(prepare, release.pk)
    return release


@writes
def ask_for_approval(actor: Actor, release: Release, person: Person) -> None:
    """Name somebody who may approve this release."""
    Asked.objects.get_or_create(release=release, person=person.key)
    record(actor, Change("ask for approval", "releases", str(release.number), after={"asked": person.key}))


@writes
def approve(actor: Actor, release: Release, fingerprint: str) -> None:
    """Approve the release with this fingerprint. Raises Refused where it was made anew since it was looked at.

    Whether this person may is asked before, by `policies.why_not_approve`.
    """
    now = Release.objects.select_for_update().get(pk=release.pk)
    if now.fingerprint != fingerprint or now.published or now.state != Work.READY:
        raise Refused("The release was made anew since you looked at it: look at it again.")
    Approval.objects.create(release=now, person=actor.person, fingerprint=fingerprint)
    record(actor, Change("approve a release", "releases", str(now.number), after={"fingerprint": fingerprint}))


@writes
def publish(actor: Actor, release: Release) -> None:
    """Publish a release: its folder takes its place, and from then on it is at its address. Refused with the reason."""
    now = Release.objects.select_for_update().get(pk=release.pk)
    if why_not := why_not_publish(now):
        raise Refused(why_not)
    fingerprint, changed = changed_files(now.prepared)
    if changed or fingerprint != now.fingerprint:
        raise Refused(f"Files of the prepared report were changed ({', '.join(changed[:5])}): prepare it again.")
    # The folder is in place before the record says so: nobody reads it earlier, and a crash between leaves it unread.
    work = now.folder.parent / f".new-{now.number}"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(now.prepared, work)
    os.sync()
    shutil.rmtree(now.folder, ignore_errors=True)
    work.rename(now.folder)
    now.published, now.published_by = timezone.now(), actor.person
    now.save(update_fields=["published", "published_by"])
    record(actor, Change("publish a release", "releases", str(now.number), after={"fingerprint": now.fingerprint}))
    anchor(f"release {now.number} of {now.body.slug}")
