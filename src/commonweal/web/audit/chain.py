"""The chain itself: how an event is written as one text, and what tampering looks like.

An event's place in the chain is SHA-256 over the place before it and over everything the event says. Values that may
have to be erased (reasons, personal columns) are in it only by SHA-256 of a salt and the value, so the chain holds
when the value and its salt are gone.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

START = "0" * 64
# Everything of an event that its place in the chain covers, in this order.
COVERED = ("number", "at", "body", "person", "role", "where", "what", "table", "key", "before", "after", "apart")


@dataclass(frozen=True)
class Fault:
    """One sign of tampering: which event, and what is wrong."""

    number: int
    says: str

    def __str__(self) -> str:
        return f"Event {self.number}: {self.says}"


def place(before: str, event: Mapping[str, object]) -> str:
    """The place in the chain of an event that follows the place `before`."""
    said = {name: _text(event[name]) for name in COVERED}
    text = before + "\n" + json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _text(value: object) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)


def new_salt() -> str:
    """A salt for one value."""
    return secrets.token_hex(16)


def salted(salt: str, value: str) -> str:
    """The fingerprint by which a value kept apart stands in the chain."""
    return hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()


def canonical(values: Mapping[str, str]) -> str:
    """Values of columns as one text, the same for the same values."""
    return json.dumps(dict(sorted(values.items())), ensure_ascii=False, separators=(",", ":"))


def faults(
    events: Iterable[Mapping[str, object]],
    apart: Mapping[int, Mapping[str, tuple[str, str]]],
    head: tuple[int, str],
    anchors: Iterable[tuple[int, str]],
) -> Iterator[Fault]:
    """Every sign of tampering in a chain of events, in order of their numbers as the database gives them.

    `apart` are the salts and values kept apart, by event and name; `head` is where the chain says that it ends;
    `anchors` are places given away earlier, such as in published reports.
    """
    expected, before = 1, START
    held = dict(anchors)
    known: set[int] = set()
    for event in events:
        number = int(str(event["number"]))
        if number != expected:
            yield Fault(number, f"event {expected} should stand here: one was taken away, or the order was changed.")
            expected = number
        if place(before, event) != event["chain"]:
            yield Fault(number, "it does not follow from the event before: one of the two was changed.")
        if number in held and held[number] != event["chain"]:
            yield Fault(number, "it is not the event that stood here when this place was given away.")
        named = _fingerprints(event["apart"])
        if named is None:
            yield Fault(number, "what it keeps apart cannot be read: it was changed.")
        for name, (salt, value) in apart.get(number, {}).items():
            if named is not None and named.get(name) != salted(salt, value):
                yield Fault(number, f"'{name}' was changed.")
        known.add(number)
        before, expected = str(event["chain"]), number + 1
    if head != (expected - 1, before):
        yield Fault(head[0], "the chain ends at another place than it says: its end was cut off or changed.")
    for number in sorted(held.keys() - known):
        yield Fault(number, "it was given away and is gone: the chain was cut off.")


def _fingerprints(apart: object) -> dict[str, object] | None:
    """The fingerprints of what an event keeps apart, by name; None where they are not written as they must be."""
    try:
        named = json.loads(str(apart))
    except (ValueError, RecursionError):
        return None
    return named if isinstance(named, dict) else None
