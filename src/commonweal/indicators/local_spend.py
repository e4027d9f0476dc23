"""Local spend: how much of what was paid went to suppliers near by, under several stated meanings of 'local'."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commonweal.basics.numbers import pence, pounds, total
from commonweal.basics.tables import Record, write_value
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure, percent
from commonweal.indicators.need import DEPRIVED
from commonweal.indicators.wording import sentences, with_period
from commonweal.ledger.book import Book
from commonweal.ledger.tables import DECILES
from commonweal.snapshot.tables import PLACED

RULE = "local-spend"
# The two sides that a payment may be placed by: the columns of `spend` that hold the place, why not, and the tenth.
SIDES = {"office": ("office", "office_placed", "office_decile"),
         "delivered": ("place", "delivery_placed", "delivery_decile")}
# Each council has a share of its own as well: the body's is told apart by its title.
_OWN = ", the body's own council"
UNPLACED = {
    "withheld": "the list withholds who was paid", "no-postcode": "no postcode or office is on record",
    "unknown-postcode": "the postcode is not in the look-up file",
}


@dataclass(frozen=True)
class Definition:
    """One meaning of 'local': which side of a payment is asked, and the places that count. `around` are wider places:
    a payment placed no nearer than there may or may not be local."""

    name: str
    title: str
    words: str
    side: str
    places: frozenset[str]
    around: frozenset[str]

    def is_local(self, row: Record) -> bool:
        """Whether payments are local in this meaning."""
        return row.text(SIDES[self.side][0]) in self.places

    def is_placed(self, row: Record) -> bool:
        """Whether it is known if they are."""
        place, placed, _ = SIDES[self.side]
        return row.text(placed) == PLACED[0] and row.text(place) not in self.around


@dataclass(frozen=True)
class Share:
    """A part of what was paid, what it is a part of, and what could not be told, each as £ and as payments."""

    part: Decimal
    base: Decimal
    unknown: Decimal
    payments: int
    unknown_payments: int
    bound: str

    @property
    def percent(self) -> Decimal | None:
        """The share in percent to one place, of all that was paid; None where nothing was."""
        return percent(self.part, self.base)


def definitions(book: Book) -> tuple[Definition, ...]:
    """The meanings of 'local' that a book can tell of: its body's own council, its whole area, the region around it; by
    the supplier's office, and by where what was bought was delivered."""
    names = {row.key: row.text("name") for row in book.rows("places")}
    kinds = {row.key: row.text("kind") for row in book.rows("places")}
    area = book.settings.place
    own = book.body.text("place")
    region = next((place for place in chain(book, area)[1:] if kinds[place] == "region"), "")
    nearest = [("council", own if own != area else ""), ("area", area), ("region", region)]
    made = []
    for side, title, words in (
        ("office", "Paid to suppliers with an office in {}", "An office is where the list, or the supplier's own "
         "record, has its postcode: often a branch, or the head office that invoices, not where the work is done"),
        ("delivered", "Paid for what was delivered in {}", "Where something was delivered is where the list or the "
         "contract says that it was done or brought to, wherever the supplier is"),
    ):
        made += [
            Definition(f"{side}-{name}", title.format(f"{names[place]}{_OWN}" if name == "council" else names[place]),
                       words, side, inside(book, place), frozenset(chain(book, place)[1:]))
            for name, place in nearest if place in names]
    return tuple(made)


def chain(book: Book, place: str) -> tuple[str, ...]:
    """A place and all those that it lies in, the smallest first."""
    places, found = book.by_id("places"), list[str]()
    while place in places and place not in found:
        found.append(place)
        place = places[place].text("parent")
    return tuple(found)


def inside(book: Book, place: str) -> frozenset[str]:
    """A place and all those that lie in it."""
    return frozenset(row.key for row in book.rows("places") if place in chain(book, row.key))


def share(rows: Iterable[Record], counts: Callable[[Record], bool], known: Callable[[Record], bool]) -> Share:
    """How much of some spending counts. What is not known stays in the base, and in no part.

    So the share is at least what it says where something is not known; and about it where that has credit notes, which
    might take from either side.
    """
    listed = list(rows)
    part, unknown = [row for row in listed if counts(row)], [row for row in listed if not known(row)]
    credits = any(row.count("credits") for row in unknown)
    return Share(paid(part), paid(listed), paid(unknown), how_many(part), how_many(unknown),
                 "exact" if not unknown else "about" if credits else "at-least")


def says(column: str, choices: Container[str]) -> Callable[[Record], bool]:
    """The question whether a row says one of these in a column."""
    return lambda row: write_value(row.get(column)) in choices


def paid(rows: Iterable[Record]) -> Decimal:
    """The sum of what was paid."""
    return pence(total([row.number_or_zero("amount") for row in rows]))


def how_many(rows: Iterable[Record]) -> int:
    """How many payments."""
    return sum(row.count("payments") or 0 for row in rows)


