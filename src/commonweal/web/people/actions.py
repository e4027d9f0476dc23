"""Everything that writes about people: bodies opened, roles given and taken, links used, people who leave."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.audit.models import Event
from commonweal.web.people.links import comes_by_link, fits, is_open
from commonweal.web.people.models import Assignment, Body, DirectoryGroup, Link, Membership, Person
from commonweal.web.people.outbox import mail_link, post
from commonweal.web.people.roles import ROLES

PEOPLE = "people"
_ENDED = "end somebody's access"


@writes
def open_body(actor: Actor, slug: str, name: str) -> Body:
    """A new body on this installation. Refused if its name in addresses is taken, or would hide a page of the site."""
    from commonweal.web.config import urls  # noqa: F401 (fills the list of addresses)
    from commonweal.web.config.routes import taken

    if slug in taken():
        raise Refused(gettext("'%(slug)s' is the name of a page of the site: choose another, such as "
                              "'%(slug)s-council'.") % {"slug": slug})
    if Body.objects.filter(slug=slug).exists():
        raise Refused(gettext("There is a body called '%(slug)s' in addresses already.") % {"slug": slug})
    body = Body(slug=slug, name=name)
    body.full_clean()
    body.save()
    record(actor, Change("open a body", "bodies", slug, after={"name": name}))
    return body


@writes
def invite(actor: Actor, body: Body, name: str, address: str, role: str, organisation: str = "",
           looks_after: Iterable[str] = ()) -> Person:
    """Give a role to whoever has this address, and write to them how to come in.

    Somebody who is known already keeps their own name. Refused if they have the role already.
    """
    person, new = with_role(body, name, address, role, organisation)
    if not new:
        raise _has_it_already(person, role)
    activities = sorted(set(looks_after))
    for activity in activities:
        Assignment.objects.get_or_create(person=person, body=body, activity=activity)
    _write_to(person, body, role)
    record(actor, Change("invite", PEOPLE, person.key, after={"role": role} | _said(organisation, activities),
                         apart={"name": person.name, "address": person.email}))
    return person


@writes
def write_again(actor: Actor, body: Body, person: Person) -> None:
    """Send somebody their way in once more."""
    held = Membership.objects.filter(person=person, body=body).order_by("id").first()
    if held is None:
        raise Refused(gettext("%(name)s has no role here.") % {"name": person.name})
    _write_to(person, body, held.role)
    record(actor, Change("write again to somebody invited", PEOPLE, person.key))


@writes
def give(actor: Actor, body: Body, person: Person, role: str, organisation: str = "") -> None:
    """Give somebody one more role; their sessions end, so that what they see is what they may."""
    if not _give(body, person, role, organisation):
        raise _has_it_already(person, role)
    record(actor, Change("give a role", PEOPLE, person.key, after={"role": role} | _said(organisation)))


@writes
def take(actor: Actor, held: Membership) -> None:
    """Take a role away; their sessions end. Refused for the last administrator of a body."""
    _hold_administrators(held.body)
    why_not = why_not_take(held)
    if why_not:
        raise Refused(why_not)
    held.delete()
    held.person.end_sessions()
    record(actor, Change("take a role", PEOPLE, held.person.key,
                         before={"role": held.role} | _said(held.organisation)))


def why_not_take(held: Membership) -> str | None:
    """Why a role cannot be taken away; None if it can."""
    if held.role != "administrator" or _administrators(held.body).exclude(pk=held.pk).exists():
        return None
    return gettext("This is the only administrator: give somebody else the role first.")


@writes
def assign(actor: Actor, body: Body, person: Person, activities: Iterable[str]) -> None:
    """Say which contracts and projects somebody looks after, instead of those they had."""
    rows = Assignment.objects.filter(person=person, body=body)
    before, after = sorted(rows.values_list("activity", flat=True)), sorted(set(activities))
    rows.exclude(activity__in=after).delete()
    Assignment.objects.bulk_create(Assignment(person=person, body=body, activity=activity)
                                   for activity in after if activity not in before)
    record(actor, Change("assign contracts and projects", PEOPLE, person.key,
                         before={"looks_after": ", ".join(before)}, after={"looks_after": ", ".join(after)}))


@writes
def part(actor: Actor, body: Body, person: Person, reason: str = "") -> None:
    """Take everything away that somebody has in a body; without a role anywhere they cannot sign in again.

    Refused for the last administrator.
    """
    _hold_administrators(body)
    held = list(Membership.objects.filter(person=person, body=body))
    if any(why_not_take(each) for each in held):
        raise Refused(gettext("This is the only administrator: give somebody else the role first."))
    Assignment.objects.filter(person=person, body=body).delete()
    Membership.objects.filter(person=person, body=body).delete()
    if not person.memberships.exists():
        person.is_active = False
        person.save(update_fields=["is_active"])
    person.end_sessions()
    record(actor, Change(_ENDED, PEOPLE, person.key,
                         before={"roles": ", ".join(each.role for each in held)},
                         apart={"reason": reason} if reason else {}))


@writes
def forget_factors(actor: Actor, body: Body | None, person: Person) -> None:
    """Let somebody who lost phone and recovery codes set up a second factor anew, after signing in by password.

    Refused for somebody with roles in other bodies too; whoever runs the site (no body) may do it for anybody.
    """
    if body and person.memberships.exclude(body=body).exists():
        raise Refused(gettext("%(name)s works with other bodies too. They need one of their recovery codes, or "
                              "whoever runs the site.") % {"name": person.name})
    Authenticator.objects.filter(user=person).delete()
    person.end_sessions()
    record(actor, Change("take away second factors", PEOPLE, person.key))


@writes
def set_group(actor: Actor, body: Body, group: str, role: str) -> None:
    """Give everybody in a group of the body's own directory a role, from their next sign-in on."""
    _, made = DirectoryGroup.objects.get_or_create(body=body, group=group, role=role)
    if not made:
        raise Refused(gettext("The group has the role %(shown)s already.") % {"shown": gettext(ROLES[role].shown)})
    record(actor, Change("give a group a role", "groups", group, after={"role": role}))


