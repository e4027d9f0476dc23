"""The figures of a frozen year, and of a book that is frozen only for them. Needs the database; the rules do not."""

from collections.abc import Sequence

from commonweal.basics.told import told
from commonweal.indicators.compute import compute
from commonweal.indicators.disclosure.protect import Earlier
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.ledger.book import Book
from commonweal.ledger.checks import refuse_errors
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import cells


def figures_of(
    snapshot: Snapshot, engine: str = "duckdb", earlier: Sequence[Earlier] | None = ()
) -> tuple[Facts, tuple[Figure, ...]]:
    """The figures of a frozen year, and what they were made from. `earlier`: see `compute`."""
    facts = Facts.of(snapshot, cells(snapshot, engine))
    return facts, compute(facts, earlier)


def figures_of_book(book: Book) -> tuple[Figure, ...]:
    """The figures of a book as it stands at the end of its period, frozen only for this.

    Which releases were printed of it is not known here, so people with a protected characteristic are counted in none:
    a correction could tell of a number that a release withheld. Raises Refused, with every finding, where the book has
    something to fix.
    """
    refuse_errors(book, told("figures can be made"))
    with frozen(book, book.settings.period.span.end) as snapshot:
        return figures_of(snapshot, earlier=None)[1]
