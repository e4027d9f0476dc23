"""`remind`: mail everybody what waits for them today, once."""

from typing import Any

from django.core.management import BaseCommand

from commonweal.web.reminders.actions import remind_all


class Command(BaseCommand):
    """Sends what is due; a second run on a day sends nothing, and a day that was missed is made up for."""

    help = "mail everybody what waits for them, once; run it every morning"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        self.stdout.write(f"People reminded: {remind_all()}")
