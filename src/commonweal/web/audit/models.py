"""What is kept of each write. No foreign keys: history holds up no deletion, and nothing deleted takes it along."""

from typing import Any

from django.db import models


class Event(models.Model):
    """One write: who, when, where, what, before and after. Written once."""

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    body = models.TextField(blank=True)
    person = models.CharField(max_length=32, blank=True)
    role = models.TextField(blank=True)
    where = models.TextField(blank=True)
    what = models.TextField()
    table = models.TextField(blank=True)
    key = models.TextField(blank=True)
    before = models.TextField()
    after = models.TextField()
    # The fingerprint of each thing that is kept apart, with its salt, by name.
    apart = models.TextField()
    chain = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("body", "table", "key")), models.Index(fields=("body", "at")),
                   models.Index(fields=("body", "number")))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it, once."""
        if self.pk:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)


class Apart(models.Model):
    """One value of an event that may have to be erased: a reason, or a personal column before or after."""

    event = models.BigIntegerField(db_index=True)
    name = models.TextField()
    salt = models.CharField(max_length=32)
    value = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "name"), name="one_value_apart"),)


class Head(models.Model):
    """Where the chain ends: one row, on which writers take turns."""

    number = models.BigIntegerField()
    chain = models.CharField(max_length=64)


class Anchor(models.Model):
    """A place of the chain that stands in something given away: frozen figures, a published report."""

    number = models.BigIntegerField()
    chain = models.CharField(max_length=64)
    at = models.DateTimeField()
    stands_in = models.TextField()


class Period(models.Model):
    """How long a body keeps one kind of thing, counted from when, and by which law or policy. One row a rule."""

    body = models.TextField()
    # One of `retention.KINDS`; for values kept apart, of which table and column (all where blank).
    kind = models.TextField()
    table = models.TextField(blank=True)
    column = models.TextField(blank=True)
    months = models.PositiveIntegerField()
    basis = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "kind", "table", "column"), name="one_period_a_kind"),)


class Hold(models.Model):
    """Something that must not be destroyed although its time is over, such as for a court or an audit."""

    body = models.TextField()
    table = models.TextField()
    # The one row that is held; blank holds the whole table.
    key = models.TextField(blank=True)
    reason = models.TextField()
    since = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)


class Disposal(models.Model):
    """A list of things to destroy: proposed by one person, decided on by another."""

    body = models.TextField()
    # What each thing is called by its kind, one a line; no name and no value.
    things = models.TextField()
    proposed = models.DateTimeField(auto_now_add=True)
    proposed_by = models.CharField(max_length=32)
    decided = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=32, blank=True)
    approved = models.BooleanField(null=True)
    destroyed = models.PositiveIntegerField(default=0)
    # Those that were destroyed: what is put back from an older backup is destroyed again by this list.
    gone = models.TextField(blank=True)


class Posted(models.Model):
    """One form that was sent, by its own random word, with the row that came of it: sent again, it writes nothing."""

    token = models.CharField(max_length=100, unique=True)
    table = models.TextField()
    key = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
