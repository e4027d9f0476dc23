"""The site and its audit trail: whatever follows is passed on to the site's own commands."""

import argparse
import importlib.util
import runpy
import sys

from commonweal.cli.console import Verbs


def add_verbs(verbs: Verbs) -> None:
    """`site` and `audit`."""
    for name, about in (("site", "the site: prepare, begin, demo, serve, held, backup, restore, help"),
                        ("audit", "the site's audit trail: audit verify [--anchor NUMBER:CHAIN]")):
        # No sign begins an option here: options belong to the site's own commands.
        verb = verbs.add_parser(name, help=about, add_help=False, prefix_chars="\0")
        verb.add_argument("arguments", nargs="*")
        verb.set_defaults(run=_pass_on, before=[name] if name == "audit" else [])


def _pass_on(arguments: argparse.Namespace) -> int:
    if importlib.util.find_spec("django") is None:
        print("The site needs more packages: install commonweal[web].", file=sys.stderr)
        return 2
    sys.argv = ["commonweal site", *arguments.before, *arguments.arguments]
    # By its name, for nothing but the site itself knows what it is made of.
    try:
        runpy.run_module("commonweal.web", run_name="__main__")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    return 0
