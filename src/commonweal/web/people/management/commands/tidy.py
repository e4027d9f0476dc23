"""`tidy`: take away what has served its time by itself: sessions that are over, old links, jobs that are done, files.

Of files it takes those that nobody decided on."""

from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import BaseCommand, call_command
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend

from commonweal.web.evidence.keeping import sweep
from commonweal.web.evidence.retention import sweep_unnamed
from commonweal.web.people.models import Link
from commonweal.web.register.imports import leave_undecided
from commonweal.web.reminders.models import Reminded

# Long enough to answer somebody who asks why a link did not work.
_LINKS = timedelta(days=30)
# Much longer than a reminder is made up for.
_REMINDED = timedelta(days=90)


class Command(BaseCommand):
    """Takes away nothing that anybody could still use or ask for."""

    help = ("take away sessions that are over, links of more than a month ago, jobs that are done, "
            "files that nobody decided on for a month; run it every day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        call_command("clearsessions")
        # From which network address they were used is known no longer than they last.
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
        Link.objects.filter(ends__lt=timezone.now() - _LINKS).delete()
        Reminded.objects.filter(on__lt=(timezone.now() - _REMINDED).date()).delete()
        sweep()
        leave_undecided()
        sweep_unnamed()
        if isinstance(task_backends["default"], DatabaseBackend):
            call_command("prune_db_task_results", verbosity=0)
