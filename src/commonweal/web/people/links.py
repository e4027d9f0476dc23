"""Mailed ways in for people who should not need a password: a link, and a code of six digits to type instead.

Looking at a link signs nobody in and spends nothing, so programs that open every link of a mail do no harm; only the
button on its page does. A link and its code last some hours and are good for one use, whichever of them comes first.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from commonweal.web.people.models import Link, Person
from commonweal.web.people.roles import ROLES

LASTS = timedelta(hours=4)
WRONG_CODES = 5
_SIGNER = Signer(salt="people.link", sep=".")


def own_address(goes_to: str) -> str:
    """An address within this site as it is; nothing for any other."""
    return goes_to if goes_to.startswith("/") and url_has_allowed_host_and_scheme(goes_to, None) else ""


def comes_by_link(person: Person) -> bool:
    """Whether a mailed link opens anything for them: they have a role that needs no more."""
    return person.is_active and any(ROLES[role].by_link for role in person.memberships.values_list("role", flat=True))


def address_of(link: Link) -> str:
    """The whole address that stands in the mail."""
    return settings.ADDRESS + reverse("sign-in-link", kwargs={"word": _SIGNER.sign(link.key)})


def code_of(link: Link) -> str:
    """The six digits that stand in the mail beside the link."""
    number = int(salted_hmac("people.code", link.key, algorithm="sha256").hexdigest(), 16) % 1_000_000
    return f"{number:06}"


def link_of(word: str) -> Link | None:
    """The link whose address this is a part of; None if the word was altered, or is none of ours."""
    try:
        return Link.objects.select_related("person", "body").filter(key=_SIGNER.unsign(word)).first()
    except BadSignature:
        return None


def is_open(link: Link) -> bool:
    """Whether it still opens anything."""
    return link.used is None and link.ends > timezone.now() and link.person.is_active


def fits(link: Link, code: str) -> bool:
    """Whether this is the link's code, and it may still be tried."""
    return link.wrong_codes < WRONG_CODES and constant_time_compare(code_of(link), code)
