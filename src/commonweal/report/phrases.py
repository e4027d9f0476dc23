"""Small phrases that chapters share: spans and days in words, "not stated", and runs of words and links."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from commonweal.basics.periods import PeriodKind, in_words
from commonweal.report.blocks import Inlines, Link
from commonweal.report.words import say, shown


def span_in_words(kind: str, start: date | None, end: date | None) -> str:
    """A span outside the reporting years: its kind and the days that are known.

    >>> span_in_words("academic-years", date(2020, 8, 1), date(2022, 7, 31))
    'academic years, 1 August 2020 to 31 July 2022'
    """
    words = shown("period_kind", kind)
    if start and end and start == end:
        return say("period.kind_day", kind=words, day=in_words(end))
    if start and end and kind != PeriodKind.NOT_STATED:
        return say("period.kind_span", kind=words, start=in_words(start), end=in_words(end))
    if end and kind != PeriodKind.NOT_STATED:
        return say("period.kind_until", kind=words, day=in_words(end))
    return words


def day_or(day: date | None, otherwise: str = "") -> str:
    """A day in words; what stands in its place, or "not stated"."""
    return in_words(day) if day else otherwise or say("not_stated")


def text_or_not_stated(text: str) -> str:
    """A text, or "not stated" where it is blank."""
    return text or say("not_stated")


def join(parts: Iterable[str | Link | Inlines], separator: str = "") -> Inlines:
    """Words and links in one run, parted by semicolons."""
    found: list[Any] = []
    for part in parts:
        if found:
            found.append(separator or say("separator"))
        found += part if isinstance(part, tuple) else [part]
    return tuple(found)
