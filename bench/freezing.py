"""`python -m bench.freezing`: what reading, checking and freezing a large book take, each by itself; in `make bench`.

One process does all three, as `commonweal snapshot` does. Processor seconds are added up over all processors; the peak
is the most memory that the process has held up to the end of the step. The fingerprint is printed, because the same
size must always give the same.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from bench.authority import ACTIVITIES, write_book
from commonweal.ledger.book import read_book
from commonweal.ledger.checks import run_checks
from commonweal.snapshot.store import write_snapshot


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure reading, checking and freezing.")
    parser.add_argument("--activities", type=int, default=ACTIVITIES, help="how large; a multiple of 500")
    parser.add_argument("--scratch", type=Path, help="where folders are made (and taken away)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
        work = Path(scratch)
        lines = write_book(work / "book", chosen.activities)
        print(f"| step, for {lines:,} lines | processor seconds | peak MB |\n| --- | ---: | ---: |")
        started = time.process_time()
        book = read_book(work / "book").book
        if book is None:
            raise SystemExit("The invented book cannot be read.")
        started = _print("reading the records", started)
        found = run_checks(book)
        started = _print("checking them", started)
        manifest = write_snapshot(book, book.settings.period.span.end, work / "frozen")
        _print("freezing them", started)
    print(f"\n{len(found):,} findings. Fingerprint: {manifest.digest}")
    return 0


def _print(what: str, started: float) -> float:
    """One row of the table; gives the time at which the next step starts."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 if sys.platform == "linux" else "not known"
    print(f"| {what} | {time.process_time() - started:.1f} | {peak} |", flush=True)
    return time.process_time()


if __name__ == "__main__":
    raise SystemExit(main())
