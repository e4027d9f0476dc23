"""What the text of a notice says of community benefits: required, refused with a reason, or merely mentioned.

Sell2Wales and Public Contracts Scotland have no field for it: a buyer's answer is printed as set sentences in the text.
"""

import re
from dataclasses import dataclass

from commonweal.exchange.ocds.weights import SOCIAL_VALUE

_REQUIRED = re.compile(r"will be required to (?:deliver|provide|support) Community Benefits", re.IGNORECASE)
_LISTED = re.compile(r"(?:Community Benefits included in this contract are|"
                     r"A summary of the expected community benefits has been provided as follows)\s*:", re.IGNORECASE)
_REFUSED = re.compile(r"does not intend to include any community benefit requirements?(?: in this contract)?"
                      r"(?: for the following reasons?)?\s*:?", re.IGNORECASE)
_END = re.compile(r"\((?:WA|SC) Ref:", re.IGNORECASE)
# Line ends that lost their backslashes on the way: "rn" after a mark. A text that has one may also end in one.
_LOST_LINE_END = re.compile(r"(?<=[.:;,)])rn(?=\s|$)")
_NO_REASON = ("", "n/a", "na", "none", "not applicable")
_AROUND = 300


@dataclass(frozen=True)
class Benefits:
    """Whether community benefits are asked for (None: it is not said), in which words, and why not."""

    asked: bool | None
    text: str = ""
    reason: str = ""


def benefits_of(text: str) -> Benefits:
    """What a notice's text says. A buyer who may ask for it later, in contracts called off, asks for nothing yet.

    >>> benefits_of("The Contracting Authority does not intend to include any community benefit requirements in this "
    ...             "contract for the following reason: too small (WA Ref:1)").reason
    'too small'
    """
    required, refused = _REQUIRED.search(text), _REFUSED.search(text)
    if refused and not required:
        end = _end(text, refused.end())
        return Benefits(False, _plain(text, refused.start(), end), _plain(text, refused.end(), end))
    if required:
        listed = _LISTED.search(text, required.end())
        start = listed.end() if listed else required.start()
        return Benefits(True, _plain(text, start, _end(text, start)))
    mention = SOCIAL_VALUE.search(text)
    if mention:
        return Benefits(None, _plain(text, mention.start(), mention.start() + _AROUND))
    return Benefits(None)


def no_reason(reason: str) -> bool:
    """Whether what stands as a reason is none."""
    return reason.strip(" .").lower() in _NO_REASON


def _end(text: str, start: int) -> int:
    found = _END.search(text, start)
    return found.start() if found else len(text)


def _plain(text: str, start: int, end: int) -> str:
    part = text[start:end].strip()
    if _LOST_LINE_END.search(text):
        part = _LOST_LINE_END.sub(" ", part).removesuffix("rn")
        part = part.removeprefix("rn ")
    return " ".join(part.split())
