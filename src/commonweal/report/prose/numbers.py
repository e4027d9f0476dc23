"""Finding every quantity that somebody typed, in digits or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.report.prose.understood import understood
from commonweal.report.prose.words import any_phrase, any_word, phrases, words

_SCALE = rf"(?:\s?(?:%|‰|per\s?cent|{any_word(words('scales'))})(?![A-Za-z]))"
_DIGITS = re.compile(
    rf"(?:[£$€¥]\s?|\b(?:GBP|EUR|USD)\s?)?\d+(?:[.,/:–-]\d+)*(?:\s?[¼-¾⅐-⅞])?{_SCALE}*|"
    rf"[¼-¾⅐-⅞²³¹⁰-⁹①-⓿]{_SCALE}?", re.IGNORECASE)

_CARDINAL = any_word(words("cardinals"))
_ORDINAL = any_word(words("ordinals"))
_PART = any_word([*words("parts"), *words("ordinals")])
_ONE = rf"\b{_CARDINAL}\b"
_JOIN = r"(?:[\s-]+(?:and\s+)?(?:an?\s+)?|\s+point\s+)"
# three; twelve hundred; two and a half; two-thirds; one in four; three out of 10; ten per cent; thirty-fold
_CARDINALS = (
    rf"{_ONE}(?:{_JOIN}{_ONE})*(?:[\s-]+(?:and\s+)?(?:an?\s+)?{_PART}\b)?"
    rf"(?:\s+(?:in|of|out\s+of)(?:\s+(?:every|the|our|all|these|those))?\s+(?:\d+|{_ONE}))?(?:[\s-]+(?:per\s?cent\b|fold\b))?")
# a third of, a fifth were, the poorest tenth; but not a third party, the second round
_AFTER = rf"(?=\s*(?:[.,;:!?)”\"’—–]|$)|\s+(?:{any_word(words('after_part'))}\b|\d|[a-z]+(?:ed|ly)\b))"
_ORDINAL_PART = (
    r"\b(?:an?|another|top|bottom|poorest|richest|deprived|remaining|other|upper|lower|middle)[\s-]+"
    rf"(?:(?!first|second){_ORDINAL}|3rd|\d+th)\b{_AFTER}")
_WORDS = re.compile("|".join((
    _CARDINALS, _ORDINAL_PART,
    rf"\b{any_word(words('parts'))}\b(?:\s+of\b)?(?:\s+as\b)?",
    rf"\b{any_word(words('multiples'))}\b(?:\s+as\b)?", rf"\b{any_word(words('milestones'))}\b",
    any_phrase(*phrases("groups")).pattern,
    rf"\bevery\s+(?!first){_ORDINAL}(?=\s+(?!{any_word(words('after_every'))}\b)[a-z])",
    rf"\brank(?:s|ed|ing)?\s+(?:joint\s+)?(?:{_ORDINAL}|\d+(?:st|nd|rd|th))\b",
)), re.IGNORECASE)
# "one hundred", "one in four" hold no pronoun. "twenty-first", "one hundred and fiftieth": the number only says which.
_LARGER = re.compile(r"one[\s-]", re.IGNORECASE)
_ORDINAL_NUMBER = re.compile(
    rf"(?:{_ONE}{_JOIN})*{any_word(words('tens'))}(?:-|\s+and\s+){_ORDINAL}$", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """A quantity as it was typed, and where it starts in its text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in its text."""
        return self.start + len(self.text)


def typed_numbers(text: str, *, heading: bool = False) -> Iterator[Typed]:
    """Every quantity in a text, in its order; dates, names, idioms and the like are left out.

    >>> [typed.text for typed in typed_numbers("In May 2024 one in four of the 1,200 staff asked a third party.")]
    ['one in four', '1,200']
    """
    through = list(understood(text, heading=heading))
    found = [Typed(match.group(), match.start()) for pattern in (_DIGITS, _WORDS) for match in pattern.finditer(text)]
    end = 0
    for typed in sorted(found, key=lambda typed: (typed.start, -typed.end)):
        if typed.end <= end or _ORDINAL_NUMBER.match(typed.text):
            continue
        if _LARGER.match(typed.text) or not any(start <= typed.start and typed.end <= stop for start, stop in through):
            end = typed.end
            yield typed
