"""Mailed ways in for people who should not need a password: a link, and a code of six digits to type instead.

Looking at a link signs nobody in and spends nothing, so programs that open every link of a mail do no harm; only the
button on its page does. A link and its code last some hours and are good for one use, whichever of them comes first.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from commonweal.web.people.models import Body, Link, Person
from commonweal.web.people.roles import ROLES

LASTS = timedelta(hours=4)
WRONG_CODES = 5
_SIGNER = Signer(salt="people.link", sep=".")


def mail_link(person: Person, body: Body | None = None, goes_to: str = "", about: str = "", *,
              mail: str = "people/mail/link", said: Mapping[str, str] | None = None) -> Link:
    """Mail somebody a link and a code; once the records that are being written now are written.

    `goes_to` is the address within the site that it leads to, and `about` says what that is, such as "the return of
    Riverside for April to June 2026". `mail` is the pair of templates, and `said` more words for them, none of them
    personal. To be called inside a writer, whose event tells of it.
    """
    from commonweal.web.people.tasks import send_link  # The job reads this module.

    link = Link.objects.create(person=person, body=body, goes_to=own_address(goes_to), about=about,
                               ends=timezone.now() + LASTS)
    transaction.on_commit(lambda: send_link.enqueue(link.pk, mail, dict(said or {})))
    return link


def write_to(person: Person, body: Body, goes_to: str, subject: str, text: str) -> None:
    """Mail somebody what happened, and the page on which to see it; with a link for those who may come by one.

    No mail holds a figure, nor anything that was answered. To be called by a job that a writer asked for.
    """
    if comes_by_link(person):
        mail_link(person, body, goes_to, subject, mail="people/mail/word", said={"text": text})
    else:
        send_mail(subject, f"{text}\n\n{settings.ADDRESS}{goes_to}\n\n{body.name}\n", None, [person.email])


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
