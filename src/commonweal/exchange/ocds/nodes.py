"""One object of a notice, read with care: whatever is not what the standard says is a finding and is left out."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from commonweal.basics.numbers import plain
from commonweal.basics.told import Told, told

# Says what is wrong: a code, where in the notice, what, and how to mend it.
Say = Callable[[str, str, Told, Told], None]

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]|$)")
_NO_ID = re.compile(r"[^a-z0-9._-]+")


def slug(*parts: str) -> str:
    """Names of a publisher as one id of the ledger: lower-case, with hyphens for what an id cannot hold.

    >>> slug("ocds-b5fd17", "Award 1/A"), slug("Cyngor Sir Ynys Môn")
    ('ocds-b5fd17-award-1-a', 'cyngor-sir-ynys-mon')
    """
    without_accents = (unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode() for part in parts)
    joined = "-".join(_NO_ID.sub("-", part.strip().lower()).strip("-._") for part in without_accents)
    return joined.strip("-._")


def told_apart(key: str, name: str, taken: dict[str, str]) -> str:
    """An id that no other name has taken: of two names that would give one id, the later gets letters of its own."""
    if taken.setdefault(key, name) == name:
        return key
    return f"{key}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


class Node:
    """One object of a notice: asks for a key give a value of the kind asked for, or nothing and a finding."""

    def __init__(self, data: Mapping[str, Any], path: str, say: Say) -> None:
        self.data = data
        self.path = path
        self.say = say

    def __bool__(self) -> bool:
        return bool(self.data)

    def node(self, key: str) -> "Node":
        """The object under a key; an empty one where there is none."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, told("an object with names"))
            value = None
        return Node(value or {}, self._at(key), self.say)

    def nodes(self, key: str) -> list["Node"]:
        """The objects of a list under a key; what is no object is left out with a finding."""
        return [node for node in self.each(key) if node is not None]

    def each(self, key: str) -> Iterator["Node | None"]:
        """The objects of a list under a key, one by one; None, with a finding, for what is no object or no list."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, list):
            self.wrong(key, told("a list"))
            yield None
            return
        for place, item in enumerate(value or ()):
            if isinstance(item, dict):
                yield Node(item, f"{self._at(key)}[{place}]", self.say)
            else:
                self.wrong(f"{key}[{place}]", told("an object with names"))
                yield None

    def words(self, key: str) -> list[str]:
        """The texts of a list under a key, such as the roles of a party."""
        value = self.data.get(key)
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return [str(item) for item in value]
        self.wrong(key, told("a list of words"))
        return [value] if isinstance(value, str) else []

    def text(self, key: str) -> str:
        """The text or number under a key, with single spaces; empty where there is none."""
        value = self.data.get(key)
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return " ".join(str(value).split())
        self.wrong(key, told("text"))
        return ""

    def day(self, key: str) -> str:
        """The day of a date and time, as it is printed there; empty where there is none or it is no day."""
        value = self.data.get(key)
        if value is None or value == "":
            return ""
        found = _DAY.match(value) if isinstance(value, str) else None
        try:
            if found:
                return datetime.fromisoformat(found[1]).date().isoformat()
        except ValueError:
            pass
        self.wrong(key, told("a date such as 2025-03-31T00:00:00Z"))
        return ""

    def number(self, key: str) -> Decimal | None:
        """The number under a key; text that holds nothing but a number is taken too, with a finding."""
        value = self.data.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
            return Decimal(value)
        self.wrong(key, told("a number"))
        if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,15}(\.[0-9]{1,6})?\s*", value):
            return Decimal(value.strip())
        return None

    def yes_no(self, key: str) -> str:
        """yes or no as the ledger writes them; empty where it is not said."""
        value = self.data.get(key)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if value is not None:
            self.wrong(key, told("true or false"))
        return ""

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, expected: Told) -> None:
        """Say that what stands under a key, or does not stand there, is not what was expected."""
        self.say("OCDS-TYPE", self._at(key), told("is not {expected}.", expected=expected),
                 told("Ask the publisher to correct it; until then it is left out where it cannot be read."))
