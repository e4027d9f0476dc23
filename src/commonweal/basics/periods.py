"""Periods: the span of time a figure is about, and what kind of span it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """Kinds of span that are never added to each other (DESIGN 4.6)."""

    FINANCIAL_YEAR = "financial-year"
    CALENDAR_YEAR = "calendar-year"
    ACADEMIC_YEAR = "academic-year"
    ACADEMIC_YEARS = "academic-years"
    TWELVE_MONTHS = "twelve-months"
    QUARTER = "quarter"
    TO_DATE = "to-date"
    AT_DATE = "at-date"
    FUTURE = "future"
    NOT_STATED = "not-stated"


@dataclass(frozen=True, order=True)
class Period:
    """A span from the first day to the last, both counted."""

    start: date
    end: date
    kind: PeriodKind = PeriodKind.FINANCIAL_YEAR
    label: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """How many days the span has, first and last counted."""
        return (self.end - self.start).days + 1

    def holds(self, other: "Period") -> bool:
        """Whether all of the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def has(self, day: date) -> bool:
        """Whether the day lies in this span."""
        return self.start <= day <= self.end

    def days_until(self, day: date) -> int:
        """How many days of the span have passed at the end of `day`: none before it, all after it."""
        if day < self.start:
            return 0
        return (min(day, self.end) - self.start).days + 1


# Spelled out here because `strftime` follows the machine's language and a report must not.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def day_before(day: date) -> date:
    """The day before: a value that holds from a date ends its predecessor here."""
    return day - timedelta(days=1)


def in_words(day: date) -> str:
    """A date as the report prints it: 31 March 2023."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
