"""Need beside offer: how much of what was done landed in the most deprived neighbourhoods, and what is not known."""

from collections.abc import Iterator, Mapping, Sequence

from commonweal.indicators.facts import DELIVERED, SPAN, Facts, part_of, total_quantity
from commonweal.indicators.figure import Figure, percent
from commonweal.indicators.quantity import selection_of
from commonweal.indicators.wording import amount, id_of, sentences, title_of, with_period
from commonweal.snapshot.tables import OUTSIDE_PERIODS
from commonweal.valuation.cells import QuantityCell

RULE = "need"
# The most deprived tenths that a share is given for, by how many percent of neighbourhoods they are.
DEPRIVED: Mapping[int, Sequence[str]] = {10: ("1",), 20: ("1", "2"), 30: ("1", "2", "3")}
# Only what adds up may be parted by place: a level or a rate is of its own place alone.
_ADDS_UP = ("flow", "once")
# What stands in a selection where no place is chosen: a blank one is a place that is not said.
NOWHERE = "no-place"
_PARTED = ("measure", "stage", *SPAN)


def figures(facts: Facts) -> Iterator[Figure]:
    """For each measure and period: the share of what was reported that landed in the most deprived 10, 20 and 30% of
    neighbourhoods, and the share that names no neighbourhood whose tenth is known.

    Nothing for a measure of which no line names such a neighbourhood, or that had losses in some place. People
    with a protected characteristic are left out: so few stand behind a share by neighbourhood that somebody could be
    recognised.
    """
    tenths = _tenths(facts)
    groups: dict[tuple[object, ...], list[QuantityCell]] = {}
    for cell in facts.open_quantities:
        adds_up = facts.measures[cell.keys["measure"]].text("counting") in _ADDS_UP
        if cell.keys["standing"] in DELIVERED and cell.keys["period"] != OUTSIDE_PERIODS and adds_up:
            groups.setdefault(tuple(part_of(cell.keys, name) for name in _PARTED), []).append(cell)
    for key in sorted(groups, key=lambda key: tuple(map(str, key))):
        # A share of gains and losses says nothing: losses of one place would raise those of all others.
        lost = any(cell.quantity < 0 for cell in groups[key])
        if not lost and any(tenths.get(_place(cell)) for cell in groups[key]):
            yield from _of(facts, dict(zip(_PARTED, key, strict=True)), groups[key], tenths)


def _tenths(facts: Facts) -> dict[str, str]:
    """The deprivation tenth of each place: its own, or that of the neighbourhood that it lies in; blank for none."""
    own = {row.key: row.text("decile") for row in facts.book.rows("places")}
    return {"": ""} | {place: next((own[outer] for outer in facts.around(place) if own[outer]), tenth)
                       for place, tenth in own.items()}


def _place(cell: QuantityCell) -> str:
    return str(cell.keys["place"] or "")


def _of(facts: Facts, named: Mapping[str, object], cells: Sequence[QuantityCell], tenths: Mapping[str, str],
        ) -> Iterator[Figure]:
    missing = total_quantity(cell for cell in cells if not tenths.get(_place(cell)))
    unit = facts.measures[str(named["measure"])].text("unit")
    said = f"Of {amount(missing.quantity, unit)} it is not known" if missing.lines else ""
    bound = "at-least" if missing.lines else "exact"
    for most, those in DEPRIVED.items():
        yield _share(facts, named, f"deprived-{most}", f"most deprived {most}% of neighbourhoods", cells,
                     {place for place, tenth in tenths.items() if tenth in those}, bound, said)
    if missing.lines:
        yield _share(facts, named, "unplaced", "in no neighbourhood whose tenth is known", cells,
                     {place for place, tenth in tenths.items() if not tenth}, "exact", "")


def _share(facts: Facts, named: Mapping[str, object], name: str, words: str, cells: Sequence[QuantityCell],
           places: set[str], bound: str, note: str) -> Figure:
    whole, part = total_quantity(cells), total_quantity(cell for cell in cells if _place(cell) in places)
    measure = facts.measures[str(named["measure"])]
    unit = measure.text("unit")
    return with_period(facts, Figure(
        id=id_of((RULE, name), "reported", named, facts), bound=bound, rule=RULE, standing="reported",
        title=f"{title_of(facts, measure.text('title'), 'reported', (), named)}: {words}",
        value=percent(part.quantity, whole.quantity), unit="%", place=facts.book.settings.place, measure=measure.key,
        theme=measure.text("theme"), outcome=measure.text("outcome"), numerator=part.quantity,
        denominator=whole.quantity, lines=part.lines,
        selection=selection_of(facts, DELIVERED, named) | {"place": "|".join(sorted(places)) or NOWHERE},
        note=sentences(f"{amount(part.quantity, unit)} of {amount(whole.quantity, unit)}", note)), named)
