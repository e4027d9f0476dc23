"""Tokens: how one is made up, how it is told again, and when it opens something.

A token is `commonweal_` and 48 letters and digits, on every installation: programs that look for secrets in files find
it by that beginning. It is random, so its keyed fingerprint needs no slow hash.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from commonweal.web.interface.models import Token
from commonweal.web.people.access import Visit, stands

PREFIX = "commonweal_"
MOST = 20
_NOTED_EVERY = timedelta(minutes=10)


def new_word() -> str:
    """A token that nobody has."""
    return PREFIX + secrets.token_hex(24)


def keyed(word: str, secret: str | None = None) -> str:
    """What is kept of a token."""
    return salted_hmac("interface.token", word, secret, algorithm="sha256").hexdigest()


def token_of(word: str) -> Token | None:
    """The token that this is, if it opens anything now: not taken away, not over, of somebody who may come in."""
    if not word.startswith(PREFIX):
        return None
    places = [keyed(word, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    found = Token.objects.select_related("membership__person", "membership__body").filter(
        keyed__in=places, membership__person__is_active=True).first()
    if found is None or found.over or not stands(found.membership, found.membership.body, ""):
        return None
    return found


def visit_by(token: Token, where: str) -> Visit:
    """The dealings of the token's person with the body, in the one role that it was made in."""
    held = token.membership
    return Visit(held.person, held.body, (held,), f"{where} by token {token.name}")


def note_use(token: Token) -> None:
    """Note that it was used. No event: it is told by what it did, and this is only for its person to see."""
    now = timezone.now()
    if token.last_used is None or now - token.last_used > _NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used=now)
