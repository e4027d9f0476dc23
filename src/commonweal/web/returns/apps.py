"""The room as a part of the site."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Names the part, and says what of it is kept with what, and which rows of the register it cannot do without."""

    name = "commonweal.web.returns"
    verbose_name = "Returns"

    def ready(self) -> None:
        """Once all parts are there."""
        from django.db.models.signals import pre_delete

        from commonweal.web.register.models import ROWS
        from commonweal.web.returns.retention import tell
        from commonweal.web.returns.rounds import refuse_asked

        tell()
        for table in ("activities", "organisations"):
            pre_delete.connect(refuse_asked, sender=ROWS[table], dispatch_uid=f"returns {table}")
