"""People as a part of the site."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.people"
    verbose_name = "People"
