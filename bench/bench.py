"""`make bench`: the valuation of 1, 10 and 100 million invented lines on several engines, as a table of ratios.

Each engine runs in a process of its own, one after the other. The answers are compared by their hashes; the run
fails if any two differ. The table is printed and written into docs/explanation/performance.md, between its two marks.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.data import write_all
from bench.memory import run_and_watch

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "performance.md"
BEGIN, END = "<!-- Measured by `make bench`, from here -->", "<!-- to here -->"
MILLION = 1_000_000
# The most millions of lines that an engine is asked for in the default run.
MOST = {"spark": 10, "pandas": 10, "reference": 1}
NAMES = {
    "scan": "floor: the sum of every column read",
    "duckdb": "DuckDB",
    "polars": "Polars",
    "spark": "Spark",
    "pandas": "pandas",
    "reference": "reference",
}


@dataclass(frozen=True)
class Measured:
    """What one engine took for one question."""

    engine: str
    question: str
    millions: int
    seconds: float
    processor: float | None
    memory: int | None
    answer: str


def main() -> int:
    """Make each set, run every engine on it, compare and print; 1 if any answers differ."""
    parser = argparse.ArgumentParser(description="Measure the valuation on several engines.")
    parser.add_argument("--millions", type=int, nargs="+", default=[1, 10, 100], help="how many million lines")
    parser.add_argument("--engines", nargs="+", choices=list(NAMES), default=list(NAMES), help="which engines")
    parser.add_argument(
        "--scratch", type=Path, help="where the sets are made (and taken away); about 1 GB for 100 million lines"
    )
    parser.add_argument("--keep-page", action="store_true", help="print only, and leave the page as it is")
    chosen = parser.parse_args()
    parts, differing = [], False
    for millions in chosen.millions:
        with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
            folder = Path(scratch) / "set"
            print(f"Making {millions} million lines ...", flush=True)
            write_all(folder, millions * MILLION)
            measured = [
                _measure(engine, question, folder, millions)
                for question in ("central", "whole")
                for engine in chosen.engines
                if _wanted(engine, question, millions)
            ]
            differing |= _differ(measured)
            parts.append(_table(millions, measured))
            print(parts[-1], flush=True)
            parts.append(_increments(folder, millions))
            print(parts[-1], flush=True)
    if not chosen.keep_page and not differing:
        _write_page("\n\n".join([_machine(), *parts]))
    print("The answers differ." if differing else "All answers are equal.")
    return 1 if differing else 0


def _wanted(engine: str, question: str, millions: int) -> bool:
    return millions <= MOST.get(engine, millions) and (engine, question) != ("reference", "central")


def _measure(engine: str, question: str, folder: Path, millions: int) -> Measured:
    repeats = 1 if engine == "reference" else 3
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYTHONWARNINGS": "ignore",
    }
    out, errors, memory = run_and_watch(
        [sys.executable, "-m", "bench.measure", f"{engine} {question}", str(folder), str(repeats)], environment
    )
    if not out.strip():
        raise SystemExit(f"{NAMES[engine]} did not answer:\n{errors[-2000:]}")
    said = json.loads(out.strip().splitlines()[-1])
    print(f"  {NAMES[engine]}, {question}: {said['seconds']:.2f} s, {memory} MB", flush=True)
    # Spark works in a process beside Python's, so its own processor time is not seen.
    processor = None if engine == "spark" else said["processor"]
    return Measured(engine, question, millions, said["seconds"], processor, memory, said["hash"])


def _differ(measured: list[Measured]) -> bool:
    answers = {
        question: {one.answer for one in measured if one.question == question and one.engine != "scan"}
        for question in ("central", "whole")
    }
    return any(len(found) > 1 for found in answers.values())


def _table(millions: int, measured: list[Measured]) -> str:
    rows = [
        "| question | engine | seconds | × floor | processor seconds | × floor | peak MB | answer |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    floors = {one.question: one for one in measured if one.engine == "scan"}
    for one in measured:
        floor = floors.get(one.question)
        others = [other.seconds for other in measured if other.question == one.question and other.engine != "scan"]
        fastest = " (fastest)" if others and one.seconds == min(others) else ""
        rows.append(
            "| "
            + " | ".join(
                [
                    one.question,
                    NAMES[one.engine] + fastest,
                    f"{one.seconds:.2f}",
                    _ratio(one.seconds, floor.seconds if floor else None),
                    "not known" if one.processor is None else f"{one.processor:.2f}",
                    _ratio(one.processor, floor.processor if floor else None),
                    str(one.memory or "not known"),
                    "" if one.engine == "scan" else f"`{one.answer}`",
                ]
            )
            + " |"
        )
    return "\n".join([f"### {millions} million lines", "", *rows])


def _ratio(one: float | None, floor: float | None) -> str:
    return f"{one / floor:.1f}" if one and floor else ""


def _increments(folder: Path, millions: int) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json, sys; from pathlib import Path; from bench.increments import measure; "
            f"print(json.dumps(measure(Path(sys.argv[1]), {millions * MILLION})))",
            str(folder),
        ],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    whole = found["everything, for the first time"]
    rows = [
        "| valued again (DuckDB, by partitions, hashing included) | seconds | of the whole |",
        "| --- | ---: | ---: |",
    ]
    rows += [f"| {what} | {seconds:.2f} | {100 * seconds / whole:.0f}% |" for what, seconds in found.items()]
    return "\n".join(rows)


def _machine() -> str:
    cores, load = os.cpu_count(), os.getloadavg()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pyspark", "polars", "pandas", "pyarrow"))
    return (
        f"Machine: {_processor()}, {cores} processors, {memory} GB, {platform.system()}, "
        f"Python {platform.python_version()}; "
        f"{versions}. Load at the end of the run: {load:.1f} (about 2 where nothing else runs)."
    )


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found.group(1).strip() if found else platform.machine()


def _write_page(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
