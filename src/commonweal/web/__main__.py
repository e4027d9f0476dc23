"""`python -m commonweal.web COMMAND`: the site's own commands, such as migrate, demo and serve; `help` lists them."""

import os
import sys


def main() -> None:
    """Run one of the site's commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.web.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["commonweal site", *sys.argv[1:]])


if __name__ == "__main__":
    main()
