"""How much more or less than in the period before: quantities with both numbers, £ split into what made the change."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure, Withheld, percent
from commonweal.indicators.repriced import changes_in_pounds
from commonweal.indicators.wording import amount

RULE = "change"


def figures(facts: Facts, made: Mapping[str, Figure]) -> Iterator[Figure]:
    """For each measure, between the last two periods of one kind: reported and checked quantities of the whole body.

    Only where both periods have a figure: what has no base is not compared. Numbers that the disclosure rule rounds are
    not compared either. A difference in £ is split: what was done, and what is another £ per unit.
    """
    if len(facts.years) < 2:
        return
    before_id, now_id = facts.years[-2:]
    for now in list(made.values()):
        if now.rule != "quantity" or now.period != now_id or {"activity", "place"} & set(now.selection):
            continue
        before = made.get(now.id.removesuffix(now_id) + before_id)
        if before is None or Withheld.DISCLOSURE in (now.withheld, before.withheld):
            continue
        yield from _compared(facts, before, now)
    yield from changes_in_pounds(facts, RULE)


def _compared(facts: Facts, before: Figure, now: Figure) -> Iterator[Figure]:
    if before.value is None or now.value is None:
        return
    first, last = facts.period(before.period), facts.period(now.period)
    figure = replace(
        now, id=now.id.replace("quantity.", f"{RULE}.", 1), rule=RULE, whole=None, value=now.value - before.value,
        title=f"{now.title}: change since {first.label if first else before.period}", numerator=now.value,
        denominator=before.value, bound="exact" if now.bound == before.bound == "exact" else "about",
        lines=(now.lines or 0) + (before.lines or 0), lines_valued=(now.lines_valued or 0) + (before.lines_valued or 0),
        selection={**now.selection, "period": f"{before.period}|{now.period}"},
        note=f"{amount(now.value, now.unit)} in {last.label if last else now.period}, "
             f"{amount(before.value, now.unit)} in {first.label if first else before.period}.")
    yield figure
    if before.value > 0:
        yield replace(figure, id=f"{figure.id}.percent", title=f"{figure.title}, in percent", unit="%",
                      value=percent(now.value - before.value, before.value))
