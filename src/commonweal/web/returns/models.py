"""What is kept of returns: the periods that ask, who was asked, the answers as they are written, and what was sent.

An answer is the supplier's draft. It becomes a claim of the register when the return is sent, and only then; the claim
then has the answer's key for its id, so that sending again changes the same row.
"""

from typing import ClassVar

from django.db import models

from commonweal.basics.periods import PeriodKind
from commonweal.ledger.asking import SAYS
from commonweal.ledger.tables import PERSON_STAGES
from commonweal.web.fields import QuantityField, ShareField
from commonweal.web.people.models import Body, Person


class Round(models.Model):
    """A span about which the body asks: a quarter, a year."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="rounds")
    key = models.TextField()
    label = models.TextField()
    period_kind = models.TextField(choices=[(kind.value, kind.value) for kind in PeriodKind])
    start = models.DateField()
    end = models.DateField()
    opens = models.DateField()
    due = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "key"), name="one_round_a_key"),)
        ordering = ("-end", "key")

    def __str__(self) -> str:
        return self.label


class Return(models.Model):
    """What one organisation is asked about one contract or project for one period."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    # Its reference, which people read to each other on the telephone.
    key = models.TextField()
    activity = models.TextField()
    organisation = models.TextField()
    # For a subcontractor: the organisation whose return its lines are passed on with.
    under = models.TextField(blank=True)
    # Whether that organisation agreed to pass them on.
    passed_on = models.BooleanField(default=False)
    due = models.DateField()
    # The event of the audit trail that holds whom the main supplier asks to have let in for it, until that is decided.
    let_in = models.BigIntegerField(null=True, blank=True)
    # Of answers that were taken away, the highest place and count of saves: neither comes again, so that a form that
    # is still open never saves under another answer.
    gone = models.IntegerField(default=0)
    # How many times it was sent. Whoever sends names the number that they saw, so that twice is once.
    sent = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "key"), name="one_return_a_key"),)
        indexes = (models.Index(fields=("body", "organisation")), models.Index(fields=("body", "activity")),
                   models.Index(fields=("body", "sent", "due")),
                   models.Index(fields=("body",), condition=models.Q(let_in__isnull=False), name="somebody_to_let_in"))
        ordering = ("due", "key")


class Answer(models.Model):
    """The answer about one promise, or about something that was never promised, as it is being written."""

    # What the supplier says.
    SAYS: ClassVar[tuple[str, ...]] = SAYS

    returned = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="answers")
    key = models.TextField()
    position = models.IntegerField()
    measure = models.TextField()
    # The first row of the promise; blank is something never promised.
    commitment = models.TextField(blank=True)
    stage = models.TextField(default="not-applicable", choices=[(stage, stage) for stage in PERSON_STAGES])
    nothing = models.BooleanField(default=False)
    quantity = QuantityField(null=True, blank=True)
    numerator = QuantityField(null=True, blank=True)
    denominator = QuantityField(null=True, blank=True)
    basis = models.TextField(default="increment")
    place = models.TextField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    event = models.TextField(null=True, blank=True)
    event_share = ShareField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    # Whether its writer is done with it, or has put it aside.
    done = models.BooleanField(default=False)
    # Counts the saves, so that two people never overwrite each other unseen; and which of them was last sent.
    version = models.IntegerField(default=0)
    sent_version = models.IntegerField(default=0)
    saved_by = models.CharField(max_length=32, blank=True)
    # The claim of the register; blank until it was sent. After one that was not accepted it is claimed anew.
    claim = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("returned", "key"), name="one_answer_a_key"),
            models.UniqueConstraint(fields=("returned", "commitment"), condition=~models.Q(commitment=""),
                                    name="one_answer_a_promise"))
        indexes = (models.Index(fields=("key",)), models.Index(fields=("claim",)))
        ordering = ("position",)


class Sending(models.Model):
    """One time that a return was sent: the receipt. Who declared it stands apart in the audit trail."""

    returned = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="sendings")
    number = models.IntegerField()
    at = models.DateTimeField()
    # The event of the audit trail, which holds the name and office typed under the declaration.
    event = models.BigIntegerField()
    person = models.CharField(max_length=32)
    # How it reached the body, and when: here on the site, or by telephone, e-mail or paper.
    how = models.TextField(default="here")
    received = models.DateField()
    rows = models.IntegerField()
    # The file of what was sent, as it was sent.
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("returned", "number"), name="one_sending_a_number"),)
        ordering = ("-number",)


class MoreTime(models.Model):
    """A supplier's wish for a later day, and what was decided."""

    returned = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="wishes")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    decision = models.TextField(blank=True, choices=[("granted", "granted"), ("refused", "refused")])
    answer = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("returned",), condition=models.Q(decision=""),
                                               name="one_open_wish_a_return"),)
