"""Contracts above the threshold of which no social value is recorded: the list to go through with contract managers."""

from datetime import date

from commonweal.basics.csv_files import for_people, write_rows
from commonweal.basics.findings import Refused
from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record, write_value
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.chains import in_force

_COLUMNS = ("id", "title", "value", "value_bound", "awarded", "start", "end", "includes_social_value", "exemption",
            "owner")
_NOT_REACHED = ("nearly", "up-to")


def depart(book: Book) -> bytes:
    """The list as CSV, largest contracts first. Raises Refused where book.toml gives no threshold."""
    found = without_social_value(book)
    return for_people(write_rows(_COLUMNS, ([write_value(row.get(name)) for name in _COLUMNS] for row in found)))


def without_social_value(book: Book) -> list[Record]:
    """Contracts worth more than the threshold that do not say that social value is included, and promise none.

    A promise that was withdrawn is none. An exemption that is stated stands beside the contract and does not take it
    off the list. Raises Refused where book.toml gives no threshold.
    """
    threshold = book.settings.threshold
    if threshold is None:
        raise Refused(told('book.toml gives no threshold: write under [book], for example, threshold = "25000".'))
    promising = {row.text("activity") for row in in_force(book.rows("commitments"), date.max)
                 if row.text("stage") != "potential"}
    found = [row for row in book.rows("activities")
             if row.text("kind") == "contract" and (row.number("value") or ZERO) > threshold
             and row.text("value_bound") not in _NOT_REACHED
             and not row.yes("includes_social_value") and row.key not in promising]
    return sorted(found, key=lambda row: (-row.number_or_zero("value"), row.key))
