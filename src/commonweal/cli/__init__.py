"""The service hatch: one file a room, one verb a function. Every verb says what it did and what to do next.

In: what a person types. Out: lines of text, files at the place that was named, 0, 1 or 2.
Never: a rule, a figure, a traceback, a question that would stop a script.
"""

import argparse
import sys
from collections.abc import Sequence

from commonweal import __version__
from commonweal.basics.findings import Refused
from commonweal.cli import exchange, frameworks, ledger, report, site, snapshot, spending, valuation
from commonweal.cli.console import print_findings

# In the order in which a person comes to need them.
_ROOMS = (ledger, exchange, spending, frameworks, snapshot, valuation, report, site)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb. Returns 0 when all is well, 1 when something is to fix, 2 when the command was not understood."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a sign such as × must not stop the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except Refused as error:
        print_findings(error.findings)
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        print(f"{name}{error.strerror or error}. Nothing was changed.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing was changed.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="commonweal", description="Social value accounting: from records to a report that anyone can recalculate.",
        epilog="Start with `commonweal new my-records`, then `commonweal check my-records`.")
    parser.add_argument("--version", action="version", version=f"commonweal {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for room in _ROOMS:
        room.add_verbs(verbs)
    return parser
