"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by groups of vowels.

Counting syllables by rule is off by a few in a hundred words, so a grade is good to about half a year. A reading age is
the grade and five years.
"""

import re

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")
# Endings that are written with a vowel and spoken without.
_SILENT = re.compile(r"(?:[^l]e|[^td]ed|[^cgsxz]es)$")


def syllables(word: str) -> int:
    """Syllables of an English word, about: at least one.

    >>> [syllables(word) for word in ("we", "makes", "promise", "reported", "table", "liked")]
    [1, 1, 2, 3, 2, 1]
    """
    lower = word.lower()
    count = len(_VOWELS.findall(lower)) - bool(_SILENT.search(lower) and len(_VOWELS.findall(lower)) > 1)
    return max(count, 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: 0.39 × words a sentence + 11.8 × syllables a word - 15.59."""
    words = _WORD.findall(text)
    sentences = max(len(_SENTENCE.findall(text)), 1)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
