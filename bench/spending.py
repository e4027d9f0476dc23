"""`python -m bench.spending`: a council's list of payments through its door, beside pandas doing the same read.

File, column map, arrival, receipt: each row is accepted or refused by name, as `commonweal import` and the site have it
done before anybody agrees. One row in 500 has an amount in words, and one in 700 a day that is none. pandas drops these
and says nothing of them. Both must find as many rows sound and the same total in whole pence, or the run fails. Each
runs once, in a process of its own; starting and importing is left out, reading the file is in.
"""

import argparse
import csv
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from bench.bench import ROOT
from bench.memory import run_and_watch

HEADING = ("Paid on", "Amount", "Supplier", "Company number", "Category", "Postcode")
MAP = """
title = "Invented payments"
[into.payments]
id = { words = "{file}.{row}", make = "id" }
paid = "Paid on"
amount = "Amount"
supplier = "Supplier"
company_number = { from = "Company number", blank = ["n/a"] }
category = "Category"
postcode = "Postcode"
source = { words = "{file}, row {row}" }
"""
Answer = tuple[int, int]


def write_list(path: Path, payments: int) -> None:
    """An invented list: 4,000 suppliers, a credit note in thirty, a company number that is none in three."""
    days = [(date(2024, 4, 1) + timedelta(days=number)).isoformat() for number in range(365)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADING)
        for number in range(1, payments + 1):
            # A multiplier that shares no factor with the numbers taken by it spreads rows without a random number.
            mixed = number * 2_654_435_761 % 4_294_967_296
            pence = mixed % 5_000_000 + 50_000
            sign = "-" if mixed % 30 == 11 else ""
            writer.writerow((
                "spring" if number % 700 == 0 else days[mixed // 11 % 365],
                "a lot" if number % 500 == 0 else f"{sign}{pence // 100}.{pence % 100:02}",
                f"Supplier {mixed % 4_000} Ltd", f"{mixed % 4_000:08}" if mixed % 3 else "n/a",
                f"Category {mixed // 13 % 60}", f"ZZ{mixed % 90 + 10} 1AA"))


def by_the_door(path: Path) -> Answer:
    """As the product does it."""
    from commonweal.exchange.doors import Given
    from commonweal.exchange.files import read_file
    from commonweal.exchange.maps.door import arrive
    from commonweal.ledger.book import read_book

    book = read_book(ROOT / "examples" / "northmere").book
    if book is None:
        raise SystemExit("The example cannot be read.")
    arrival = arrive(read_file(path), book, Given(MAP))
    rows = arrival.rows["payments"]
    named = len({fault.row for fault in arrival.receipt.errors})
    if (arrival.receipt.accepted, arrival.receipt.refused) != (len(rows), named):
        raise SystemExit("The receipt does not name what was refused.")
    return len(rows), sum(int(row.number_or_zero("amount") * 100) for row in rows)


def in_pandas(path: Path) -> Answer:
    """As a careful analyst does it: every column as text, the sound rows alone, amounts as whole pence."""
    import pandas as pd

    paid = pd.read_csv(path, dtype=str, keep_default_na=False)
    sound = paid["Paid on"].str.fullmatch(r"\d{4}-\d{2}-\d{2}") & paid["Amount"].str.fullmatch(r"-?\d+\.\d{2}")
    pence = paid.loc[sound, "Amount"].str.replace(".", "", regex=False).astype("int64")
    return int(sound.sum()), int(pence.sum())


READERS: dict[str, Callable[[Path], Answer]] = {
    "its door, every refusal named": by_the_door, "pandas, no refusal named": in_pandas}


def main() -> int:
    """Make each list, read it both ways, print a table; 1 if the answers differ."""
    parser = argparse.ArgumentParser(description="Measure lists of payments through their door.")
    parser.add_argument("--payments", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--one", choices=list(READERS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        return _one(READERS[chosen.one], chosen.file)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    print("| payments | file MB | read by | seconds | processor seconds | rows a second | peak MB |\n"
          "| ---: | ---: | --- | ---: | ---: | ---: | ---: |")
    differ = False
    with tempfile.TemporaryDirectory() as scratch:
        for payments in chosen.payments:
            path, answers = Path(scratch) / "list.csv", set()
            write_list(path, payments)
            for name in READERS:
                out, errors, memory = run_and_watch(
                    [sys.executable, "-m", "bench.spending", "--one", name, "--file", str(path)], environment)
                if not out.strip():
                    raise SystemExit(f"{name} did not answer:\n{errors[-2000:]}")
                said = json.loads(out.strip().splitlines()[-1])
                answers.add(tuple(said["answer"]))
                print(f"| {payments:,} | {path.stat().st_size / 1e6:.0f} | {name} | {said['seconds']:.1f} | "
                      f"{said['processor']:.1f} | {payments / said['seconds']:,.0f} | {memory or 'not known'} |",
                      flush=True)
            differ |= len(answers) > 1
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} processors; load at the end of the run: "
          f"{os.getloadavg()[0]:.1f} (about 1 where nothing else runs).")
    print("The answers differ." if differ else "All answers are equal.")
    return 1 if differ else 0


def _one(reader: Callable[[Path], Answer], path: Path) -> int:
    clock, processor = time.perf_counter(), time.process_time()
    answer = reader(path)
    print(json.dumps({"seconds": time.perf_counter() - clock, "processor": time.process_time() - processor,
                      "answer": answer}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
