"""Whether four digits are a year. They are one only where the words around them say so; otherwise they count."""

import re
from collections.abc import Iterator

from commonweal.report.prose.words import words

_YEAR = r"(?:1[5-9]|20)\d\d"
_ITEM = rf"{_YEAR}(?:[/–-](?:{_YEAR}|\d\d))?"
_GROUP = re.compile(
    rf"(?<![\w£$€.,/:–-]){_ITEM}(?:(?:,? and |,? or | to |, ?| ?[–-] ?){_ITEM})*(?![\w%])(?![.,:/–-]\d)(?!-[A-Za-z])")
_PAIR = re.compile(rf"({_YEAR})[/–-]({_YEAR}|\d\d)")
_MONTHS = "|".join(words("months"))
_ALWAYS = re.compile(
    rf"\b(?:{_MONTHS})(?:,|\.)? {_YEAR}(?:[/–-]\d\d)?\b(?!,\d)|\b(?:mid|pre|post|early|late)-{_YEAR}\b|"
    r"\b(?:1[5-9]|20)\d0s\b|[’']\d0s\b|\bFY ?\d\d(?:/\d\d)?\b|\b\d\d/\d\d financial year", re.IGNORECASE)
_FUNCTION = frozenset(words("function"))
_BEFORE = {name: frozenset(words(f"before_{name}")) for name in ("year", "of", "for", "to")}
_CHANGED = frozenset(words("changed"))
_CHANGE = _CHANGED | frozenset(words("changing"))
_COUNTED = frozenset(words("counted"))
_NAMES = frozenset(words("documents"))
_DOCUMENTS = frozenset(word.lower() for word in words("documents"))
_OF_A_YEAR = frozenset(words("of_a_year"))
_LAWS = frozenset(words("laws"))
_CLAUSES = frozenset(words("clauses"))
_PAIRS = frozenset(
    [("than", word) for word in ("later", "earlier", "sooner")]
    + [("on", word) for word in ("back", "look", "looking", "improve", "improved", "based", "building")]
    + [("as", word) for word in ("early", "late", "recently", "soon", "long")])
_COMPARED = frozenset({"more", "less", "fewer", "higher", "lower"})
_HEADLINE = re.compile(
    r" (?:at a glance|in (?:brief|numbers|review|figures|pictures|summary)|and (?:beyond|after)|highlights|results)\b")
_SENTENCE = re.compile(r"(?:^|[.!?:;]\s+|\n\s*\n)\W*$")
_OWNERS = frozenset(words("owners"))
_PLURAL_VERBS = frozenset(words("plural_verbs"))
_SINGULAR_VERBS = frozenset(words("singular_verbs"))
_VERBS = frozenset(words("verbs"))


def years(text: str) -> Iterator[tuple[int, int]]:
    """Where years stand in a text, as (start, end): single years, financial years, runs and lists of years."""
    for found in _ALWAYS.finditer(text):
        yield found.span()
    for found in _GROUP.finditer(text):
        if _all_financial(found.group()) or _is_year(text[: found.start()], text[found.end():]):
            yield found.span()


def _all_financial(group: str) -> bool:
    pairs = _PAIR.findall(group)
    return bool(pairs) and _PAIR.sub("", group).strip(" ,-–andort") == "" and all(
        int(end[-2:]) == (int(start) + 1) % 100 for start, end in pairs)


def _is_year(left: str, right: str) -> bool:
    before = re.findall(r"[\w’']+", left[-120:])
    last = before[-1] if before else ""
    word, further = _next_words(right)
    if not before and (not word or _HEADLINE.match(right)):
        return True
    if last.lower() in _OWNERS or last.endswith(("'s", "’s")):
        named = word[:1].isupper() and (further[:1].isupper() or word in _NAMES)
        return named or word.lower() in _OF_A_YEAR
    if (_SENTENCE.search(left) or last.lower() in _CLAUSES) and word in _SINGULAR_VERBS:
        return True
    if last in _LAWS:
        return True
    # "Corporate Plan 2021 sets", "A Fairer Northmere 2030 is": a title, unless something is counted.
    if last in _NAMES and word not in _COUNTED | _PLURAL_VERBS:
        return True
    titled = len(before) > 1 and last.istitle() and before[-2].istitle() and before[-2].lower() not in _FUNCTION
    if titled and (not word or word in _SINGULAR_VERBS | _FUNCTION - _PLURAL_VERBS):
        return True
    counts = _counted(word, further)
    # "In 2024 residents told us" is a year; "in 2024 homes the boiler was replaced" counts homes.
    opens = last.lower() in ("in", "from", "by", "since") and _SENTENCE.search(left[: len(left.rstrip()) - len(last)])
    if counts and not (opens and (further in _VERBS or further.endswith("ed"))):
        return False
    return _names(before) or _introduced(before, left, word)


def _next_words(right: str) -> tuple[str, str]:
    """The two words that follow without a stop between; blanks where a stop or the end comes first."""
    found = re.match(r"\s+([A-Za-z’']+)(?:\s+([A-Za-z’']+))?", right)
    return (found.group(1), found.group(2) or "") if found else ("", "")


def _counted(word: str, further: str) -> bool:
    """Whether the words after four digits may be what they count: "homes", "council homes"; but not "the homes"."""
    if not word or word.lower() in _FUNCTION or word.endswith(("ed", "ly")):
        return False
    return any(name in _COUNTED or (name.endswith("s") and name.lower() not in _FUNCTION) for name in (word, further))


def _names(before: list[str]) -> bool:
    """Whether a document ("the plan 2021") or a span of time ("the summer of 2022") stands right before a year."""
    last, earlier = before[-1].lower() if before else "", before[-2].lower() if len(before) > 1 else ""
    return last in _DOCUMENTS or (last == "of" and earlier in _BEFORE["of"]) or bool(re.fullmatch(r"[qh][1-4]", last))


def _introduced(before: list[str], left: str, word: str) -> bool:
    """Whether what stands right before four digits announces a year."""
    last = before[-1].lower() if before else ""
    earlier = before[-2].lower() if len(before) > 1 else ""
    nearby = {word.lower() for word in before[-6:-1]}
    if left.endswith("("):
        return last in _BEFORE["for"]
    if last in _BEFORE["year"]:
        return not (last == "in" and earlier.startswith("result"))
    if last == "by":
        return not nearby & _CHANGED
    if last in ("from", "between"):
        return not nearby & _CHANGE
    if last == "to":
        return earlier in _BEFORE["to"] and not nearby & _CHANGE - {"up"}
    if last == "least":
        return bool(nearby & {"until", "till", "to"})
    if last in ("is", "was", "be"):
        return (earlier == "it" and word not in _COMPARED) or bool(nearby & {"year", "deadline", "date"})
    if (last, earlier) in _PAIRS or (last == "with" and earlier.startswith("compar")):
        return True
    planned = earlier in _BEFORE["for"] or (earlier in ("is", "was", "are", "set") and bool(nearby & _BEFORE["for"]))
    return last == "for" and (planned or len(before) == 1)
