"""`erased`: what was destroyed because its time was over, as keys and numbers, for whoever restores an older backup."""

from typing import Any

from django.core.management import BaseCommand

from commonweal.web.audit.models import Disposal


class Command(BaseCommand):
    """Prints one thing a line, without a name or a value."""

    help = "print what was destroyed because its time was over; keep it apart from the backups, for `restore --erased`"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        for disposal in Disposal.objects.filter(approved=True).order_by("id"):
            for thing in filter(None, disposal.gone.split("\n")):
                self.stdout.write(f"{disposal.body} {thing}")
