"""What the verbs share: reading a day, printing findings, saying how far long work is."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commonweal.basics.findings import Finding, Refused
from commonweal.basics.tables import Column, Kind, NotReadable, read_value
from commonweal.basics.told import told

if TYPE_CHECKING:
    # What argparse gives to hang verbs on; its type has a name for type checkers only.
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Verbs = object

MOST_FINDINGS = 200


def read_day(text: str) -> date:
    """A day typed as an option."""
    # Read as a cell of the tables is, so that a day means the same wherever it is written.
    try:
        day = read_value(text, Column("as-of", Kind.DATE, "the day"))
    except NotReadable as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if not isinstance(day, date):
        raise argparse.ArgumentTypeError("write the day as year-month-day, for example 2025-03-31")
    return day


def print_findings(findings: list[Finding]) -> None:
    """Print findings, one a line; of very many, the first."""
    for finding in findings[:MOST_FINDINGS]:
        print(finding)
    if len(findings) > MOST_FINDINGS:
        print(f"… and {len(findings) - MOST_FINDINGS} more.")


def how_far(text: str) -> None:
    """Say on a terminal how far long work is, in one line that the next such line replaces; a blank text clears it.

    It goes to the stream of messages, and nowhere at all where no person looks at it.
    """
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet: nobody's file is overwritten."""
    try:
        with path.open("xb") as out:
            out.write(content)
    except FileExistsError as error:
        raise Refused(told("{path} is there already. Name another file.", path=path)) from error
