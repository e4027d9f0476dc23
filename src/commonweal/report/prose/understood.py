"""What holds digits or a number word and states no quantity: dates, times, names, codes, idioms.

Each pattern is tight on purpose. What is let through here is never asked for its source, so in doubt it is not let through.
"""

import re
from collections.abc import Iterator

from commonweal.report.prose.words import any_phrase, any_word, phrases, words
from commonweal.report.prose.years import years

_MONTH = any_word(words("months"))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_SMALL = any_word("one two three four five six seven eight nine ten eleven twelve".split())
# 3, 12a, 2.1, 52(1)(b), 06/21, III is no digit; then a range.
_REF = r"\d{1,5}[a-z]?(?:[./]\d{1,4})*(?:\(\w{1,3}\))*"
_RANGE = rf"(?:{_REF}|{_SMALL}\b)(?: ?(?:to|-|–) ?{_REF})?"
_LIST = rf"{_RANGE}(?:(?:, | and | or |, and ){_RANGE})*"
_UNCOUNTED = rf"(?![\w%£])(?![.,]\d)(?!\s+{any_word(words('counted'))}\b)"
_KNOWN_LEVEL = r"(?:key[ -]stage|level|grade|phase|scope|tier|band|stage|lot|category|page|line|step|type)s?"
_THIS = r"(?<!\bthis )(?<!\bthat )(?<!\beach )(?<!\bevery )(?<!\blast )(?<!\bnext )(?<!\bsame )(?<!\bfirst )(?<!\bsecond )(?<!\bper )(?<!\bone )"
# "on the line 12 stations" and "to stage 3 events" count; "the Section 12 notice" and "up to Level 2" do not
_CAPITAL_OR_BARE = (
    r"\b(?:(?=(?-i:[A-Z]))|(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bour )(?<!\bto )(?<!\bwill )(?<!\bwe )(?<!\bthey )(?<!\bcan )"
    r"(?<!\bwho )(?<!\bwhich )(?<!\bwould ))")
_THEN = r"(?=\s*(?:[.,;)]|$|(?:to|from|stops|runs|now|and|was|is|has|goes|that|which|does|leaves|between)\b))"
_ROAD = any_word("Road Street Lane Avenue Square Island Place Way Drive Close Court House Quay Wharf Parade Terrace Gardens Hill "
                 "Row Buildings Walk Mews Crescent Yard Dock Strand Embankment Boulevard".split())



def _several(names: list[str]) -> list[str]:
    """Only the names that stand for more than one: sections, levels."""
    return [name for name in names if name.endswith("s") and name[:-1] in names]


