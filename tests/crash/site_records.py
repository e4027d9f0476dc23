"""The records of the site that is killed, as they were before each run: an SQLite file, or a PostgreSQL database."""

import time
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

_ON_SERVER = connection.vendor == "postgresql"
# The server goes on with what a client asked for last after the client was killed; this long, and it is stuck.
_MOST_SECONDS = 30
_OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                    AND backend_type = 'client backend'"""


def keep() -> None:
    """Take the records as they are now for the start of every run. The file of SQLite lies in the home."""
    same_numbers_again()
    if _ON_SERVER:
        _run("DROP SCHEMA IF EXISTS before CASCADE", "CREATE SCHEMA before",
             *(f'CREATE TABLE before."{table}" AS TABLE public."{table}"' for table in _tables()))


def reset() -> None:
    """Have the records as they were."""
    if _ON_SERVER:
        # Rows go and come in any order, so nothing may ask meanwhile whether those that they name are there.
        _run("SET LOCAL session_replication_role = replica", *(
            statement for table in _tables() for statement in (
                f'DELETE FROM public."{table}"', f'INSERT INTO public."{table}" TABLE before."{table}"')))
    same_numbers_again()


def settled() -> None:
    """Wait until the server has done, or given up, whatever those asked for who were killed."""
    if not _ON_SERVER:
        return
    until = time.monotonic() + _MOST_SECONDS
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        while cursor.fetchone() != (0,):
            if time.monotonic() > until:
                raise SystemExit("the server still works for somebody who was killed")
            time.sleep(0.005)
            cursor.execute(_OTHERS)
    # The next one is forked, and has a connection of its own.
    connection.close()


def same_numbers_again() -> None:
    """Have new rows numbered after the last that stands there: a write that was taken back used up its numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def faults() -> list[str]:
    """What SQLite finds wrong with its own file. The server is not killed here, so there is nothing to ask it."""
    if _ON_SERVER:
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return [said for (said,) in cursor.fetchall() if said != "ok"]


def tell(change: Callable[[], None]) -> None:
    """Call `change` before each statement that changes something, and before the end of each transaction."""

    def statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().startswith(("SELECT", "PRAGMA", "--")):
            change()
        return execute(sql, params, many, context)

    def ending(end: Callable[[], None]) -> Callable[[], None]:
        def told() -> None:
            change()
            end()

        return told

    connection.execute_wrappers.append(statement)
    connection._commit = ending(connection._commit)  # The library has no other place to hear of it.


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return [table for table in connection.introspection.table_names(cursor) if table != "django_migrations"]


def _run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(";\n".join(statements))
