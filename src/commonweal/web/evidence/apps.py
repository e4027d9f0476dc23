"""The room as a part of the site."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Names the part, says how long it is kept, and hears from the register which names of files were erased."""

    name = "commonweal.web.evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        """Begin."""
        from commonweal.web.evidence.actions import forget_names
        from commonweal.web.evidence.retention import tell
        from commonweal.web.register.signals import erased

        tell()
        erased.connect(forget_names, dispatch_uid="evidence")