@writes
def drop_group(actor: Actor, found: DirectoryGroup) -> None:
    """Take a role away from a group, at the next sign-in of each who is in it."""
    found.delete()
    record(actor, Change("take a role from a group", "groups", found.group, before={"role": found.role}))


@writes
def end_session(actor: Actor, session: UserSession) -> None:
    """End one of one's own sessions."""
    session.end()
    record(actor, Change("end a session", PEOPLE, actor.person))


@writes
def ask_for_link(address: str, goes_to: str, where: str) -> None:
    """Mail a link to whoever has this address and may come in by one.

    Staff are told to use their password or passkey; an address that nobody has gets nothing. Whoever asked sees the
    same in each case.
    """
    person = Person.objects.filter(email=address.strip().lower(), is_active=True).first()
    if person and comes_by_link(person):
        mail_link(person, goes_to=goes_to)
    elif person:
        post("people/mail/staff", person)
    record(Actor(person.key if person else "", where=where), Change("ask for a link to sign in", PEOPLE,
                                                                    person.key if person else ""))


@writes
def renew_link(link: Link, where: str) -> None:
    """Mail a new link in the place of one that opens nothing any more, to the same person and leading to the same."""
    if link.person.is_active:
        mail_link(link.person, link.body, link.goes_to, link.about)
    record(Actor(link.person.key, where=where), Change("ask for a link to sign in", PEOPLE, link.person.key))


@writes
def use_link(link: Link, where: str) -> Person | None:
    """Spend a link: the person it lets in, or None if it was used, is too old, or is for somebody who left."""
    found = Link.objects.select_for_update().select_related("person").get(pk=link.pk)
    good = is_open(found)
    if good:
        _spend(found)
    record(Actor(found.person.key, where=where),
           Change("use a mailed link" if good else "use a mailed link that opens nothing", PEOPLE, found.person.key))
    return found.person if good else None


@writes
def use_code(address: str, code: str, where: str) -> Link | None:
    """Spend the link that was mailed to this address with this code; None if there is none.

    Each wrong code counts against every open link of the person, and after five no code of theirs opens anything.
    """
    now = timezone.now()
    mailed = Link.objects.select_for_update().filter(person__email=address.strip().lower(), used=None, ends__gt=now)
    links = [link for link in mailed.select_related("person") if is_open(link)]
    good = next((link for link in links if fits(link, code)), None)
    if good:
        _spend(good)
    else:
        Link.objects.filter(pk__in=[link.pk for link in links]).update(wrong_codes=F("wrong_codes") + 1)
    key = links[0].person.key if links else ""
    record(Actor(key, where=where), Change("use a mailed code" if good else "try a wrong code", PEOPLE, key))
    return good


