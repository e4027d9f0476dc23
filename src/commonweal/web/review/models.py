"""What is kept of checking: what waits and why, one-time links to those who received something, samples, sign-offs."""

from django.db import models

from commonweal.web.fields import MoneyField
from commonweal.web.people.models import Body
from commonweal.web.returns.models import Round


class Waiting(models.Model):
    """One claim that waits for a decision, with what the checks say of it. Made anew by a job, never by hand."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    activity = models.TextField()
    claim = models.TextField()
    measure = models.TextField()
    organisation = models.TextField(blank=True)
    since = models.DateField(null=True)
    # What it is worth if it is counted; blank where no £ is known for it.
    pounds = MoneyField(null=True)
    # How doubtful it is: 1 where nothing was found.
    risk = models.IntegerField()
    # The order of the queue, £ times risk: the higher, the sooner it should be looked at.
    weight = models.BigIntegerField()
    # Something is claimed, and nothing is held that shows it.
    bare = models.BooleanField()
    # Held evidence, and no finding: may be accepted together with others. See CLEAN.
    clean = models.BooleanField()
    findings = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "claim"), name="one_waiting_a_claim"),)
        indexes = tuple(models.Index(fields=("body", *narrowed, "-weight", "since", "claim"))
                        for narrowed in ((), ("activity",), ("measure",), ("clean",)))
        ordering = ("-weight", "since", "claim")


# By a list of one: Django would ask for no value, and SQLite then find them by no index.
CLEAN = {"clean__in": (True,)}


class Confirmation(models.Model):
    """Somebody who received something is asked whether they did, by a one-time link and without an account."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    claim = models.TextField()
    organisation = models.TextField()
    # Only the fingerprint of the link's secret is kept.
    secret = models.CharField(max_length=64, unique=True)
    asked = models.DateTimeField()
    until = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    says = models.TextField(blank=True, choices=[("yes", "yes"), ("no", "no")])


class SignOff(models.Model):
    """One level of a period's approval; voided, never taken away, when the period is opened again."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="signoffs")
    level = models.TextField(choices=[("prepared", "prepared"), ("approved", "approved")])
    person = models.CharField(max_length=32)
    role = models.TextField()
    at = models.DateTimeField()
    voided = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "level"), condition=models.Q(voided=None),
                                               name="one_standing_signoff_a_level"),)
        ordering = ("at", "id")


class Sample(models.Model):
    """A draw of claims whose evidence is looked at: everything that an auditor needs to draw it again."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="samples")
    number = models.IntegerField()
    seed = models.TextField()
    wanted = models.IntegerField()
    at = models.DateTimeField()
    person = models.CharField(max_length=32)
    # The population as it was when the sample was drawn: a CSV file of claims and sizes.
    population = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "number"), name="one_sample_a_number"),)
        ordering = ("-number",)


class Drawn(models.Model):
    """One claim of a sample, and what looking at its evidence showed."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="drawn")
    position = models.IntegerField()
    claim = models.TextField()
    activity = models.TextField()
    result = models.TextField(blank=True, choices=[("right", "right"), ("wrong", "wrong"), ("missing", "missing")])
    note = models.TextField(blank=True)
    looked_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("sample", "claim"), name="one_drawn_a_claim"),)
        ordering = ("position",)
