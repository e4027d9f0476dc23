"""`python -m bench.returns`: a return of 50,000 rows read and checked, beside pandas + openpyxl doing the same read.

The workbook is made once, with one row in 500 whose number is words, one in 700 whose date is none, and one in 900
whose id stands above already. Both sides must find the same rows sound and the same total, or the run fails. Each runs
in a process of its own, three times; the best counts. Starting and importing is left out, reading the file is in.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

import xlsxwriter

from bench.memory import run_and_watch

ROOT = Path(__file__).resolve().parent.parent
ROWS = 50_000
HEADING = ("Ref", "Contract", "Measure", "What was done", "Quantity", "From", "To", "Place", "Reported by",
           "Reported on", "State", "Note")
MAP = """
title = "A return"
[into.deliveries]
id = { from = "Ref", make = "id" }
activity = { from = "Contract", make = "id" }
measure = { from = "Measure", make = "id" }
quantity = "Quantity"
start = "From"
end = "To"
period_kind = { words = "quarter" }
state = { from = "State", values = { "Sent in" = "submitted", Checked = "verified" } }
place = { from = "Place", make = "id" }
reported_by = { from = "Reported by", make = "id" }
reported_on = "Reported on"
note = "Note"
source = { words = "{file} row {row}" }
"""
Answer = tuple[int, str]


def main() -> int:
    """Make the workbook, measure each side, print a table; 1 if the answers differ."""
    parser = argparse.ArgumentParser(description="Measure the reading of a return.")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--one", choices=list(READERS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        return _one(READERS[chosen.one], chosen.file)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
                                "PYTHONWARNINGS": "ignore"}
    answers = set()
    print("| what | seconds | processor seconds | rows a second | peak MB |\n| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "return.xlsx"
        write_return(path, chosen.rows)
        for name in READERS:
            out, errors, memory = run_and_watch(
                [sys.executable, "-m", "bench.returns", "--one", name, "--file", str(path)], environment)
            if not out.strip():
                raise SystemExit(f"{name} did not answer:\n{errors[-2000:]}")
            said = json.loads(out.strip().splitlines()[-1])
            if "checked" in name:
                answers.add(tuple(said["answer"]))
            print(f"| {name} | {said['seconds']:.2f} | {said['processor']:.2f} | {chosen.rows / said['seconds']:,.0f} "
                  f"| {memory or 'not known'} |", flush=True)
    versions = ", ".join(f"{name} {version(name)}" for name in ("python-calamine", "pandas", "openpyxl"))
    print(f"\n{chosen.rows:,} rows of {len(HEADING)} columns; {versions}. Load at the end: {os.getloadavg()[0]:.1f}, "
          f"on {os.cpu_count()} processors.")
    print("All answers are equal." if len(answers) == 1 else f"The answers differ: {answers}")
    return 0 if len(answers) == 1 else 1


def write_return(path: Path, rows: int) -> None:
    """An invented return of many contracts, with the faults that real ones have."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet("Return")
        page.write_row(0, 0, HEADING)
        for row in range(1, rows + 1):
            start = date(2024, 4, 1) + timedelta(row % 270)
            ref = row - 1 if row % 900 == 0 else row
            page.write_row(row, 0, (f"R{ref}", f"Contract {row % 400}", f"M{row % 60}", "Hours given to a school"))
            page.write(row, 4, "about 20" if row % 500 == 0 else (row * 37 % 20_000) / 100)
            if row % 700 == 0:
                page.write(row, 5, "spring")
            else:
                page.write_datetime(row, 5, start, day)
            page.write_datetime(row, 6, start + timedelta(30), day)
            page.write_row(row, 7, (f"Ward {row % 90}", f"Supplier {row % 300}"))
            page.write_datetime(row, 9, start + timedelta(40), day)
            page.write_row(row, 10, ("Sent in" if row % 3 else "Checked", "" if row % 4 else "See the timesheet"))


def _read(path: Path) -> Answer:
    from commonweal.exchange.files import read_file
    from commonweal.exchange.opening import open_file

    (sheet,) = open_file(read_file(path)).sheets
    return sum(1 for _ in sheet.rows), ""


def _read_and_checked(path: Path) -> Answer:
    from commonweal.exchange.doors import Given
    from commonweal.exchange.files import read_file
    from commonweal.exchange.maps.door import arrive
    from commonweal.ledger.book import read_book

    book = read_book(ROOT / "examples" / "northmere").book
    if book is None:
        raise SystemExit("the example cannot be read")
    rows = arrive(read_file(path), book, Given(MAP)).rows["deliveries"]
    return len(rows), format(sum((row.number_or_zero("quantity") for row in rows), Decimal(0)), "f")


def _pandas_read(path: Path) -> Answer:
    import pandas

    return len(pandas.read_excel(path, engine="openpyxl")) + 1, ""


def _pandas_read_and_checked(path: Path) -> Answer:
    import pandas

    frame = pandas.read_excel(path, engine="openpyxl", dtype=object)
    quantity = pandas.to_numeric(frame["Quantity"], errors="coerce")
    days = [pandas.to_datetime(frame[name], errors="coerce") for name in ("From", "To", "Reported on")]
    sound = quantity.notna() & (quantity >= 0)
    for column in days:
        sound &= column.notna()
    for name in ("Ref", "Contract", "Measure", "Place", "Reported by"):
        sound &= frame[name].str.lower().str.replace(r"[^a-z0-9._-]+", "-", regex=True).str.len() > 0
    sound &= frame["State"].isin(["Sent in", "Checked"])
    sound &= ~frame[sound].duplicated("Ref").reindex(frame.index, fill_value=False)
    # Whole numbers of the smallest unit, so that the total is exact.
    units = (quantity[sound] * 10_000).round().astype("int64").sum()
    return int(sound.sum()), format(Decimal(int(units)).scaleb(-4), "f")


READERS: dict[str, Callable[[Path], Answer]] = {
    "read": _read,
    "pandas + openpyxl, read": _pandas_read,
    "read and checked, every refusal named": _read_and_checked,
    "pandas + openpyxl, read and checked, no refusal named": _pandas_read_and_checked,
}


def _one(reader: Callable[[Path], Answer], path: Path) -> int:
    best: dict[str, Any] = {}
    for _ in range(3):
        clock, processor = time.perf_counter(), time.process_time()
        answer = reader(path)
        took = {"seconds": time.perf_counter() - clock, "processor": time.process_time() - processor, "answer": answer}
        best = took if not best or took["seconds"] < best["seconds"] else best
    print(json.dumps(best))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
