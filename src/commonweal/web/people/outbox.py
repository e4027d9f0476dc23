"""The outbox: every mail of the site goes through here, and none is lost.

A mail is a job, noted in the transaction of what it tells, and made into words when it is sent: until then neither a
link nor a code stands anywhere. A mail server that does not answer is asked again, for some days. A mail is sent once;
and once more for each time that the worker was killed between sending it and noting that it was sent.
"""

from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from commonweal.web.jobs import later
from commonweal.web.people.links import LASTS, address_of, code_of, comes_by_link, own_address
from commonweal.web.people.models import Body, Link, Person

# How long a mail that could not be sent waits, time after time: some three days in all.
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, *[4 * 60] * 18))
# The mails whose link leads to choosing a password.
_CHOOSING = ("people/mail/password", "people/mail/invited_staff")


def post(mail: str, to: Person | str, body: Body | None = None, link: Link | None = None, **said: str) -> None:
    """Have a mail sent once what is being written now is written.

    `mail` is a pair of templates, and `said` more words for them, none of them personal. `to` is a person, or the bare
    address of somebody who has no account.
    """
    later(send, mail, to.pk if isinstance(to, Person) else to, body.pk if body else None, link.pk if link else None,
          said)


def in_words_of_the_site() -> override:
    """A block in which words for a mail are made: in the site's language, whichever the page of whoever acts speaks."""
    return override(settings.LANGUAGE_CODE)


def mail_link(person: Person, body: Body | None = None, goes_to: str = "", about: str = "", *,
              mail: str = "people/mail/link", **said: str) -> Link:
    """Mail somebody a link and a code; once the records that are being written now are written.

    `goes_to` is the address within the site that it leads to, and `about` says what that is, such as "the return of
    Riverside for April to June 2026". `mail` and `said` are as for `post`. To be called inside a writer, whose event
    tells of it, or by a job that a writer asked for.
    """
    link = Link.objects.create(person=person, body=body, goes_to=own_address(goes_to), about=about,
                               ends=timezone.now() + LASTS)
    post(mail, person, body, link, **said)
    return link


def tell(people: Iterable[Person], body: Body, goes_to: str, subject: str, text: str) -> None:
    """Mail people what happened, and the page on which to see it; with a link for those who may come by one.

    No mail holds a figure, nor anything that was answered. To be called by a job that a writer asked for.
    """
    with transaction.atomic():
        for person in people:
            if comes_by_link(person):
                mail_link(person, body, goes_to, subject, mail="people/mail/word", text=text)
            else:
                post("people/mail/told", person, body, subject=subject, text=text, goes_to=goes_to)


@task()
def send(mail: str, to: int | str, body: int | None, link: int | None, said: dict[str, str], tries: int = 0) -> None:
    """Send one mail; later, where the mail server does not answer. Somebody who was erased meanwhile gets none."""
    person = None if isinstance(to, str) else Person.objects.filter(pk=to).first()
    if person is None and not isinstance(to, str):
        return
    words = {"person": person, "address": settings.ADDRESS, "body": Body.objects.filter(pk=body).first(), **said}
    if link is not None:
        found = Link.objects.filter(pk=link).first()
        if found is None:
            return
        # Its hours begin when it is sent.
        Link.objects.filter(pk=link, used=None).update(ends=timezone.now() + LASTS)
        words |= {"link": address_of(found), "code": code_of(found), "about": found.about,
                  "hours": LASTS.seconds // 3600}
    elif person and mail in _CHOOSING:
        path = reverse("account_reset_password_from_key", kwargs={
            "uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)})
        words |= {"link": settings.ADDRESS + path, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
    try:
        _send(mail, person.email if person else str(to), words)
    except (OSError, SMTPException):
        if tries == len(_WAITS) or not send.get_backend().supports_defer:
            raise  # Whoever runs the site finds it in the log.
        send.using(run_after=timezone.now() + _WAITS[tries]).enqueue(mail, to, body, link, said, tries + 1)


def _send(mail: str, address: str, words: dict[str, Any]) -> None:
    subject = " ".join(render_to_string(f"{mail}_subject.txt.jinja", words).split())
    send_mail(subject, render_to_string(f"{mail}.txt.jinja", words), None, [address])
