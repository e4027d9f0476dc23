"""What it is worth: £ by type, never added across types, framework versions, standings or price years."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from commonweal.basics.numbers import ZERO
from commonweal.indicators.facts import APART, PROMISED, SPAN, STANDINGS, Facts, ValueTotal, group_values
from commonweal.indicators.figure import Figure, Withheld
from commonweal.indicators.quantity import selection_of
from commonweal.indicators.wording import KIND_WORDS, id_of, title_of, with_period

RULE = "value"
# Each way of parting the total is a set of figures of its own; they are views of the same lines.
BREAKDOWNS = ((), ("theme",), ("outcome",), ("role",), ("place",), ("measure",), ("activity",))


def figures(facts: Facts) -> Iterator[Figure]:
    """Value in £ by standing and type, in all and by theme, outcome, role, place, measure and activity.

    Gross, with low and high where sources give a range, and net where a reduction is stated. Each figure says how
    many lines it covers and how much of it has a range.
    """
    for by in BREAKDOWNS:
        for standing, lines in STANDINGS.items():
            names = (*by, *(("period_kind",) if standing in PROMISED else SPAN))
            grouped = group_values(
                facts.counted_values, names,
                lambda keys, lines=lines, by=by: keys["standing"] in lines and all(keys[name] for name in by))
            for key, total in grouped.items():
                named = dict(zip((*names, *APART), key, strict=True))
                yield _figure(facts, standing, by, named, total)


def _figure(facts: Facts, standing: str, by: tuple[str, ...], named: Mapping[str, Any], total: ValueTotal) -> Figure:
    """One figure in £ from a total. Its range is left out where no source gives one."""
    kind = str(named["kind"])
    figure = Figure(
        id=id_of((RULE, standing), standing, named, facts), title=title_of(facts, KIND_WORDS[kind], standing, by, named),
        unit="£", rule=RULE, standing=standing, kind=kind, edition=str(named["edition"]), price_year=named["price_year"],
        place=str(named.get("place") or facts.book.settings.place),
        **{name: str(named.get(name) or "") for name in ("role", "theme", "outcome", "measure", "activity")},
        selection=selection_of(STANDINGS[standing], named), **amounts(total))
    if standing in PROMISED:
        return replace(figure, period_kind=str(named["period_kind"]))
    return with_period(facts, figure, named)


def amounts(total: ValueTotal) -> dict[str, Any]:
    """What a figure in £ says of its total: the amount, its range if any, net if any, how many lines, what is withheld."""
    ranged = total.sums["gross_ranged"]
    has_range = ranged != ZERO
    return {
        "value": total.sums["gross_central"], "bound": total.bound, "lines": total.lines, "lines_valued": total.lines,
        "low": total.sums["gross_low"] if has_range else None, "high": total.sums["gross_high"] if has_range else None,
        "ranged": ranged if has_range else None,
        "net": total.sums["net_central"] if total.netted else None, "net_lines": total.netted or None,
        "withheld": Withheld.NO if total.redistributable else Withheld.LICENCE,
        "note": (f"Net covers the {total.netted} of {total.lines} lines that state a reduction, so it cannot be set against "
                 "the value of all lines.") if 0 < total.netted < total.lines else "",
    }
