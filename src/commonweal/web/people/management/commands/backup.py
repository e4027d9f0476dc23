"""`backup FILE`: everything that the site keeps, in one file, while it runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from commonweal.basics.findings import Refused
from commonweal.web import backup


class Command(BaseCommand):
    """Writes the backup, and says what is in it."""

    help = "write records, evidence, frozen figures, reports and the site's secret into one file; the site may run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        try:
            made = backup.write(options["file"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{options['file']}: {len(made.files):,} files of {', '.join(made.bodies) or 'no body yet'}.")
        self.stdout.write(f"Its fingerprint is {made.fingerprint}")
        self.stdout.write(f"The audit trail ends at {made.audit or 'no event'}")
        if "secret" not in made.files:
            self.stdout.write("The site's secret is not in it, for it comes from COMMONWEAL_SECRET: keep that as well.")
