"""People, bodies, and what the one is to the other."""

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from commonweal.web.people.roles import ROLES


class Body(models.Model):
    """One authority, council, trust or association on this installation; it sees only its own."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.TextField()
    # Records loaded to be read: nobody may change, question or turn down anything in them.
    read_only = models.BooleanField(default=False)
    # The day that stands for today where records are over and done with, as those of an example; blank is today.
    stands_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def today(self) -> date:
        """The day that it is there: the one clock by which it is told what is due, late, open or signed."""
        return self.stands_on or timezone.localdate()


def _new_key() -> str:
    return secrets.token_hex(16)


class People(BaseUserManager["Person"]):
    """Makes people."""

    def create_user(self, email: str, name: str, password: str | None = None, **more: Any) -> "Person":
        """A new person; without a password they sign in by mailed links or by the body's own directory."""
        person = self.model(email=email.strip().lower(), name=name, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this address, whichever way it is capitalised."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who may sign in. Everywhere else they are known by `key`, a random word that says nothing."""

    key = models.CharField(max_length=32, unique=True, default=_new_key, editable=False)
    email = models.EmailField(unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)
    # A random word in every session of theirs: another word, and all of them have ended.
    stamp = models.CharField(max_length=32, default=_new_key, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = People()

    class Meta:
        # One address, one person, however it is typed.
        constraints = (
            models.CheckConstraint(name="addresses_in_small_letters", condition=models.Q(email=Lower("email"))),)

    def __str__(self) -> str:
        return self.name or gettext("somebody whose name was erased")

    def end_sessions(self) -> None:
        """Sign them out everywhere, at their next step."""
        self.stamp = _new_key()
        self.save(update_fields=["stamp"])

    def get_session_auth_hash(self) -> str:
        """What a session must still hold to be theirs: it changes with the password, and when sessions are ended."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same with the site's earlier secrets."""
        return (self._session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str) -> str:
        return salted_hmac("people.session", f"{self.password}\n{self.stamp}", secret, algorithm="sha256").hexdigest()


class Membership(models.Model):
    """A role that a person has in a body; for suppliers, on behalf of which organisation."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(name, role.shown) for name, role in ROLES.items()])
    # The id of the organisation in the body's records, for suppliers.
    organisation = models.TextField(blank=True)
    # The body's own directory gave the role, and takes it away again.
    by_directory = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "body", "role", "organisation"), name="one_membership"),
            models.CheckConstraint(
                name="suppliers_speak_for_an_organisation",
                condition=(models.Q(role="supplier") & ~models.Q(organisation=""))
                | (~models.Q(role="supplier") & models.Q(organisation=""))),
        )


class Assignment(models.Model):
    """A contract or project that a person looks after."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assignments")
    activity = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "body", "activity"), name="one_assignment"),)


class DirectoryGroup(models.Model):
    """A group of a body's own directory, and the role that everybody in it has here."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="groups")
    group = models.TextField()
    role = models.CharField(max_length=40, choices=[(name, role.shown) for name, role in ROLES.items()
                                                    if not role.by_link])

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "group", "role"), name="one_role_a_group"),)


class Link(models.Model):
    """A mailed way in: a link, and a code to type instead. Whichever is used first spends both.

    Neither is kept: they are worked out from `key` and the site's secret, so that a copy of the database opens nothing.
    """

    key = models.CharField(max_length=32, unique=True, default=_new_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    # Where it leads, if to one thing of one body; and what that is, in words for the page and the mail.
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+", null=True)
    goes_to = models.TextField(blank=True)
    about = models.TextField(blank=True)
    made = models.DateTimeField(auto_now_add=True)
    ends = models.DateTimeField()
    used = models.DateTimeField(null=True)
    wrong_codes = models.IntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("person", "ends")),)
