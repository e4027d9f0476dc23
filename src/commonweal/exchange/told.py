"""What of a ledger is told when it goes out: what everyone may see, or all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commonweal.basics.tables import Record, Table
from commonweal.ledger.book import Book
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.snapshot.public import public_columns, public_rows


@dataclass(frozen=True)
class Told:
    """The tables with the columns that are told, and their rows, as they stand on a day."""

    tables: Mapping[str, Table]
    rows: Mapping[str, tuple[Record, ...]]
    as_of: date


def public(book: Book) -> Told:
    """Public columns; no claim that is open or by a protected characteristic, no offer that may lose, no payment."""
    as_of = book.settings.period.span.end
    keep = public_rows(book, as_of)
    return Told(
        {table.name: public_columns(table) for table in BOOK_TABLES},
        {table.name: tuple(filter(keep.get(table.name), book.rows(table.name))) for table in BOOK_TABLES}, as_of)


def everything(book: Book) -> Told:
    """Every row and every column, for colleagues and for moving to other software."""
    return Told({table.name: table for table in BOOK_TABLES},
                {table.name: tuple(book.rows(table.name)) for table in BOOK_TABLES}, book.settings.period.span.end)
