"""`demo`: load the examples with one invented sign-in for each role."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from commonweal.basics.findings import Refused
from commonweal.web.demo.load import load
from commonweal.web.demo.people import PASSWORD, PEOPLE
from commonweal.web.demo.report import begin_correction, publish_report
from commonweal.web.people.roles import ROLES


class Command(BaseCommand):
    """Loads the demonstration, and says who can sign in."""

    help = "load the examples with one invented sign-in for each role; for this machine only"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the examples are."""
        parser.add_argument("--examples", type=Path, default=Path("examples"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, unless it is there already."""
        if not settings.DEMO:
            raise CommandError("Set COMMONWEAL_DEMO=yes first: invented sign-ins must not stand on a real site.")
        try:
            body = load(options["examples"])
            self.stdout.write("Publishing the report of the invented authority, and beginning a correction of it ...")
            publish_report(body)
            begin_correction(body)
        except Refused as refused:
            self.stdout.write(str(refused))
        self.stdout.write("Its report stands on the first page of the site, for everybody, without signing in.")
        self.stdout.write(f"Mails that the site sends, such as links to sign in, are files in {settings.HOME / 'mail'}")
        self.stdout.write(f"Sign in as any of these; the password of each is: {PASSWORD}")
        for invented in PEOPLE:
            self.stdout.write(f"  {invented.email:<28} {ROLES[invented.role].shown}")
