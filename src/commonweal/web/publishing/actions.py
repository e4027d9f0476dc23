"""Everything that writes about reports: each is whole or nothing and records one event."""

import shutil
from datetime import date

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from commonweal.basics.findings import Refused
from commonweal.basics.folders import flush
from commonweal.report.verify import changed_files
from commonweal.web.audit.actions import Actor, Change, anchor, once, record, writes
from commonweal.web.audit.models import Event
from commonweal.web.jobs import later
from commonweal.web.people.actions import PEOPLE
from commonweal.web.people.models import Body, Person
from commonweal.web.people.outbox import in_words_of_the_site, mail_link, tell
from commonweal.web.publishing.making import freeze, prepare
from commonweal.web.publishing.models import Approval, Asked, Frozen, Release, Work
from commonweal.web.publishing.policies import why_answered, why_not_freeze, why_not_publish
from commonweal.web.register.actions import merged, note_step

_DECLINE = "decline to approve a release"


@writes
def ask_to_freeze(actor: Actor, body: Body, as_of: date, token: str = "") -> Frozen:
    """Have the records frozen as of a day; a job does it. Refused for a day that no report of the period has.

    Raises PostedBefore where a form with this token was sent before.
    """
    if why_not := why_not_freeze(body, as_of):
        raise Refused(why_not)
    frozen = Frozen.objects.create(body=body, as_of=as_of, asked_by=actor.person)
    once(actor, token, "frozen figures", str(frozen.pk))
    record(actor, Change("freeze figures", "frozen figures", str(frozen.pk), after={"as_of": as_of.isoformat()}))
    later(freeze, frozen.pk)
    return frozen


@writes
def ask_to_prepare(actor: Actor, frozen: Frozen) -> Release:
    """Have a release of frozen figures prepared: the next one, or the one that is not published yet made anew.

    Figures of a period whose report was not published before make its release 1, with nothing to compare it with.
    Made anew, every approval given before is void, because it was of other files; so is every refusal to approve.
    Raises Refused where the figures are not frozen yet.
    """
    if frozen.state != Work.READY:
        raise Refused(gettext("The figures are not frozen yet."))
    body = Body.objects.select_for_update().get(pk=frozen.body_id)
    # Held, so that it is not published meanwhile and then written over.
    release = Release.objects.select_for_update().filter(body=body, published__isnull=True).first()
    if release is None:
        last = Release.objects.filter(body=body).aggregate(last=Max("number"))["last"]
        release = Release(body=body, number=(last or 0) + 1)
    of_period = Release.objects.filter(body=body, period=frozen.period, published__isnull=False)
    release.release = (of_period.aggregate(last=Max("release"))["last"] or 0) + 1
    release.period, release.period_end = frozen.period, frozen.period_end
    release.frozen, release.asked_by = frozen, actor.person
    release.state, release.refusal, release.fingerprint = Work.WAITING, "", ""
    release.findings, release.checklist = [], []
    release.save()
    void = release.approvals.all().delete()[0]
    release.asked_to_approve.update(declined=None, reason="")
    record(actor, Change("prepare a release", "releases", str(release.number), {"approvals": str(void)} if void else {},
                         {"frozen": frozen.fingerprint, "approvals": "0", "period": release.period,
                          "release": str(release.release)}))
    later(prepare, release.pk)
    return release


@writes
def ask_for_approval(actor: Actor, release: Release, name: str, address: str) -> Person:
    """Name somebody who may approve this release, and mail them a link and a code that lead to it.

    They need no role here and no account: whoever is not known yet is known from now on by this name and address, and
    may do nothing else. Somebody who was asked before gets a new link. Refused for a name that is left out.
    """
    if release.published:
        raise Refused(gettext("It is published already."))
    person = Person.objects.filter(email=address.strip().lower()).first()
    if person is None and not name.strip():
        raise Refused(gettext("Nobody here has that address yet: write their name too."))
    person = person or Person.objects.create_user(address, name.strip())
    if not person.is_active:
        raise Refused(gettext("Their access has ended. The administrator can invite them again."))
    Asked.objects.get_or_create(release=release, person=person.key)
    page = reverse("approve-asked", kwargs={"body": release.body.slug, "number": release.number})
    with in_words_of_the_site():
        about = gettext("release %(number)s of the report of %(body)s") % {
            "number": release.release, "body": release.body.name}
    mail_link(person, release.body, page, about, mail="publishing/mail/approve")
    record(actor, Change("ask for approval", PEOPLE, person.key, after={"release": str(release.number)},
                         apart={"name": person.name, "address": person.email}))
    return person


