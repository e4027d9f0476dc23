"""One engine on one set, in a process of its own: prints its time, its processor time and the hash of its answer.

Times leave out starting the engine and importing it, and take in reading the Parquet files. The parent process reads
the memory.
"""

import gc
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from commonweal.valuation import sql

CENTRAL = ("gross_central",)
TABLES = ("lines", "line_groups", "unit_values", "factor_sets")
Row = Mapping[str, Any]
Answer = Callable[[], Iterable[Sequence[Row]]]
# What stays open until the process ends.
_OPENED = ExitStack()


def tables(folder: Path) -> dict[str, Path]:
    """The tables of a set, by name: a file, or a folder of files."""
    return {name: folder / name if (folder / name).is_dir() else folder / f"{name}.parquet" for name in TABLES}


def fingerprint(parts: Iterable[Sequence[Row]]) -> str:
    """One hash over every row of every part, whatever the order of rows and however an engine types its numbers."""
    digest = hashlib.sha256()
    for rows in parts:
        for line in sorted("|".join(f"{name}={_plain(row[name])}" for name in sorted(row)) for row in rows):
            digest.update(line.encode() + b"\n")
    return digest.hexdigest()[:12]


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal("0.0001")), "f")
    return "" if value is None else str(value)


def duckdb_text(folder: Path, queries: list[str]) -> Answer:
    """Our SQL text on DuckDB, as the product runs it."""
    from commonweal.valuation.on_duckdb import open_tables, rows

    connection = open_tables(tables(folder))
    return lambda: [rows(connection, query) for query in queries]


def scan(folder: Path, columns: Iterable[str]) -> Answer:
    """The floor: nothing but the sum of every column that is read."""
    return duckdb_text(folder, [f"SELECT {', '.join(f'SUM({name}) AS {name}' for name in columns)} FROM lines"])


def spark_text(folder: Path, queries: list[str]) -> Answer:
    """Our SQL text on Spark, as the product runs it."""
    from commonweal.valuation.on_spark import open_tables, rows

    session = _OPENED.enter_context(open_tables(tables(folder)))
    return lambda: [rows(session, query) for query in queries]


def polars_text(folder: Path, queries: list[str]) -> Answer:
    """Our SQL text in Polars' own SQL, streaming."""
    import polars as pl

    context = pl.SQLContext(
        {name: pl.scan_parquet(path / "*.parquet" if path.is_dir() else path) for name, path in tables(folder).items()}
    )
    context.register("prices", context.execute(sql.PRICES).collect())
    return lambda: [context.execute(query).collect(engine="streaming").to_dicts() for query in queries]


def pandas_integers(folder: Path, *, whole: bool) -> Answer:
    """pandas as a careful analyst writes it: merge, whole numbers of the smallest unit, group."""
    from bench.in_pandas import value

    return lambda: value(tables(folder), whole=whole)


def reference_plain(folder: Path) -> Answer:
    """The slow, obvious reference, over rows already read."""
    from bench.in_plain_python import cells, records

    known = records(tables(folder))
    return lambda: cells(*known)


def _both(central: bool) -> list[str]:
    return [sql.value_cells(CENTRAL)] if central else [sql.quantity_cells(), sql.value_cells()]


ENGINES: dict[str, Callable[[Path], Answer]] = {
    "scan central": lambda folder: scan(folder, ("group_no", "quantity")),
    "scan whole": lambda folder: scan(folder, ("group_no", "quantity", "whole_quantity")),
    "duckdb central": lambda folder: duckdb_text(folder, _both(True)),
    "duckdb whole": lambda folder: duckdb_text(folder, _both(False)),
    "polars central": lambda folder: polars_text(folder, _both(True)),
    "polars whole": lambda folder: polars_text(folder, _both(False)),
    "spark central": lambda folder: spark_text(folder, _both(True)),
    "spark whole": lambda folder: spark_text(folder, _both(False)),
    "pandas central": lambda folder: pandas_integers(folder, whole=False),
    "pandas whole": lambda folder: pandas_integers(folder, whole=True),
    "reference whole": reference_plain,
}


def main(engine: str, folder: Path, repeats: int) -> None:
    """Run an engine so many times and print the best time and processor time, and the hash of the last answer."""
    answer = ENGINES[engine](folder)
    best, best_processor, parts = float("inf"), float("inf"), list[Sequence[Row]]()
    for _ in range(repeats):
        gc.collect()
        start, processor = time.perf_counter(), time.process_time()
        parts = list(answer())
        best = min(best, time.perf_counter() - start)
        best_processor = min(best_processor, time.process_time() - processor)
    print(json.dumps({"seconds": best, "processor": best_processor, "hash": fingerprint(parts)}), flush=True)


if __name__ == "__main__":
    with _OPENED:
        main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
