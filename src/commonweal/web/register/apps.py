"""The register as a part of the site."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Names the part, and has it say what it keeps that has a time."""

    name = "commonweal.web.register"
    verbose_name = "Register"

    def ready(self) -> None:
        """Begin."""
        from commonweal.web.register.retention import tell

        tell()
