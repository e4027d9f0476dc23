"""The words that readers see: one catalogue, so that all printers say the same and a language is one more file."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from commonweal.basics.numbers import per_unit, pounds, round_to, shorten
from commonweal.indicators.figure import SUPPRESSED
from commonweal.report.languages import Words, catalogue, language_printed

# Stands in the first page until the package is sealed: the fingerprint is that of a list which the page cannot be in.
FINGERPRINT = "0" * 64

CATALOGUE: Mapping[str, Any] = Words()

_WHOLE_THINGS = frozenset(CATALOGUE["whole_things"]["units"].split())
_HOLE = re.compile(r"\{([a-z_]+)\}")


def shown(group: str, word: str) -> str:
    """How a word of the files is shown: shown("status", "verified") is "Checked". Blank stays blank.

    >>> shown("status", "verified"), shown("bound", "at-least")
    ('Checked', 'at least')
    """
    return str(CATALOGUE[group][word]) if word else ""


def say(key: str, **parts: object) -> str:
    """A fixed sentence or label of the catalogue with its holes filled.

    >>> say("period.until", day="31 March 2023")
    'up to 31 March 2023'
    """
    text = _sentence(key, language_printed())
    return text.format(**parts) if parts or "{" in text else text


def in_words(day: date) -> str:
    """A day as the report prints it.

    >>> in_words(date(2023, 3, 31))
    '31 March 2023'
    """
    return _day(day, language_printed())


@lru_cache(maxsize=4_000)
def _day(day: date, language: str) -> str:
    return say("period.day", day=day.day, month=catalogue(language)["months"][str(day.month)], year=day.year)


def pieces(key: str, parts: Mapping[str, Any]) -> tuple[Any, ...]:
    """The same sentence in pieces, so that what fills its holes may be links and not only text."""
    found: list[Any] = []
    for number, piece in enumerate(_HOLE.split(_sentence(key, language_printed()))):
        if number % 2:
            filling = parts[piece]
            found += filling if isinstance(filling, tuple) else [filling]
        elif piece:
            found.append(piece)
    return tuple(found)


@cache
def _sentence(key: str, language: str) -> str:
    found: Any = catalogue(language)["text"]
    for step in key.split("."):
        found = found[step]
    return str(found)


def glossary() -> list[tuple[str, str]]:
    """The words that a reader may look up, each with what it means."""
    return [(str(entry["word"]), str(entry["means"])) for entry in CATALOGUE["glossary"].values()]


def plural(unit: str, number: Decimal | None) -> str:
    """A measure's unit as it stands behind a number: 1 hour, 2 hours, 3 people.

    A unit that is a plural already stays one: 1 promise, 2 promises.

    >>> plural("hour", Decimal(1)), plural("body", Decimal(2)), plural("person", Decimal(2))
    ('hour', 'bodies', 'people')
    >>> plural("promises", Decimal(1)), plural("promises", Decimal(2))
    ('promise', 'promises')
    """
    singulars, irregular = CATALOGUE["singulars"], CATALOGUE["plurals"]
    if number in (1, -1) or not unit:
        return str(singulars.get(unit, unit))
    if unit in irregular or unit in singulars:
        return str(irregular.get(unit, unit))
    head, space, tail = unit.partition(" ")
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        head = head[:-1] + "ies"
    elif head.endswith(("s", "x", "ch", "sh")):
        head += "es"
    else:
        head += "s"
    return head + space + tail


def noun(name: str, number: Decimal | int | None) -> str:
    """A noun of the report's own behind a number: 1 line, 2 lines.

    >>> noun("line", 1), noun("promise", Decimal(2))
    ('line', 'promises')
    """
    return str(CATALOGUE["nouns"][name]["one" if number == 1 else "many"])


def counted(number: Decimal, unit: str) -> Decimal:
    """A number as pages print it: of what comes whole, one decimal at most, and never a nought that is none.

    >>> counted(Decimal("13.3394"), "person"), counted(Decimal("0.0248"), "person"), counted(Decimal("2.125"), "hour")
    (Decimal('13.3'), Decimal('0.0248'), Decimal('2.125'))
    """
    rounded = round_to(number, 1) if unit in _WHOLE_THINGS else number
    return rounded or number


def to_one_place(number: Decimal, unit: str) -> Decimal:
    """A number to one place, but for £: what falls evenly by the day has places that say nothing.

    >>> to_one_place(Decimal("876.2992"), "hour"), to_one_place(Decimal("0.0248"), "hour"), to_one_place(Decimal(3), "")
    (Decimal('876.3'), Decimal('0.0248'), Decimal('3.0'))
    """
    return number if unit == "£" else round_to(number, 1) or number


def amount(number: Decimal, unit: str) -> str:
    """A number for reading, with the mark that belongs to it: £1,234.50, 65%, or 13,300.

    >>> amount(Decimal("65.0000"), "%"), amount(Decimal("-3.5"), "£"), amount(Decimal("13300.0000"), "hour")
    ('65%', '-£3.50', '13,300')
    >>> amount(Decimal("2040"), "year")
    '2040'
    """
    if unit == "year":
        return shorten(number).replace(",", "")
    if unit.startswith("£"):
        return pounds(number)
    return f"{shorten(number)}%" if unit == "%" else shorten(number)


def with_unit(number: Decimal, unit: str, *, measured: bool = True) -> str:
    """A number as pages print it, with its unit. `measured` units are singular in the files.

    >>> with_unit(Decimal("13.3394"), "person"), with_unit(Decimal("25.6419"), "week"), with_unit(Decimal("3.5"), "£")
    ('13.3 people', '25.6419 weeks', '£3.50')
    """
    printed = counted(number, unit)
    return f"{amount(printed, unit)} {unit_after(unit, printed, measured=measured)}".strip()


def printed(text: str, unit: str, *, measured: bool = True) -> str:
    """A number as it stands in figures.csv, as pages print it; [c] as it is, and the sign for blank.

    >>> printed("1563498.87", "£"), printed("741", "hour"), printed("[c]", "person"), printed("", "hour")
    ('£1,563,498.87', '741 hours', '[c]', '–')
    """
    return (text or say("blank")) if text in ("", SUPPRESSED) else with_unit(Decimal(text), unit, measured=measured)


def exact_amount(number: Decimal, unit: str) -> str:
    """The same to the last place: part of a promise in £ may hold parts of a penny.

    >>> exact_amount(Decimal("4.0000"), "£"), exact_amount(Decimal("4.1250"), "£"), exact_amount(Decimal("2"), "hour")
    ('£4.00', '£4.125', '2')
    """
    return per_unit(number) if unit == "£" else amount(number, unit)


def unit_after(unit: str, number: Decimal | None, *, measured: bool = True) -> str:
    """The words that follow a number: "hours"; nothing behind £ and %. `measured` units are singular in the files.

    >>> unit_after("claims", Decimal(1), measured=False), unit_after("beds", Decimal(2), measured=False)
    ('claim', 'beds')
    >>> unit_after("hour", Decimal(2)), unit_after("£", Decimal(2)), unit_after("£ a job", Decimal(2), measured=False)
    ('hours', '', 'a job')
    """
    if unit in ("£", "%", "year"):
        return ""
    if unit.startswith("£ "):
        return unit[2:]
    return plural(unit, number) if measured or unit in CATALOGUE["singulars"] else unit
