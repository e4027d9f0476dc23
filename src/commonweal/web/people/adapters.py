"""What the library that signs people in asks of this site: mails, secrets at rest, and whom a directory lets in."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext

from commonweal.web.people.actions import come_from_directory
from commonweal.web.people.models import Body, Person
from commonweal.web.people.outbox import post


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; and a mail to a known address takes no longer than none to an unknown one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any,
                    **kwargs: Any) -> None:
        """What the library has to say, but not that somebody signed in or out: they see it."""
        if not (message_template or "").startswith("account/messages/logged_"):
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Leave the mail to a job, which makes the link itself."""
        post("people/mail/password", user)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept enciphered by the site's own secret, so that the database alone opens none."""

    def encrypt(self, text: str) -> str:
        """A secret as it is kept."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it was; one that nobody has, where the site's own secret has changed since."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Never an empty one: anybody could work out its codes.
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        """What a new passkey is called until its owner calls it something else."""
        return gettext("Passkey")


def _cipher() -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(f"people.factors\n{secret}".encode()).digest() for secret in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Whoever a body's own directory vouches for comes in with the roles of their groups, and others do not."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: who may come in is settled before."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Make or find the person; raises the answer that refuses them."""
        slug = sociallogin.account.provider
        said = sociallogin.account.extra_data
        # What the directory told stays there: here only the roles are kept.
        sociallogin.account.extra_data = {}
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])
        claims = {**(said.get("id_token") or {}), **(said.get("userinfo") or {})}
        body = Body.objects.filter(slug=slug).first()
        known = sociallogin.user if sociallogin.is_existing else None
        address = str(claims.get("email") or claims.get("preferred_username") or "").strip().lower()
        person = known or Person.objects.filter(email=address).first()
        if body is None or not address or (person and not known and not _of_this_body(person, body)):
            self._refuse(request, slug)
        groups = claims.get(settings.DIRECTORIES[slug].groups) or []
        person = come_from_directory(body, person, str(claims.get("name") or address), address,
                                     [str(group) for group in groups], f"{request.method} directory")
        if person is None:
            self._refuse(request, slug)
        if not known:
            sociallogin.connect(request, person)
        sociallogin.user = person

    def _refuse(self, request: HttpRequest, slug: str) -> None:
        said = {"directory": settings.DIRECTORIES.get(slug)}
        raise ImmediateHttpResponse(render(request, "people/not_let_in.html.jinja", said, status=403))


def _of_this_body(person: Person, body: Body) -> bool:
    """Whether a directory may speak for somebody who was here before it: only if they work with no other body."""
    return person.memberships.filter(body=body).exists() and not person.memberships.exclude(body=body).exists()
