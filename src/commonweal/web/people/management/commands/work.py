"""`work`: do what pages leave to be done behind them, beginning with what a worker that was killed had begun."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, call_command

from commonweal.web.jobs import take_up_again


class Command(BaseCommand):
    """Does jobs until it is stopped. One such worker serves an installation; `serve` starts it by itself."""

    help = "do the jobs that pages leave behind them: mails, results, reports; one worker an installation"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to end when nothing waits."""
        parser.add_argument("--once", action="store_true", help="end as soon as nothing waits to be done now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        again = take_up_again()
        if again:
            self.stdout.write(f"{again} jobs were begun before and not ended: they begin anew.")
        call_command("db_worker", interval=1, batch=options["once"], startup_delay=False)
