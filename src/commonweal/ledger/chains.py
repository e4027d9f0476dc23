"""Chains of commitments: offer, award, variation and end are rows linked by `follows`; one is in force on any day."""

from collections.abc import Iterable, Mapping
from datetime import date

from commonweal.basics.tables import Record


def roots(commitments: Iterable[Record]) -> dict[str, str]:
    """For each commitment row, the first row of its chain; a chain that runs in a circle roots in its smallest id."""
    by_id = {record.key: record for record in commitments}
    return {key: _root(key, by_id) for key in by_id}


def _root(key: str, by_id: Mapping[str, Record]) -> str:
    seen = [key]
    while True:
        earlier = by_id[seen[-1]].text("follows")
        if earlier not in by_id:
            return seen[-1]
        if earlier in seen:
            return min(seen)
        seen.append(earlier)


def chains(commitments: Iterable[Record], as_of: date) -> list[tuple[Record, ...]]:
    """The rows of each chain that have taken force by a day, the earliest first; of rows of one day the later in file
    order counts as the later. A chain of which nothing has taken force yet is left out."""
    rows = list(commitments)
    root_of = roots(rows)
    found: dict[str, list[tuple[date, Record]]] = {}
    for record in rows:
        day = record.day("in_force_from")
        if day is not None and day <= as_of:
            found.setdefault(root_of[record.key], []).append((day, record))
    return [tuple(record for _, record in sorted(dated, key=lambda pair: pair[0])) for dated in found.values()]


def in_force(commitments: Iterable[Record], as_of: date) -> list[Record]:
    """The one row of each chain that is in force on a day, in file order; withdrawn promises are left out.

    The row in force is the last of the chain that has taken force by that day. A chain of which nothing has
    taken force yet has no row in force.
    """
    rows = list(commitments)
    last = {chain[-1].key for chain in chains(rows, as_of)}
    return [record for record in rows if record.key in last and record.text("stage") != "withdrawn"]
