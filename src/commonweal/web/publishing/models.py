"""Frozen figures, the releases made of them, and who approved which."""

from pathlib import Path

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from commonweal.web.fields import ToldField
from commonweal.web.people.models import Body


class Work(models.TextChoices):
    """How far a piece of work behind the pages has come."""

    WAITING = "waiting", "Being made"
    READY = "ready", "Ready"
    REFUSED = "refused", "Could not be made"


class Made(models.Model):
    """Something that a job makes: asked for by somebody, made later, or refused with what has to be mended."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=32)
    asked = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=Work.choices, default=Work.WAITING)
    refusal = ToldField(blank=True)
    findings = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class Frozen(Made):
    """The figures of a body as they stood on a day, frozen for a report."""

    as_of = models.DateField()
    # The reporting period that they are of, as the records had it then.
    period = models.TextField(blank=True)
    period_end = models.DateField(null=True)
    facts = models.IntegerField(default=0)
    # Where the audit trail ended when they were frozen.
    audit = models.TextField(blank=True)
    # How many figures are kept of them for programs; none until they are made, some moments after.
    figures_kept = models.IntegerField(null=True)

    @property
    def folder(self) -> Path:
        """Where the frozen tables lie."""
        return Path(settings.HOME) / "frozen" / self.body.slug / str(self.pk)


class FrozenFigure(models.Model):
    """One figure of what was frozen, as a row of figures.csv without its blanks, for programs that ask for it."""

    frozen = models.ForeignKey(Frozen, on_delete=models.CASCADE, related_name="figures")
    activity = models.TextField(blank=True)
    says = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=("frozen", "activity")),)


class Release(Made):
    """One release of a period's report, made of frozen figures.

    Once published it never changes: a correction is another.
    `number` is where it stands among all that the body published, whatever their period: its address. `release` is
    what its cover prints: the report of each period begins with release 1.
    """

    number = models.IntegerField()
    period = models.TextField(blank=True)
    period_end = models.DateField(null=True)
    release = models.IntegerField(default=1)
    frozen = models.ForeignKey(Frozen, on_delete=models.PROTECT, related_name="releases")
    # The check list as the build went through it: name, what is asked, what stands in its way.
    checklist = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    published = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("body", "number"), name="one_release_a_number"),
            models.UniqueConstraint(fields=("body", "period", "release"), name="one_release_a_number_and_period"),
            models.CheckConstraint(name="published_by_somebody",
                                   condition=models.Q(published__isnull=True, published_by="")
                                   | (models.Q(published__isnull=False) & ~models.Q(published_by=""))),
        )

    @property
    def before(self) -> "Release | None":
        """The published release of the same period's report that this one is compared with; none for a first one."""
        return Release.objects.filter(body=self.body_id, period=self.period, release=self.release - 1,
                                      published__isnull=False).first()

    @property
    def last_year(self) -> "Release | None":
        """The last published release of the report on the period before; none where none was published here."""
        return Release.objects.filter(body=self.body_id, period_end__lt=self.period_end, published__isnull=False
                                      ).order_by("-period_end", "-release").first()

    @property
    def prepared(self) -> Path:
        """Where the report lies until it is published."""
        return Path(settings.HOME) / "prepared" / self.body.slug / str(self.number)

    @property
    def folder(self) -> Path:
        """Where the published report lies; a web server may serve this folder as it is."""
        return Path(settings.HOME) / "published" / self.body.slug / str(self.number)

    @property
    def stops(self) -> list[dict[str, object]]:
        """The lines of the check list that are not done."""
        return [line for line in self.checklist if line["findings"]]


class Approval(models.Model):
    """One person's word that this very report may be published: it names the fingerprint that they saw."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="approvals")
    person = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("release", "person"), name="one_approval_a_person"),)


class Asked(models.Model):
    """Somebody who was asked to approve one release, with or without a role here; and why they did not, if they said.

    What was declined is the release as it was made then: made anew, it waits for their answer again.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="asked_to_approve")
    person = models.CharField(max_length=32)
    declined = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("release", "person"), name="asked_once"),)
