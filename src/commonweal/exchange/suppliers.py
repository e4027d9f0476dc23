"""The suppliers of the payments, matched: what is sure goes onto the payments, what is likely onto a list to answer.

Whoever answers yes or no in the list and has it matched again makes more of it sure. Both is one door: the list with
the answers so far comes in, and what is known by it goes onto the payments.
"""

from decimal import Decimal

from commonweal.basics.csv_files import TableRead
from commonweal.basics.findings import Refused
from commonweal.basics.tables import Column, Kind, NotReadable, Record, read_value
from commonweal.basics.told import Told, told
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.matching import Matched, match
from commonweal.exchange.pairs import FILE, THRESHOLD, list_of, read_pairs, write_pairs
from commonweal.exchange.receipt import Receipt, SheetCount, receipt
from commonweal.ledger.book import Book
from commonweal.ledger.payments import paid_to
from commonweal.ledger.tables import PAYMENTS


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What the answers of a list add. In the place of a column map stands the probability from which pairs are listed;
    blank is the usual one."""
    return match_suppliers(book, read_threshold(given.map_text) if given.map_text else THRESHOLD, file)[0]


def read_threshold(text: str) -> Decimal:
    """A probability as somebody typed it. Raises Refused where it is none."""
    try:
        found = read_value(text, Column("threshold", Kind.SHARE, "the probability"))
    except NotReadable as error:
        raise Refused(error.message.as_sentence()) from error
    if not isinstance(found, Decimal):
        raise Refused(told("Write a probability between 0 and 1, for example 0.9."))
    return found


def match_suppliers(book: Book, threshold: Decimal = THRESHOLD, answers: File | None = None) -> tuple[Arrival, Matched]:
    """What matching adds: each payment's organisation and company number, and the list with the answers so far.

    `answers` is the list; the one that lies in the book if left out.
    """
    file = list_of(book) if answers is None else answers
    read = read_pairs(file, book.settings.delimiter)
    matched = match(book, read.records, threshold)
    # A row of the list that cannot be read would be written over: its answer must not be lost.
    broken = bool(read.findings)
    rows = {} if broken else {"payments": tuple(_known(book, matched))}
    texts = {} if broken else {FILE: write_pairs(matched.pairs, book.settings.delimiter)}
    columns = {"payments": ("organisation", "company_number")}
    return Arrival(_receipt(file, read, matched), rows, columns, files=texts, notes=(_note(matched),)), matched


def _note(matched: Matched) -> Told:
    return told("{suppliers} suppliers; {known} names are an organisation of your records, {answered} pairs are "
                "answered, {waiting} wait for an answer.", suppliers=f"{matched.suppliers:,}",
                known=f"{len(matched.organisations):,}", answered=f"{len(matched.pairs) - matched.waiting:,}",
                waiting=f"{matched.waiting:,}")


def _receipt(file: File, read: TableRead, matched: Matched) -> Receipt:
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
