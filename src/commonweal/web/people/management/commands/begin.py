"""`begin`: open a body with its first administrator, who invites everybody else."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from commonweal.basics.findings import Refused
from commonweal.web.audit.actions import Actor
from commonweal.web.people.actions import invite, open_body

OPERATOR = Actor(person="", role="operator", where="command begin")


class Command(BaseCommand):
    """Opens a body, and mails its first administrator the way in."""

    help = "open a body: its name in addresses, its name, and its first administrator's name and e-mail address"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The body and its administrator."""
        parser.add_argument("slug", help="its name in addresses, such as northmere")
        parser.add_argument("name", help="its name, such as 'Northmere Combined Authority'")
        parser.add_argument("administrator", help="the name of its first administrator")
        parser.add_argument("address", help="their e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        try:
            # A body that nobody could come into would keep its name from a second try.
            with transaction.atomic():
                validate_email(options["address"])
                body = open_body(OPERATOR, options["slug"], options["name"])
                invite(OPERATOR, body, options["administrator"], options["address"], "administrator")
        except (Refused, ValidationError) as error:
            raise CommandError(str(error) if isinstance(error, Refused) else "; ".join(error.messages)) from error
        self.stdout.write(f"{body.name} is open. {options['address']} is mailed a link for choosing a password.")
