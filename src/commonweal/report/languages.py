"""The catalogues: one file a language, what is missing in one said in English, and one made by a rule to test them.

The language that is being printed is set once, at the door, and holds for all that is printed inside it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

ENGLISH = "en-GB"
# The code that is kept for languages made by a rule: accented letters, brackets, a third longer. It is in no menu.
PSEUDO = "qps-ploc"

# Words that belong to the units of measures, which are the framework's words and not the report's.
_UNITS = frozenset({"singulars", "plurals", "whole_things"})
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "àßçðèƒĝĥìĵķĺµñòþœŕšţùůŵ×ýžÀßÇÐÈƒĜĤÌĴĶĹµÑÒÞŒŔŠŢÙŮŴ×ÝŽ"
)
_HOLE = re.compile(r"(\{[a-z_]+\})")

_PRINTED: ContextVar[str] = ContextVar("printed", default=ENGLISH)


@contextmanager
def printed_in(language: str) -> Iterator[None]:
    """All that is said inside is said in that language. Raises KeyError if there is no catalogue of it."""
    catalogue(language)
    before = _PRINTED.set(language)
    try:
        yield
    finally:
        _PRINTED.reset(before)


def language_printed() -> str:
    """The code of the language that is being printed."""
    return _PRINTED.get()


class Words(Mapping[str, Any]):
    """The groups of words of the language that is being printed."""

    def __getitem__(self, group: str) -> Any:
        return catalogue(_PRINTED.get())[group]

    def __iter__(self) -> Iterator[str]:
        return iter(catalogue(_PRINTED.get()))

    def __len__(self) -> int:
        return len(catalogue(_PRINTED.get()))


@cache
def catalogue(language: str) -> Mapping[str, Any]:
    """Every word of a language, in English where its file has none. Raises KeyError if it has no file."""
    if language == PSEUDO:
        return {group: words if group in _UNITS else _accented(words) for group, words in _read(ENGLISH).items()}
    return _over(_read(ENGLISH), _read(language))


def languages() -> tuple[str, ...]:
    """The languages that there is a catalogue of, in the order of their codes."""
    names = (entry.name for entry in files("commonweal.report").joinpath("catalogue").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def has_catalogue(language: str) -> bool:
    """Whether the report's own words can be said in a language.

    >>> has_catalogue("en-GB"), has_catalogue("tlh")
    (True, False)
    """
    return language == PSEUDO or language in languages()


def missing(language: str) -> list[str]:
    """The words that a language's catalogue has not yet, by their keys: they are said in English."""
    there = dict(_flat(_read(language)))
    return [key for key, _ in _flat(_read(ENGLISH)) if key not in there]


@cache
def _read(language: str) -> Mapping[str, Any]:
    if language not in languages():
        raise KeyError(f"there is no catalogue of the language '{language}'")
    found = files("commonweal.report").joinpath(f"catalogue/{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(found)


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands in `above`, and in `below` where that has nothing."""
    return {
        name: _over(words, above.get(name, {})) if isinstance(words, Mapping) else above.get(name, words)
        for name, words in below.items()
    }


def _flat(words: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, found in words.items():
        if isinstance(found, Mapping):
            yield from _flat(found, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(found)


def _accented(words: Any) -> Any:
    """English made strange: every letter but those of holes has another sign, so that what was forgotten stands out."""
    if isinstance(words, Mapping):
        return {name: _accented(found) for name, found in words.items()}
    if not re.search("[A-Za-z]", _HOLE.sub("", words)):
        return words
    pieces = (piece if place % 2 else piece.translate(_ACCENTED) for place, piece in enumerate(_HOLE.split(words)))
    return f"«{''.join(pieces)}{'~' * (1 + len(words) * 3 // 10)}»"
