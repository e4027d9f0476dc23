"""What every line of a frozen year is worth."""

import argparse
from pathlib import Path

from commonweal.cli.console import Verbs


def add_verbs(verbs: Verbs) -> None:
    """`value`."""
    value = verbs.add_parser("value", help="work out what every line of a frozen year is worth")
    value.add_argument("snapshot", type=Path)
    value.add_argument("-o", "--output", type=Path, required=True, help="the folder to write")
    value.add_argument("--engine", choices=("duckdb", "spark", "reference"), default="duckdb")
    value.set_defaults(run=_value)


def _value(arguments: argparse.Namespace) -> int:
    from commonweal.snapshot.store import read_snapshot
    from commonweal.valuation.write import write_values

    counts = write_values(read_snapshot(arguments.snapshot), arguments.engine, arguments.output)
    print(f"Valued {counts.lines:,} lines with {arguments.engine}: {counts.valued:,} have at least one value, "
          f"{counts.lines - counts.valued:,} say why they have none.")
    print(f"The result is in {arguments.output / 'valued_lines.csv'}.")
    print("Next: `commonweal report BOOK -o build/report`, with your records in the place of BOOK, makes the report.")
    return 0
