"""Your records frozen on a day."""

import argparse
from pathlib import Path

from commonweal.cli.console import Verbs, read_day


def add_verbs(verbs: Verbs) -> None:
    """`snapshot`."""
    snapshot = verbs.add_parser("snapshot", help="freeze your records as they stood on a day")
    snapshot.add_argument("book", type=Path)
    snapshot.add_argument(
        "--as-of", type=read_day, help="the day, such as 2025-03-31; the end of the report's period if left out"
    )
    snapshot.add_argument("-o", "--output", type=Path, required=True, help="the folder to write")
    snapshot.set_defaults(run=_snapshot)


def _snapshot(arguments: argparse.Namespace) -> int:
    from commonweal.ledger.checked import checking
    from commonweal.snapshot.store import write_snapshot

    with checking(arguments.book) as checked:
        day = arguments.as_of or checked.book.settings.period.span.end
        manifest = write_snapshot(checked.book, day, arguments.output, findings=checked.found)
    print(f"Froze {checked.facts:,} facts as they stood on {day.isoformat()} as {manifest.rows['lines']:,} lines.")
    print(f"Fingerprint: {manifest.digest}")
    print(f"Next: `commonweal value {arguments.output} -o build/values`, or "
          f"`commonweal report {arguments.output} -o build/report`.")
    return 0
