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
# Each example, and the figure of it that is explained in a sentence.
EXAMPLES = {
    "lcr-2023": "",
    "northmere": "value.verified.volunteering-hours.activity.staff-volunteering.2024-25.northmere-framework-2024.economic.2024",
}


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
    statuses = ", ".join(f"{number} {shown('status', word) or 'other'}" for word, number in counts.most_common())
    verified = run("verify", report)
    return "\n".join((
        f"{name}: {line_with(r'[0-9,]+ facts', said)} read; {sum(counts.values()):,} figures: {statuses}",
        f"  {line_with(r'[0-9,]+ recalculated, [0-9,]+ differ', verified)}; "
        f"{line_with(r'[0-9,]+ declared, [0-9,]+ not declared', said)} of its gaps; "
        f"{time.monotonic() - started:.1f} seconds",
    ))


def main() -> int:
    """Build both, explain one figure, name the files to open."""
    started = time.monotonic()
    for name in EXAMPLES:
        print(build(name), flush=True)
    for name, figure in EXAMPLES.items():
        if figure:
            print(f"One figure: {run('explain', f'build/{name}', figure).splitlines()[0]}")
    print(f"All in {time.monotonic() - started:.1f} seconds. Open:")
    for name in EXAMPLES:
        print(f"  build/{name}/index.html")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
