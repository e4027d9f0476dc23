"""The English words of the finder, read from english.toml once, and its phrases as patterns."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

_ENGLISH: Mapping[str, dict[str, Any]] = tomllib.loads(
    files("commonweal.report.prose").joinpath("english.toml").read_text(encoding="utf-8"))


def words(name: str) -> list[str]:
    """The single words of a list of english.toml."""
    return str((_ENGLISH["numbers"] | _ENGLISH["words"])[name]).split()


def phrases(name: str) -> list[str]:
    """The phrases of a list of english.toml, as they are written there."""
    return list((_ENGLISH["numbers"] | _ENGLISH["understood"])[name])


def any_word(listed: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    longest_first = sorted(listed, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\-", r"[\s-]+") for word in longest_first) + ")"


def any_phrase(*listed: str) -> re.Pattern[str]:
    """A pattern for any of these phrases: "a/b" is either word, "*" any one word, a space also a hyphen or a line end.

    >>> bool(any_phrase("one/two way *").search("a Two-way\\nstreet"))
    True
    """
    made = (r"[\s-]+".join(_word(word) for word in phrase.split()) for phrase in listed)
    return re.compile(rf"\b(?:{'|'.join(made)})\b", re.IGNORECASE)


def _word(word: str) -> str:
    choices = (re.escape(choice).replace(r"\*", r"[\w’']+") for choice in word.split("/"))
    return "(?:" + "|".join(choices) + ")"
