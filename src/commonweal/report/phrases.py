"""Small phrases that chapters share: spans and days, numbers as printed, "not stated", runs of words and links."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from commonweal.basics.periods import PeriodKind
from commonweal.indicators.figure import Figure
from commonweal.report.blocks import Inlines, Link
from commonweal.report.words import CATALOGUE, amount, counted, in_words, say, shown, with_unit

# A count of one before a unit that is a plural in the files.
_ONE_OF_MANY = re.compile(rf"(?<![\d.,])1 ({'|'.join(map(re.escape, CATALOGUE['singulars']))})\b")


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


def number_alone(number: Decimal, figure: Figure) -> str:
    """A number of a figure as pages print it; a source's own pounds without pence that it does not print.

    >>> number_alone(Decimal(225000), Figure("f", "", None, "£", "stated", standing="stated"))
    '£225,000'
    """
    text = amount(counted(number, figure.unit), figure.unit)
    return text.removesuffix(".00") if figure.standing in ("stated", "context") else text


@dataclass(frozen=True)
class PartOfRatio:
    """One of the two numbers of a ratio: the number, its unit and its bound; `measured` units are singular."""

    number: Decimal
    unit: str
    bound: str
    measured: bool

    def in_words(self) -> str:
        """The number with its bound and unit: "over 10,000 homes"."""
        number = with_unit(self.number, self.unit, measured=self.measured)
        return f"{shown('bound', self.bound)} {number}".strip()


def said_once(note: str) -> str:
    """A note without a sentence that a later one begins with and says more of.

    >>> said_once("Base not given. Base not given in the source. By number or by value is not stated.")
    'Base not given in the source. By number or by value is not stated.'
    """
    parts = note.split(". ")
    return ". ".join(
        part
        for place, part in enumerate(parts)
        if not any(other.lower().startswith(f"{part.lower()} ") for other in parts[place + 1 :])
    )


def one_is_one(note: str) -> str:
    """A note whose counts of one have the singular behind them.

    >>> one_is_one("1 promises with a number, 11 promises in all")
    '1 promise with a number, 11 promises in all'
    """
    return _ONE_OF_MANY.sub(lambda found: f"1 {CATALOGUE['singulars'][found[1]]}", note)


def verb(number: Decimal | None, past: bool = False) -> str:
    """The verb that goes with a count: 1 is, 2 are; 1 was, 2 were."""
    one, more = ("was", "were") if past else ("is", "are")
    return say(one if number == 1 else more)


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


class AlikeCells(dict[date | bool | None, Inlines]):
    """Each day, yes or no as the one cell that says it in all tables; None is the sign for nothing."""

    def __missing__(self, value: date | bool | None) -> Inlines:
        if value is None:
            text = say("blank")
        else:
            text = in_words(value) if isinstance(value, date) else say("yes" if value else "no")
        self[value] = made = (text,)
        return made
