"""A list of spending that was published again: most of its payments are on record already, under other ids."""

from collections import Counter
from collections.abc import Iterable

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record, Value
from commonweal.basics.told import told
from commonweal.ledger.book import Book


def paid_again(payments: Iterable[Record], book: Book, file: str) -> list[Finding]:
    """A note where more than half of these payments repeat others on record in day, amount and supplier.

    A corrected list has other ids than the first one, so that agreeing to it would count the month twice.
    """
    rows = {row.key: row for row in payments}
    new = Counter(map(_alike, rows.values()))
    there = Counter(alike for row in book.rows("payments") if row.key not in rows and (alike := _alike(row)) in new)
    again = (new & there).total()
    if again * 2 <= len(rows):
        return []
    return [Finding("PAYMENTS-AGAIN", Severity.NOTE,
                    told("{again} of {count} payments are on record already under other ids, with the same day, amount "
                         "and supplier: with this list they would be counted twice.", again=f"{again:,}",
                         count=f"{len(rows):,}"),
                    told("If it is an earlier list with corrections, take that one back before you agree (on the "
                         "command line with --undo, which takes back the last import first; on the site with 'Take "
                         "it back'), then bring this one in."), file)]


def _alike(payment: Record) -> tuple[Value, ...]:
    return tuple(map(payment.get, ("paid", "amount", "supplier")))
