"""What landed in each council's area: the places inside it counted with it, another body's spending never."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from commonweal.indicators.facts import (
    APART,
    DELIVERED,
    SPAN,
    STANDINGS,
    Facts,
    ValueTotal,
    group_quantities,
    group_values,
)
from commonweal.indicators.figure import Figure, Withheld
from commonweal.indicators.licence import without_amounts
from commonweal.indicators.quantity import selection_of
from commonweal.indicators.value import amounts
from commonweal.indicators.wording import KIND_WORDS, id_of, title_of, with_period
from commonweal.snapshot.tables import OUTSIDE_PERIODS
from commonweal.valuation.cells import Keys

RULE = "landed"
# Who pays for a contract or a grant: what it spends is that body's spending.
_PAYS = ("buyer", "funder")
_INSIDE = "Places inside the council's area are counted with it"


def figures(facts: Facts) -> Iterator[Figure]:
    """For each council: how many lines are on record there, each measure's quantity, and the money spent.

    Of the reporting period, and of spans outside of all periods each by itself. A council's area is the council and
    every place that lies in it. Money is given only where each contract behind it is bought or funded by the body
    itself, or by nobody named: what another body spends, a council above all, is never shown as the body's own.
    """
    whose = _payers(facts)
    for council, inside in areas(facts).items():
        yield from _lines(facts, council, inside)
        for standing in ("reported", "verified"):
            yield from _quantities(facts, whose, council, inside, standing)
            yield from _spent(facts, whose, council, inside, standing)


def areas(facts: Facts) -> dict[str, tuple[str, ...]]:
    """Each council's id, with the ids of the places that are its area: itself first, then what lies in it."""
    places = facts.book.by_id("places")

    def lies_in(place: str, council: str) -> bool:
        seen: set[str] = set()
        while place and place not in seen:
            if place == council:
                return True
            seen.add(place)
            place = places[place].text("parent") if place in places else ""
        return False

    councils = [row.key for row in facts.book.rows("places") if row.text("kind") == "council"]
    return {
        council: (council, *sorted(place for place in places if place != council and lies_in(place, council)))
        for council in councils
    }


def _payers(facts: Facts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in facts.book.rows("parties"):
        if row.text("part") in _PAYS:
            found.setdefault(row.text("activity"), set()).add(row.text("organisation"))
    return found


def _is_own(facts: Facts, whose: Mapping[str, set[str]], cells: Iterable[Keys]) -> bool:
    """Whether the body itself pays for all that some cells are about, as far as it is said who does."""
    payers = (whose.get(str(keys["activity"]), set()) for keys in cells)
    return all(not named or facts.book.settings.body in named for named in payers)


def _reported_on(facts: Facts, keys: Keys, inside: tuple[str, ...]) -> bool:
    return keys["place"] in inside and keys["period"] in (facts.book.settings.period.id, OUTSIDE_PERIODS)


def _lines(facts: Facts, council: str, inside: tuple[str, ...]) -> Iterator[Figure]:
    there = [
        cell for cell in facts.open_quantities
        if cell.keys["standing"] in DELIVERED and _reported_on(facts, cell.keys, inside)
    ]
    for period in sorted({str(cell.keys["period"]) for cell in there}):
        cells = [cell for cell in there if cell.keys["period"] == period]
        count = sum(cell.lines for cell in cells)
        figure = Figure(
            id=f"{RULE}.lines.{council}.{period}", unit="lines", rule=RULE, standing="reported", place=council,
            title=f"Lines on record as done: {_area(facts, council)}", value=Decimal(count), lines=count,
            lines_valued=sum(cell.valued for cell in cells),
            selection={"standing": "|".join(DELIVERED), "place": "|".join(inside), "period": period,
                       "people": "none|count", "counted": "yes"},
            note=f"{_INSIDE}." if period != OUTSIDE_PERIODS else
            f"{_INSIDE}. Lines of spans that are no part of a reporting period.")
        yield with_period(facts, figure, {"period": period})


def _quantities(facts: Facts, whose: Mapping[str, set[str]], council: str, inside: tuple[str, ...],
                standing: str) -> Iterator[Figure]:
    names = ("measure", "stage", *SPAN)
    wanted = [
        cell for cell in facts.open_quantities
        if cell.keys["standing"] in STANDINGS[standing] and _reported_on(facts, cell.keys, inside)
    ]
    for key, total in group_quantities(wanted, names).items():
        named = {**dict(zip(names, key, strict=True)), "place": council}
        measure = facts.measures[named["measure"]]
        own = _is_own(facts, whose, (cell.keys for cell in wanted if cell.keys["measure"] == named["measure"]))
        if measure.text("unit") == "£" and not own:
            continue
        yield with_period(facts, Figure(
            id=id_of((RULE, standing), standing, named, facts),
            title=_title(facts, measure.text("title"), standing, named),
            value=total.quantity, whole=total.whole if total.whole != total.quantity else None, bound=total.bound,
            unit=measure.text("unit"), rule=RULE, standing=standing, place=council, measure=measure.key,
            theme=measure.text("theme"), outcome=measure.text("outcome"), lines=total.lines,
            lines_valued=total.valued, selection=_selection(standing, named, inside), note=f"{_INSIDE}."), named)


def _spent(facts: Facts, whose: Mapping[str, set[str]], council: str, inside: tuple[str, ...],
           standing: str) -> Iterator[Figure]:
    own = {edition.id for edition in facts.book.own_editions}
    wanted = [
        cell for cell in facts.counted_values
        if cell.keys["standing"] in STANDINGS[standing] and _reported_on(facts, cell.keys, inside)
        and cell.keys["kind"] == "spend" and cell.keys["edition"] in own
    ]
    if not _is_own(facts, whose, (cell.keys for cell in wanted)):
        return
    for key, total in group_values(wanted, SPAN).items():
        yield _spend_figure(facts, standing, {**dict(zip((*SPAN, *APART), key, strict=True)), "place": council},
                            inside, total)


def _spend_figure(facts: Facts, standing: str, named: Mapping[str, Any], inside: tuple[str, ...],
                  total: ValueTotal) -> Figure:
    said = amounts(total)
    figure = with_period(facts, Figure(
        id=id_of((RULE, standing), standing, named, facts), unit="£", rule=RULE, standing=standing, kind="spend",
        title=_title(facts, KIND_WORDS["spend"], standing, named), edition=str(named["edition"]),
        price_year=named["price_year"], place=str(named["place"]), selection=_selection(standing, named, inside),
        **said), named)
    note = f"{_INSIDE}. {figure.note}".strip()
    # A council's part of a total that rests on closed values could give one of them away.
    return without_amounts(figure) if figure.withheld is Withheld.LICENCE else replace(figure, note=note)


def _selection(standing: str, named: Mapping[str, Any], inside: tuple[str, ...]) -> dict[str, str]:
    return selection_of(STANDINGS[standing], {**named, "place": "|".join(inside)})


def _title(facts: Facts, subject: str, standing: str, named: Mapping[str, Any]) -> str:
    return f"{title_of(facts, subject, standing, (), named)}: {_area(facts, str(named['place']))}"


def _area(facts: Facts, council: str) -> str:
    return f"{facts.book.by_id('places')[council].text('name')} and all places in it"
