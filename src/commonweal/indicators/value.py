"""What it is worth: £ by type, never added across types, framework versions, standings or price years."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from commonweal.basics.numbers import ZERO
from commonweal.indicators.facts import APART, PROMISED, SPAN, STANDINGS, Facts, ValueTotal, by_place, group_values
from commonweal.indicators.figure import Figure, Withheld
from commonweal.indicators.licence import Published, without_amounts, without_net
from commonweal.indicators.quantity import selection_of
from commonweal.indicators.wording import KIND_WORDS, id_of, sentences, title_of, with_period
from commonweal.valuation.cells import ValueCell
from commonweal.valuation.uncertainty import interval

RULE = "value"
# Each way of parting the total is a set of figures of its own; they are views of the same lines.
BREAKDOWNS = ((), ("theme",), ("outcome",), ("role",), ("place",), ("measure",), ("activity",), ("measure", "activity"))
# A place and a contract are told in pounds by the body's own framework alone: by every other one the whole, its
# measures, themes, outcomes and roles are, and the lines of each contract are valued by all of them.
IN_DETAIL = (("place",), ("activity",), ("measure", "activity"))
# The interval is worked out where readers weigh totals: for the whole body, by theme and by role.
WITH_INTERVAL = ((), ("theme",), ("role",))
# What is due by now is weighed for the whole body, by role, and promise by promise.
WITH_DUE = ((), ("role",), ("measure", "activity"))

# What the whole is parted by, the figure, and the total it is made of.
_Made = tuple[tuple[str, ...], Figure, ValueTotal]


def figures(facts: Facts) -> Iterator[Figure]:
    """Value in £ by standing and type, in all and by theme, outcome, role, place, measure and activity.

    By place and activity only as the body's own framework values it. Gross, with low and high where sources give a
    range, and net where a reduction is stated. Each figure says how many lines it covers and how much of it has a
    range. Of what was promised, the part due by now is given too. A figure from which the amount of a licensed value
    could be worked back stands without its £.
    """
    made = tuple(_totals(facts))
    gross, net = _publishable(facts, made)
    for by, figure, total in made:
        if figure.id not in gross:
            yield without_amounts(figure)
            continue
        if figure.net is not None and figure.id not in net:
            figure = without_net(figure)
        weighed = by in WITH_INTERVAL and "due_now" not in figure.selection
        yield _with_interval(facts, figure, total) if weighed else figure


def _publishable(facts: Facts, made: Sequence[_Made]) -> tuple[set[str], set[str]]:
    """The ids of the figures whose £ may be published, and of those whose net £ may be. Of those that rest on licensed
    values, totals come before their parts, the year reported on before earlier ones, and what was checked before what
    was reported or promised."""
    standings = tuple(STANDINGS)[::-1]
    closed = sorted((item for item in made if item[1].withheld is Withheld.LICENCE), key=lambda item: (
        BREAKDOWNS.index(item[0]), item[1].period not in ("", *facts.years[-1:]), standings.index(item[1].standing)))
    open_ones = {figure.id for _, figure, _ in made if figure.withheld is Withheld.NO}
    so_far = Published(facts.factor_sets)
    gross = {figure.id for _, figure, total in closed if so_far.admit(total)}
    net = {figure.id for _, figure, total in closed if figure.id in gross and so_far.admit_net(total)}
    return open_ones | gross, open_ones | net


def _totals(facts: Facts) -> Iterator[_Made]:
    """Every figure with the total it is made of, and what the whole is parted by."""
    editions = {edition.id for edition in facts.book.own_editions}
    own = [cell for cell in facts.counted_values if cell.keys["edition"] in editions]
    for by in BREAKDOWNS:
        for standing, lines in STANDINGS.items():
            names = (*by, *(("period_kind",) if standing in PROMISED else SPAN))
            wanted = [cell for cell in (own if by in IN_DETAIL else facts.counted_values)
                      if cell.keys["standing"] in lines and all(cell.keys[name] for name in by)]
            if by == ("place",):
                wanted = list(by_place(facts, wanted))
            for key, total in group_values(wanted, names).items():
                named = dict(zip((*names, *APART), key, strict=True))
                yield by, _figure(facts, standing, by, named, total), total
            if standing == "committed" and by in WITH_DUE:
                yield from _due(facts, by, [cell for cell in wanted if cell.keys["due_now"]])


def _due(facts: Facts, by: tuple[str, ...], cells: list[ValueCell]) -> Iterator[_Made]:
    """What the part of promises is worth that is due by now."""
    names = (*by, "period_kind")
    for key, total in group_values(cells, names).items():
        figure = _figure(facts, "committed", by, dict(zip((*names, *APART), key, strict=True)), total)
        due = replace(
            figure, id=figure.id.replace("value.committed", "value.due", 1), period_end=facts.as_of,
            title=figure.title.replace(", promised", ", promised and due by now", 1),
            selection={**figure.selection, "due_now": "yes"})
        yield by, due, total


def _figure(facts: Facts, standing: str, by: tuple[str, ...], named: Mapping[str, Any], total: ValueTotal) -> Figure:
    """One figure in £ from a total. Its range is left out where no source gives one."""
    kind = str(named["kind"])
    figure = Figure(
        id=id_of((RULE, standing), standing, named, facts),
        title=title_of(facts, KIND_WORDS[kind], standing, by, named), unit="£", rule=RULE, standing=standing,
        kind=kind, edition=str(named["edition"]), price_year=named["price_year"],
        place=str(named.get("place") or facts.book.settings.place), role=str(named.get("role") or ""),
        theme=str(named.get("theme") or ""), outcome=str(named.get("outcome") or ""),
        measure=str(named.get("measure") or ""), activity=str(named.get("activity") or ""),
        selection=selection_of(facts, STANDINGS[standing], named), **amounts(total))
    if standing in PROMISED:
        return replace(figure, period_kind=str(named["period_kind"]))
    return with_period(facts, figure, named)


def amounts(total: ValueTotal) -> dict[str, Any]:
    """What a figure in £ says of its total: amount, range and net where there are any, lines, what is withheld."""
    ranged = total.sums["gross_ranged"]
    has_range = ranged != ZERO
    return {
        "value": total.sums["gross_central"], "bound": total.bound, "lines": total.lines, "lines_valued": total.lines,
        "low": total.sums["gross_low"] if has_range else None, "high": total.sums["gross_high"] if has_range else None,
        "ranged": ranged if has_range else None,
        "net": total.sums["net_central"] if total.netted else None, "net_lines": total.netted or None,
        # All lines of a cell have one share counted, or none.
        "net_of": sum((cell.sums["gross_central"] for cell in total.cells if cell.netted), ZERO) if total.netted
        else None,
        "withheld": Withheld.NO if total.redistributable else Withheld.LICENCE,
        "note": (f"Net covers the {total.netted} of {total.lines} lines that state a reduction, so it cannot be set "
                 "against the value of all lines.") if 0 < total.netted < total.lines else "",
    }


def _with_interval(facts: Facts, figure: Figure, total: ValueTotal) -> Figure:
    found = interval(total.cells, facts.unit_values)
    if found is None:
        return figure
    measure = next(row.text("value_measure") for row in facts.unit_values
                   if (row.text("edition"), row.text("value")) == (found.edition, found.value))
    title = facts.measures[measure].text("title") if measure in facts.measures else measure
    return replace(figure, interval_low=found.low, interval_high=found.high, note=sentences(
        figure.note, f"The 90% interval is an estimate; the £ per unit of '{title}' moves it most"))
