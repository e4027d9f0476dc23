"""What of a ledger everyone may see: public columns, and of some tables the rows that are settled.

Left out: claims that are draft, queried or rejected, with their evidence and reviews; claims that count people by a
protected characteristic; offers that may still lose; payments, of which only sums are told.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from commonweal.basics.tables import Record, See, Table
from commonweal.ledger.book import Book
from commonweal.ledger.chains import in_force, roots
from commonweal.ledger.checks.rule import protected_measures
from commonweal.ledger.tables import NEVER_FROZEN
from commonweal.snapshot.lines import COUNTED_STATES, accepted_claims
from commonweal.snapshot.long_table import Asked, LongTable

# Tables of the book of which some rows may not be shown.
FILTERED = frozenset({"deliveries", "evidence", "reviews", "commitments", "milestones"})


def public_columns(table: Table) -> Table:
    """The table with the columns that everyone may see."""
    return replace(table, columns=tuple(column for column in table.columns if column.see is See.PUBLIC))


def asked_of_long(book: Book, as_of: date) -> Mapping[str, Asked]:
    """The same rule for tables that may be long, as their rows are asked for: claims that were accepted and may be
    shown, with their evidence and what was decided of them."""
    claims = book.rows("deliveries")
    if not isinstance(claims, LongTable):
        return {}
    hidden = tuple({"measure": name} for name in sorted(protected_measures(book)))
    settled = Asked({"state": COUNTED_STATES}, hidden, until={"end": as_of})
    theirs = {"delivery": (claims, settled)}
    return {"deliveries": settled, "evidence": Asked(naming=theirs),
            "reviews": Asked({"decision": ["verify"]}, naming=theirs)}


def public_rows(book: Book, as_of: date) -> Mapping[str, Callable[[Record], bool]]:
    """For each table in memory of which some rows may not be shown, whether a row may."""
    protected, settled = protected_measures(book), set[str]()
    if not isinstance(book.rows("deliveries"), LongTable):
        settled = {row.key for row in accepted_claims(book, as_of) if row.text("measure") not in protected}
    root_of = roots(book.rows("commitments"))
    pending = {
        root_of[row.key] for row in in_force(book.rows("commitments"), as_of) if row.text("stage") == "offered"
    }
    return {
        "deliveries": lambda row: row.key in settled,
        "evidence": lambda row: row.text("delivery") in settled,
        "reviews": lambda row: row.text("delivery") in settled and row.text("decision") == "verify",
        "commitments": lambda row: root_of[row.key] not in pending,
        "milestones": lambda row: root_of.get(row.text("commitment")) not in pending,
        # Not even their ids: a list may have made them of names.
        **dict.fromkeys(NEVER_FROZEN, lambda row: False),
    }
