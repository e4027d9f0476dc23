"""A change of a published figure is seen before it is published. These files are our own output and prove nothing.

What proves the figures is worked by hand (tests/spec, tests/indicators, examples/northmere/by-hand). Here a change only
has to be looked at: `ACCEPT_FIGURES=1 make test` takes it over, and CHANGELOG.md then names it under "Figures".
"""

import csv
import io
import os
from pathlib import Path

import pytest

from commonweal.basics.csv_files import write_rows
from commonweal.indicators.figure import to_record
from commonweal.indicators.frozen import figures_of
from commonweal.ledger.book import read_book
from commonweal.snapshot.store import frozen

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
COLUMNS = ("id", "value", "unit", "standing", "bound", "low", "high", "net", "numerator", "denominator", "lines")


def _figures(name: str) -> str:
    """The figures of the whole body: those by contract or place are parts of them."""
    book = read_book(ROOT / "examples" / name).book
    assert book is not None
    with frozen(book, book.settings.period.span.end) as snapshot:
        _, figures = figures_of(snapshot)
    rows = [to_record(figure) for figure in figures
            if not figure.activity and figure.place == book.settings.place]
    return write_rows(COLUMNS, ([row.text(column) for column in COLUMNS] for row in rows))


@pytest.mark.parametrize("name", ["lcr-2023", "northmere"])
def test_no_figure_changes_unseen(name: str) -> None:
    now, kept = _figures(name), HERE / f"{name}.csv"
    if os.environ.get("ACCEPT_FIGURES"):
        kept.write_text(now, encoding="utf-8", newline="\n")
    before = {row["id"]: row for row in csv.DictReader(io.StringIO(kept.read_text(encoding="utf-8")))}
    after = {row["id"]: row for row in csv.DictReader(io.StringIO(now))}
    changed = [f"{key}: {before.get(key)} -> {after.get(key)}"
               for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]
    assert changed == []
    assert len(after) > 100
