"""The room as a part of the site."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Names the part, and says what of it is kept with what."""

    name = "commonweal.web.returns"
    verbose_name = "Returns"

    def ready(self) -> None:
        """Once all parts are there."""
        from commonweal.web.returns.retention import tell

        tell()
