"""How much was promised, done and checked, in the measure's own unit."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from commonweal.indicators.disclosure import protect
from commonweal.indicators.facts import PROMISED, SPAN, STANDINGS, Facts, QuantityTotal, group_quantities, total_quantity
from commonweal.indicators.figure import Figure
from commonweal.indicators.wording import NO_STAGE, STANDING_WORDS, id_of, name_of, with_period
from commonweal.snapshot.tables import OUTSIDE_PERIODS
from commonweal.valuation.cells import QuantityCell

RULE = "quantity"
_LEVEL = "A level, not a sum over time: the last reading of each project in the period."
_LEVEL_PROMISED = "A level to be reached by a day; levels for other days stand apart."
_KEPT = "Kept or not: the number of projects that said yes at the last reading."


def figures(facts: Facts) -> Iterator[Figure]:
    """Quantity by measure and standing: for the whole body, for each activity and for each place.

    Quantities are the body's own share; a measure's unit is the figure's unit. People at different stages are never
    added, nor are spans of different kinds, nor levels of different days. Measures that count people by a protected
    characteristic are given for the whole body only, under the disclosure rule.
    """
    for by in ((), ("activity",), ("place",)):
        cells = facts.open_quantities if by else facts.counted_quantities
        for standing, lines in STANDINGS.items():
            wanted = [cell for cell in cells
                      if cell.keys["standing"] in lines and all(cell.keys[name] for name in by)]
            for named, total in _totals(facts, standing, wanted, by):
                figure = _figure(facts, standing, by, named, total)
                yield figure if standing in PROMISED else protect(figure, facts.measures[str(named["measure"])])


def _totals(facts: Facts, standing: str, cells: list[QuantityCell],
            by: tuple[str, ...]) -> Iterator[tuple[dict[str, Any], QuantityTotal]]:
    names = ("measure", "stage", *by, *(("period_kind",) if standing in PROMISED else SPAN))
    levels = [cell for cell in cells if standing in PROMISED and _is_level(facts, cell)]
    for key, total in group_quantities(
            (cell for cell in cells if not (standing in PROMISED and _is_level(facts, cell))), names).items():
        yield dict(zip(names, key, strict=True)), total
    # A promised level is due on a day, and levels of different days are never added.
    spans = sorted({(str(cell.keys["period"]), str(cell.keys["span"] or "")) for cell in levels})
    for period, span in spans:
        of_span = [cell for cell in levels if (cell.keys["period"], cell.keys["span"] or "") == (period, span)]
        for key, total in group_quantities(of_span, names).items():
            yield dict(zip(names, key, strict=True)) | {"period": period, "span": span or None}, total


def _is_level(facts: Facts, cell: QuantityCell) -> bool:
    return facts.measures[cell.keys["measure"]].text("counting") == "stock"
