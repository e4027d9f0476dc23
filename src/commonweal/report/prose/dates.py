"""Days, times of day and ages, as people write them: digits and number words that count nothing."""

import re

from commonweal.report.prose.words import any_word, words

_MONTH = any_word(words("months"))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_HOUR = r"(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?"
_NOT_MORE = r"\b(?![.,]\d)"
_SPELT_AGE = any_word([*words("small"), *words("teens")])

# A month is only a month with its capital: "20 May", but "those 20 may".
DAYS = [re.compile(pattern) for pattern in (
    # 31 March 2023, the 3rd of May, 3, 10 and 17 June, 5–9 May
    rf"\b{_DAY}(?:(?:, | and | or | to | ?[–-] ?){_DAY})*(?: of)?\s{_MONTH}\b(?:,? (?:1[5-9]|20)\d\d\b)?",
    # May 4th, May 4, 2024, Mar-23; but not "in May 12 people came"
    rf"\b{_MONTH} {_DAY}(?<=[a-z])\b", rf"\b{_MONTH} {_DAY},? (?:19|20)\d\d\b", rf"\b{_MONTH}-\d\d\b",
    # 2023-03-31, 31/03/2023, 31.03.2023
    r"\b(?:19|20)\d\d-\d\d-\d\d\b",
    r"(?<![\d/])\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])",
    r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b",
    # the 14th and the 21st say which; the 1,000th says how many there were
    r"\b(?:[1-9]?1st|[1-9]?2nd|[1-9]?3rd|[1-9]?\dth|1\d0th (?:anniversary|birthday))\b",
)]
TIMES = [re.compile(pattern) for pattern in (
    rf"\b{_HOUR}(?: ?(?:-|–|to) ?{_HOUR})? ?(?:am|pm|a\.m\.|p\.m\.)(?!\w)", r"\b12 (?:noon|midnight)\b",
    r"(?<!ratio of )\b(?:[01]\d|2[0-3]):[0-5]\d\b", r"\b(?:at|from|until|till|before|after|by) \d:[0-5]\d\b",
    r"\b(?:1[0-2]|[1-9]) o[’']clock\b", r"\b24/7\b", r"\b9/11\b", r"\b9 to 5\b",
    r"\b24-hour (?=help|service|line|access|care|support|news|clock|cover)",
)]
AGES = [re.compile(pattern, re.IGNORECASE) for pattern in (
    # aged 16 to 24, aged 50 or over, the age of 25
    r"\b(?:aged?|ages) (?:between |from |over |under |up to )?\d{1,2}"
    rf"(?: ?(?:to|and|-|–|or) ?(?:\d{{1,2}}|over|under|above|below))?{_NOT_MORE}(?! (?:per|%))",
    rf"\b(?:the )?age of \d{{1,2}}{_NOT_MORE}",
    r"\b(?:left|leave|leaves|leaving) school at \d\d\b", r"\b(?:post|pre)-1\d\b", r"\b1\d-plus\b",
    r"\b(?:1\d|[2-9]0)(?:-| )(?:and|or|plus)(?:-| )(?:over|under|above)\b",
    # under-25s, over 65s; but not "over 65 people"
    r"\b(?:under|over)-\d{1,2}s?\b", r"\b(?:under|over) \d{1,2}s\b",
    # a 17-year-old, 16 to 24 year olds, 16- to 24-year-olds, a three-year-old
    r"\b\d{1,2}(?:(?: to |-|–| and )\d{1,2})?(?: |-)year(?: |-)olds?\b", r"\b\d{1,2}- to \d{1,2}-year-olds\b",
    rf"\b{_SPELT_AGE}(?: |-)year(?: |-)olds?\b",
)]
