"""What people type where a number should stand, and what they are asked to type instead.

None of it is ever read as a number: what is only probable is asked back with the number that may be meant.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from commonweal.basics.told import Told, told

_BOUNDS = {"over": "over", "more than": "over", "at least": "over", ">": "over", "≥": "over", "nearly": "nearly",
           "almost": "nearly", "about": "about", "approx": "about", "approx.": "about", "approximately": "about",
           "around": "about", "circa": "about", "c": "about", "c.": "about", "ca": "about", "~": "about", "≈": "about",
           "up to": "up-to", "<": "up-to", "≤": "up-to"}
_NUMBER = r"£?[0-9][0-9,]*(?:\.[0-9]+)?"
_BOUNDED = re.compile(rf"({'|'.join(map(re.escape, sorted(_BOUNDS, key=len, reverse=True)))})\s*({_NUMBER})\Z", re.I)
_AND_MORE = re.compile(rf"({_NUMBER})\+\Z")
_SHORT = re.compile(r"£?([0-9]+(?:\.[0-9]+)?)\s*(k|m|mn|bn|thousand|million|billion)\Z", re.I)
_TIMES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9}
_BRACKETS = re.compile(rf"\(({_NUMBER})\)\Z")
_FRACTION = re.compile(r"(?:([0-9]+)\s+)?([0-9]+)\s*/\s*([1-9][0-9]*)\Z")
_SIGNS_OF_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75"}
_SIGN_OF_FRACTION = re.compile(r"([0-9]*)([½¼¾])\Z")
_UNITS = "h|hr|hrs|hours?|days?|weeks?|people|persons?|fte|posts?|pounds?|gbp|tonnes?|kg"
_WITH_UNIT = re.compile(rf"({_NUMBER})\s*({_UNITS})\Z", re.I)
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|–|to)\s*({_NUMBER})\Z")
_NOTHING = frozenset(("n/a", "na", "none", "nil", "null", "tbc", "tbd", "?", "unknown", "not stated", "not known",
                      "not applicable", "-", "–"))
_PLACES = Decimal("0.0001")


def what_to_type(typed: str) -> Told:
    """What to type instead of a text that is no number: where one may be meant it is asked for, never taken.

    Where it speaks of other columns of a file too, the gap `first` is what holds without them.

    >>> what_to_type("£1.1m")
    'if 1100000 is meant, write all its digits'
    >>> what_to_type("20+")
    "write 20, and say 'over' in the column 'bound' if there is one"
    """
    if typed.casefold() in _NOTHING:
        return told("leave the cell blank where nothing is known, and write 0 where it is nought")
    if typed.startswith("#"):
        return told("this is an error of the spreadsheet or a mark: type the number itself")
    if found := _BOUNDED.match(typed):
        return _bounded(found[2], _BOUNDS[found[1].lower()])
    if found := _AND_MORE.match(typed):
        return _bounded(found[1], "over")
    if found := _SHORT.match(typed):
        number = Decimal(found[1]).scaleb(_TIMES[found[2].lower()])
        return told("if {number} is meant, write all its digits", number=f"{number:f}")
    if found := _BRACKETS.match(typed):
        return told("brackets can mean an amount below zero: write -{number} if they do", number=found[1])
    if found := _SIGN_OF_FRACTION.match(typed):
        return told("write the fraction as a decimal: {decimal}",
                    decimal=Decimal(found[1] or 0) + Decimal(_SIGNS_OF_FRACTIONS[found[2]]))
    if (found := _FRACTION.match(typed)) and len(found[2] + found[3]) < 12:
        part = (Decimal(found[2]) / Decimal(found[3])).quantize(_PLACES, ROUND_HALF_UP) + Decimal(found[1] or 0)
        return told("if a fraction is meant and not a date, write it as a decimal: {decimal}",
                    decimal=f"{part:f}".rstrip("0").rstrip("."))
    if found := _WITH_UNIT.match(typed):
        return told("write {number} alone if '{unit}' is the unit of this column; else work it out first",
                    number=found[1], unit=found[2])
    if found := _RANGE.match(typed):
        return told("a range is not one number: write the one that is known, and the rest in 'note'")
    if "," in typed:
        return told("commas must part the digits in threes (1,234,567); use a point for decimals")
    return told("{first}; put words such as 'over' in the column 'bound'",
                first=told("write digits only, for example 1234.5"))


def _bounded(number: str, bound: str) -> Told:
    return told("{first}, and say '{bound}' in the column 'bound' if there is one",
                first=told("write {number}", number=number), bound=bound)
