"""`python -m bench.returns`: returns of 50,000 rows read and checked, beside pandas + openpyxl doing the same reads.

Two workbooks are made once. One is a table of a supplier's own, read through a column map: one row in 500 has words for
a number, one in 700 a date that is none, and one in 900 an id that stands above already. The other is the workbook that
we send out, with an answer in every row, read by the reader of returns against what was asked: one answer in 500 is
below zero, one in 700 says both a number and nothing, and one in 900 begins before the period.

Both sides must find the same rows sound and the same total, or the run fails. Each runs in a process of its own, three
times unless said otherwise; the best counts. Starting and importing is left out, reading the file is in.
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
    parser.add_argument("--times", type=int, default=3, help="how often each reads; the best counts")
    parser.add_argument("--only", choices=list(FILES), help="only one of the two workbooks")
    parser.add_argument("--one", choices=list(READERS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        return _one(READERS[chosen.one], chosen.file, chosen.times)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
                                "PYTHONWARNINGS": "ignore"}
    wanted = {name: found for name, found in FILES.items() if chosen.only in (None, name)}
    answers: dict[str, set[tuple[Any, ...]]] = {name: set() for name in wanted}
    print("| what | seconds | processor seconds | rows a second | peak MB |\n| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        for file, (write, readers) in wanted.items():
            path = Path(scratch) / file
            write(path, chosen.rows)
            for name in readers:
                out, errors, memory = run_and_watch(
                    [sys.executable, "-m", "bench.returns", "--one", name, "--file", str(path), "--times",
                     str(chosen.times)], environment)
                if not out.strip():
                    raise SystemExit(f"{name} did not answer:\n{errors[-2000:]}")
                said = json.loads(out.strip().splitlines()[-1])
                if "checked" in name:
                    answers[file].add(tuple(said["answer"]))
                print(f"| {name} | {said['seconds']:.2f} | {said['processor']:.2f} | "
                      f"{chosen.rows / said['seconds']:,.0f} | {memory or 'not known'} |", flush=True)
    versions = ", ".join(f"{name} {version(name)}" for name in ("python-calamine", "pandas", "openpyxl"))
    print(f"\n{chosen.rows:,} rows of {len(HEADING)} columns, and as many answers; {versions}. Load at the end: "
          f"{os.getloadavg()[0]:.1f}, on {os.cpu_count()} processors.")
    equal = all(len(found) == 1 for found in answers.values())
    print("All answers are equal." if equal else f"The answers differ: {answers}")
    return 0 if equal else 1


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


def _asked(rows: int, *, answered: bool) -> Any:
    """What one organisation is asked: that many lines about the hours of 400 contracts, answered as above or not."""
    from commonweal.exchange.workbooks.asked import Asked, Line, Span, measures_of
    from commonweal.ledger.book import read_book

    book = read_book(ROOT / "examples" / "northmere").book
    if book is None:
        raise SystemExit("the example cannot be read")
    measures = {key: row for key, row in measures_of(book).items()
                if row.text("counting") == "flow" and not row.yes("negative")}
    names, span = [*measures], Span("2025-q1", "January to March 2025", date(2025, 1, 1), date(2025, 3, 31), "quarter")

    def said(number: int) -> dict[str, Any]:
        amount = Decimal(number * 37 % 20_000 + 1).scaleb(-2)
        return {"quantity": -amount if number % 500 == 0 else amount, "nothing": number % 700 == 0 or None,
                "start": date(2024, 12, 31) if number % 900 == 0 else None, "place": f"ward-{number % 90}",
                "note": None if number % 4 else "See the timesheet"}

    lines = tuple(Line(f"line.{number}", f"contract-{number % 400}", names[number % len(names)], f"promise-{number}",
                       Decimal(1_000), span.end, said=said(number) if answered else {}, answered=answered)
                  for number in range(1, rows + 1))
    return Asked("The Council", "supplier", "Supplier Ltd", span, lines, (),
                 {f"contract-{number}": f"Contract {number}" for number in range(400)}, measures,
                 {f"ward-{number}": f"Ward {number}" for number in range(90)})


def write_answers(path: Path, rows: int) -> None:
    """The workbook of a return with an answer in every row."""
    from commonweal.exchange.workbooks.return_sheets import write_return as write_ours

    path.write_bytes(write_ours(_asked(rows, answered=True)))
    path.with_suffix(".rows").write_text(str(rows), encoding="ascii")


def _rows_of(path: Path) -> int:
    return int(path.with_suffix(".rows").read_text(encoding="ascii"))


def _answers(path: Path) -> Answer:
    from commonweal.exchange.files import read_file
    from commonweal.exchange.workbooks.answers import read_return

    read = read_return(read_file(path), _asked(_rows_of(path), answered=False))
    numbers = [said for answer in read.answers if isinstance(said := answer.said["quantity"], Decimal)]
    return len(read.answers), format(sum(numbers, Decimal(0)), "f")


def _pandas_answers(path: Path) -> Answer:
    import pandas

    frame = pandas.read_excel(path, engine="openpyxl", dtype=object, sheet_name="answers", header=3)
    quantity, start = pandas.to_numeric(frame["quantity"], errors="coerce"), pandas.to_datetime(frame["start"])
    sound = (quantity >= 0) & frame["nothing_to_report"].isna()
    sound &= start.isna() | ((start >= "2025-01-01") & (start <= "2025-03-31"))
    sound &= frame["place"].str.fullmatch(r"Ward \d+ \(ward-\d+\)") & ~frame.duplicated("line")
    units = (quantity[sound] * 10_000).round().astype("int64").sum()
    return int(sound.sum()), format(Decimal(int(units)).scaleb(-4), "f")


# Each workbook: how it is made, and who reads it.
FILES: dict[str, tuple[Callable[[Path, int], None], dict[str, Callable[[Path], Answer]]]] = {
    "return.xlsx": (write_return, {
        "read": _read,
        "pandas + openpyxl, read": _pandas_read,
        "read and checked, every refusal named": _read_and_checked,
        "pandas + openpyxl, read and checked, no refusal named": _pandas_read_and_checked,
    }),
    "answers.xlsx": (write_answers, {
        "our workbook of a return, read and checked against what was asked": _answers,
        "pandas + openpyxl, our workbook read and checked, no refusal named": _pandas_answers,
    }),
}
READERS = {name: reader for _, readers in FILES.values() for name, reader in readers.items()}


def _one(reader: Callable[[Path], Answer], path: Path, times: int) -> int:
    best: dict[str, Any] = {}
    for _ in range(times):
        clock, processor = time.perf_counter(), time.process_time()
        answer = reader(path)
        took = {"seconds": time.perf_counter() - clock, "processor": time.process_time() - processor, "answer": answer}
        best = took if not best or took["seconds"] < best["seconds"] else best
    print(json.dumps(best))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
