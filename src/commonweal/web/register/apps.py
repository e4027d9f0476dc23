"""The register as a part of the site."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.register"
    verbose_name = "Register"
