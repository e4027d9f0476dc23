"""The suppliers of the payments, matched: what is sure goes onto the payments, what is likely onto a list to answer.

The list is a CSV file in the private folder. Answer yes or no in its last column and run the same verb again.
"""

from decimal import Decimal
from pathlib import Path

from commonweal.basics.csv_files import TableRead, read_table, write_records
from commonweal.basics.tables import Record
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.files import File
from commonweal.exchange.matching import FILE, MATCHES, THRESHOLD, Matched, match
from commonweal.exchange.receipt import Receipt, SheetCount, receipt
from commonweal.ledger.book import Book
from commonweal.ledger.payments import paid_to
from commonweal.ledger.tables import PAYMENTS


def match_suppliers(book: Book, threshold: Decimal = THRESHOLD) -> tuple[Arrival, Matched]:
    """What matching adds: each payment's organisation and company number, and the list with the answers so far."""
    path = book.folder / FILE
    read = read_table(path, MATCHES, delimiter=book.settings.delimiter, shown_as=FILE)
    matched = match(book, read.records, threshold)
    # A row of the list that cannot be read would be written over: its answer must not be lost.
    rows = {} if read.refused else {"payments": tuple(_known(book, matched))}
    texts = {} if read.refused else {FILE: write_records(MATCHES, matched.pairs)}
    columns = {"payments": ("organisation", "company_number")}
    return Arrival(_receipt(path, read, matched), rows, columns, files=texts), matched


def _receipt(path: Path, read: TableRead, matched: Matched) -> Receipt:
    file = File(path.name, path.read_bytes() if path.is_file() else b"")
    count = SheetCount("", read.rows_in, read.accepted, read.refused, read.blank)
    return receipt(file, [count], [*read.findings, *matched.findings])


def _known(book: Book, matched: Matched) -> list[Record]:
    """The payments of which more is known than they say."""
    found = []
    for row in book.rows("payments"):
        name = row.text("supplier")
        known = {"organisation": matched.organisations.get(name), "company_number": matched.numbers.get(name)}
        new: dict[str, str | None] = {
            column: value for column, value in known.items() if value and value != row.text(column)}
        if (name, row.text("organisation")) in matched.denied:
            new.setdefault("organisation", None)
        if new and paid_to(row):
            found.append(Record(PAYMENTS, {**row.values, **new}, row.row))
    return found
