"""`forget_factors`: for an administrator who lost phone, passkey and recovery codes, and whom nobody else can help."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from commonweal.web.people.actions import forget_factors
from commonweal.web.people.management.commands.begin import OPERATOR
from commonweal.web.people.models import Person


class Command(BaseCommand):
    """Takes somebody's second factors away; they set up new ones after signing in by password."""

    help = "take away the second factors of whoever has this address, so that they set up new ones"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        person = Person.objects.filter(email=options["address"].strip().lower()).first()
        if person is None:
            raise CommandError("Nobody here has this address.")
        forget_factors(OPERATOR, None, person)
        self.stdout.write(f"{person} sets up a second factor anew after signing in by password.")
