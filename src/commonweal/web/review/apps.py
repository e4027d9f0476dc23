"""The room as a part of the site."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Names the part, and has claims weighed anew whenever the register was written or £ were made anew.

    Also says what of it goes with the audit trail's own copy.
    """

    name = "commonweal.web.review"
    verbose_name = "Review"

    def ready(self) -> None:
        """Listen to the register."""
        from commonweal.web.audit.retention import goes_with
        from commonweal.web.monitoring.signals import refreshed
        from commonweal.web.register.signals import written
        from commonweal.web.review.sampling import forget_note
        from commonweal.web.review.weighing import revalue, weigh_later

        goes_with(forget_note)
        written.connect(weigh_later, dispatch_uid="review")
        refreshed.connect(revalue, dispatch_uid="review")
