"""Where each figure is told of on the web: with its contract, with the whole that it is a part of, or by itself."""

from collections import Counter
from collections.abc import Mapping, Sequence

from commonweal.indicators.figure import Figure

# Above this many lines a page gives totals by contract or project; a file of the package has each line.
MOST_LINES = 500
# A contract with more figures than this has a page for each of its measures: one page of all would be too heavy.
MOST_FIGURES = 150

# What parts a total into views of the same lines, for the rules whose parts stand with their whole.
_PARTED_BY: Mapping[str, frozenset[str]] = {
    "value": frozenset({"theme", "outcome", "role", "place", "measure"}),
    "quantity": frozenset({"theme", "outcome", "role", "place"}),
}


class Homes:
    """The home of each figure. `parts` are, by the id of a whole, the parts that stand on its page."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        counts = Counter(figure.activity for figure in figures)
        self._by_measure = frozenset(name for name, count in counts.items() if name and count > MOST_FIGURES)
        self.parts: dict[str, list[Figure]] = {}
        self._whole: dict[str, str] = {}
        own = [figure for figure in figures if not figure.activity]
        # Many lines cannot be shown on one page, so parts of a whole with many have pages and lines of their own.
        wholes = {
            _alike(figure): figure for figure in own
            if figure.rule in _PARTED_BY and not _parts(figure) and 0 < (figure.lines or 0) <= MOST_LINES
        }
        for figure in own:
            whole = wholes.get(_alike(figure)) if _parts(figure) else None
            if whole:
                self.parts.setdefault(whole.id, []).append(figure)
                self._whole[figure.id] = whole.id

    def of(self, figure: Figure) -> str:
        """The path of its page and, where it stands on the page of another thing, its place on it."""
        if figure.activity:
            apart = f"/{figure.measure}" if self.is_apart(figure) else ""
            return f"contracts/{figure.activity}{apart}.html#{figure.id}"
        whole = self._whole.get(figure.id)
        return f"figures/{whole}.html#{figure.id}" if whole else f"figures/{figure.id}.html"

    def is_apart(self, figure: Figure) -> bool:
        """Whether a figure of a contract stands on the page of its measure there, and not on that of the contract."""
        return bool(figure.measure) and figure.activity in self._by_measure

    def has_page(self, figure: Figure) -> bool:
        """Whether a figure has a page of its own."""
        return not figure.activity and figure.id not in self._whole


def _parts(figure: Figure) -> frozenset[str]:
    return _PARTED_BY.get(figure.rule, frozenset()) & figure.selection.keys()


def _alike(figure: Figure) -> tuple[object, ...]:
    """What a whole and its parts have in common."""
    parted = _PARTED_BY.get(figure.rule, frozenset())
    return (figure.rule, frozenset(pair for pair in figure.selection.items() if pair[0] not in parted))
