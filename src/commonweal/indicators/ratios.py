"""Ratios that a body declares, each printed with both its parts: cost a job, leverage, match, per resident."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from commonweal.basics.numbers import ratio
from commonweal.basics.tables import Record
from commonweal.indicators.disclosure.rule import SMALLEST_BASE
from commonweal.indicators.facts import PROMISED, Facts
from commonweal.indicators.figure import Figure, Withheld
from commonweal.indicators.wording import amount, sentences
from commonweal.ledger.chains import in_force
from commonweal.snapshot.lines import COUNTED_STATES

RULE = "ratios"
_WORDS = {"over": "over", "at-least": "at least", "nearly": "nearly", "about": "about", "up-to": "up to"}
# Units whose plural is not the singular with an s behind its first word.
_PLURALS = {"person": "people", "body": "bodies", "person-year": "person-years"}


@dataclass(frozen=True)
class Part:
    """One number of a ratio: its amount, unit and bound, what it is a figure of, and what may not be shown of it."""

    value: Decimal
    unit: str
    bound: str
    standing: str
    withheld: Withheld = Withheld.NO

    def in_words(self) -> str:
        """The number as it stands in the note: "over 10,000 homes", "£200.00 a year"."""
        money, _, per = self.unit.partition(" ")
        number = amount(self.value, "£" if money == "£" else "")
        return " ".join(filter(None, (_WORDS.get(self.bound), number, per if money == "£" else _many(self))))


def figures(facts: Facts, made: Mapping[str, Figure]) -> Iterator[Figure]:
    """Every row of `ratios`, rounded once to the places it asks for. A part that is missing leaves no number, and the
    note says which; a part that may not be published withholds the ratio too."""
    for row in facts.book.rows("ratios"):
        above, below = (_part(facts, made, row.text(name)) for name in ("numerator", "denominator"))
        yield _figure(facts, row, above, below)


def _figure(facts: Facts, row: Record, above: Part | None, below: Part | None) -> Figure:
    figure = Figure(
        id=f"{RULE}.{row.key}", title=row.text("title"), value=None, unit=row.text("unit"), rule=RULE,
        role=row.text("role"), place=facts.book.settings.place, selection={"table": "ratios", "id": row.key})
    if above is None or below is None:
        missing = [row.text(name) for name, part in (("numerator", above), ("denominator", below)) if part is None]
        why = f"No number: nothing that may be published stands under {' and '.join(missing)}"
        return replace(figure, note=sentences(why, row.text("note")))
    withheld = next((part.withheld for part in (above, below) if part.withheld is not Withheld.NO), Withheld.NO)
    if Withheld.DISCLOSURE in (above.withheld, below.withheld) and below.value < SMALLEST_BASE:
        return replace(figure, withheld=Withheld.DISCLOSURE,
                       note=sentences("Withheld: the base is under 10", row.text("note")))
    standings = {part.standing for part in (above, below)}
    bound, why = _bound(above.bound, below.bound)
    parts = f"{above.in_words()} divided by {below.in_words()}"
    return replace(
        figure, value=ratio(above.value, below.value, row.count("places") or 0), bound=bound, withheld=withheld,
        numerator=above.value, denominator=below.value, standing=standings.pop() if len(standings) == 1 else "",
        note=sentences(parts[0].upper() + parts[1:], why, row.text("note")))


def _bound(above: str, below: str) -> tuple[str, str]:
    """The bound of a ratio, and the sentence that explains it."""
    over = ("over", "at-least")
    if above == below == "exact":
        return "exact", ""
    if above in over and below == "exact":
        return "at-least", ""
    if above == "exact" and below in over:
        return "up-to", "It is at most this, because the number below may be more"
    return "about", "It is about this, because its parts are not exact"


def _many(part: Part) -> str:
    """The unit behind a number: units of measures are singular, those of other tables stand as they are."""
    if part.value == 1 or part.standing in _AS_THEY_ARE or not part.unit:
        return part.unit
    head, space, tail = part.unit.partition(" ")
    return _PLURALS.get(part.unit) or (part.unit if head.endswith("s") else f"{head}s{space}{tail}")


def _part(facts: Facts, made: Mapping[str, Figure], reference: str) -> Part | None:
    """What a reference (table/row or figure/id) stands for; None where there is no such number to be published."""
    table, _, key = reference.partition("/")
    if table == "figure":
        figure = made.get(key)
        if figure is None or figure.value is None:
            return None
        return Part(figure.value, figure.unit, figure.bound, figure.standing, figure.withheld)
    if table not in _READ:
        return None
    row = facts.book.by_id(table).get(key)
    return _READ[table](facts, row) if row else None


def _activity(facts: Facts, row: Record) -> Part | None:
    return _made(row.number("value"), "£", row.text("value_bound"), "")


def _stated(facts: Facts, row: Record) -> Part | None:
    return _made(row.number("value"), row.text("unit"), row.text("bound"), row.table.name)


def _commitment(facts: Facts, row: Record) -> Part | None:
    promised = row.text("stage") in PROMISED and row in in_force(facts.book.rows("commitments"), facts.as_of)
    unit = facts.measures[row.text("measure")].text("unit")
    return _made(row.number("quantity"), unit, row.text("bound"), row.text("stage")) if promised else None


def _delivery(facts: Facts, row: Record) -> Part | None:
    measure = facts.measures[row.text("measure")]
    if row.text("state") not in COUNTED_STATES or measure.text("people") == "characteristic":
        return None
    return _made(row.number("quantity"), measure.text("unit"), row.text("bound"), COUNTED_STATES[row.text("state")])


def _made(value: Decimal | None, unit: str, bound: str, standing: str) -> Part | None:
    return None if value is None else Part(value, unit, bound, standing)


# Tables whose rows write their own unit.
_AS_THEY_ARE = ("stated", "context")
# The tables a ratio may take a number from, and how.
_READ: Mapping[str, Callable[[Facts, Record], Part | None]] = {
    "activities": _activity, "stated": _stated, "context": _stated, "commitments": _commitment, "deliveries": _delivery,
}
