"""Results that pages read: where each contract or project stands, and the body as a whole; quarters; what is stale."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from commonweal.web.monitoring.ratings import RATINGS
from commonweal.web.people.models import Body


class Stale(models.Model):
    """Something was written since the figures of this contract or project (blank: of the whole body) were made."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    activity = models.TextField(blank=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "activity"), name="stale_once"),)


def _drawn() -> Any:
    """A chart as `drawings` keeps it."""
    return models.JSONField(default=dict)


def _listed() -> Any:
    return models.JSONField(default=list, encoder=DjangoJSONEncoder)


class Position(models.Model):
    """Where one contract or project stood on a day: its promises, what they come to in £, and what to fix.

    The counts are those that lists are sorted and chosen by. Numbers stand in the lists as text, exactly.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    activity = models.TextField()
    as_of = models.DateField()
    made = models.DateTimeField()
    rating = models.CharField(max_length=20, choices=[(name, rating.shown) for name, rating in RATINGS.items()])
    # The place of the rating in the order of lists: the worst first.
    rank = models.IntegerField()
    due = models.IntegerField()
    late = models.IntegerField()
    waiting = models.IntegerField()
    asked = models.IntegerField()
    to_fix = models.IntegerField()
    promises = _listed()
    beyond = _listed()
    values = _listed()
    findings = _listed()
    # Its figures by name, a line each, for words that name one.
    names = models.TextField(default="")
    # The £ of each claim that waits for a decision.
    stakes = models.JSONField(default=dict)
    # How far its promises came; to be drawn where the numbers changed since.
    chart = _drawn()
    to_draw = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "activity"), name="one_position"),)
        indexes = (models.Index(fields=("body", "rank", "-late", "activity")),
                   models.Index(fields=("body", "rating", "made")),
                   models.Index(fields=("body",), condition=models.Q(to_draw=True), name="position_to_draw"))


class Whole(models.Model):
    """Where the body as a whole stood: every figure as the report would print it, and what is to fix in its records.

    A large body has megabytes of figures: those that the overview shows are kept a second time, by themselves.
    """

    body = models.OneToOneField(Body, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateField()
    made = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    figures = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    shown = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    partners = _listed()
    roles_chart = _drawn()
    partners_chart = _drawn()
    to_fix = models.IntegerField()
    gaps = models.IntegerField()


class Quarterly(models.Model):
    """The quarters of the newest period, by measure: of one contract or project, or (blank) of all together."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    activity = models.TextField(blank=True)
    made = models.DateTimeField()
    # First and last day of each quarter.
    spans = _listed()
    measures = _listed()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "activity"), name="one_quarterly"),)


class QuarterChart(models.Model):
    """The quarters drawn: of a measure, or (blank) of all measures together; of who delivers, or (blank) of all."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    partner = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    chart = _drawn()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "partner", "measure"), name="one_quarter_chart"),)
