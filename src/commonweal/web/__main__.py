"""`python -m commonweal.web COMMAND`: the site's own commands, such as migrate, demo and serve; `help` lists them."""

import os
import sys


def main() -> None:
    """Run one of the site's commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.web.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(["commonweal site", *sys.argv[1:]])
    except (ImproperlyConfigured, DatabaseError) as error:
        why = str(error) if isinstance(error, ImproperlyConfigured) else _no_database(error)
        if not why:
            raise
        print(why, file=sys.stderr)
        sys.exit(1)


def _no_database(error: Exception) -> str:
    """What to do where there is no database that a command could work with; blank where there is one."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    connection.close()  # What failed may have left it in the middle of something.
    wanted = ("If the site runs already, set COMMONWEAL_HOME and COMMONWEAL_DATABASE as its own service has them; this "
              f"command used {settings.HOME}.")
    try:
        made = "people_body" in connection.introspection.table_names()
    except DatabaseError:
        return f"The database does not answer: {error}\n{wanted}"
    return "" if made else f"There are no tables in the database yet: run `commonweal site prepare` first. {wanted}"


if __name__ == "__main__":
    main()
