"""`python -m bench.report`: how long a report in all its forms takes, and how much memory; in `make bench`.

Both examples, and with `--large` an invented authority of 5,000 contracts and projects and 1,000,000 lines: checked and
frozen, then reported. Each command runs in a process of its own, once to warm up (the examples) and then three times;
the best counts. The examples are also made again and again by one process, as a site's worker makes reports. Beside
seconds stands the ratio of processor time to one fixed job of decimal sums, measured in the same run, because seconds
belong to one machine and to what else it does.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from bench.authority import ACTIVITIES, write_book
from bench.memory import run_and_watch
from commonweal.basics.numbers import gross
from commonweal.report.build import build_report

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("lcr-2023", "northmere")
# A second or so of work on the machines that this was first run on.
SUMS = 1_000_000


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure how long a report takes.")
    parser.add_argument("--large", action="store_true", help="the large invented authority too; some minutes")
    parser.add_argument("--activities", type=int, default=ACTIVITIES, help="how large; a multiple of 500")
    parser.add_argument("--scratch", type=Path, help="where folders are made (and taken away)")
    chosen = parser.parse_args()
    fixed = min(_fixed_job() for _ in range(3))
    print("| what | seconds | processor seconds | × fixed job | peak MB |\n| --- | ---: | ---: | ---: | ---: |")
    print(f"| fixed job: {SUMS:,} decimal sums | | {fixed:.2f} | 1.0 | |", flush=True)
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
        work = Path(scratch)
        for name in EXAMPLES:
            command = ["report", str(ROOT / "examples" / name), "-o", str(work / name)]
            _run(command)
            _print(f"report of {name}", min((_run(command) for _ in range(3)), key=lambda found: found[1]), fixed)
            _print(f"{name} by a process that made it before", _again(ROOT / "examples" / name, work / name), fixed)
        if chosen.large:
            lines = write_book(work / "book", chosen.activities)
            what = f"{chosen.activities:,} contracts, {lines:,} lines"
            freeze = ["snapshot", str(work / "book"), "-o", str(work / "frozen")]
            _print(f"checked and frozen: {what}", _run(freeze), fixed)
            _print(f"report of the frozen figures: {what}",
                   _run(["report", str(work / "frozen"), "-o", str(work / "large")]), fixed)
    print(f"\nLoad at the end: {os.getloadavg()[0]:.1f}, on {os.cpu_count()} processors.")
    return 0


def _fixed_job() -> float:
    """The processor time of the same arithmetic that lines are valued with, in plain Python."""
    quantity, value = Decimal("13.2500"), Decimal("16.9300")
    started = time.process_time()
    for _ in range(SUMS):
        gross(quantity, value)
    return time.process_time() - started


def _run(arguments: list[str]) -> tuple[float, float, int | None]:
    """Seconds, processor seconds and peak memory in MB of one command."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "TZ": "UTC"}
    before, started = _processor_seconds(), time.perf_counter()
    out, errors, memory = run_and_watch([sys.executable, "-m", "commonweal", *arguments], environment)
    seconds = time.perf_counter() - started
    if "Fingerprint: " not in out:
        raise SystemExit(errors[-2000:])
    return seconds, _processor_seconds() - before, memory


def _again(book: Path, target: Path) -> tuple[float, float, None]:
    """Seconds and processor seconds of a report that this process has made before: the best of three.

    Each goes into a folder of its own, as releases do: what taking away the one before costs is the disk's affair.
    """
    found: list[tuple[float, float, None]] = []
    for number in range(4):
        before, started = _processor_seconds(), time.perf_counter()
        build_report(book, target.with_name(f"{target.name}-{number}"))
        found.append((time.perf_counter() - started, _processor_seconds() - before, None))
    return min(found[1:])


def _processor_seconds() -> float:
    """What this process and those that it waited for have taken so far."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))


def _print(what: str, found: tuple[float, float, int | None], fixed: float) -> None:
    seconds, processor, memory = found
    row = (what, f"{seconds:.1f}", f"{processor:.1f}", f"{processor / fixed:.1f}", str(memory or "not known"))
    print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
