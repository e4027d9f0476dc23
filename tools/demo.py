"""`make demo`: from a headline down to one line and its value, and how one changed digit is caught."""

import csv
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = "build/demo/northmere"
COPY = "build/demo/northmere-with-one-digit-changed"
WIDTH = 150
HEADLINE = "value.verified.2024-25.northmere-framework-2024.economic.2024"
PART = "value.verified.volunteering-hours.activity.staff-volunteering.2024-25.northmere-framework-2024.economic.2024"


def step(number: int, what: str, *arguments: str) -> str:
    """Say what comes, show the command, and return its answer."""
    print(f"\n{number}. {what}\n   $ commonweal {' '.join(arguments)}", flush=True)
    done = subprocess.run([sys.executable, "-X", "utf8", "-m", "commonweal", *arguments], cwd=ROOT,
                          capture_output=True, text=True, encoding="utf-8")
    return done.stdout + done.stderr


def show(text: str, most: int = 8) -> None:
    """Print the first lines of an answer, indented, and say how many were left out."""
    lines = text.rstrip("\n").splitlines()
    for line in lines[:most]:
        print(f"   {line if len(line) <= WIDTH else line[:WIDTH - 2] + ' …'}")
    if len(lines) > most:
        print(f"   … and {len(lines) - most} more lines.")


def change_one_digit(line: str) -> str:
    """Change one digit of one line's quantity in the copy, and say in words what was done."""
    path = ROOT / COPY / "data" / "lines.csv"
    text = path.read_bytes().decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    row = next(number for number, cells in enumerate(rows, 1) if cells[0] == line)
    was = rows[row - 1][rows[0].index("quantity")]
    digit = was[0]
    now = str((int(digit) + 1) % 10) + was[1:]
    written = text.splitlines(keepends=True)
    # Only the first place after the line's own id: everything else in the file stays as it was, byte for byte.
    (index,) = [position for position, content in enumerate(written) if content.startswith(f"{line},")]
    written[index] = written[index].replace(f",{was},", f",{now},", 1)
    path.write_bytes("".join(written).encode("utf-8"))
    return f"data/lines.csv row {row}, quantity: {was} becomes {now}."


def main() -> int:
    """Run the five steps; 1 if any of them does not end as it should."""
    print("Northmere is a wholly invented authority. Everything below uses only what its report publishes.")
    built = step(1, "Build its report.", "report", "examples/northmere", "-o", REPORT)
    show(built)

    show(step(2, "Ask the headline where it comes from.", "explain", REPORT, HEADLINE), 4)
    told = step(3, "Follow one of its parts down to a line, its value and its source.", "explain", REPORT, PART)
    show(told)
    line = re.search(r"^  (\S+): ", told, re.MULTILINE)
    if line is None:
        print("The part names no line.")
        return 1

    shutil.rmtree(ROOT / COPY, ignore_errors=True)
    shutil.copytree(ROOT / REPORT, ROOT / COPY)
    print(f"\n   In a copy of the report, one digit is changed: {change_one_digit(line.group(1))}")
    caught = step(4, "Recalculate the copy.", "verify", COPY)
    show(caught, 6)
    if "CHANGED data/lines.csv" not in caught or "DIFFERS data/" not in caught:
        print("The changed digit was not caught.")
        return 1

    untouched = step(5, "Recalculate the untouched report.", "verify", REPORT)
    show(untouched)
    return 0 if " 0 differ" in untouched else 1


if __name__ == "__main__":
    raise SystemExit(main())
