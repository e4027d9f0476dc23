"""`audit verify`: look for every sign of tampering with the audit trail."""

import argparse
import re
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from commonweal.web.audit.actions import verify
from commonweal.web.audit.reading import at_one_moment

_MOST = 100


def _anchor(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"(\d+):([0-9a-f]{64})", text)
    if not found:
        raise argparse.ArgumentTypeError(
            "write the number of an event, a colon and its 64 digits, as a published report prints them")
    return int(found[1]), found[2]


class Command(BaseCommand):
    """Recalculates the chain from its first event to its end."""

    help = "recalculate the audit trail from its first event on; exit 1 where anything was changed, moved or cut off"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and places of the chain that are known from outside."""
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("--anchor", action="append", default=[], type=_anchor, metavar="NUMBER:CHAIN",
                            help="a place of the chain as it stands in a published report; may be given several times")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        with at_one_moment() as (number, place):
            events, faults = verify(options["anchor"])
        self.stdout.write(f"{events:,} events" + (f"; the trail ends at {number}:{place}" if number else ""))
        for fault in faults[:_MOST]:
            self.stdout.write(str(fault))
        if len(faults) > _MOST:
            self.stdout.write(f"… and {len(faults) - _MOST:,} more.")
        self.stdout.write(f"{len(faults):,} signs of tampering." if faults else
                          f"Recalculated: no sign of tampering, and {len(options['anchor'])} places given fit.")
        if faults:
            sys.exit(1)
