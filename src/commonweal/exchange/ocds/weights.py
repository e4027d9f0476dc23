"""What bids are judged by: criteria with weights as numbers, or as text where a portal has no field for them.

A weight becomes a share only where it can be nothing else: a percentage that says so, a decimal that says so, or bare
numbers that add up to 100 over the whole lot. What is printed is kept beside it in every case.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commonweal.basics.numbers import ZERO, plain
from commonweal.basics.told import Told, told
from commonweal.exchange.ocds.nodes import Node

_NUMBER = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)\s*(%|per ?cent)?\.?$", re.IGNORECASE)
SOCIAL_VALUE = re.compile(r"\bsocial(?:ly)?[\s-]+(?:value|impact|responsib)|\bcommunity[\s-]+benefit|\bwell-?being\b|"
                          r"\bfair[\s-]+work\b|\btoms\b", re.IGNORECASE)
_HUNDRED = Decimal(100)
_KINDS = ("price", "cost", "quality")


@dataclass(frozen=True)
class Criterion:
    """One criterion of a lot: its weight as printed, and the number and unit that could be read from it."""

    kind: str
    title: str
    printed: str
    number: Decimal | None = None
    percent: bool = False
    decimal: bool = False

    @property
    def social_value(self) -> bool:
        """Whether its own words speak of social value or community benefits."""
        return bool(SOCIAL_VALUE.search(self.title))


def criteria_of(lot: Node) -> list[Criterion]:
    """The award criteria of a lot (or of a tender without lots), in their order."""
    return [_criterion(item) for item in lot.node("awardCriteria").nodes("criteria")]


def _criterion(item: Node) -> Criterion:
    kind = item.text("type").lower()
    kind = kind if kind in _KINDS else "not-stated"
    title, description = item.text("name"), item.text("description")
    found = _NUMBER.match(description)
    title = title or ("" if found else description)
    for number in item.nodes("numbers"):
        value, unit = number.number("number"), number.text("weight")
        if value is not None and unit:
            # Where a weight stands as text beside its number, the text is how it was printed.
            printed = description if found else f"{plain(value)} ({unit})"
            return Criterion(kind, title, printed, value,
                             unit.startswith("percentage") and "Exact" in unit, unit == "decimalExact")
    # Portals that lack the field put the weight where the description belongs.
    if found:
        return Criterion(kind, title, description, Decimal(found[1]), bool(found[2]))
    return Criterion(kind, title, "")


def shares(criteria: Sequence[Criterion]) -> list[Decimal | None]:
    """The weight of each criterion as a share of the whole; None where it cannot be known."""
    numbers = [criterion.number for criterion in criteria if criterion.number is not None]
    whole = sum(numbers, ZERO) == _HUNDRED and len(numbers) == len(criteria)
    found: list[Decimal | None] = []
    for criterion in criteria:
        if criterion.number is None:
            found.append(None)
        elif criterion.decimal:
            found.append(criterion.number)
        else:
            found.append(criterion.number / _HUNDRED if criterion.percent or whole else None)
    return found


def fault(criteria: Sequence[Criterion]) -> tuple[str, Told] | None:
    """Why the weights of a lot are not a whole: a code and words; None where they are, or there are no criteria."""
    if not criteria:
        return None
    numbers = [criterion.number for criterion in criteria if criterion.number is not None]
    if not numbers:
        return "OCDS-WEIGHTS-MISSING", told("none of the {count} award criteria has a weight.",
                                            count=len(criteria))
    missing = len(criteria) - len(numbers)
    if missing:
        return "OCDS-WEIGHTS-MISSING", told("{missing} of {count} award criteria have no weight.",
                                            missing=missing, count=len(criteria))
    added = sum(numbers, ZERO)
    if added in (_HUNDRED, Decimal(1)) and (added == _HUNDRED or all(criterion.decimal for criterion in criteria)):
        return None
    return "OCDS-WEIGHTS-SUM", told("the weights of the lot add up to {added}, not to 100.",
                                     added=plain(added.normalize()))
