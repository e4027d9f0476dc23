"""When "one" counts nothing: the old one, one of our partners, one day, one mother said."""

import re

from commonweal.report.prose.words import any_word, words

_END = r"\s*(?:[.,;:!?)”\"]|$)"
# "The college hired one": what stands before "one" is who has it, and not which one it is.
_HOLDER = r"(?:\w+(?:ed|s)|team|board|college|trust|fund|firm|council|charity|authority|builder|school|took|won|lost|got|met|sold|gave)"
_SPOKE = any_word("told said says tells wrote writes explained explains described recalled recalls remembers remembered added".split())
_LASTS = any_word("a per each every off of in course courses session sessions event events workshop workshops training visit pass "
                  "conference class".split())
_WHICH = any_word("that which who whose we you they it I in on at for with to from was is has had will place thing where she he "
                  "hand nearest already the before after people most".split())

ONE = [re.compile(pattern, re.IGNORECASE) for pattern in (
    # one day; but not: one day a week, one day course
    rf"\bone (?:day|evening|morning|afternoon|night|summer|winter|spring|autumn)\b(?! {_LASTS}\b)",
    # the old one, a new one that; but not: gave the school one van
    rf"\b(?:the|a|an|my|our|your|its|their) (?!{_HOLDER} )[\w’'-]+ one\b(?={_END}|\s+(?:{any_word(words('function'))}|\w+ed|\w+ly|needs)\b)",
    # the one that, the one place; but not: the one apprentice
    rf"\bthe one(?= {_WHICH}\b|\s*[.,;:!?)])", r"\bas one(?=\s*[.,;!?])",
    r"\b(?:where|if|when|unless|whether) (?:there (?:is|was)|they have|we have|it has|you have) one\b",
    # one of the city's oldest firms
    r"\bone of (?:(?:the|its|our|their|his|her) )?[\w’']+[’']s?\b(?= )",
    # somebody who is quoted and not counted: one young mother said
    rf"\bone (?:(?:young|older|local|former|new) )?[\w’-]+ (?:{_SPOKE}|put it)\b",
    r"\b(?:words of|quote|quoting|letter from|message from|story of) one\b",
)]
# "only one", "exactly one", "at least one" count, whatever follows.
EMPHASIS = re.compile(r"(?:(?<!the )(?<!the very )\bonly|\bjust|\bexactly|\bleast|\bmere|\bprecisely)\s+$", re.IGNORECASE)
