"""A ledger's tables and figures as CSV files in one archive, with what each column means."""

import io
import zipfile

from commonweal.basics.csv_files import write_records, write_rows
from commonweal.exchange.told import Told, everything, public
from commonweal.indicators.figure import FIGURES, to_record
from commonweal.indicators.frozen import figures_of_book
from commonweal.ledger.book import Book

# The same records give the same bytes, whenever they are written.
_WHEN = (1980, 1, 1, 0, 0, 0)
_COLUMNS = ("table", "column", "holds", "unit", "who_may_see", "meaning")


def depart(book: Book) -> bytes:
    """Every table with what everyone may see of it, the figures, and columns.csv, which says what each column means."""
    return _archive(book, public(book))


def depart_whole(book: Book) -> bytes:
    """The same with every row and every column. Figures are as they are published."""
    return _archive(book, everything(book))


def _archive(book: Book, told: Told) -> bytes:
    tables = [table for name, table in told.tables.items() if told.rows[name]]
    files = {f"{table.name}.csv": write_records(table, told.rows[table.name]) for table in tables}
    figures = [to_record(figure) for figure in figures_of_book(book)]
    files["figures.csv"] = write_records(FIGURES, figures)
    files["columns.csv"] = write_rows(_COLUMNS, (
        (table.name, column.name, column.kind, column.unit, column.see, column.meaning)
        for table in (*tables, FIGURES) for column in table.columns))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _WHEN), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
