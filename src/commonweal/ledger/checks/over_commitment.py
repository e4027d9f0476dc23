"""More than twice what was promised deserves a second look.

Good suppliers do exceed their promises, so this only informs; more than ten times is an error of its own
(far_over_commitment). Claims that are counted are added up for each stage a person reached, running totals by
their highest, levels by their highest; the largest stage is compared with the last number promised.
Missing values: a promise without a number, or of zero or less, has nothing to compare with and is skipped.
"""

from collections.abc import Iterator
from decimal import Decimal

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import EXACT, ZERO, shorten, total
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.chains import roots
from commonweal.ledger.checks.rule import IN_TOTALS, Missing, about, counted_as, in_totals, measures_of

CODE = "OVER-COMMITMENT"
SEVERITY = Severity.NOTE
MISSING = Missing.SKIP_IF_ANY

WORTH_A_LOOK = Decimal(2)
IMPLAUSIBLE = Decimal(10)


def check(book: Book) -> Iterator[Finding]:
    """A note for each promise of which more than twice, and at most ten times, was done."""
    for last, promised, done in promised_and_done(book):
        if EXACT.multiply(promised, WORTH_A_LOOK) < done <= EXACT.multiply(promised, IMPLAUSIBLE):
            yield about(last, "quantity", CODE, SEVERITY,
                        told("{done} was done of {promised} promised: more than twice.", done=shorten(done),
                             promised=shorten(promised)),
                        told("Check the unit and the claims; if they are right, say why in 'note'."))


def promised_and_done(book: Book) -> Iterator[tuple[Record, Decimal, Decimal]]:
    """For each chain with a number: its last row with one, that number, and what was done towards it."""
    measures = measures_of(book)
    root_of = roots(book.rows("commitments"))
    claims = _claims(book, root_of)
    last: dict[str, Record] = {}
    for row in book.rows("commitments"):
        if row.text("stage") != "withdrawn" and row.number("quantity") is not None:
            root = root_of[row.key]
            if root not in last or (row.text("in_force_from") >= last[root].text("in_force_from")):
                last[root] = row
    for root, row in last.items():
        promised = row.number_or_zero("quantity")
        counting = counted_as(measures, row)
        if root in claims and promised > 0 and counting in ("flow", "once", "stock"):
            yield row, promised, max(_done_at_stage(alike, counting) for alike in claims[root].values())


# By stage: what was claimed by whom and where in running totals, and under None all the rest, as quantities.
_ByStage = dict[str, dict[tuple[str, str] | None, list[Decimal]]]


def _claims(book: Book, root_of: dict[str, str]) -> dict[str, _ByStage]:
    """The quantities of all counted claims, by the first row of the promise that they answer."""
    claims: dict[str, _ByStage] = {}

    def alike(row: Record) -> list[Decimal] | None:
        if not in_totals(row) or row.text("commitment") not in root_of:
            return None
        one = (row.text("place"), row.text("reported_by")) if row.text("basis") == "to-date" else None
        return claims.setdefault(root_of[row.text("commitment")], {}).setdefault(row.text("stage"), {}).setdefault(
            one, [])

    rows = book.columns("deliveries")
    said = rows.case(alike, *IN_TOTALS, "commitment", "stage", "basis", "place", "reported_by")
    for quantities, quantity in zip(said, rows.column("quantity"), strict=True):
        if quantities is not None:
            quantities.append(quantity)
    return claims


def _done_at_stage(claims: dict[tuple[str, str] | None, list[Decimal]], counting: str) -> Decimal:
    if counting == "stock":
        return max(max(quantities) for quantities in claims.values())
    running = [max(ZERO, *quantities) for one, quantities in claims.items() if one is not None]
    return total([*running, *claims.get(None, [])])
