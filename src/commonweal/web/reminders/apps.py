"""Reminders as a part of the site."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.reminders"
    verbose_name = "Reminders"
