"""Publishing as a part of the site."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.publishing"
    verbose_name = "Publishing"
