"""Sentences that can be said in another language: they remember their words, and what stands in the gaps of them.

They are English text like any other for whoever prints, compares or files them. Only who speaks to a person asks for
the words, has them translated, and fills the gaps anew.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

_GAP = re.compile(r"\{(\w+)\}")


class Told(str):
    """An English sentence with the words it was made of, `{name}` for each gap, and what stands in the gaps."""

    __slots__ = ("_values", "sentence", "words")
    words: str
    # What stands in the gaps, in the order of the gaps: there may be hundreds of thousands of one sort.
    _values: tuple[str, ...]
    # Whether it begins with a capital and ends with a full stop, whatever its words do.
    sentence: bool

    def __new__(cls, words: str, gaps: Mapping[str, str] | None = None, sentence: bool = False) -> "Told":
        """The sentence; words without gaps stand as they are, braces and all."""
        text = words.format_map(gaps) if gaps else words
        made = super().__new__(cls, _sentence(text) if sentence else text)
        made.words, made.sentence = words, sentence
        made._values = tuple([gaps[name] for name in _names(words)]) if gaps else ()
        return made

    @property
    def gaps(self) -> Mapping[str, str]:
        """What stands in the gaps, by their names."""
        return dict(zip(_names(self.words), self._values, strict=True)) if self._values else {}

    @staticmethod
    def of(text: str) -> "Told":
        """A text as something told: itself if it is, else words without gaps."""
        return text if isinstance(text, Told) else _plain(text)

    def __str__(self) -> str:
        """Itself, so that an exception that carries it still gives its words."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        if self._values or self.sentence:
            return Told, (self.words, self.gaps, self.sentence)
        return _plain, (self.words,)

    def as_sentence(self) -> "Told":
        """The same with a capital at its beginning and a full stop at its end.

        >>> told("write the year in four digits, for example {year}", year=2023).as_sentence()
        'Write the year in four digits, for example 2023.'
        """
        return Told(self.words, self.gaps, sentence=True)

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language; in English where a translation has gaps that nothing stands for.

        >>> told("'{text}' cannot be read.", text="abc").said({"'{text}' cannot be read.": "Dim {text}!"}.__getitem__)
        'Dim abc!'
        """
        words = translate(self.words) if has_words(self.words) else self.words
        gaps = {name: said(gap, translate) for name, gap in self.gaps.items()}
        try:
            text = words.format_map(gaps) if gaps else words
        except (LookupError, ValueError, AttributeError):
            text = self.words.format_map(gaps)
        return _sentence(text) if self.sentence else text


def told(words: str, /, **gaps: object) -> Told:
    """A sentence to be told to a person. The words are written out where it is made, so that they can be gathered.

    >>> told("'{text}' is not one of: {choices}.", text="c", choices="a, b")
    "'c' is not one of: a, b."
    """
    if not gaps:
        return _plain(words)
    return Told(words, {name: gap if isinstance(gap, str) else str(gap) for name, gap in gaps.items()})


@lru_cache(maxsize=4_096)
def _plain(words: str) -> Told:
    """Words without gaps, of which one does for all findings that say them."""
    return Told(words)


@lru_cache(maxsize=4_096)
def _names(words: str) -> tuple[str, ...]:
    """The names of the gaps in words, each once."""
    return tuple(dict.fromkeys(_GAP.findall(words)))


def listed(parts: Sequence[str]) -> Told:
    """Several parts, one after the other, each of which is said by itself.

    >>> listed([told("{count} sheets", count=2), "sheets.csv"]).said(lambda words: words.replace("sheets", "taflenni"))
    '2 taflenni, sheets.csv'
    """
    gaps = {f"part{number}": part for number, part in enumerate(parts)}
    return Told(", ".join(f"{{{name}}}" for name in gaps), gaps)


def neither(parts: Sequence[Told]) -> Told:
    """One thing, or two of which neither is there.

    >>> neither([told("when it was prepared"), told("by whom")])
    'when it was prepared nor by whom'
    """
    return told("{first} nor {second}", first=parts[0], second=parts[1]) if len(parts) == 2 else parts[0]


def has_words(words: str) -> bool:
    """Whether there is anything to translate outside of the gaps.

    >>> has_words("{part0}, {part1}"), has_words("sheet {name}")
    (False, True)
    """
    return any(map(str.isalpha, _GAP.sub("", words)))


def said(text: str, translate: Callable[[str], str]) -> str:
    """What is to be told, in another language; any other text as it is."""
    return text.said(translate) if isinstance(text, Told) else text


def to_json(text: str) -> str | dict[str, Any]:
    """A text as JSON keeps it: with its words and gaps if it has them.

    >>> to_json(told("'{text}' cannot be read.", text="abc"))
    {'words': "'{text}' cannot be read.", 'gaps': {'text': 'abc'}}
    """
    if not isinstance(text, Told):
        return text
    kept: dict[str, Any] = {"words": text.words}
    if gaps := text.gaps:
        kept["gaps"] = {name: to_json(gap) for name, gap in gaps.items()}
    return kept | {"sentence": True} if text.sentence else kept


def from_json(kept: Any) -> str:
    """The text that `to_json` kept. Raises KeyError, TypeError or ValueError for anything else."""
    if isinstance(kept, str):
        return kept
    words = sys.intern(kept["words"])
    gaps = {name: from_json(gap) for name, gap in kept.get("gaps", {}).items()}
    return Told(words, gaps, kept.get("sentence", False)) if len(kept) > 1 else _plain(words)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
