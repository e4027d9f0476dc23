"""`held`: write what was held about a contract or project, or about an organisation, on a day."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from commonweal.basics.findings import Refused
from commonweal.web.people.models import Body
from commonweal.web.register.held import file_of, held_about


class Command(BaseCommand):
    """Writes one .zip file, with a schedule of what was removed and why."""

    help = "write what was held on a day about a contract or project, or an organisation, to answer a request"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose records, about what, on which day, and where to."""
        parser.add_argument("--body", help="its name in addresses; may be left out where there is one only")
        about = parser.add_mutually_exclusive_group(required=True)
        about.add_argument("--activity", default="", metavar="ID", help="the contract or project")
        about.add_argument("--organisation", default="", metavar="ID", help="the organisation, such as a supplier")
        parser.add_argument("--on", required=True, type=date.fromisoformat, metavar="DAY",
                            help="the day at whose end it was held, such as 2025-03-31")
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="the .zip file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        bodies = Body.objects.filter(slug=options["body"]) if options["body"] else Body.objects.all()
        if len(bodies) != 1:
            known = ", ".join(Body.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"Say whose records with --body, one of: {known or 'none yet'}.")
        if options["output"].exists():
            raise CommandError(f"{options['output']} is there already: name another file.")
        try:
            found = held_about(bodies[0], options["on"], activity=options["activity"],
                               organisation=options["organisation"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        try:
            options["output"].write_bytes(file_of(found))
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{options['output']}: {found.rows} rows, and a schedule of {len(found.removed)} removals.")
        if found.doubts:
            self.stdout.write(f"The history of {len(set(found.doubts))} rows is not whole: about.txt names them.")
