"""A list of spending that was published again: its payments take the place of those that are on record already.

A corrected list has other ids than the first one, so that agreeing to both would count the month twice. Payments whose
ids are made of a list's fingerprint are known to be of one list; the new list takes the place of each of which it
repeats more than half in day, amount and supplier: of last week's, of one that was mended, of twelve months by a year.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import pounds, total
from commonweal.basics.tables import Record, Value
from commonweal.basics.told import told
from commonweal.ledger.book import Book

# The id of a payment as a map makes it of the list's fingerprint and the row.
_OF_A_LIST = re.compile(r"([0-9a-f]{12})\.[0-9]+")


@dataclass(frozen=True)
class Again:
    """What a list repeats: its payments with what is known of them by now, those that go, and what is said of it."""

    payments: tuple[Record, ...]
    gone: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


def paid_again(payments: Sequence[Record], book: Book, file: str, spoken: Collection[str]) -> Again:
    """The payments of a list beside those on record: which of these it takes the place of.

    What the list does not speak of and was found out since, such as where the supplier is, stays with the payment that
    repeats it; `spoken` names the columns that it speaks of.
    """
    rows = {row.key for row in payments}
    new = Counter(map(_alike, payments))
    sizes, repeated = Counter[str](), defaultdict[str, Counter[tuple[Value, ...]]](Counter)
    for row in book.rows("payments") if payments else ():
        if row.key not in rows:
            of = _list_of(row)
            sizes[of] += 1
            if (alike := _alike(row)) in new:
                repeated[of][alike] += 1
    replaced = {of for of, found in repeated.items() if of and (new & found).total() * 2 > sizes[of]}
    left = sum((found for of, found in repeated.items() if of not in replaced), Counter[tuple[Value, ...]]())
    again = (new & left).total()
    gone = [row for row in book.rows("payments") if row.key not in rows and _list_of(row) in replaced]
    return Again(tuple(_with_known(payments, gone, spoken)), frozenset(row.key for row in gone),
                 (*_replaces(gone, file), *_repeats(again, len(rows), file)))


def _alike(payment: Record) -> tuple[Value, ...]:
    return tuple(map(payment.get, ("paid", "amount", "supplier")))


def _list_of(payment: Record) -> str:
    """The fingerprint of the list that a payment is of; blank where its id does not tell."""
    found = _OF_A_LIST.fullmatch(payment.key)
    return found[1] if found else ""


def _with_known(payments: Sequence[Record], gone: Sequence[Record], spoken: Collection[str]) -> Iterator[Record]:
    known = defaultdict[tuple[Value, ...], list[Record]](list)
    for row in reversed(gone):
        known[_alike(row)].append(row)
    for row in payments:
        alike = known.get(_alike(row))
        yield Record(row.table, {name: row.get(name) if name in spoken else value
                                 for name, value in alike.pop().values.items()}, row.row) if alike else row


def _replaces(gone: Sequence[Record], file: str) -> Iterator[Finding]:
    if gone:
        paid = pounds(total([row.number_or_zero("amount") for row in gone]))
        yield Finding("PAYMENTS-REPLACED", Severity.NOTE,
                      told("it repeats what is on record, and takes the place of {count} payments of earlier lists, "
                           "{sum} in all.", count=f"{len(gone):,}", sum=paid),
                      told("If these should stay, do not agree. Taking this list back brings them back."), file)


def _repeats(again: int, count: int, file: str) -> Iterator[Finding]:
    if again * 2 > count:
        yield Finding("PAYMENTS-AGAIN", Severity.NOTE,
                      told("{again} of {count} payments are on record already under other ids, with the same day, "
                           "amount and supplier: with this list they would be counted twice.", again=f"{again:,}",
                           count=f"{count:,}"),
                      told("If it is a part of an earlier list, leave it out."), file)
