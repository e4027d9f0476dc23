"""How old a contract or project is on the day of the figures, in whole years since it began."""

from collections.abc import Mapping
from datetime import date

from commonweal.indicators.facts import Facts

# The bands, youngest first; what states no first day has a band of its own, so that nothing drops out.
AGES: Mapping[str, str] = {
    "not-begun": "contracts and projects that had not begun",
    "under-1": "contracts and projects under 1 year old",
    "1-to-2": "contracts and projects from 1 to under 2 years old",
    "2-to-3": "contracts and projects from 2 to under 3 years old",
    "3-or-more": "contracts and projects 3 years old or more",
    "not-stated": "contracts and projects whose first day is not stated",
}


def age_of(facts: Facts, activity: str) -> str:
    """The band of an activity on the day of the figures."""
    return age_band(facts.activities[activity].day("start"), facts.as_of)


def age_band(start: date | None, day: date) -> str:
    """The band for a first day: a year is full on the day of the same date, as birthdays are.

    >>> age_band(date(2023, 4, 1), date(2025, 3, 31)), age_band(date(2023, 3, 31), date(2025, 3, 31))
    ('1-to-2', '2-to-3')
    >>> age_band(date(2025, 4, 1), date(2025, 3, 31)), age_band(None, date(2025, 3, 31))
    ('not-begun', 'not-stated')
    """
    if start is None:
        return "not-stated"
    if start > day:
        return "not-begun"
    years = day.year - start.year - ((day.month, day.day) < (start.month, start.day))
    return ("under-1", "1-to-2", "2-to-3")[years] if years < 3 else "3-or-more"