_EXACT_CASE = [
    # Form 7, Goals 3, 4 and 5
    rf"\b{any_word(words('named'))} {_RANGE}{_UNCOUNTED}", rf"\b{any_word(_several(words('named')))} {_LIST}{_UNCOUNTED}(?!\s+[a-z]{{3,}}s\b)",
    # 31 March 2023, the 3rd of May, 3, 10 and 17 June, 5–9 May; 2023-03-31; 31/03/2023; Mar-23; 14th on its own
    rf"\b{_DAY}(?:(?:, | and | or | to | ?[–-] ?){_DAY})*(?: of)?\s{_MONTH}\b(?:,? (?:1[5-9]|20)\d\d\b)?",
    rf"\b{_MONTH} {_DAY}(?<=[a-z])\b", rf"\b{_MONTH} {_DAY},? (?:19|20)\d\d\b", rf"\b{_MONTH}-\d\d\b",
    r"\b(?:19|20)\d\d-\d\d-\d\d\b", r"(?<![\d/])\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])", r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b",
    r"\b(?:[1-9]?1st|[1-9]?2nd|[1-9]?3rd|[1-9]?\dth|100th (?:anniversary|birthday)|1\d0th (?:anniversary|birthday))\b",
    # 9am, 9.30 am, 17:00, from 9:30
    r"\b(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?(?: ?(?:-|–|to) ?(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?)? ?(?:am|pm|a\.m\.|p\.m\.)(?!\w)",
    r"(?<!ratio of )\b(?:[01]\d|2[0-3]):[0-5]\d\b", r"\b(?:at|from|until|till|before|after|by) \d:[0-5]\d\b",
    r"\b24/7\b", r"\b24-hour (?=help|service|line|access|care|support|news|clock|cover)", r"\b999(?= (?:call|service|crew)s?\b)",
    r"\b1(?:-2-|:|-to-)1\b(?= (?:support|session|coaching|help|advice|meeting|mentoring|tuition|care|chat))", r"\b360-degree\b", r"\b9/11\b", r"\b9 to 5\b", r"\b(?:1[0-2]|[1-9]) o[’']clock\b",
    # postcodes; telephone numbers; emergency numbers
    r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b", r"(?<!\w)(?:\+44 ?(?:\(0\) ?)?\d{2,4}|\(?0\d{2,4}\)?) ?\d{3,4} ?\d{3,4}(?!\w)",
    r"\b(?:[Rr]ing|[Cc]all|[Dd]ial|[Pp]hone|[Tt]elephone|[Tt]ext) (?:999|111|101|112|18001)\b(?=\s*(?:[.,;)]|$|(?:for|if|or|and|in|when|at|to)\b))", r"\bNHS 111\b", r"\b(?:999|101|111|112)\b(?= (?:otherwise|in an emergency))", r"\b12 (?:noon|midnight)\b",
    # A59, M62, CO2, PM2.5, KS2, SA8000, Q3, COVID-19, LCR-2023-17, G7, 4G
    r"(?<![\w£$€-])(?!GBP|EUR|USD)[A-Z]{1,5}\d{1,4}[a-zA-Z]{0,2}(?![\w%])(?![.,]\d)", r"\bt?CO[2₂]e?\b", r"\bPM(?:2\.5|10)\b",
    r"\bC[Oo][Vv][Ii][Dd][- ]19\b", r"\b[A-Z]{2,}(?:-[A-Z]*\d[A-Z\d]*){2,}\b", rf"\b[A-Z]{{2,}}[-/]\d{{1,4}}(?:[-/]\d+)*{_UNCOUNTED}", r"\b[A-Z]-\d{1,4}\b", r"\b[2-6][GD]\b",
    r"(?<=[a-z])[²³]", r"\b[A-Z][a-z]{2,}\d{1,3}\b", r"\b(?:per|a|square) (?:m|km|cm)2\b", r"(?<!\w)#\w+",
    # ISO 9001:2015, PPN 06/21, SI 2015/102, UN goals, numbers of the kind "No. 3"
    rf"\b(?:ISO|BS|EN|PAS|IEC|IFRS|IAS|PPNs?|SI|SR|SDGs?|COP|NVQ|NVQs|GCSE|Nos?\.|[Rr]ef\.?|s\.|ss\.|[Rr]eg\.|[Pp]p?\.|[Cc]h\.|[Vv]ol\.|[Vv]ers?\.) ?"
    rf"(?:[A-Z]{{2,3}} )?{_REF}(?::\d{{4}})?(?:(?:, | and | or |–|-){_REF})*(?!\w)",
    r"\b(?:Microsoft|Office|Channel|Radio|Formula|Windows|Studio|Platform|Gate|BBC|Radio City|Capital) \d{1,3}\b(?!,\d)(?!\s+" + any_word(words("counted")) + r"\b)",
    r"\b[Ff]igures? \d{1,2}(?:\.\d)?\b", r"\b\d+\.\d+\.\d+(?:\.\d+)*\b", r"\b(?:Industry|Web) \d\.\d\b",
    r"\b(?:Directive|Regulation|Decision) (?:\(EU\) )?(?:No )?\d{2,4}/\d+(?:/[A-Z]+)?\b", rf"\bNo \d{{1,3}}{_UNCOUNTED}", r"\bv\d+(?:\.\d+)*\b",
    # 12 Dock Road, at the end of a phrase
    rf"(?<!\w)\d{{1,4}}[a-z]? (?:[A-Z][a-z’']+ ){{1,3}}{_ROAD}\b(?=\s*(?:[.,;)]|$|in\b|on\b|was\b|is\b|has\b|and\b|opened\b))",
    r"\b(?:[Tt]he|[Aa]|[Nn]umber|night) (?:number )?\d{1,3}[A-Z]? (?:bus|tram|train|ferry)\b" + _THEN,
    r"\b(?:[Bb]us|[Tt]ram|[Rr]oute|[Ss]ervice)(?: number)? \d{1,3}[A-Z]?\b(?!,\d)" + _THEN,
    # Phase Two, the Three Graces: a name in the middle of a sentence. A capital after a stop proves nothing.
    rf"(?<=[a-z,] )(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Forty|Hundred|Thousand|Million|Zero|Half|Quarter|Third|Double)"
    rf"(?! (?i:{any_word([*words('counted'), *words('cardinals')])})\b)(?: [A-Z][a-z’']+)+",
    rf"(?<=[a-z,] )[A-Z][a-z]+ (?:Quarter|Zero|Half|Double)\b", r"\bNet Zero\b",
    # web and mail addresses, file names
    r"\b(?:https?://|www\.)\S+", r"\S+@\S+\.\w+", r"\b(?:[\w-]+\.)+(?:gov|org|co|ac|nhs)\.uk(?:/\S*)?", r"\b(?:[\w-]+\.)+(?:org|com|net|uk|eu)\b(?:/\S*)?",
    r"\b[\w-]*[A-Za-z][\w-]*\.(?:pdf|csv|xlsx?|docx?|html?|md|toml|zip|ods|txt)\b",
]
_ANY_CASE = [
    # Level 3, phase two, sections 1 and 4, lines 33 to 61
    rf"{_THIS}{_CAPITAL_OR_BARE}{any_word(words('numbered'))} {_RANGE}{_UNCOUNTED}",
    rf"{_THIS}{_CAPITAL_OR_BARE}{any_word(_several(words('numbered')))} {_LIST}{_UNCOUNTED}(?!\s+[a-z]{{3,}}s\b)",
    rf"{_THIS}\b{_KNOWN_LEVEL} (?:{_RANGE}(?:(?: and | or |/){_REF})?)(?![\w%£])(?![.,]\d)(?=[ -](?:qualif|course|appren|emission|pupil|learner|student|work|supplier|listed|train|stand|diplom|award|certif|build|partner|organis))",
    rf"{_THIS}\byears? (?:1[0-3]|[1-9])(?:(?: and | to |–|-|, )(?:1[0-3]|[1-9]))*(?=\s+(?:pupil|student|learner|class|group|of\b|children|and\b|to\b)|\s*[.,;:)])(?!,\d)",
    rf"\byear (?:1[0-3]|[1-9])(?: (?:and|or|to) year (?:1[0-3]|[1-9]))+{_UNCOUNTED}",
    rf"\b(?:in|by|from|on|since|until|after|before|of) (?:day|week|month|year|quarter) (?:\d{{1,2}}|{_SMALL}){_UNCOUNTED}(?=\s*(?:[.,;:)]|$|of\b|the\b|we\b|it\b|and\b|they\b|on\b|onwards))",
    # aged 16 to 24, over-65s, a 17-year-old: whom something is for
    r"\b(?:aged?|ages) (?:between |from |over |under |up to )?\d{1,2}(?: ?(?:to|and|-|–|or) ?(?:\d{1,2}|over|under|above|below))?\b(?![.,]\d)(?! (?:per|%))",
    r"\b(?:the )?age of \d{1,2}\b(?![.,]\d)", r"\b(?:left|leave|leaves|leaving) school at \d\d\b", r"\b(?:post|pre)-1[0-9]\b",
    r"\b(?:1[0-9]|[2-9]0)(?:-| )(?:and|or|plus)(?:-| )(?:over|under|above)\b|\b1[0-9]-plus\b", r"\b\d{1,2}- to \d{1,2}-year-olds\b",
    r"\b(?:under|over)-\d{1,2}s?\b", r"\b(?:under|over) \d{1,2}s\b", r"\b\d{1,2}(?:(?: to |-|–| and )\d{1,2})?(?: |-)year(?: |-)olds?\b",
    r"\b(?:(?:six|seven|eigh|nine)?teen|sixteen|eighteen|nineteen|twelve|thirteen|fourteen|fifteen|ten|eleven|two|three|four|five|six|seven|eight|nine)(?: |-)year(?: |-)olds?\b",
    # one day; not: one day a week, a one-day course
    r"\bone (?:day|evening|morning|afternoon|night|summer|winter|spring|autumn)\b(?! (?:a|per|each|every|off|of|in|course|courses|session|sessions|event|events|workshop|workshops|training|visit|pass|conference|class)\b)",
    # the old one, a new one that; not: the team hired one, gave the school one van
    r"\b(?:the|a|an|my|our|your|its|their) (?:(?!(?:\w+(?:ed|s)|team|board|college|trust|fund|firm|council|charity|authority|builder|school|took|won|lost|got|met|sold|gave) )[\w’'-]+ )one\b"
    rf"(?=\s*(?:[.,;:!?)”\"]|$|(?:{any_word(words('function'))}|\w+ed|\w+ly|needs|does)\b))",
    # somebody who is quoted, not counted
    r"\bone (?:(?:young|older|local|former|new) )?[\w’-]+ (?:told|said|says|tells|wrote|writes|explained|explains|described|recalled|recalls|remembers|remembered|added|put it)\b",
    r"\b(?:words of|quote|quoting|letter from|message from|story of) one\b",
    r"\bthe one (?=(?:that|which|who|whose|we|you|they|it|I|in|on|at|for|with|to|from|was|is|has|had|will|place|thing|where|she|he|hand|nearest|already|the|before|after|people|most)\b)|\bthe one(?=\s*[.,;:!?)])",
    r"\bone of (?:(?:the|its|our|their|his|her) )?[\w’']+[’']s?\b(?= )",
    r"\bone hundred years’? war\b", r"\bby (?:five|six|seven|eight|nine|ten|eleven|twelve) o[’']clock\b",
]
_PATTERNS = [
    *(re.compile(pattern) for pattern in _EXACT_CASE),
    *(re.compile(pattern, re.IGNORECASE) for pattern in _ANY_CASE),
    *(any_phrase(phrase) for name in ("time", "one", "more") for phrase in phrases(name)),
]
# "only one", "exactly one", "at least one" count, whatever follows.
_EMPHATIC = re.compile(r"(?:(?<!the )(?<!the very )\bonly|\bjust|\bexactly|\bleast|\bmere|\bprecisely)\s+$", re.IGNORECASE)
# "2.1 What we did" as the number of a heading.
_HEADING_NUMBER = re.compile(r"(?:\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s+(?=[A-Z])")


def understood(text: str, *, heading: bool = False) -> Iterator[tuple[int, int]]:
    """Every stretch of a text, as (start, end), whose digits and number words state no quantity."""
    yield from years(text)
    if heading and (number := _HEADING_NUMBER.match(text)):
        yield number.span()
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            if not (found.group()[:3].lower() == "one" and _EMPHATIC.search(text, 0, found.start())):
                yield found.span()
