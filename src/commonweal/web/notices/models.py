"""What a body wrote on each of the pages that the foot of every page links."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from commonweal.web.people.models import Body


class Notice(models.Model):
    """One footer page of one body, once somebody wrote on it; before, it has the text to begin with."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="notices")
    kind = models.TextField()
    # What stands in each of its parts, by the part's name: words as Markdown, days as 2025-06-30.
    said = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "kind"), name="one_notice_a_kind"),)
