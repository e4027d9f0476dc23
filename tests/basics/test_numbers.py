"""Exact numbers: every way people type them has one documented result, and there is one rounding rule."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.basics import numbers
from commonweal.basics.numbers import NotANumber

HERE = Path(__file__).parent
# A few words of each refusal, as a person reads it.
REASONS = {
    "digits": "write digits only",
    "groups": "commas must part the digits in threes",
    "places": "decimal places fit here",
    "size": "ten billion or more",
    "percent": "without a percent sign",
    "sign": "leave out the £",
    "blank": "leave the cell blank",
    "mark": "an error of the spreadsheet",
    "bound": "say '(over|nearly|about|up-to)' in the column 'bound'",
    "short": "write all its digits",
    "brackets": "brackets can mean an amount below zero",
    "fraction": "as a decimal",
    "unit": "is the unit of this column",
    "range": "a range is not one number",
}
MARKS = {"«nbsp»": "\u00a0", "«thin»": "\u2009", "«zero»": "\u200b", "«tab»": "\t"}


def _typed(name: str) -> list[tuple[str, str]]:
    lines = [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    typed = []
    for line in lines:
        text, _, result = line.rpartition(" | ")
        for mark, sign in MARKS.items():
            text = text.replace(mark, sign)
        typed.append((text, result))
    return typed


NUMBERS, POUNDS = _typed("typed_numbers.txt"), _typed("typed_pounds.txt")


def test_there_are_two_hundred_ways_to_type_a_number_each_listed_once():
    assert len({text for text, _ in NUMBERS}) == len(NUMBERS) >= 200


def _holds(text: str, result: str, places: int, money: bool) -> None:
    if result in REASONS:
        with pytest.raises(NotANumber, match=REASONS[result]):
            numbers.read_number(text, places, money=money)
    else:
        value = numbers.read_number(text, places, money=money)
        assert value == Decimal(result)
        assert value.as_tuple().exponent == -places and not (value == 0 and value.is_signed())


@pytest.mark.parametrize(("text", "result"), NUMBERS)
def test_a_typed_quantity_is_read_exactly_or_refused_with_a_reason(text: str, result: str):
    _holds(text, result, 4, money=False)


@pytest.mark.parametrize(("text", "result"), POUNDS)
def test_typed_pounds_are_read_exactly_or_refused_with_a_reason(text: str, result: str):
    _holds(text, result, 2, money=True)


def test_a_percentage_is_answered_with_the_share_to_type():
    with pytest.raises(NotANumber, match=r"for example 0\.125, without"):
        numbers.read_number("12.5%", 4)


@pytest.mark.parametrize(("typed", "asked"), [
    ("£1.1m", "if 1100000 is meant"), ("2k", "if 2000 is meant"), ("3bn", "if 3000000000 is meant"),
    ("(500)", "write -500 if"), ("approx 20", "write 20, and say 'about'"), ("20+", "write 20, and say 'over'"),
    ("up to 1,200", "write 1,200, and say 'up-to'"), ("12 hrs", "write 12 alone if 'hrs'"),
    ("1/2", "write it as a decimal: 0.5$"), ("½", "as a decimal: 0.5$"), ("1½", "as a decimal: 1.5$"),
    ("2 3/4", "write it as a decimal: 2.75$"), ("1/3", "as a decimal: 0.3333$"),
])
def test_what_may_be_meant_is_asked_and_never_taken(typed: str, asked: str):
    with pytest.raises(NotANumber, match=asked):
        numbers.read_number(typed, 4, money=True)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("2.345", 2, "2.35"),
        ("-2.345", 2, "-2.35"),
        ("2.355", 2, "2.36"),
        ("2.344999", 2, "2.34"),
        ("-2.344999", 2, "-2.34"),
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.00005", 4, "0.0001"),
        ("1.00000", 2, "1.00"),
        ("1e3", 2, "1000.00"),
        ("99999999999999.995", 2, "100000000000000.00"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: str, places: int, rounded: str):
    assert str(numbers.round_to(Decimal(value), places)) == rounded


@given(st.integers(-(10**20), 10**20), st.integers(0, 6))
def test_rounding_moves_by_at_most_half_a_unit_and_is_the_same_on_both_sides_of_zero(digits: int, places: int):
    value = Decimal(digits).scaleb(-6)
    rounded = numbers.round_to(value, places)
    assert abs(rounded - value) <= Decimal("0.5").scaleb(-places)
    assert numbers.round_to(-value, places) == -rounded
    if abs(rounded - value) == Decimal("0.5").scaleb(-places):
        assert abs(rounded) > abs(value)


@pytest.mark.parametrize(
    ("quantity", "unit_value", "pounds"),
    [
        # 13,300 hours at £16.93, by hand: 13,300 × 16 = 212,800; 13,300 × 0.93 = 12,369; together 225,169.
        ("13300", "16.93", "225169.00"),
        ("0.5", "0.01", "0.01"),
        ("-0.5", "0.01", "-0.01"),
        ("0.4999", "0.01", "0.00"),
        ("3", "1.005", "3.02"),
        ("0", "404", "0.00"),
    ],
)
def test_gross_is_rounded_once_to_the_penny(quantity: str, unit_value: str, pounds: str):
    assert str(numbers.gross(Decimal(quantity), Decimal(unit_value))) == pounds


def test_net_is_the_printed_gross_times_the_printed_share():
    # 0.05 × 0.5 is 0.025, which is 3 pence; 10.05 × 0.3333 is 3.349665.
    assert str(numbers.net(Decimal("0.05"), Decimal("0.5000"))) == "0.03"
    assert str(numbers.net(Decimal("10.05"), Decimal("0.3333"))) == "3.35"


@given(st.decimals(-(10**9), 10**9, places=4), st.decimals(-(10**9), 10**9, places=4))
def test_the_widest_product_is_exact_before_it_is_rounded(quantity: Decimal, unit_value: Decimal):
    pence = int(quantity.scaleb(4)) * int(unit_value.scaleb(4))  # in hundred-millionths of a pound
    whole, rest = divmod(abs(pence), 10**6)
    expected = whole + (1 if rest >= 5 * 10**5 else 0)
    assert numbers.gross(quantity, unit_value) == Decimal(expected if pence >= 0 else -expected).scaleb(-2)


def test_shares_taken_off_leave_their_product_rounded_once():
    assert str(numbers.product_of_shares([])) == "1.0000"
    assert str(numbers.product_of_shares([Decimal("0.2"), Decimal("0.25")])) == "0.6000"
    # 0.6667 × 0.5 = 0.33335, a tie. 0.3333 × 0.3335 × 0.9 = 0.100039995; rounded on the way it would be 0.1001.
    assert str(numbers.product_of_shares([Decimal("0.3333"), Decimal("0.5")])) == "0.3334"
    assert str(numbers.product_of_shares([Decimal("0.6667"), Decimal("0.6665"), Decimal("0.1")])) == "0.1000"


def test_a_ratio_of_nothing_is_none_and_never_an_error():
    assert numbers.ratio(Decimal(1), Decimal(0), 2) is None
    assert str(numbers.ratio(Decimal(2), Decimal(3), 2)) == "0.67"
    assert str(numbers.ratio(Decimal(-1), Decimal(8), 2)) == "-0.13"


@given(st.lists(st.decimals(-(10**12), 10**12, places=2), max_size=30))
def test_a_total_is_the_sum_in_whole_pence(values: list[Decimal]):
    assert numbers.total(values) == Decimal(sum(int(value.scaleb(2)) for value in values)).scaleb(-2)


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        ("225169", 3, "225000"),
        ("-225500", 3, "-226000"),
        ("0.00012345", 3, "0.000123"),
        ("0", 3, "0"),
        ("999.5", 3, "1000"),
    ],
)
def test_an_estimate_is_printed_to_its_significant_figures(value: str, digits: int, shown: str):
    assert str(numbers.significant(Decimal(value), digits)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13300.0000", "13,300"),
        ("0.5000", "0.5"),
        ("-1234.5600", "-1,234.56"),
        ("0.0000", "0"),
        ("100", "100"),
        ("1E+3", "1,000"),
    ],
)
def test_a_quantity_is_shown_without_decimals_that_say_nothing(value: str, shown: str):
    assert numbers.shorten(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("225169", "£225,169.00"),
        ("-3.5", "-£3.50"),
        ("0", "£0.00"),
        ("0.005", "£0.01"),
        ("-0.005", "-£0.01"),
    ],
)
def test_pounds_are_shown_to_the_penny(value: str, shown: str):
    assert numbers.pounds(Decimal(value)) == shown


@given(st.decimals(-9_999_999_999, 9_999_999_999, places=4))
def test_what_is_written_is_read_back_the_same(value: Decimal):
    assert numbers.read_number(numbers.plain(value), 4) == value
    assert numbers.read_number(format(value, ",f"), 4) == value


def test_the_one_rule_is_half_up():
    assert numbers.EXACT.rounding == ROUND_HALF_UP
