"""Small numbers of people with a protected characteristic are never published, and nothing lets them be worked back."""

from decimal import Decimal

import pytest

from commonweal.indicators.disclosure import protect, protect_share
from commonweal.indicators.figure import SUPPRESSED, Figure, Withheld, to_record
from tests.indicators.small import facts_of, figures_of, printed


@pytest.fixture(scope="module")
def measures(tmp_path_factory):
    return facts_of("places\nid, name\nnorth, North", tmp_path_factory.mktemp("book")).measures


def women(value: str) -> Figure:
    return Figure("f", "Women", Decimal(value), "person", "quantity", whole=Decimal("30"), lines=3, lines_valued=1)


@pytest.mark.parametrize("count", range(1, 8))
def test_counts_of_one_to_seven_are_withheld(count, measures):
    figure = protect(women(str(count)), measures["women"])
    assert figure.value is None and figure.suppressed and figure.withheld is Withheld.DISCLOSURE
    assert to_record(figure).text("value") == SUPPRESSED


@pytest.mark.parametrize(("count", "shown"), [
    ("0", "0"), ("8", "10"), ("9", "10"), ("12", "10"), ("12.5", "15"), ("13", "15"), ("22", "20"), ("-23", "-25"),
])
def test_other_counts_are_rounded_to_the_nearest_five(count, shown, measures):
    assert protect(women(count), measures["women"]).value == Decimal(shown)


def test_neither_the_lines_nor_the_number_of_the_whole_project_are_shown(measures):
    figure = protect(women("40"), measures["women"])
    assert (figure.whole, figure.lines, figure.lines_valued) == (None, None, None)


def test_plain_counts_print_exactly(measures):
    figure = women("3")
    assert protect(figure, measures["trained"]) is figure and protect_share(figure, measures["on-time"]) is figure


def share(part: str, base: str) -> Figure:
    return Figure("f", "Share", Decimal(1), "%", "rates", numerator=Decimal(part), denominator=Decimal(base), lines=2)


@pytest.mark.parametrize(("part", "base"), [
    ("0", "9"), ("8", "9"), ("7", "100"), ("1", "40"), ("93", "100"), ("30", "31")])
def test_a_share_is_withheld_on_a_small_base_or_with_few_on_either_side(part, base, measures):
    figure = protect_share(share(part, base), measures["disabled-share"])
    assert figure.suppressed and (figure.numerator, figure.denominator, figure.lines) == (None, None, None)


@pytest.mark.parametrize(("part", "base", "shown"), [
    ("0", "10", ("0.0", "0", "10")), ("12", "48", ("20.0", "10", "50")), ("40", "40", ("100.0", "40", "40"))])
def test_a_share_that_may_be_shown_is_worked_out_from_its_rounded_parts(part, base, shown, measures):
    figure = protect_share(share(part, base), measures["disabled-share"])
    assert (figure.value, figure.numerator, figure.denominator) == tuple(map(Decimal, shown))


PROTECTED = """
deliveries
id, activity, measure, quantity, place, numerator, denominator, state
a, road, women, 5, north, , , verified
b, school, women, 14, north, , , submitted
c, road, disabled-share, 20, north, 2, 10, verified
d, school, disabled-share, 25, north, 20, 80, verified
e, road, hours, 3, north, , , verified
"""


def test_people_with_a_protected_characteristic_have_no_breakdown_and_no_part_in_any_other_figure(tmp_path):
    figures = figures_of(PROTECTED, tmp_path)
    about = {name for name, figure in figures.items() if figure.measure in ("women", "disabled-share")}
    assert about == {
        "quantity.reported.women.2024-25", "quantity.verified.women.2024-25",
        "rates.reported.disabled-share.2024-25", "rates.verified.disabled-share.2024-25"}
    assert printed(figures["quantity.verified.women.2024-25"])["value"] == SUPPRESSED
    assert figures["quantity.reported.women.2024-25"].value == 20
    # 2 + 20 of 10 + 80, each rounded to the nearest 5.
    assert (figures["rates.verified.disabled-share.2024-25"].numerator,
            figures["rates.verified.disabled-share.2024-25"].denominator) == (20, 90)
    assert figures["coverage.checked.2024-25"].denominator == 1
    assert not [name for name, figure in figures.items() if figure.withheld and name not in about]


def test_suppressed_is_never_nought_and_never_blank(tmp_path):
    for figure in figures_of(PROTECTED, tmp_path).values():
        if figure.withheld is Withheld.DISCLOSURE:
            shown = [figure.value] if figure.unit == "person" else [figure.numerator, figure.denominator]
            assert printed(figure)["value"] == SUPPRESSED or all(number >= 10 and number % 5 == 0 for number in shown)
