"""How much was promised, done and checked, in the measure's own unit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from commonweal.indicators.disclosure import protect
from commonweal.indicators.facts import PROMISED, SPAN, STANDINGS, Facts, QuantityTotal, by_place, group_quantities
from commonweal.indicators.figure import Figure
from commonweal.indicators.wording import id_of, title_of, with_period
from commonweal.snapshot.tables import OUTSIDE_PERIODS
from commonweal.valuation.cells import Keys, QuantityCell

RULE = "quantity"
_NOTES = {
    "stock": "A level, never a sum over time: the last reading of each project in the period.",
    "yes-no": "Kept or not: the number of projects that said yes at their last reading.",
}


def figures(facts: Facts) -> Iterator[Figure]:
    """Quantity by measure and standing: for the whole body, for each activity and for each place with what lies in it.

    Quantities are the body's own share; a measure's unit is the figure's unit. People at different stages are never
    added, nor are spans of different kinds, nor levels promised for different periods. Measures that count people by
    a protected characteristic are given for the whole body only, under the disclosure rule.
    """
    for by in ((), ("activity",), ("place",)):
        cells = facts.open_quantities if by else facts.counted_quantities
        for standing, lines in STANDINGS.items():
            wanted = [cell for cell in cells if cell.keys["standing"] in lines and all(cell.keys[name] for name in by)]
            if by == ("place",):
                wanted = list(by_place(facts, wanted))
            if standing not in PROMISED:
                for named, total in _grouped(wanted, ("measure", "stage", *by, *SPAN)):
                    figure = with_period(facts, _figure(facts, standing, by, named, total), named)
                    yield protect(figure, facts.measures[named["measure"]])
                continue
            levels = {id(cell) for cell in wanted if facts.measures[cell.keys["measure"]].text("counting") == "stock"}
            names = ("measure", "stage", *by, "period_kind")
            for named, total in _grouped((cell for cell in wanted if id(cell) not in levels), names):
                yield _figure(facts, standing, by, named, total)
            yield from _promised_levels(facts, standing, by, [cell for cell in wanted if id(cell) in levels])


def _grouped(cells: Iterable[QuantityCell], names: tuple[str, ...]) -> Iterator[tuple[dict[str, Any], QuantityTotal]]:
    for key, total in group_quantities(cells, names).items():
        yield dict(zip(names, key, strict=True)), total


def _promised_levels(facts: Facts, standing: str, by: tuple[str, ...], cells: list[QuantityCell]) -> Iterator[Figure]:
    """Levels promised for days in one period may be added over projects; levels for different periods may not."""
    names = ("measure", "stage", *by, "period_kind")
    due = {id(cell): _due_in(facts, cell.keys) for cell in cells}
    for when in sorted(set(due.values())):
        of_when = [cell for cell in cells if due[id(cell)] == when]
        for named, total in _grouped(of_when, names):
            chosen = [cell.keys for cell in of_when if all(cell.keys[name] == named[name] for name in names)]
            figure = _figure(facts, standing, by, named, total)
            period = facts.period(when)
            words = f"in {period.label}" if period else when
            yield replace(
                figure, id=f"{figure.id}.due-{when}", title=f"{figure.title}, due {words}",
                selection={**figure.selection, **{
                    name: "|".join(sorted({str(keys[name] or "") for keys in chosen})) for name in ("period", "span")}})


def _due_in(facts: Facts, keys: Keys) -> str:
    if keys["period"] != OUTSIDE_PERIODS:
        return str(keys["period"])
    last = date.fromisoformat(str(keys["span"]).partition("/")[2])
    periods = facts.book.settings.periods
    return next((period.id for period in periods if period.span.has(last)),
                "later" if last > periods[-1].span.end else "earlier")


def _figure(facts: Facts, standing: str, by: tuple[str, ...], named: Mapping[str, Any], total: QuantityTotal) -> Figure:
    measure = facts.measures[named["measure"]]
    activity = str(named.get("activity") or "")
    return Figure(
        id=id_of((RULE, standing), standing, named, facts),
        title=title_of(facts, measure.text("title"), standing, by, named),
        value=total.quantity, unit=measure.text("unit"), rule=RULE, standing=standing, bound=total.bound,
        measure=measure.key, theme=measure.text("theme"), outcome=measure.text("outcome"), activity=activity,
        role=facts.activities[activity].text("role") if activity else "",
        place=str(named.get("place") or facts.book.settings.place),
        period_kind="" if standing not in PROMISED else named["period_kind"],
        lines=total.lines, lines_valued=total.valued, selection=selection_of(facts, STANDINGS[standing], named),
        whole=total.whole if total.whole != total.quantity else None,
        note=_NOTES.get(measure.text("counting"), "") if standing not in PROMISED else "")


def selection_of(facts: Facts, standings: tuple[str, ...], named: Mapping[str, Any]) -> dict[str, str]:
    """Which lines a figure covers: their standings, every column it is parted by, and only those that enter totals.

    A place is asked for with every place inside it.
    """
    chosen = {name: str(value) for name, value in named.items() if value is not None}
    if "place" in chosen:
        chosen["place"] = "|".join(facts.within[chosen["place"]])
    return {"standing": "|".join(standings)} | chosen | {"counted": "yes"}
