"""The room as a part of the site."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.review"
    verbose_name = "Review"
