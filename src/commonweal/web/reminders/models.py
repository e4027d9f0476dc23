"""What somebody was reminded of already, and who wants no reminders."""

from django.db import models

from commonweal.web.people.models import Body, Person


class Reminded(models.Model):
    """One thing that somebody was reminded of, on one of its days."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    # The rule, the thing and which of the rule's days.
    what = models.TextField()
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "body", "what"), name="reminded_once"),)


class SwitchedOff(models.Model):
    """Somebody who wants no reminders."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
