"""What somebody may do here: one question, answered with the reason why not, or nothing.

The same answer shows or hides a button and lets a page through or not, so the two can never differ.
"""

from dataclasses import dataclass
from functools import cached_property

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext

from commonweal.web.audit.actions import Actor
from commonweal.web.people.models import Assignment, Body, Membership, Person
from commonweal.web.people.roles import ROLES, May, Role, Scope


@dataclass
class Visit:
    """One person's dealings with one body: what they are there, and so what they may see and do."""

    person: Person
    body: Body
    memberships: tuple[Membership, ...]
    where: str = ""

    @classmethod
    def of(cls, person: Person, body: Body, where: str = "", came_by: str = "") -> "Visit":
        """The visit of a person to a body; with no memberships that stand in it they are nobody there.

        `came_by` says how they signed in (see `stands`).
        """
        held = Membership.objects.filter(person=person, body=body).order_by("id")
        return cls(person, body, tuple(each for each in held if stands(each, body, came_by)), where)

    @property
    def roles(self) -> tuple[Role, ...]:
        """What the person is there."""
        return tuple(ROLES[held.role] for held in self.memberships)

    @property
    def organisations(self) -> tuple[str, ...]:
        """The organisations that the person speaks for."""
        return tuple(held.organisation for held in self.memberships if held.organisation)

    def may(self, what: May) -> bool:
        """Whether any of the person's roles may do this at all."""
        return any(what in role.may for role in self.roles)

    def reach(self, what: May) -> frozenset[str] | None:
        """The contracts and projects for which the person may do this; None is all of the body's."""
        from commonweal.web.register.reading import delivered_by  # The register knows people, so not at the top.

        found: set[str] = set()
        for held in self.memberships:
            role = ROLES[held.role]
            if what not in role.may:
                continue
            if role.scope is Scope.BODY:
                return None
            own = role.scope is Scope.OWN_ACTIVITIES
            found |= self._assigned if own else delivered_by(self.body, held.organisation)
        return frozenset(found)

    @cached_property
    def _assigned(self) -> frozenset[str]:
        rows = Assignment.objects.filter(person=self.person, body=self.body)
        return frozenset(rows.values_list("activity", flat=True))

    def why_not(self, what: May, activity: str | None = None) -> str | None:
        """Why the person may not do this, for one contract or project or for the body as a whole; None if they may."""
        if not self.may(what):
            return gettext("None of your roles here may %(what)s.") % {"what": gettext(what.value)}
        if self.body.read_only and what not in READS:
            return gettext("The records of %(name)s are here to be read, and nobody changes them.") % {
                "name": self.body.name}
        reach = self.reach(what)
        if reach is not None and activity is None:
            return gettext("You may %(what)s for your own contracts and projects only.") % {
                "what": gettext(what.value)}
        if reach is not None and activity not in reach:
            return gettext("You may %(what)s for your own contracts and projects, and this is none of them.") % {
                "what": gettext(what.value)}
        return None

    def actor(self, what: May) -> Actor:
        """The person as the audit trail knows them, in the role that lets them do this."""
        role = next((held.role for held in self.memberships if what in ROLES[held.role].may), "")
        return Actor(self.person.key, role, self.body.slug, self.where)


LINK, DIRECTORY = "link", "directory"


def stands(held: Membership, body: Body, came_by: str) -> bool:
    """Whether a role counts in a session that was begun in this way.

    By a mailed link only roles that need no more. By a body's own directory only roles in that body, so that whoever
    keeps one directory is nobody in another body. By password or passkey all but those that the directory gives, so
    that somebody who has left it keeps nothing.
    """
    way, _, whose = came_by.partition(" ")
    if way == LINK:
        return ROLES[held.role].by_link
    if way == DIRECTORY:
        return body.slug == whose
    return not held.by_directory


def lacks_second_factor(visit: Visit, came_by: str) -> bool:
    """Whether the person acts as staff and has only a password so far. A directory asks for its own second factor."""
    if not settings.SECOND_FACTOR or came_by.startswith(DIRECTORY) or all(role.by_link for role in visit.roles):
        return False
    return not Authenticator.objects.filter(
        user=visit.person, type__in=(Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)).exists()


READS = frozenset({May.READ_REGISTER, May.READ_RETURNS, May.READ_FIGURES, May.READ_AUDIT})
