"""`make bench`: the local spend of a finished `payments.csv` of 1 and 10 million invented rows, beside pandas.

No door is gone through and nothing agreed to: the rows are read one by one into the sums. How a council's list comes in
through its door is measured by `bench.spending`.

Each runs in a process of its own. Both are asked for the same sums, by council and category in whole pence, and the run
fails if they differ. The table is printed and written into docs/explanation/performance.md, between its two marks.
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

from bench.bench import MILLION, PAGE, ROOT
from bench.memory import run_and_watch

BEGIN, END = "<!-- Payments measured by `make bench`, from here -->", "<!-- payments to here -->"
_HEADING = ("id", "paid", "amount", "supplier", "company_number", "category", "postcode", "office", "source")
_SETTINGS = """\
[book]
id = "bench"
title = "Invented payments"
body = "council"
place = "area"

[frameworks]
own = "tiny"
editions = ["tiny/1"]

[[periods]]
id = "2024-25"
label = "2024/25"
kind = "financial-year"
start = 2024-04-01
end = 2025-03-31
"""
_EDITION = """\
framework = "tiny"
version = "1"
title = "A tiny framework (invented)"
publisher = "Nobody (invented)"
published = 2024-04-01
status = "draft"
licence = "CC BY 4.0"
redistributable = true
valid_from = 2024-04-01
sources = []
"""
_MEASURES = ("id,title,theme,outcome,pillar,unit,counting,people,who_counts\n"
             "hours,Hours,Time,Time,social,hour,flow,none,Anybody's\n")
_COUNCILS, _NEIGHBOURHOODS, _CATEGORIES, _SUPPLIERS = 6, 900, 60, 4_000


def write_book(folder: Path, payments: int) -> None:
    """Write a book with so many payments: one in thirty a credit note, one in ten withheld, one in seven not placed."""
    edition = folder / "editions" / "tiny" / "1"
    edition.mkdir(parents=True)
    (folder / "book.toml").write_text(_SETTINGS, encoding="utf-8")
    (edition / "edition.toml").write_text(_EDITION, encoding="utf-8")
    (edition / "measures.csv").write_text(_MEASURES, encoding="utf-8")
    (folder / "organisations.csv").write_text("id,name,kind\ncouncil,The Council,authority\n", encoding="utf-8")
    places = ["id,name,kind,parent,decile", "area,The Area,area,,"]
    places += [f"c{number},Council {number},council,area," for number in range(_COUNCILS)]
    places += [f"n{number},Neighbourhood {number},neighbourhood,c{number % _COUNCILS},{number % 10 + 1}"
               for number in range(_NEIGHBOURHOODS)]
    (folder / "places.csv").write_text("\n".join(places) + "\n", encoding="utf-8")
    days = [(date(2024, 4, 1) + timedelta(days=number)).isoformat() for number in range(365)]
    with (folder / "payments.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADING)
        # A multiplier that shares no factor with the numbers taken by it spreads rows without a random number.
        for number in range(1, payments + 1):
            mixed = number * 2_654_435_761 % 4_294_967_296
            pence = mixed % 5_000_000 + 50_000
            supplier = "" if mixed % 10 == 3 else f"Supplier {mixed % _SUPPLIERS} Ltd"
            placed = "" if mixed % 7 == 2 else f"n{mixed // 7 % _NEIGHBOURHOODS}"
            sign = "-" if mixed % 30 == 11 else ""
            writer.writerow((
                f"p.{number}", days[mixed // 11 % 365], f"{sign}{pence // 100}.{pence % 100:02}", supplier,
                f"{mixed % _SUPPLIERS:08}" if supplier else "", f"Category {mixed // 13 % _CATEGORIES}",
                f"ZZ{mixed % 90 + 10} 1AA" if placed else "", placed, f"list.csv row {number + 1}"))


def ours(folder: Path) -> dict[str, int]:
    """As the product does it: the whole book read and every row checked, then the sums of what was paid."""
    from commonweal.ledger.book import read_book
    from commonweal.snapshot.spend import spend_of

    book = read_book(folder).book
    if book is None:
        raise SystemExit("The invented book cannot be read.")
    sums: dict[str, int] = {}
    for row in spend_of(book, date(2025, 3, 31)):
        key = f"{row.text('office')}/{row.text('category')}"
        sums[key] = sums.get(key, 0) + int(row.number_or_zero("amount") * 100)
    return sums


def in_pandas(folder: Path) -> dict[str, int]:
    """As a careful analyst does it: every column as text, amounts as whole pence, a merge and a group."""
    import pandas as pd

    paid = pd.read_csv(folder / "payments.csv", dtype=str, keep_default_na=False)
    places = pd.read_csv(folder / "places.csv", dtype=str, keep_default_na=False)
    if paid["id"].duplicated().any() or not paid["paid"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all():
        raise SystemExit("pandas found a fault.")
    paid["pence"] = paid["amount"].str.replace(".", "", regex=False).astype("int64")
    paid = paid[(paid["paid"] >= "2024-04-01") & (paid["paid"] <= "2025-03-31")]
    paid = paid.merge(places[["id", "parent"]], left_on="office", right_on="id", how="left", suffixes=("", "_place"))
    sums = paid.groupby([paid["parent"].fillna(""), "category"])["pence"].sum()
    return {f"{council}/{category}": int(pence) for (council, category), pence in sums.items()}


_READERS: dict[str, Callable[[Path], dict[str, int]]] = {"Commonweal": ours, "pandas": in_pandas}


def main() -> int:
    """Make each book, read it both ways, compare and print; 1 if the sums differ."""
    parser = argparse.ArgumentParser(description="Measure the reading of payments.")
    parser.add_argument("--millions", type=int, nargs="+", default=[1, 10], help="how many million payments")
    parser.add_argument("--scratch", type=Path, help="where the books are made (and taken away); 120 MB a million")
    parser.add_argument("--keep-page", action="store_true", help="print only, and leave the page as it is")
    chosen = parser.parse_args()
    rows = ["| payments | read by | seconds | rows a second | peak MB |", "| ---: | --- | ---: | ---: | ---: |"]
    differ = False
    for millions in chosen.millions:
        with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
            folder = Path(scratch) / "book"
            write_book(folder, millions * MILLION)
            answers = set()
            for name in _READERS:
                said, memory = _measure(name, folder)
                answers.add(said["answer"])
                rows.append(f"| {millions} million | {name} | {said['seconds']:.1f} | "
                            f"{millions * MILLION / said['seconds']:,.0f} | {memory:,} |")
                print(rows[-1], flush=True)
            differ |= len(answers) > 1
    rows += ["", f"Python {platform.python_version()}, {os.cpu_count()} processors; load at the end of the run: "
                 f"{os.getloadavg()[0]:.1f} (about 1 where nothing else runs)."]
    print(rows[-1])
    if not chosen.keep_page and not differ:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN, 1)
        table = "\n".join(rows)
        PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.split(END, 1)[1]}", encoding="utf-8", newline="\n")
    print("The sums differ." if differ else "All sums are equal.")
    return 1 if differ else 0


def _measure(name: str, folder: Path) -> tuple[dict[str, float], int]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "bench.payments", "--read", name, str(folder)]
    out, errors, memory = run_and_watch(command, environment)
    if not out.strip():
        raise SystemExit(f"{name} did not answer:\n{errors[-2000:]}")
    return json.loads(out.strip().splitlines()[-1]), memory or 0


def _read(name: str, folder: Path) -> None:
    start = time.perf_counter()
    sums = _READERS[name](folder)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "answer": json.dumps(sums, sort_keys=True)}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        _read(sys.argv[2], Path(sys.argv[3]))
    else:
        raise SystemExit(main())
