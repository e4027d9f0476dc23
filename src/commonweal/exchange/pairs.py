"""The list of names that may be one supplier, for a person to answer: a CSV file in the private folder of a book."""

from collections.abc import Iterable
from decimal import Decimal

from commonweal.basics.csv_files import TableRead, decode, read_rows, write_rows
from commonweal.basics.tables import Column, Kind, Record, See, Table, write_value
from commonweal.exchange.files import File
from commonweal.ledger.book import Book

FILE = "private/supplier_matches.csv"
# The probability from which a pair is put on the list.
THRESHOLD = Decimal("0.5000")

PAIRS = Table("supplier_matches", "two names that may be the same supplier, and what you say to it", (
    Column("supplier", Kind.TEXT, "The name as the list of spending prints it.", required=True, see=See.PERSONAL),
    Column("same_as", Kind.TEXT, "The name that is like it.", required=True, see=See.PERSONAL),
    Column("organisation", Kind.ID, "Its id, where it is an organisation of your records; blank for another supplier.",
           see=See.PERSONAL),
    Column("paid", Kind.MONEY, "What was paid to the supplier in all.", unit="£", negative=True, see=See.PERSONAL),
    Column("probability", Kind.SHARE, "How likely the two are the same, by the weights in the how-to page.",
           see=See.PERSONAL),
    Column("answer", Kind.CHOICE, "yes where they are the same, no where they are not; blank is not looked at.",
           choices=("yes", "no"), see=See.PERSONAL),
), key=("supplier", "same_as", "organisation"))


def list_of(book: Book) -> File:
    """The list as it lies in a book; an empty file where there is none yet."""
    path = book.folder / FILE
    return File(path.name, path.read_bytes() if path.is_file() else b"")


def read_pairs(file: File, delimiter: str = ",") -> TableRead:
    """The pairs of a list with their answers; nothing of an empty file. What cannot be read is a finding."""
    found = TableRead(PAIRS, FILE)
    text = decode(file.content, FILE, found.findings)
    if text:
        read_rows(text, found, delimiter)
    return found


def write_pairs(pairs: Iterable[Record], delimiter: str = ",") -> str:
    """The list as text, in the order of the names."""
    ordered = sorted(pairs, key=lambda pair: pair.key)
    return write_rows(PAIRS.names, ([write_value(pair.values[name]) for name in PAIRS.names] for pair in ordered),
                      delimiter)
