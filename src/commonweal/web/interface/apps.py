"""The interface as a part of the site."""

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.interface"
    verbose_name = "Interface"
