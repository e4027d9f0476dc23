"""Making tokens and taking them away. Each writer is whole or nothing and records one event."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.interface.models import Token, this_day
from commonweal.web.interface.scopes import SCOPES, scopes_for
from commonweal.web.interface.tokens import MOST, keyed, new_word
from commonweal.web.people.models import Membership
from commonweal.web.people.roles import ROLES


@writes
def make_token(actor: Actor, held: Membership, name: str, scopes: Iterable[str], ends: date) -> tuple[Token, str]:
    """A new token for a role that somebody holds, and the word itself, which is kept nowhere.

    Refused where the role cannot have a token, or not for that, or has enough of them.
    """
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    if why_not := why_not_make(held):
        raise Refused(why_not)
    if beyond := set(wanted) - set(scopes_for(ROLES[held.role])):
        raise Refused(gettext("As %(role)s you cannot make a token that may: %(what)s.") % {
            "role": ROLES[held.role].shown,
            "what": ", ".join(SCOPES[scope].shown.lower() for scope in sorted(beyond))})
    if Token.objects.filter(membership=held, name=name).exists():
        raise Refused(gettext("You had a token called %(name)s already. Give this one another name, so that the audit "
                              "trail can tell them apart.") % {"name": name})
    word = new_word()
    token = Token.objects.create(membership=held, name=name, scopes=" ".join(wanted), keyed=keyed(word), ends=ends)
    record(actor, Change("make a token", "tokens", str(token.pk), after={
        "name": name, "scopes": token.scopes, "role": held.role, "ends": ends.isoformat()}))
    return token, word


def why_not_make(held: Membership) -> str | None:
    """Why no token can be made for a role; None if one can."""
    if held.by_directory:
        return gettext("Your role comes from your own directory, which takes it away only when you sign in. A token "
                       "would outlast it: ask an administrator to give you the role here.")
    if not scopes_for(ROLES[held.role]):
        return gettext("Your role does nothing that a program could do.")
    open_yet = Token.objects.filter(membership=held, taken_away=None, ends__gte=this_day())
    if open_yet.count() >= MOST:
        return gettext("You have %(number)s tokens that are open. Take one away first.") % {"number": MOST}
    return None


@writes
def take_token_away(actor: Actor, token: Token) -> None:
    """Close a token for ever. Refused where it is closed already."""
    now = Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if now.taken_away:
        raise Refused(gettext("It was taken away already."))
    now.taken_away = timezone.now()
    now.save(update_fields=["taken_away"])
    record(actor, Change("take a token away", "tokens", str(now.pk), before={"name": now.name, "scopes": now.scopes}))