def figures(facts: Facts) -> Iterator[Figure]:
    """For each reporting period: what was paid; the share that is local in each meaning, by each council, to small
    firms, to charities and social enterprises, and to the most deprived neighbourhoods; what could not be told."""
    for period in facts.book.settings.periods:
        rows = [row for row in facts.spend if row.text("period") == period.id]
        if rows:
            for figure in _of(facts, rows):
                yield with_period(facts, figure, {"period": period.id})


def _of(facts: Facts, rows: Sequence[Record]) -> Iterator[Figure]:
    period = rows[0].text("period")
    yield _paid(facts, rows, period)
    for meaning in definitions(facts.book):
        if any(map(meaning.is_placed, rows)):
            yield _share(facts, period, meaning.name, meaning.title, share(rows, meaning.is_local, meaning.is_placed),
                         {SIDES[meaning.side][0]: "|".join(sorted(meaning.places))}, meaning.words)
    for council in facts.councils:
        here = inside(facts.book, council)
        found = share(rows, says("office", here), says("office_placed", PLACED[:1]))
        if found.payments:
            name = facts.book.by_id("places")[council].text("name")
            yield _share(facts, period, f"office.place.{council}", f"Paid to suppliers with an office in {name}", found,
                         {"office": "|".join(sorted(here))}, place=council)
    for side, words in (("office", "supplier's office"), ("delivered", "place that it was delivered to")):
        yield from _unplaced(facts, rows, period, side, words)
        yield from _deprived(facts, rows, period, side, words)
    for column, words in (("sme", "small and medium-sized enterprises"),
                          ("vcse", "voluntary, community and social enterprises")):
        found = share(rows, says(column, ("yes",)), says(column, ("yes", "no")))
        if found.unknown_payments < how_many(rows):
            yield _share(facts, period, column, f"Paid to {words}", found, {column: "yes"})


def _paid(facts: Facts, rows: Sequence[Record], period: str) -> Figure:
    credits = sum(row.count("credits") or 0 for row in rows)
    credited = total([row.number_or_zero("credited") for row in rows])
    withheld = [row for row in rows if row.text("office_placed") == "withheld"]
    return Figure(
        id=f"{RULE}.paid.{period}", title="Paid to suppliers", value=paid(rows), unit="£", rule=RULE,
        place=facts.book.settings.place, selection={"table": "spend", "period": period},
        note=sentences(f"{how_many(rows):,} payments",
                       f"{credits:,} of them are below zero, {pounds(credited)} in all" if credits else "",
                       f"Of {how_many(withheld):,}, {pounds(paid(withheld))}, it is withheld who was paid"
                       if withheld else ""))


def _share(facts: Facts, period: str, name: str, title: str, found: Share, chosen: dict[str, str], words: str = "",
           place: str = "") -> Figure:
    unknown = (f"Of {found.unknown_payments:,} payments, {pounds(found.unknown)}, it cannot be told; they are in the "
               "whole and not in the part") if found.unknown_payments else ""
    return Figure(
        id=f"{RULE}.{name}.{period}", title=title, value=found.percent, unit="%", rule=RULE, bound=found.bound,
        place=place or facts.book.settings.place, numerator=found.part, denominator=found.base,
        selection={"table": "spend", "period": period, **chosen},
        note=sentences(f"{pounds(found.part)} of {pounds(found.base)} in {found.payments:,} payments", unknown, words))


def _unplaced(facts: Facts, rows: Sequence[Record], period: str, side: str, words: str) -> Iterator[Figure]:
    """What could not be placed, as a share of its own, with why."""
    why = SIDES[side][1]
    missing = [row for row in rows if row.text(why) != PLACED[0]]
    if missing:
        reasons = [(said, [row for row in missing if row.text(why) == reason]) for reason, said in UNPLACED.items()]
        yield Figure(
            id=f"{RULE}.{side}-unplaced.{period}", title=f"Paid where the {words} is not known",
            value=percent(paid(missing), paid(rows)), unit="%", rule=RULE, place=facts.book.settings.place,
            numerator=paid(missing), denominator=paid(rows),
            selection={"table": "spend", "period": period, why: "|".join(PLACED[1:])},
            note=sentences(f"{pounds(paid(missing))} of {pounds(paid(rows))} in {how_many(missing):,} payments",
                           *(f"{pounds(paid(those))} because {said}" for said, those in reasons if those)))


def _deprived(facts: Facts, rows: Sequence[Record], period: str, side: str, words: str) -> Iterator[Figure]:
    column = SIDES[side][2]
    if not any(row.text(column) for row in rows):
        return
    for most, tenths in DEPRIVED.items():
        found = share(rows, says(column, tenths), says(column, DECILES))
        yield _share(facts, period, f"{side}-deprived-{most}",
                     f"Paid where the {words} is in the most deprived {most}% of neighbourhoods", found,
                     {column: "|".join(tenths)})
