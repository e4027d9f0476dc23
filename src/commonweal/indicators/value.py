"""What it is worth: £ by type, never added across types, framework versions, standings or price years."""

from collections.abc import Iterator
from typing import Any

from commonweal.basics.numbers import ZERO
from commonweal.indicators.facts import APART, PROMISED, STANDINGS, Facts, ValueTotal, group_values
from commonweal.indicators.figure import Figure, Withheld, slug
from commonweal.indicators.quantity import with_period

RULE = "value"
# Each way of parting the total is a set of figures of its own; they are views of the same lines.
BREAKDOWNS = ((), ("theme",), ("outcome",), ("role",), ("place",), ("measure",), ("activity",))
# Each potential amount rests on an assumption of its own, so potential amounts are never shown as one sum.
_WITH_OWN_ASSUMPTION = (("measure",), ("activity",))
_SPAN = ("period", "period_kind", "span")


def figures(facts: Facts) -> Iterator[Figure]:
    """Value in £ by standing and type, in all and by theme, outcome, role, place, measure and activity.

    Gross, with low and high where sources give a range, and net where a reduction is stated. Each figure says how
    many lines it covers and how much of it has a range.
    """
    for by in BREAKDOWNS:
        for standing, lines in STANDINGS.items():
            if standing == "potential" and by not in _WITH_OWN_ASSUMPTION:
                continue
            span = () if standing in PROMISED else _SPAN
            grouped = group_values(
                facts.counted_values, (*by, *span),
                lambda keys, lines=lines, by=by: keys["standing"] in lines and all(keys[name] for name in by))
            for key, total in grouped.items():
                named = dict(zip((*by, *span, *APART), key, strict=True))
                yield value_figure(facts, RULE, standing, by, named, total, STANDINGS[standing])


def value_figure(facts: Facts, rule: str, standing: str, by: tuple[str, ...], named: dict[str, Any],
                 total: ValueTotal, lines: tuple[str, ...]) -> Figure:
    """One figure in £ from a total. Its range is left out where no source gives one."""
    ranged = total.sums["gross_ranged"]
    has_range = ranged != ZERO
    chosen = {name: str(value) for name, value in named.items() if value is not None}
    parts = [rule, standing, *(slug(value) for name, value in chosen.items())]
    titled = {name: _title(facts, name, str(named[name])) for name in by}
    figure = Figure(
        id=".".join(parts), title=", ".join(titled.values()) or "All measures with a value", value=total.sums["gross_central"],
        unit="£", rule=rule, standing=standing, kind=str(named["kind"]), edition=str(named["edition"]),
        price_year=named["price_year"], place=str(named.get("place") or facts.book.settings.place),
        role=str(named.get("role") or ""), theme=str(named.get("theme") or ""), outcome=str(named.get("outcome") or ""),
        measure=str(named.get("measure") or ""), activity=str(named.get("activity") or ""), bound=total.bound,
        lines=total.lines, lines_valued=total.lines,
        low=total.sums["gross_low"] if has_range else None, high=total.sums["gross_high"] if has_range else None,
        ranged=ranged if has_range else None,
        net=total.sums["net_central"] if total.netted else None, net_lines=total.netted or None,
        selection={"standing": "|".join(lines)} | chosen | {"counted": "yes"},
        withheld=Withheld.NO if total.redistributable else Withheld.LICENCE)
    return figure if standing in PROMISED else with_period(facts, figure, named)


def _title(facts: Facts, name: str, value: str) -> str:
    tables = {"place": "places", "activity": "activities"}
    if name == "measure":
        return facts.measures[value].text("title")
    if name in tables:
        row = facts.book.by_id(tables[name]).get(value)
        if row:
            return row.text("name") if name == "place" else row.text("title")
    return value
