"""How a promise is rated: the words are those of the Procurement Act 2023's contract performance notices.

The Act's regulations name the ratings and leave it to each body where the lines between them lie. These are ours; every
page that shows a rating prints them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Rating:
    """One rating: the word that people see, the rule that gives it, and how the tag looks."""

    shown: str
    rule: str
    tag: str


RATINGS: Mapping[str, Rating] = {
    "good": Rating("Good", "all of what is due by now was reported", "green"),
    "approaching": Rating("Approaching target", "at least nine tenths of what is due by now was reported", "yellow"),
    "improve": Rating("Requires improvement", "at least half of what is due by now was reported", "orange"),
    "inadequate": Rating("Inadequate", "less than half of what is due by now was reported", "red"),
    "other": Rating("Other", "nothing is due yet, or nothing was promised with a number", "grey"),
}
# The worst first: a contract or project is rated as its worst promise is.
WORST_FIRST = ("inadequate", "improve", "approaching", "good", "other")


def rate(due: Decimal, reported: Decimal) -> str:
    """The rating of one promise, by how much of what is due was reported.

    >>> rate(Decimal(10), Decimal(10)), rate(Decimal(10), Decimal(9)), rate(Decimal(10), Decimal("8.9"))
    ('good', 'approaching', 'improve')
    >>> rate(Decimal(10), Decimal(5)), rate(Decimal(10), Decimal("4.9999")), rate(Decimal(0), Decimal(3))
    ('improve', 'inadequate', 'other')
    """
    if due <= 0:
        return "other"
    if reported >= due:
        return "good"
    if reported * 10 >= due * 9:
        return "approaching"
    return "improve" if reported * 2 >= due else "inadequate"


def worst_first(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Promises as pages list them."""
    return sorted(rows, key=lambda row: (WORST_FIRST.index(row["rating"]), row["title"]))


def worst(ratings: Iterable[str]) -> str:
    """The rating of several promises together.

    >>> worst(["good", "improve", "other"]), worst([])
    ('improve', 'other')
    """
    found = set(ratings)
    return next((rating for rating in WORST_FIRST if rating in found), "other")
