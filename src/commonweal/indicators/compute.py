"""All figures of a frozen year, each rule in turn. A new rule is one module with `figures(facts)` and its name here."""

from collections.abc import Callable, Iterator

from commonweal.basics.findings import Refused
from commonweal.indicators import progress, quantity, value
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure

RULES: dict[str, Callable[[Facts], Iterator[Figure]]] = {
    module.RULE: module.figures for module in (quantity, value, progress)
}


def compute(facts: Facts) -> tuple[Figure, ...]:
    """Every figure, in the order of their ids. Refused if two would have the same id: that is a fault of a rule."""
    found: dict[str, Figure] = {}
    for rule in RULES.values():
        for figure in rule(facts):
            if figure.id in found:
                raise Refused(f"Two figures are called {figure.id}: rule '{figure.rule}' must tell them apart.")
            found[figure.id] = figure
    return tuple(found[name] for name in sorted(found))
