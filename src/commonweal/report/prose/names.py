"""Names, codes and addresses that hold a number: Level 3, Section 106, ISO 20400, the A59, 12 Dock Road."""

import re

from commonweal.report.prose.words import any_word, words

_SMALL = any_word(words("small"))
# 3, 12a, 2.1, 52(1)(b), 06/21; then a range; then a list.
_NUMBER = r"\d{1,5}[a-z]?(?:[./]\d{1,4})*(?:\(\w{1,3}\))*"
_RANGE = rf"(?:{_NUMBER}|{_SMALL}\b)(?: ?(?:to|-|–) ?{_NUMBER})?"
_LIST = rf"{_RANGE}(?:(?:, | and | or |, and ){_RANGE})*"
_WHOLE = r"(?![\w%£])(?![.,]\d)"
# "Phase 2 and 30 homes": the homes are counted.
_UNCOUNTED = rf"{_WHOLE}(?!\s+{any_word(words('counted'))}\b)"
_NO_NOUN = rf"{_UNCOUNTED}(?!\s+[a-z]{{3,}}s\b)"
# "in the second phase 30 homes", "that level 12"
_THIS = "".join(rf"(?<!\b{word} )" for word in words("this"))
_BARE = "".join(rf"(?<!\b{word} )" for word in words("before_bare"))
_CAPITAL_OR_BARE = rf"\b(?:(?=(?-i:[A-Z]))|{_BARE})"
_LEVEL = r"(?:key[ -]stage|level|grade|phase|scope|tier|band|stage|lot|category|page|line|step|type)s?"
_OF_A_LEVEL = (r"(?=[ -](?:qualif|course|appren|emission|pupil|learner|student|work|supplier|listed|train|stand|diplom|"
               r"award|certif|build|partner|organis))")
_SCHOOL_YEAR = r"(?:1[0-3]|[1-9])"
_TITLED = "|".join(word.capitalize() for word in [*words("cardinals"), "half", "quarter", "third", "double"])
_ROAD = any_word(words("roads"))
_STOP = r"\s*(?:[.,;)]|$)"
_THEN = rf"(?={_STOP}|\s+(?:to|from|stops|runs|now|and|was|is|has|goes|that|which|does|leaves|between)\b)"


def _several(names: list[str]) -> list[str]:
    """Only the names that stand for more than one: sections, levels."""
    return [name for name in names if name.endswith("s") and name[:-1] in names]


