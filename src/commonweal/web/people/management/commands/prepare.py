"""`prepare`: make the database ready, for a first start and after every upgrade."""

from typing import Any

from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    """Makes and changes the tables of the database; what is in them stays."""

    help = "make the database ready: for a first start, and after every upgrade"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        self.stdout.write("The database is ready. Next: `commonweal site serve`, or `commonweal site demo` to try it.")
