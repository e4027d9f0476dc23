"""Why a release may not yet be approved or published: each answers with the reason, or nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from commonweal.basics.told import told
from commonweal.ledger.pages import read_pages
from commonweal.report.stories import agreed
from commonweal.report.words import in_words
from commonweal.web.notices.reading import unfilled
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body, Person
from commonweal.web.people.roles import May
from commonweal.web.publishing.models import Asked, Release, Work
from commonweal.web.register.reading import settings_of, texts
from commonweal.web.saying import kept


def why_not_freeze(body: Body, as_of: date) -> str | None:
    """Why figures for a report cannot be frozen as of a day: one to come, or one before what the report is about."""
    period = settings_of(body).period
    if as_of > body.today():
        return gettext("%(day)s is still to come: name today or an earlier day.") % {"day": in_words(as_of)}
    if as_of < period.span.start:
        return gettext("The report is about %(period)s, which begins on %(start)s: name that day or a later one.") % {
            "period": period.label, "start": in_words(period.span.start)}
    return None


def why_not_approve(release: Release, person: Person, visit: Visit | None = None) -> str | None:
    """Why this person may not approve this release: without the role they must have been asked by name."""
    role = visit is not None and visit.why_not(May.APPROVE_REPORT) is None
    if not role and not Asked.objects.filter(release=release, person=person.key).exists():
        return gettext("You are not an approver here, and nobody asked you to approve this release.")
    if person.key in (release.asked_by, release.frozen.asked_by):
        return gettext("You prepared this release: somebody else has to approve it.")
    if release.published:
        return gettext("It is published already.")
    if release.state != Work.READY:
        return gettext("It is not ready yet.")
    return why_answered(release, person.key)


def why_answered(release: Release, person: str) -> str | None:
    """Why somebody, by their key, may not answer this release: they did. Nothing where they did not."""
    if release.approvals.filter(person=person, fingerprint=release.fingerprint).exists():
        return gettext("You have approved it already.")
    if release.asked_to_approve.filter(person=person, declined__isnull=False).exists():
        return gettext("You did not approve it. It waits for your answer again once it is prepared anew.")
    return None


def why_not_publish(release: Release) -> str | None:
    """Why a release may not be published yet."""
    if release.published:
        return gettext("It is published already.")
    if release.state != Work.READY:
        return gettext("It is not ready yet.")
    if release.stops:
        return gettext("%(stops)s of %(lines)s lines of the check list are not done: mend what they name, freeze the "
                       "figures again and prepare the release anew.") % {
            "stops": len(release.stops), "lines": len(release.checklist)}
    if unfilled(release.body):
        return gettext("Something has still to be filled in on the pages that the foot of every page links: see the "
                       "check list.")
    if story := _no_longer_agreed(release):
        return gettext("The people in the story “%(story)s” do not agree (any longer) that it is told, or it was taken "
                       "away: freeze the figures again and prepare the release anew.") % {"story": story}
    if release.asked_to_approve.filter(declined__isnull=False).exists():
        return gettext("Somebody did not approve it: mend what they name, and prepare the release anew.")
    given = release.approvals.filter(fingerprint=release.fingerprint).count()
    if given < settings.APPROVERS:
        return gettext("%(given)s of %(needed)s people have approved it.") % {
            "given": given, "needed": settings.APPROVERS}
    return None


def _no_longer_agreed(release: Release) -> str:
    """The title of a story in a release that may not be told today, whatever held when its figures were frozen."""
    body, today = release.body, release.body.today()
    now = {story.file: story for story in read_pages(texts(body), "stories")[0]}
    for story in read_pages(release.frozen.folder, "stories")[0]:
        told, still = agreed(story, release.frozen.as_of), now.get(story.file)
        if told and (still is None or not agreed(still, today) or not agreed(story, today)):
            return story.say("title")
    return ""


def checklist_of(release: Release) -> Iterator[dict[str, Any]]:
    """The check list of a release: the lines that its build went through, and what stands at the foot of every page.

    That last line is of the site and not of the report, so it is gone through anew each time, until it is published.
    """
    yield from release.checklist
    if not release.published:
        yield {"name": told("Footer pages"),
               "asks": told("accessibility, privacy, cookies and contact are filled in."),
               "findings": [kept(finding) for finding in unfilled(release.body)], "mended_at": "notices"}
