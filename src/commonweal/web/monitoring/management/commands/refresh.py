"""`refresh`: have the figures of every body made anew, as of its own day, and those by quarter with them."""

from typing import Any

from django.core.management import BaseCommand

from commonweal.web.jobs import later
from commonweal.web.monitoring.refresh import refresh_body, refresh_quarters
from commonweal.web.people.models import Body
from commonweal.web.register.reading import has_begun


class Command(BaseCommand):
    """Notes the jobs; the worker does them. A second run does the same again and harms nothing."""

    help = "make all figures anew, those by quarter too; run it every night"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        # What is only there to be read stands on a day of its own, and stays as it is.
        bodies = [body for body in Body.objects.filter(read_only=False).order_by("slug") if has_begun(body)]
        for body in bodies:
            later(refresh_body, body.slug)
            later(refresh_quarters, body.slug)
        self.stdout.write(f"Made anew: the figures of {len(bodies)}")
