"""Work that is left to be done behind a page: noted together with the records, so that no crash forgets it.

A job is a row of the same database, written in the same transaction as what it is about: either both are there or
neither. A job that was begun and not ended, because its worker was killed, is begun anew when a worker starts, so
every job is one that can be done twice.
"""

import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

# A job during which workers were killed so often is to blame for it: it is given up.
MOST_BEGINNINGS = 5


def later(job: Task, *args: Any, after: timedelta | None = None) -> None:
    """Have a job done once what is being written now is written; or not at all, where it is not.

    The same job noted twice in one transaction is done once. `after` is how long it waits at least.
    """
    does = (job.module_path, json.dumps(args))
    connection = transaction.get_connection()
    here = set(connection.savepoint_ids)
    if does in {getattr(call, "does", None) for within, call, _ in connection.run_on_commit
                if within == here or within & here}:
        return
    backend = job.get_backend()
    wanted = job.using(run_after=timezone.now() + after) if after and backend.supports_defer else job
    kept = isinstance(backend, DatabaseBackend)
    if kept:
        wanted.enqueue(*args)

    def noted() -> None:
        if not kept:
            wanted.enqueue(*args)

    noted.does = does  # type: ignore[attr-defined]  # our mark, by which the same job is known.
    transaction.on_commit(noted)


def take_up_again() -> int:
    """Have every job begun anew that was begun and not ended, and say how many there are. Only where no worker runs."""
    again = 0
    for row in DBTaskResult.objects.running():
        if len(row.worker_ids) < MOST_BEGINNINGS:
            row.status, row.started_at = TaskResultStatus.READY, None
            row.save(update_fields=["status", "started_at"])
            again += 1
        else:
            row.set_failed(RuntimeError(f"Its worker was killed {len(row.worker_ids)} times."))
    return again
