"""`make report`: build both example reports, recalculate every figure, and say in a few lines what came of it."""

import csv
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from commonweal.report.words import shown

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("lcr-2023", "northmere")
EXPLAINED = ("lcr-2023", "value.potential.activity.volunteering-scheme.twelve-months.lcr-report-2023.social.2022")


def run(*arguments: str) -> str:
    """What a commonweal command prints; ends this program with the command's own words if it fails."""
    done = subprocess.run([sys.executable, "-X", "utf8", "-m", "commonweal", *arguments], cwd=ROOT,
                          capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"commonweal {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def figures(report: Path) -> list[dict[str, str]]:
    """The rows of a report's figures.csv."""
    with (report / "data" / "figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def line_with(pattern: str, text: str) -> str:
    """The part of a command's answer that matches; a RuntimeError if it says no such thing."""
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"nothing like '{pattern}' in:\n{text}")
    return found.group()


def build(name: str) -> str:
    """Build and recalculate one example; the lines to print about it."""
    started = time.monotonic()
    report = f"build/{name}"
    said = run("report", f"examples/{name}", "-o", report)
    counts = Counter(row["standing"] for row in figures(ROOT / report))
    statuses = "; ".join(f"{number:,} {shown('status', word) or 'other'}" for word, number in counts.most_common())
    verified = run("verify", report)
    return "\n".join((
        f"{name}: {line_with(r'[0-9,]+ facts', said)} read; {sum(counts.values()):,} figures. {statuses}",
        f"  {line_with(r'[0-9,]+ recalculated, [0-9,]+ differ', verified)}; "
        f"gaps: {line_with(r'[0-9,]+ declared, [0-9,]+ not declared', said)}; "
        f"{time.monotonic() - started:.1f} seconds",
    ))


def explained(name: str, figure: str) -> str:
    """One figure in a sentence: what it is, and the first line that it is made of."""
    told = run("explain", f"build/{name}", figure).splitlines()
    return f"{told[0].partition('. ')[0]}, that is {told[2].strip().partition(': ')[2].partition(': ')[2]}."


def main() -> int:
    """Build both, explain one figure, name the files to open."""
    started = time.monotonic()
    for name in EXAMPLES:
        print(build(name), flush=True)
    print(f"One figure: {explained(*EXPLAINED)}")
    print(f"All in {time.monotonic() - started:.1f} seconds. Open:")
    for name in EXAMPLES:
        print(f"  build/{name}/index.html")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
