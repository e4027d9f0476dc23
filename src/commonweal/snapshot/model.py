"""A frozen year as the other rooms see it, whether it was read from a snapshot or from a published package."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commonweal.basics.tables import Record
from commonweal.ledger.book import Book, Rows
from commonweal.snapshot.long_table import Asked, LongTable


@dataclass(frozen=True)
class Snapshot:
    """A frozen book, typed: the book as it stood, the day, and the lines, unit values and net factors made from it.

    `tables` is the folder with the Parquet files, for query engines; None where there are none (a published package).
    Of payments it has the sums in `spend` and no row. `audit` is where a site's audit trail ended when it was frozen.
    """

    book: Book
    as_of: date
    digest: str
    lines: Rows
    unit_values: tuple[Record, ...]
    factor_sets: tuple[Record, ...]
    claim_counts: tuple[Record, ...]
    tables: Path | None
    spend: tuple[Record, ...] = ()
    audit: str = ""

    def uncounted(self) -> Iterator[Record]:
        """The lines that enter no total."""
        if isinstance(self.lines, LongTable):
            return self.lines.rows(Asked({"counted": ["no"]}))
        return (line for line in self.lines if not line.yes("counted"))
