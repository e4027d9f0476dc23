"""How we know a number: its sum by contract and project, as a person would write it."""

from decimal import Decimal

from commonweal.basics.numbers import total
from commonweal.indicators.figure import Figure, Withheld
from commonweal.report.blocks import Inlines, Link
from commonweal.report.phrases import join, number_alone
from commonweal.report.words import noun, say
from commonweal.report.year import Year, view_key

# So many of the largest are named; the rest are one term, so that the sum stays one that can be read.
_NAMED = 3


def how_we_know(year: Year, figure: Figure) -> Inlines:
    """The sum behind a figure, the largest contracts and projects by name, and how many lines it rests on.

    Empty where a number is withheld. The terms are exact and add up to the number; where they do not, because some of
    them are withheld or rounded, only the count of lines is said.
    """
    if figure.withheld is not Withheld.NO or figure.value is None:
        return ()
    views = [view for view in year.views.get(view_key(figure), {}).values() if view.value]
    lines = _lines(year, figure)
    if len(views) < 2 or total([_value(view) for view in views]) != figure.value:
        return lines
    largest = sorted(views, key=lambda view: (-_value(view), view.id))
    named = largest if len(largest) == _NAMED + 1 else largest[:_NAMED]
    terms = [_term(year, view) for view in named]
    rest = largest[len(named) :]
    if rest:
        number = number_alone(total([_value(view) for view in rest]), figure)
        terms.append((say("know.others", number=number, count=f"{len(rest):,}"),))
    whole = f"{number_alone(figure.value, figure)} {year.unit(figure)}".strip()
    return (*join(terms, say("know.plus")), *year.sentence("know.makes", total=whole), " ", *lines)


def _value(view: Figure) -> Decimal:
    return view.value or Decimal(0)


def _term(year: Year, view: Figure) -> Inlines:
    link = Link(number_alone(_value(view), view), f"figure:{view.id}")
    return year.sentence("know.term", number=link, activity=year.name("activities", view.activity))


def _lines(year: Year, figure: Figure) -> Inlines:
    if figure.lines is None:
        return ()
    words = noun("line", figure.lines)
    link = Link(say("know.each", subject=year.subject(figure)), f"figure:{figure.id}")
    return year.sentence("know.lines", count=f"{figure.lines:,}", lines=words, link=link)
