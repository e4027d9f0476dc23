"""People as a part of the site."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Names the part, has it hear of every sign-in, and say what it keeps of people."""

    name = "commonweal.web.people"
    verbose_name = "People"

    def ready(self) -> None:
        """Begin."""
        from commonweal.web.people.events import listen
        from commonweal.web.people.retention import tell

        listen()
        tell()
