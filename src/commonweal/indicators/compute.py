"""All figures of a frozen year, each rule in turn. A new rule is one module with `figures(facts)` and its name here."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from commonweal.basics.findings import Refused
from commonweal.indicators import (
    change,
    context,
    contracts,
    coverage,
    parts,
    places,
    progress,
    promises,
    quantity,
    rates,
    ratios,
    returns,
    stated,
    top_ten,
    value,
    weighting,
)
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure

# Rules that read the facts alone.
FROM_FACTS: Mapping[str, Callable[[Facts], Iterator[Figure]]] = {
    module.RULE: module.figures
    for module in (quantity, value, progress, places, coverage, contracts, weighting, rates, top_ten, stated, context,
                   promises, returns)
}
# Rules that also read the figures made before them, in this order.
FROM_FIGURES: Mapping[str, Callable[[Facts, Mapping[str, Figure]], Iterator[Figure]]] = {
    module.RULE: module.figures for module in (parts, change, ratios)
}
RULES = (*FROM_FACTS, *FROM_FIGURES)


def compute(facts: Facts) -> tuple[Figure, ...]:
    """Every figure, in the order of their ids. Refused if two would have the same id: that is a fault of a rule."""
    made: dict[str, Figure] = {}
    for rule in FROM_FACTS.values():
        _add(made, rule(facts))
    for later_rule in FROM_FIGURES.values():
        _add(made, tuple(later_rule(facts, made)))
    return tuple(made[name] for name in sorted(made))


def _add(made: dict[str, Figure], figures: Iterable[Figure]) -> None:
    for figure in figures:
        if figure.id in made:
            raise Refused(f"Two figures are called {figure.id}: rule '{figure.rule}' must tell them apart.")
        made[figure.id] = figure
