"""What was paid to whom, as sums that name nobody: payments alike in period, category, size, place and deprivation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from commonweal.basics.findings import Finding, Refused, Severity
from commonweal.basics.numbers import EXACT, TEN_BILLION, ZERO
from commonweal.basics.tables import Record, Value
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.payments import paid_to
from commonweal.snapshot.tables import OUTSIDE_PERIODS, SPEND

# A payment's place is published no nearer than this: a neighbourhood may be one person's address.
_WIDE = ("council", "area", "region", "nation")
_SMALL = {"micro": True, "small": True, "medium": True, "sme": True, "large": False}
_SUMS = ("payments", "amount", "credits", "credited")
_KEYS = SPEND.names[1 : -len(_SUMS)]
Key = tuple[Value, ...]


@dataclass(slots=True)
class _Sum:
    payments: int = 0
    amount: Decimal = ZERO
    credits: int = 0
    credited: Decimal = ZERO

    def add(self, amount: Decimal) -> None:
        self.payments += 1
        self.amount = EXACT.add(self.amount, amount)
        if amount < 0:
            self.credits += 1
            self.credited = EXACT.add(self.credited, amount)


@dataclass(frozen=True)
class _Where:
    """Places as spending tells of them: the council or wider place around each, and its deprivation tenth."""

    book: Book
    known: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def spot(self, place: str) -> tuple[str | None, str | None]:
        if place not in self.known:
            self.known[place] = self._spot(place)
        return self.known[place]

    def _spot(self, place: str) -> tuple[str | None, str | None]:
        places, decile = self.book.by_id("places"), None
        seen: set[str] = set()
        while (row := places.get(place)) is not None and place not in seen:
            seen.add(place)
            decile = decile or row.text("decile") or None
            if row.text("kind") in _WIDE:
                return place, decile
            place = row.text("parent")
        return None, decile


def spend_of(book: Book, as_of: date, payments: Iterable[Record] | None = None) -> list[Record]:
    """The sums of a book's payments up to a day, or of those given, which may come one by one from a long file.

    An office is where the payment's postcode lies, or else the place of the organisation it was matched to. Raises
    Refused where a sum is ten billion pounds or more.
    """
    where, bodies = _Where(book), book.by_id("organisations")
    sums: dict[Key, _Sum] = {}
    days: dict[date, str] = {}
    for row in book.rows("payments") if payments is None else payments:
        paid = row.day("paid")
        if paid is None or paid > as_of:
            continue
        if paid not in days:
            days[paid] = _period(book, paid)
        key = (days[paid], *_alike(row, bodies.get(row.text("organisation")), where))
        if key not in sums:
            sums[key] = _Sum()
        sums[key].add(row.number_or_zero("amount"))
    ordered = sorted(sums, key=lambda key: tuple("" if part is None else str(part) for part in key))
    return [_row(number, key, sums[key]) for number, key in enumerate(ordered, 1)]


def _period(book: Book, paid: date) -> str:
    """The first reporting period that has the day; a list of spending is by the day, so no kind of span is left out."""
    return next((period.id for period in book.settings.periods if period.span.has(paid)), OUTSIDE_PERIODS)


def _alike(row: Record, body: Record | None, where: _Where) -> Key:
    office = row.text("office") or (body.text("place") if body else "")
    sme, vcse = row.get("sme"), row.get("vcse")
    if body is not None:
        sme = _SMALL.get(body.text("size")) if sme is None else sme
        vcse = body.get("vcse") if vcse is None else vcse
    return (row.get("category"), sme, vcse,
            *_placed(where, office, row.text("postcode"), withheld=not paid_to(row)),
            *_placed(where, row.text("place"), row.text("delivery_postcode"), withheld=False))


def _placed(where: _Where, place: str, postcode: str, *, withheld: bool) -> tuple[str | None, str, str | None]:
    """The wide place, whether it is known or why not, and the deprivation tenth."""
    wide, decile = where.spot(place)
    if wide is not None:
        return wide, "placed", decile
    return None, "withheld" if withheld else "unknown-postcode" if postcode else "no-postcode", None


def _row(number: int, key: Key, found: _Sum) -> Record:
    if abs(found.amount) >= TEN_BILLION:
        fault = Finding("SPEND-TOO-WIDE", Severity.ERROR,
                        told("the payments of {key} come to {amount}.", key=key[0], amount=f"{found.amount:,f}"),
                        told("Look for a slipped digit, or sort the payments into more categories."), "payments.csv")
        raise Refused(told("Payments add up to ten billion pounds or more, which no single row can carry."), [fault])
    values: dict[str, Value] = {"id": f"spend.{number:06}", **dict(zip(_KEYS, key, strict=True))}
    return Record(SPEND, values | {name: getattr(found, name) for name in _SUMS})