@writes
def come_from_directory(body: Body, person: Person | None, name: str, address: str, groups: Iterable[str],
                        where: str) -> Person | None:
    """Let in whoever the body's own directory vouches for, with the roles that their groups have here.

    Makes the person at their first sign-in. None if no group of theirs has a role: whoever left keeps nothing that the
    directory gave.
    """
    roles = set(DirectoryGroup.objects.filter(body=body, group__in=list(groups)).values_list("role", flat=True))
    # Of somebody who was never here, none.
    given = Membership.objects.filter(person=person, body=body, by_directory=True)
    before = sorted(given.values_list("role", flat=True))
    if person is None and roles:
        person = Person.objects.create_user(address, name)
    if person and before != sorted(roles):
        given.exclude(role__in=roles).delete()
        held = set(Membership.objects.filter(person=person, body=body).values_list("role", flat=True))
        Membership.objects.bulk_create(Membership(person=person, body=body, role=role, by_directory=True)
                                       for role in sorted(roles - held))
        person.end_sessions()
    good = bool(roles) and person is not None and person.is_active
    said = Change("come in from the body's directory" if good else "be refused by the body's directory", PEOPLE,
                  person.key if person else "", {"roles": ", ".join(before)}, {"roles": ", ".join(sorted(roles))})
    record(Actor(person.key if person else "", body=body.slug, where=where), said)
    return person if good else None


@writes
def note(actor: Actor, what: str, person: Person | None, how: str = "") -> None:
    """Record something that a library wrote or refused, such as a sign-in or a passkey added."""
    record(actor, Change(what, PEOPLE, person.key if person else "", after={"how": how} if how else {}))


def with_role(body: Body, name: str, address: str, role: str, organisation: str) -> tuple[Person, bool]:
    """Whoever has this address, with a role, and whether they have it newly. For writers to share.

    Somebody who is known already keeps their own name; somebody who had left can come in again.
    """
    person = Person.objects.filter(email=address.strip().lower()).first()
    person = person or Person.objects.create_user(address, name.strip())
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
    return person, _give(body, person, role, organisation)


def why_not_invite(body: Body, address: str) -> str | None:
    """Why a supplier cannot have somebody let in who has this address; None if it can.

    Whoever ended somebody's access decides whether they come in again, and staff are given roles by the body alone.
    """
    person = Person.objects.filter(email=address.strip().lower()).first()
    if person is None:
        return None
    held = list(person.memberships.all())
    ended = not person.is_active or (
        all(each.body_id != body.pk for each in held)
        and Event.objects.filter(body=body.slug, table=PEOPLE, key=person.key, what=_ENDED).exists())
    if ended or any(not ROLES[each.role].by_link for each in held):
        return gettext("This person cannot be invited here. Ask %(body)s.") % {"body": body.name}
    return None


def _give(body: Body, person: Person, role: str, organisation: str) -> bool:
    _, made = Membership.objects.get_or_create(person=person, body=body, role=role, organisation=organisation)
    if made:
        person.end_sessions()
    return made


def _has_it_already(person: Person, role: str) -> Refused:
    return Refused(gettext("%(name)s has the role %(shown)s already.") % {
        "name": person.name, "shown": gettext(ROLES[role].shown)})


def _write_to(person: Person, body: Body, role: str) -> None:
    """Write to somebody how they come in: by a link, by choosing a password, or as they do already."""
    if ROLES[role].by_link:
        mail_link(person, body, about=body.name, mail="people/mail/invited_supplier")
    elif person.has_usable_password():
        post("people/mail/role", person, body)
    else:
        post("people/mail/invited_staff", person, body)


def _spend(link: Link) -> None:
    link.used = timezone.now()
    link.save(update_fields=["used"])


def _administrators(body: Body):
    return Membership.objects.filter(body=body, role="administrator", person__is_active=True)


def _hold_administrators(body: Body) -> None:
    """Hold them until the transaction ends, so that two who take each other's role at once are not both the last."""
    list(Membership.objects.select_for_update().filter(body=body, role="administrator").order_by("pk"))


def _said(organisation: str, activities: Iterable[str] = ()) -> dict[str, str]:
    said = {"organisation": organisation, "looks_after": ", ".join(activities)}
    return {name: text for name, text in said.items() if text}
