"""The room as a part of the site."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.returns"
    verbose_name = "Returns"
