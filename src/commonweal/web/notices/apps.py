"""The pages at the foot as a part of the site."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.notices"
    verbose_name = "Footer pages"
