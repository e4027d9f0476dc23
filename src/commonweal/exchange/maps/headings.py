"""The headings of a sheet: where they stand, how columns are called by them, and the fingerprint that names them."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from commonweal.exchange.files import Cell, Row, Sheet, as_text, blank

# How far down headings are looked for.
LOOKED_AT = 30


def letter(place: int) -> str:
    """The letter of a column, from 0.

    >>> letter(0), letter(26), letter(701)
    ('A', 'AA', 'ZZ')
    """
    name = ""
    while place >= 0:
        name = chr(65 + place % 26) + name
        place = place // 26 - 1
    return name


def names_of(rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    """How the columns are called under one or more rows of headings; blank where a column has none.

    Of several rows the upper ones go on to the right until the next word, as merged cells do. A heading that stands
    twice is told apart by its number: Amount, Amount (2).
    """
    width = max((len(row) for row in rows), default=0)
    above = [_onwards(row, width) for row in rows[:-1]]
    last = [as_text(cell) for cell in rows[-1]] if rows else []
    last += [""] * (width - len(last))
    names, times = [], {"": 0}
    for place in range(width):
        parts = [row[place] for row in above] + [last[place]]
        name = " ".join(" ".join(part for part in parts if part).split()) if last[place] or above else ""
        times[name] = times.get(name, 0) + 1
        names.append(f"{name} ({times[name]})" if name and times[name] > 1 else name)
    return names


def _onwards(row: Sequence[Cell], width: int) -> list[str]:
    texts: list[str] = []
    for place in range(width):
        text = as_text(row[place]) if place < len(row) else ""
        texts.append(text or (texts[-1] if texts else ""))
    return texts


def find_headings(sheet: Sheet, rows: tuple[int, ...], wanted: Iterable[str]) -> tuple[int, list[str]] | None:
    """The last row of the headings and the columns' names: where the map says, or further down where all stand.

    A name that is wanted and stands there in other capitals is spelled as it is wanted. None where not all of the
    wanted headings stand in any of the first rows.
    """
    needed = set(wanted)
    first = [*islice(sheet.rows, LOOKED_AT + max(rows))]
    if rows == (0,):
        width = max((len(cells) for _, cells in first), default=0)
        names = [letter(place) for place in range(width)]
        return (0, names) if needed <= set(names) else None
    by_number = dict(first)
    for lower in range(LOOKED_AT):
        at = [row + lower for row in rows]
        if at[-1] not in by_number:
            continue
        names = _spelled(names_of([by_number.get(row, ()) for row in at]), needed)
        if needed <= set(names):
            return at[-1], names
    return None


def _spelled(names: list[str], wanted: set[str]) -> list[str]:
    """Names with the capitals of those that are wanted; where two differ by their capitals alone, as they stand."""
    there = Counter(name.casefold() for name in names)
    known = {name.casefold(): name for name in wanted - {*names} if there[name.casefold()] == 1}
    return [known.get(name.casefold(), name) for name in names]


def likely_heading(rows: Iterable[Row]) -> int:
    """The row that looks most like headings: the first of those with the most cells, all of them different words."""
    best, most = 1, 0
    for number, cells in islice(rows, LOOKED_AT):
        texts = [as_text(cell) for cell in cells if not blank(cell)]
        words = [text for text, cell in zip(texts, [c for c in cells if not blank(c)], strict=True)
                 if isinstance(cell, str) and any(sign.isalpha() for sign in text)]
        if len(words) == len(texts) == len(set(texts)) and len(texts) > most:
            best, most = number, len(texts)
    return best


def fingerprint(names: Iterable[str]) -> str:
    """What names a set of headings, in whatever order and capitals they stand."""
    told = sorted({name.casefold() for name in names if name})
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
