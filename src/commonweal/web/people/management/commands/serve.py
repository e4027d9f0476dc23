"""`serve`: answer requests, and do the work that pages leave to be done behind them."""

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

import waitress
from django.conf import settings
from django.core.management import BaseCommand, CommandError

from commonweal.web.config.surroundings import LOOPBACK
from commonweal.web.config.wsgi import application
from commonweal.web.evidence.sorts import MOST_BYTES, MOST_FILES

# The files of one answer's evidence, which is the most that a form takes, with room for what stands around them.
_MOST_BYTES = MOST_FILES * MOST_BYTES + 5_000_000


class Command(BaseCommand):
    """Serves the site with waitress, with one worker for jobs beside it."""

    help = "serve the site; put a proxy with TLS in front of it for anybody but yourself"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and with how many threads."""
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on; this machine if left out")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=8)
        parser.add_argument("--proxy", default="127.0.0.1",
                            help="the address of the proxy with TLS in front, whose word on who asks is believed")
        parser.add_argument("--no-jobs", action="store_true", help="leave jobs to a worker that runs elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until it is stopped."""
        if settings.DEMO and options["host"] not in LOOPBACK:
            raise CommandError("A demonstration is served to this machine only.")
        here = f"http://localhost:{options['port']}"
        if settings.SURROUNDINGS.plain and "COMMONWEAL_ADDRESS" not in os.environ:
            # Links in mails lead to where the site is really served.
            os.environ["COMMONWEAL_ADDRESS"] = settings.ADDRESS = here
        proxy = {} if settings.SURROUNDINGS.plain else {
            "trusted_proxy": options["proxy"], "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
        worker = None if options["no_jobs"] else subprocess.Popen(
            [sys.executable, "-m", "commonweal.web", "work"], env=os.environ.copy())
        self.stdout.write(f"The site is at {here}/ (stop it with Ctrl+C).")
        # Whoever manages services stops one by this signal: the worker must not outlive it.
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        try:
            waitress.serve(application, host=options["host"], port=options["port"], threads=options["threads"],
                           ident=None, max_request_body_size=_MOST_BYTES, **proxy)
        finally:
            if worker:
                worker.terminate()