@writes
def approve(actor: Actor, release: Release, fingerprint: str) -> None:
    """Approve the release with this fingerprint. Raises Refused where it was made anew since it was looked at, and for
    whoever has answered it.

    Whether this person may is asked before, by `policies.why_not_approve`.
    """
    now = _as_looked_at(actor, release, fingerprint)
    Approval.objects.create(release=now, person=actor.person, fingerprint=fingerprint)
    record(actor, Change("approve a release", "releases", str(now.number), after={"fingerprint": fingerprint}))
    _tell_preparer(now, gettext_noop("Somebody has approved it."))


@writes
def decline(actor: Actor, release: Release, fingerprint: str, reason: str) -> None:
    """Do not approve the release with this fingerprint, and say why: it cannot be published until it is made anew.

    Raises Refused without a reason, and as `approve` does.
    """
    if not reason.strip():
        raise Refused(gettext("Say in a sentence what has to be mended before you approve it."))
    now = _as_looked_at(actor, release, fingerprint)
    Asked.objects.update_or_create(release=now, person=actor.person, defaults={
        "declined": timezone.now(), "reason": reason.strip()})
    record(actor, Change(_DECLINE, "releases", str(now.number),
                         after={"fingerprint": fingerprint}, apart={"reason": reason.strip()}))
    _tell_preparer(now, gettext_noop("Somebody did not approve it. The reason stands on its page."))


def forget_reason(event: Event, name: str, value: str) -> None:
    """Blank why somebody did not approve a release, where the audit trail loses it."""
    if event.what == _DECLINE:
        Asked.objects.filter(release__body__slug=event.body, release__number=event.key, person=event.person,
                             reason=value).update(reason="")


def _as_looked_at(actor: Actor, release: Release, fingerprint: str) -> Release:
    now = Release.objects.select_for_update().get(pk=release.pk)
    if now.fingerprint != fingerprint or now.published or now.state != Work.READY:
        raise Refused(gettext("The release was made anew since you looked at it: look at it again."))
    if why_not := why_answered(now, actor.person):  # By the same form, sent twice at once.
        raise Refused(why_not)
    return now


def _tell_preparer(release: Release, text: str) -> None:
    """Mail whoever prepared a release what became of it."""
    page = reverse("release", kwargs={"body": release.body.slug, "release": release.number})
    with in_words_of_the_site():
        subject = gettext("Release %(number)s of the report") % {"number": release.release}
        tell(Person.objects.filter(key=release.asked_by, is_active=True), release.body, page, subject, gettext(text))


@writes
def publish(actor: Actor, release: Release) -> None:
    """Publish a release: its folder takes its place, and from then on it is at its address. Refused with the reason."""
    now = Release.objects.select_for_update().get(pk=release.pk)
    if why_not := why_not_publish(now):
        raise Refused(why_not)
    fingerprint, changed = changed_files(now.prepared)
    if changed or fingerprint != now.fingerprint:
        raise Refused(gettext("Files of the prepared report were changed (%(files)s): prepare it again.") % {
            "files": ", ".join(changed[:5])})
    # The folder is in place before the record says so: nobody reads it earlier, and a crash between leaves it unread.
    work = now.folder.parent / f".new-{now.number}"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(now.prepared, work)
    flush(work)
    shutil.rmtree(now.folder, ignore_errors=True)
    work.rename(now.folder)
    now.published, now.published_by = timezone.now(), actor.person
    now.save(update_fields=["published", "published_by"])
    # A correction leaves the day on which the report came out as it was.
    steps = [note_step(now.body, now.period, "publication", now.body.today())] if now.release == 1 else []
    record(actor, merged("publish a release", "releases", str(now.number), steps, {"fingerprint": now.fingerprint}))
    anchor(f"release {now.number} of {now.body.slug}")
