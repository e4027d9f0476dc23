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


def in_force(commitments: Iterable[Record], as_of: date) -> list[Record]:
    """The one row of each chain that is in force on a day, in file order; withdrawn promises are left out.

    The row in force is the last of the chain that has taken force by that day. A chain of which nothing has
    taken force yet has no row in force.
    """
    rows = list(commitments)
    root_of = roots(rows)
    chosen: dict[str, Record] = {}
    for record in rows:
        day = record.day("in_force_from")
        if day is None or day > as_of:
            continue
        root = root_of[record.key]
        rival = chosen.get(root)
        if rival is None or (rival.day("in_force_from") or day) <= day:
            chosen[root] = record
    return [record for record in rows
            if chosen.get(root_of[record.key]) is record and record.text("stage") != "withdrawn"]
