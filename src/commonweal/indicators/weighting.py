"""How much weight social value had in awards, against the range that the policy sets."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from commonweal.basics.numbers import EXACT
from commonweal.indicators.contracts import awarded, share
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.indicators.wording import sentences

RULE = "weighting"


def figures(facts: Facts) -> Iterator[Figure]:
    """Contracts awarded in each period below, within and above the policy's range, and the median weight with its base.

    Only contracts whose weight is recorded are counted; the others are named in the note.
    """
    for period in (*facts.book.settings.periods, None):
        awards = awarded(facts, period, "contract")
        weights = {row.key: weight for row in awards if (weight := row.number("weighting")) is not None}
        if not weights:
            continue
        weighed = [row for row in awards if row.key in weights]
        missing = len(awards) - len(weighed)
        note = sentences(f"{missing} of {len(awards)} awarded contracts do not record a weight" if missing else "")
        if policy := facts.book.settings.weighting_policy:
            low, high = policy
            named = f"{_percent(low)} to {_percent(high)}"
            for name, rows in (
                ("below", [row for row in weighed if weights[row.key] < low]),
                ("within", [row for row in weighed if low <= weights[row.key] <= high]),
                ("above", [row for row in weighed if weights[row.key] > high]),
            ):
                yield share(facts, period, name,
                            f"Awarded contracts with a weight for social value {name} the policy's {named}",
                            rows, weighed, rule=RULE, note=note)
        median = share(facts, period, "median", "Median weight of social value in awarded contracts", weighed, weighed,
                       rule=RULE, note=note)
        yield replace(median, value=_median(sorted(weights.values())) * 100, numerator=None)


def _median(weights: list[Decimal]) -> Decimal:
    middle = len(weights) // 2
    if len(weights) % 2:
        return weights[middle]
    return EXACT.divide(weights[middle - 1] + weights[middle], Decimal(2))


def _percent(share_of: Decimal) -> str:
    return f"{(share_of * 100).normalize():f}%"
