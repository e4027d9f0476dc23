"""Monitoring as a part of the site."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Names the part, and hears from the register what was written."""

    name = "commonweal.web.monitoring"
    verbose_name = "Monitoring"

    def ready(self) -> None:
        """Whatever is written makes the figures of its contract or project stale."""
        from commonweal.web.monitoring.stale import mark
        from commonweal.web.register.signals import written

        written.connect(mark, dispatch_uid="monitoring")
