"""Mails that are sent behind the pages, so that no answer tells by its time whether there was anybody to write to."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from commonweal.web.people.links import LASTS, address_of, code_of
from commonweal.web.people.models import Body, Link, Person


@task()
def send_link(link: int, mail: str, said: dict[str, str]) -> None:
    """Mail a link and its code."""
    found = Link.objects.select_related("person", "body").get(pk=link)
    _send(found.person, mail, link=address_of(found), code=code_of(found), about=found.about, body=found.body,
          hours=LASTS.seconds // 3600, **said)


@task()
def send_password_link(person: int, mail: str, body: int | None = None) -> None:
    """Mail staff the address at which they choose a password."""
    found = Person.objects.get(pk=person)
    path = reverse("account_reset_password_from_key", kwargs={
        "uidb36": user_pk_to_url_str(found), "key": default_token_generator.make_token(found)})
    _send(found, mail, link=settings.ADDRESS + path, body=Body.objects.filter(pk=body).first(),
          hours=settings.PASSWORD_RESET_TIMEOUT // 3600)


@task()
def send_words(person: int, mail: str, body: int | None = None) -> None:
    """Mail somebody something that opens nothing, such as that they have another role."""
    _send(Person.objects.get(pk=person), mail, body=Body.objects.filter(pk=body).first())


def _send(person: Person, mail: str, **said: Any) -> None:
    words = {"person": person, "address": settings.ADDRESS, **said}
    subject = " ".join(render_to_string(f"{mail}_subject.txt.jinja", words).split())
    send_mail(subject, render_to_string(f"{mail}.txt.jinja", words), None, [person.email])
