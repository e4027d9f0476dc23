"""What holds digits or a number word and states no quantity: dates, times, names, codes, idioms.

Each pattern is tight on purpose: what is let through here is never asked for its source.
"""

import re
from collections.abc import Iterator

from commonweal.report.prose.dates import AGES, DAYS, TIMES
from commonweal.report.prose.names import ADDRESSES, CODES, NAMES, NUMBERED
from commonweal.report.prose.pronouns import EMPHASIS, ONE
from commonweal.report.prose.words import any_phrase, phrases
from commonweal.report.prose.years import years

_IDIOMS = [any_phrase(phrase) for name in ("time", "one", "more") for phrase in phrases(name)]
_PATTERNS = [*DAYS, *TIMES, *AGES, *NUMBERED, *NAMES, *CODES, *ADDRESSES, *ONE, *_IDIOMS]
# "2.1 What we did": the number of a heading.
_HEADING_NUMBER = re.compile(r"(?:\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s+(?=[A-Z])")


def understood(text: str, *, heading: bool = False) -> Iterator[tuple[int, int]]:
    """Every stretch of a text, as (start, end), whose digits and number words state no quantity."""
    yield from years(text)
    if heading and (number := _HEADING_NUMBER.match(text)):
        yield number.span()
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            if not (found.group()[:3].lower() == "one" and EMPHASIS.search(text, 0, found.start())):
                yield found.span()
