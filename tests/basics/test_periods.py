"""Periods: spans of days, first and last counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.basics.periods import Period, PeriodKind, day_before, in_words

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda days: Period(min(days), max(days)))


def test_a_financial_year_has_its_days():
    assert Period(date(2022, 4, 1), date(2023, 3, 31)).days == 365
    assert Period(date(2023, 4, 1), date(2024, 3, 31)).days == 366
    assert Period(date(2023, 4, 1), date(2023, 4, 1)).days == 1


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2023, 4, 2), date(2023, 4, 1))


@given(SPANS, DAYS)
def test_the_days_until_a_day_are_the_days_of_the_span_that_have_passed(span: Period, day: date):
    passed = span.days_until(day)
    assert 0 <= passed <= span.days
    if span.has(day):
        assert span.start + timedelta(days=passed - 1) == day
    else:
        assert passed == (0 if day < span.start else span.days)


@given(SPANS, SPANS)
def test_a_span_holds_another_when_it_has_its_first_and_its_last_day(one: Period, other: Period):
    assert one.holds(other) == (one.has(other.start) and one.has(other.end))
    assert one.holds(one)


def test_a_date_is_printed_in_english_whatever_the_machine_speaks():
    assert in_words(date(2023, 3, 31)) == "31 March 2023" and in_words(date(2024, 2, 1)) == "1 February 2024"
    assert day_before(date(2024, 3, 1)) == date(2024, 2, 29)


def test_kinds_of_span_have_the_names_that_the_tables_use():
    assert PeriodKind("financial-year") is PeriodKind.FINANCIAL_YEAR and len(set(PeriodKind)) == 10
