"""Publishing as a part of the site."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Names the part, and says what of it goes with the audit trail's own copy."""

    name = "commonweal.web.publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        """Once all parts are there."""
        from commonweal.web.audit.retention import goes_with
        from commonweal.web.publishing.actions import forget_reason

        goes_with(forget_reason)
