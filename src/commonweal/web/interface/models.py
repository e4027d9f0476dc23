"""The tokens by which programs come in: who made each, for what, until when. The token itself is not kept."""

from datetime import date

from django.db import models
from django.utils import timezone

from commonweal.web.people.models import Membership


def this_day() -> date:
    """The day by which a token ends: that of the real world, also where a body stands on another."""
    return timezone.now().date()


class Token(models.Model):
    """One token of one person in one role: gone with the role, and never able to do more than it."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    # What the audit trail calls it, for as long as that is kept: what it is for, and never a person's name.
    name = models.TextField()
    # Names of `SCOPES`, parted by blanks.
    scopes = models.TextField()
    # What the token gives under the site's secret: a copy of the database opens nothing.
    keyed = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(auto_now_add=True)
    # The last day on which it opens anything.
    ends = models.DateField()
    # Noted every few minutes at most.
    last_used = models.DateTimeField(null=True)
    taken_away = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("membership", "name"), name="one_token_a_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def may(self) -> frozenset[str]:
        """The scopes that it was made for."""
        return frozenset(self.scopes.split())

    @property
    def over(self) -> bool:
        """Whether it opens nothing any more, because it was taken away or its time is over."""
        return self.taken_away is not None or self.ends < this_day()
