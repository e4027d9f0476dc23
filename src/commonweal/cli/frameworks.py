"""Framework versions: what is here, what one holds, whether one is sound."""

import argparse
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.cli.console import Verbs


def add_verbs(verbs: Verbs) -> None:
    """`editions`."""
    editions = verbs.add_parser("editions", help="list, show and check framework versions")
    editions.add_argument("what", choices=("list", "show", "check"))
    editions.add_argument(
        "name", nargs="*", help="framework/version to show, or folders to check (all that we ship if left out)"
    )
    editions.set_defaults(run=_editions)


def _editions(arguments: argparse.Namespace) -> int:
    from commonweal.frameworks import show

    folders = [*sorted(Path("examples").glob("*/editions")), *Path().glob("editions")]
    if arguments.what == "list":
        text, status = show.run_list(folders)
    elif arguments.what == "show":
        if len(arguments.name) != 1:
            raise Refused(told("Name one framework version, such as commonweal-open/2026.1."))
        text, status = show.run_show(arguments.name[0], folders)
    else:
        results = [show.run_check(Path(name)) for name in arguments.name] or [show.run_check()]
        text, status = "\n".join(text for text, _ in results), max(status for _, status in results)
    print(text.rstrip("\n"))
    return status
