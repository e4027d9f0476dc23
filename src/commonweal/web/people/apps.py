"""People as a part of the site."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Names the part, and has it hear of every sign-in."""

    name = "commonweal.web.people"
    verbose_name = "People"

    def ready(self) -> None:
        """Begin to listen."""
        from commonweal.web.people.events import listen

        listen()
