"""When "one" counts nothing: the old one, one of our partners, one day, one mother said."""

import re

from commonweal.report.prose.words import any_word, words

_END = r"\s*(?:[.,;:!?)”\"]|$)"
_HOLDER = rf"(?:\w+(?:ed|s)|{any_word(words('holders'))})"
_FOLLOWS = rf"(?:{any_word(words('function'))}|\w+ed|\w+ly|needs)"

ONE = [re.compile(pattern, re.IGNORECASE) for pattern in (
    # one day; but not: one day a week, one day course
    rf"\bone (?:day|evening|morning|afternoon|night|summer|winter|spring|autumn)\b(?! {any_word(words('lasts'))}\b)",
    # the old one, a new one that; but not: gave the school one van
    rf"\b(?:the|a|an|my|our|your|its|their) (?!{_HOLDER} )[\w’'-]+ one\b(?={_END}|\s+{_FOLLOWS}\b)",
    # the one that, the one place; but not: the one apprentice
    rf"\bthe one(?= {any_word(words('which'))}\b|\s*[.,;:!?)])", r"\bas one(?=\s*[.,;!?])",
    r"\b(?:where|if|when|unless|whether) (?:there (?:is|was)|they have|we have|it has|you have) one\b",
    # one of the city's oldest firms
    r"\bone of (?:(?:the|its|our|their|his|her) )?[\w’']+[’']s?\b(?= )",
    # somebody who is quoted and not counted: one young mother said
    rf"\bone (?:(?:young|older|local|former|new) )?[\w’-]+ (?:{any_word(words('spoke'))}|put it)\b",
    r"\b(?:words of|quote|quoting|letter from|message from|story of) one\b",
)]
# "only one", "exactly one", "at least one" count, whatever follows.
EMPHASIS = re.compile(
    r"(?:(?<!the )(?<!the very )\bonly|\bjust|\bexactly|\bleast|\bmere|\bprecisely)\s+$", re.IGNORECASE)