NUMBERED = [re.compile(pattern, re.IGNORECASE) for pattern in (
    # Level 3, phase two, sections 1 and 4, lines 33 to 61, the level 3 course
    rf"{_THIS}{_CAPITAL_OR_BARE}{any_word(words('numbered'))} {_RANGE}{_UNCOUNTED}",
    rf"{_THIS}{_CAPITAL_OR_BARE}{any_word(_several(words('numbered')))} {_LIST}{_NO_NOUN}",
    rf"{_THIS}\b{_LEVEL} {_RANGE}(?:(?: and | or |/){_NUMBER})?{_WHOLE}{_OF_A_LEVEL}",
    # year 7 pupils, year 10 and year 11, by week three of the course
    rf"{_THIS}\byears? {_SCHOOL_YEAR}(?:(?: and | to |–|-|, ){_SCHOOL_YEAR})*(?!,\d)"
    r"(?=\s+(?:pupil|student|learner|class|group|of\b|children|and\b|to\b)|\s*[.,;:)])",
    rf"\byear {_SCHOOL_YEAR}(?: (?:and|or|to) year {_SCHOOL_YEAR})+{_UNCOUNTED}",
    r"\b(?:in|by|from|on|since|until|after|before|of) (?:day|week|month|year|quarter) "
    rf"(?:\d{{1,2}}|{_SMALL}){_UNCOUNTED}"
    r"(?=\s*(?:[.,;:)]|$|(?:of|the|we|it|and|they|on|onwards)\b))",
)]
NAMES = [re.compile(pattern) for pattern in (
    # Form 7, Goals 3, 4 and 5
    rf"\b{any_word(words('named'))} {_RANGE}{_UNCOUNTED}",
    rf"\b{any_word(_several(words('named')))} {_LIST}{_NO_NOUN}",
    rf"\b(?:Microsoft|BBC|Radio City|Capital|No) \d{{1,3}}{_UNCOUNTED}",
    r"\b(?:Industry|Web) \d\.\d\b", r"\bNet Zero\b",
    # The Three Graces: a name in the middle of a sentence. A capital after a stop proves nothing.
    rf"(?<=[a-z,] )(?:{_TITLED})(?! (?i:{any_word([*words('counted'), *words('cardinals')])})\b)(?: [A-Z][a-z’']+)+",
    r"(?<=[a-z,] )[A-Z][a-z]+ (?:Quarter|Zero|Half|Double)\b",
    # the 82 bus, route 86; but not "the 30 bus drivers"
    rf"\b(?:[Tt]he|[Aa]|[Nn]umber|night) (?:number )?\d{{1,3}}[A-Z]? (?:bus|tram|train|ferry)\b{_THEN}",
    rf"\b(?:[Bb]us|[Tt]ram|[Rr]oute|[Ss]ervice)(?: number)? \d{{1,3}}[A-Z]?\b(?!,\d){_THEN}",
    r"\b1(?:-2-|:|-to-)1\b(?= (?:support|session|coaching|help|advice|meeting|mentoring|tuition|care|chat))",
)]
CODES = [re.compile(pattern) for pattern in (
    # A59, CO2, PM2.5, KS2, SA8000, Q3, 4G, U-534, LCR-2023-17, NCA/2023/044, Fusion21, COVID-19, m²
    r"(?<![\w£$€-])(?!GBP|EUR|USD)[A-Z]{1,5}\d{1,4}[a-zA-Z]{0,2}(?![\w%])(?![.,]\d)",
    r"\bt?CO[2₂]e?\b", r"\bPM(?:2\.5|10)\b",
    r"\b[A-Z]{2,}(?:-[A-Z]*\d[A-Z\d]*){2,}\b",
    rf"\b[A-Z]{{2,}}[-/]\d{{1,4}}(?:[-/]\d+)*{_UNCOUNTED}", r"\b[A-Z]-\d{1,4}\b",
    r"\b[A-Z][a-z]{2,}\d{1,3}\b", r"\b[2-6][GD]\b", r"(?i:\bcovid[- ]19\b)",
    r"(?<=[a-z])[²³]", r"\b(?:per|a|square) (?:m|km|cm)2\b",
    # ISO 9001:2015, PPN 06/21, SI 2015/102, Directive 2014/24/EU, 2.1.3, v2.0
    r"\b(?:ISO|BS|EN|PAS|IEC|IFRS|IAS|PPNs?|SI|SR|SDGs?|COP|NVQs?|GCSE|Nos?\.|[Rr]ef\.?|s\.|ss\.|[Rr]eg\.|[Pp]p?\.|[Cc]h\.|"
    rf"[Vv]ol\.|[Vv]ers?\.) ?(?:[A-Z]{{2,3}} )?{_NUMBER}(?::\d{{4}})?(?:(?:, | and | or |–|-){_NUMBER})*(?!\w)",
    r"\b(?:Directive|Regulation|Decision) (?:\(EU\) )?(?:No )?\d{2,4}/\d+(?:/[A-Z]+)?\b", r"\b\d+(?:\.\d+){2,}\b",
    r"\bv\d+(?:\.\d+)*\b",
)]
ADDRESSES = [re.compile(pattern) for pattern in (
    # L3 1BP; 12 Dock Road, at the end of a phrase
    r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    rf"(?<!\w)\d{{1,4}}[a-z]? (?:[A-Z][a-z’']+ ){{1,3}}{_ROAD}\b(?={_STOP}|\s+(?:in|on|was|is|has|and|opened)\b)",
    # 0151 496 0000, +44 (0)20 7946 0018, ring 999
    r"(?<!\w)(?:\+44 ?(?:\(0\) ?)?\d{2,4}|\(?0\d{2,4}\)?) ?\d{3,4} ?\d{3,4}(?!\w)",
    r"\b(?i:ring|call|dial|phone|telephone|text) (?:999|111|101|112|18001)\b"
    rf"(?={_STOP}|\s+(?:for|if|or|and|in|when|at|to)\b)",
    r"\bNHS 111\b", r"\b(?:999|101|111|112)\b(?= (?:otherwise|in an emergency))",
    r"\b999(?= (?:call|service|crew)s?\b)",
    # web and mail addresses, tags, file names
    r"\b(?:https?://|www\.)\S+", r"\S+@\S+\.\w+", r"\b(?:[\w-]+\.)+(?:gov|org|co|ac|nhs)\.uk(?:/\S*)?",
    r"\b(?:[\w-]+\.)+(?:org|com|net|uk|eu)\b(?:/\S*)?", r"(?<!\w)#\w+",
    r"\b[\w-]*[A-Za-z][\w-]*\.(?:pdf|csv|xlsx?|docx?|html?|md|toml|zip|ods|txt)\b",
)]
