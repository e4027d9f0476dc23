"""JSON as it is written: numbers digit by digit as they stand in the ledger, never through a float."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from commonweal.basics.numbers import plain

_STEP = "  "


def write_json(value: Any) -> str:
    """A value as JSON text, two spaces deeper at each level; the same value gives the same text.

    >>> write_json({"amount": Decimal("0.10"), "tag": []})
    '{\\n  "amount": 0.10,\\n  "tag": []\\n}\\n'
    """
    return "".join(_pieces(value, "\n")) + "\n"


def _pieces(value: Any, line: str) -> Iterator[str]:
    if isinstance(value, Decimal):
        yield plain(value)
    elif isinstance(value, Mapping) and value:
        yield from _listed("{", ((json.dumps(name, ensure_ascii=False) + ": ", item) for name, item in value.items()),
                           "}", line)
    elif isinstance(value, list | tuple) and value:
        yield from _listed("[", (("", item) for item in value), "]", line)
    else:
        yield json.dumps(value, ensure_ascii=False, allow_nan=False)


def _listed(opening: str, items: Iterator[tuple[str, Any]], closing: str, line: str) -> Iterator[str]:
    yield opening
    for place, (name, item) in enumerate(items):
        yield f"{',' if place else ''}{line}{_STEP}{name}"
        yield from _pieces(item, line + _STEP)
    yield line + closing
