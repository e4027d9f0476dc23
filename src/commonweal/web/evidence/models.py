"""What is known of each upload; the bytes themselves lie in the home, by their fingerprint."""

from django.db import models

from commonweal.web.people.models import Body


class Upload(models.Model):
    """One file that supports one answer of a return."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="uploads")
    # Its name in addresses: random, so that it cannot be guessed.
    key = models.CharField(max_length=32, unique=True)
    activity = models.TextField()
    organisation = models.TextField()
    # The answer that it supports, by its key, which another body may have too; the claim that it becomes has the same.
    answer = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    # The fingerprint of what arrived, where a camera's notes were taken out of it; blank where it is kept as it came.
    arrived = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField()
    # As its owner calls it: shown, and never a path.
    name = models.TextField()
    sort = models.TextField()
    # What sort of evidence it is, by the ledger's own list, and the day of it.
    kind = models.TextField()
    dated = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    # What the virus scanner said: clean, or that none is set.
    scanned = models.TextField()
    # The row of the register that named it last, once the return was sent.
    row = models.TextField(blank=True)
    # When its bytes were destroyed, because its time was over.
    destroyed = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "answer", "sha256"), name="one_upload_an_answer"),)
        ordering = ("at", "id")

    def row_for(self, claim: str) -> str:
        """The id of the row of the register that names it as evidence of a claim."""
        return f"{claim}.{self.key[:8]}"
