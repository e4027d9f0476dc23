"""All figures of a frozen year, each rule in turn. A new rule is one module with `figures(facts)` and its name here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.indicators import (
    altered,
    change,
    context,
    contracts,
    coverage,
    local_spend,
    need,
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
from commonweal.indicators.disclosure.protect import Earlier, protected
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure

# Rules that read the facts alone.
FROM_FACTS: Mapping[str, Callable[[Facts], Iterator[Figure]]] = {
    module.RULE: module.figures
    for module in (quantity, value, progress, altered, places, coverage, contracts, weighting, rates, top_ten, stated,
                   context, promises, returns, local_spend, need)
}
# Rules that also read the figures made before them, in this order.
FROM_FIGURES: Mapping[str, Callable[[Facts, Mapping[str, Figure]], Iterator[Figure]]] = {
    module.RULE: module.figures for module in (parts, change, ratios)
}
RULES = (*FROM_FACTS, *FROM_FIGURES)


def compute(facts: Facts, earlier: Sequence[Earlier] | None = ()) -> tuple[Figure, ...]:
    """Every figure, in the order of their ids, as it may be published.

    The disclosure rule is applied before any rule reads another's figures, so nothing is made from a hidden number.
    `earlier` is what the release before this one printed, and last year's report: what they would tell together with
    this one is withheld as well. None: what was printed is not known, so that no small number may be told at all.
    Refused if two figures would have the same id: that is a fault of a rule.
    """
    made: dict[str, Figure] = {}
    _add(made, protected(facts, _from_facts(facts), earlier)[0])
    for later_rule in FROM_FIGURES.values():
        _add(made, tuple(later_rule(facts, made)))
    return tuple(made[name] for name in sorted(made))


def given_away(facts: Facts, earlier: Sequence[Earlier]) -> list[str]:
    """The ids of figures whose small count was given away by what was printed earlier: nothing now undoes it."""
    return protected(facts, _from_facts(facts), earlier)[1]


def _from_facts(facts: Facts) -> Iterator[Figure]:
    for rule in FROM_FACTS.values():
        yield from rule(facts)


def _add(made: dict[str, Figure], figures: Iterable[Figure]) -> None:
    for figure in figures:
        if figure.id in made:
            raise Refused(told("Two figures are called {id}: rule '{rule}' must tell them apart.", id=figure.id,
                               rule=figure.rule))
        made[figure.id] = figure
