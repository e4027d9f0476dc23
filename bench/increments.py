"""What it costs to value again after something changed: new lines in the newest period, or corrections everywhere."""

import shutil
import time
from pathlib import Path

from bench.data import PERIODS, write_period
from bench.measure import tables
from commonweal.valuation import engines
from commonweal.valuation.cells import Cells
from commonweal.valuation.partitions import cells_of_partitions


def measure(folder: Path, lines: int) -> dict[str, float]:
    """Seconds for: everything the first time; nothing changed; 1% new lines in the newest period; 1% changed in each.

    The set is used up: its partitions are not what its table says afterwards. Hashing of what is read is in the time.
    """
    parts, cache = folder / "parts", folder / "cache"
    found = {}
    found["everything, for the first time"], first = _timed(parts, folder, cache)
    _same(first, engines.run(tables(folder), "duckdb"))
    found["nothing changed"], again = _timed(parts, folder, cache)
    _same(again, first)
    share = lines // PERIODS
    write_period(parts, PERIODS - 1, share + lines // 100, seed=1)
    found["1% new lines in the newest period"], _ = _timed(parts, folder, cache)
    for period in range(PERIODS):
        write_period(parts, period, share, seed=2)
    found["1% of lines corrected in every period"], changed = _timed(parts, folder, cache)
    shutil.rmtree(cache)
    _same(changed, cells_of_partitions(parts, folder, cache))
    return found


def _timed(parts: Path, worth: Path, cache: Path) -> tuple[float, Cells]:
    start = time.perf_counter()
    cells = cells_of_partitions(parts, worth, cache)
    return time.perf_counter() - start, cells


def _same(one: Cells, other: Cells) -> None:
    for name in ("quantities", "values"):
        rows = [sorted(map(repr, getattr(cells, name))) for cells in (one, other)]
        if rows[0] != rows[1]:
            raise SystemExit(f"The {name} over the partitions are not those over the whole table.")
