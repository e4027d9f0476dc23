"""What a licence keeps closed cannot be worked back from what is published: not by dividing, and not by solving."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from commonweal.basics.numbers import ZERO
from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure, Withheld
from commonweal.ledger.book import read_book
from commonweal.report.lines import lines_of
from commonweal.snapshot.store import read_snapshot, write_snapshot
from commonweal.valuation.engines import cells, valued_rows

NORTHMERE = Path(__file__).resolve().parents[2] / "examples" / "northmere"
CLOSED = "wexholme-wellbeing/2023"
MONEY = ("value", "low", "high", "ranged", "net", "net_of", "interval_low", "interval_high")


@pytest.fixture(scope="module")
def northmere(tmp_path_factory):
    book = read_book(NORTHMERE).book
    folder = tmp_path_factory.mktemp("northmere") / "snapshot"
    write_snapshot(book, book.settings.period.span.end, folder)
    return read_snapshot(folder)


@pytest.fixture(scope="module")
def figures(northmere) -> tuple[Figure, ...]:
    return compute(Facts.of(northmere, cells(northmere)))


@pytest.fixture(scope="module")
def closed(figures) -> list[Figure]:
    found = [figure for figure in figures if figure.edition == CLOSED]
    assert found and all(figure.withheld is Withheld.LICENCE for figure in found)
    return found


@pytest.fixture(scope="module")
def amounts(northmere) -> dict[str, Decimal]:
    """The closed amounts as used: what nobody without the licence may find out."""
    found = {row.text("value"): row.number("central") for row in northmere.unit_values if row.text("edition") == CLOSED}
    assert len(found) > 3 and None not in found.values()
    return found


def coefficients(figure: Figure, northmere, rows) -> dict[str, Fraction]:
    """How many units of each closed amount a reader can count behind a figure, from the published lines alone."""
    found: dict[str, Fraction] = {}
    for line in lines_of(figure, northmere.lines):
        for value in rows.get(line.key, ()):
            found[value] = found.get(value, Fraction()) + Fraction(line.number_or_zero("quantity"))
    return {value: times for value, times in found.items() if times}


@pytest.fixture(scope="module")
def equations(northmere, closed) -> dict[str, dict[str, Fraction]]:
    rows: dict[str, list[str]] = {}
    for row in valued_rows(northmere, "reference"):
        if row["edition"] == CLOSED:
            rows.setdefault(row["line"], []).append(row["value"])
    return {figure.id: coefficients(figure, northmere, rows) for figure in closed}


def test_no_published_licensed_amount_divides_by_a_quantity_to_a_unit_value(figures, closed, amounts):
    quantities = {figure.value for figure in figures if not figure.is_money and figure.value and figure.unit != "%"}
    published = {number for figure in closed for name in MONEY if (number := getattr(figure, name))}
    assert len(quantities) > 100 and published
    for total in published:
        for central in amounts.values():
            # Within a penny of the total, as a line is rounded.
            near = [quantity for quantity in quantities if abs(quantity * central - total) <= Decimal("0.01")]
            assert near == [], (total, central)


def test_a_figure_on_one_licensed_value_stands_without_its_pounds(closed, equations):
    alone = [figure for figure in closed if len(equations[figure.id]) == 1]
    assert len(alone) > 40
    for figure in alone:
        assert [getattr(figure, name) for name in MONEY] == [None] * len(MONEY)
        assert figure.note.endswith("Withheld: the amount of a licensed value could be worked back from it.")
        assert figure.lines


def test_totals_of_several_values_are_published_and_cannot_be_solved(closed, equations):
    published = [figure for figure in closed if figure.value is not None]
    assert {figure.standing for figure in published} == {"committed", "reported", "verified"}
    assert all(figure.net is None for figure in published)
    together = [equations[figure.id] for figure in published]
    for name in {name for equation in together for name in equation}:
        assert rank([*together, {name: Fraction(1)}]) > rank(together), f"{name} follows from the published totals"


def test_what_is_still_withheld_would_give_an_amount_away(closed, equations):
    together = [equations[figure.id] for figure in closed if figure.value is not None]
    for figure in closed:
        if figure.value is None and figure.rule == "value":
            more = [*together, equations[figure.id]]
            known = [name for name in {name for equation in more for name in equation}
                     if rank([*more, {name: Fraction(1)}]) == rank(more)]
            assert known, figure.id


def rank(equations: Iterable[dict[str, Fraction]]) -> int:
    """How many of the equations say something of their own."""
    left = [dict(equation) for equation in equations]
    found = 0
    while left := [equation for equation in left if any(equation.values())]:
        first = left.pop()
        lead = next(name for name, times in first.items() if times)
        found += 1
        for equation in left:
            times = equation.get(lead, Fraction()) / first[lead]
            for name, part in first.items():
                equation[name] = equation.get(name, Fraction()) - times * part
    return found


def test_the_open_values_are_untouched(figures):
    open_ones = [figure for figure in figures if figure.rule == "value" and figure.withheld is Withheld.NO]
    assert len(open_ones) > 100 and all(figure.value is not None for figure in open_ones)
    assert any(figure.net not in (None, ZERO) for figure in open_ones)
