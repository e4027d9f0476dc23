"""Which figures there are to be named in words: by the results that are kept, and without making anything anew."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Q

from commonweal.indicators.figure import SUPPRESSED, Figure, Withheld
from commonweal.web.monitoring.models import Position, Whole
from commonweal.web.people.models import Body

_NONE = "-"


def names_of(figures: Iterable[Figure]) -> str:
    """The figures of one contract or project, a line each with its number, as they are kept to be found again."""
    return "\n" + "".join(f"{figure.id} {_number(figure)}\n" for figure in figures)


def named(body: Body, wanted: Iterable[str]) -> tuple[Mapping[str, Figure], date | None]:
    """The figures that words may name: all of the body as a whole, and those wanted of single contracts or projects.

    With the day as of which they were made; none where no results were made yet. Of a figure only its number is known.
    """
    whole = Whole.objects.filter(body=body).only("figures", "as_of").first()
    if whole is None:
        return {}, None
    found = {name: _figure(name, said.get("value", _NONE)) for name, said in whole.figures.items()}
    # Figures of single contracts are many, so they are looked for by name, and near ones among those of the same.
    rest = [name for name in wanted if name and name not in found]
    for name in rest:
        parts = name.split(".")
        near = Q(names__contains=f"\n{name} ") | Q(activity__in=parts)
        for lines in Position.objects.filter(near, body=body).values_list("names", flat=True)[:len(parts)]:
            found |= {line.split()[0]: _figure(*line.split()) for line in lines.splitlines() if line}
    return found, whole.as_of


def _number(figure: Figure) -> str:
    return SUPPRESSED if figure.suppressed else _NONE if figure.value is None else str(figure.value)


def _figure(name: str, number: str) -> Figure:
    withheld = Withheld.DISCLOSURE if number == SUPPRESSED else Withheld.NO
    return Figure(name, name, None if number in (SUPPRESSED, _NONE) else Decimal(number), "", "", withheld=withheld)
