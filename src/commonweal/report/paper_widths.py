"""How the columns of a table share a sheet of paper, measured in letters."""

import re
from collections.abc import Sequence
from math import isqrt

from commonweal.report.blocks import Table

# So many letters of a table's size stand side by side on an upright A4 sheet, and on one that lies on its side.
_UPRIGHT, _FLAT = 108, 164
# Columns that would like more than this on an upright sheet get one that lies on its side.
_MOST_UPRIGHT = 140
# No column asks for more, however long its cells.
_MOST = 45
# Cells of so many letters stand in one line wherever there is room.
_SHORT = 13
# Letters lost to the space around a column, and by how much figures are wider than letters.
_AROUND, _WIDER = 2, 8
# Where a line may break: at a space, behind a hyphen, and behind a full stop inside an id.
_BREAK = re.compile(r" |-|\.(?=[a-z])")


def fold(table: Table) -> tuple[list[int], list[tuple[str, str]], list[str]]:
    """Which columns to print, those that say one thing in each of several rows, and the titles of blank ones.

    The first column names the rows and is always printed; so is one with a link or a number.
    """
    kept, same, empty = [0], [], []
    for number, column in enumerate(table.columns[1:], 1):
        cells = {row[number] for row in table.rows}
        only = cells.pop() if len(cells) == 1 else None
        if only == ():
            empty.append(column.title)
        elif only and len(table.rows) > 1 and not column.numeric and all(isinstance(part, str) for part in only):
            same.append((column.title, "".join(map(str, only))))
        else:
            kept.append(number)
    return kept, same, empty


def share_out(texts: Sequence[Sequence[str]]) -> tuple[list[int], bool]:
    """The width of each column in letters, from its head and cells, and whether the sheet must lie on its side.

    Each column gets what its longest word needs, and of the rest in proportion to its wish.

    >>> share_out([["Measure", "Hours that staff volunteer"], ["Number", "1,275"]])
    ([72, 36], False)
    """
    least, liked = zip(*map(_wish, texts), strict=True)
    wide = sum(liked) > _MOST_UPRIGHT or sum(least) > _UPRIGHT
    room = _FLAT if wide else _UPRIGHT
    if sum(least) < room < sum(liked):
        spare, wished = room - sum(least), sum(liked) - sum(least)
        return [must + (wish - must) * spare // wished for must, wish in zip(least, liked, strict=True)], wide
    return [wish * room // sum(liked) for wish in liked], wide


def _wish(texts: Sequence[str]) -> tuple[int, int]:
    """What a column must have for its longest word, and what it would like: wide enough for cells not to grow tall."""
    longest = max(map(len, texts))
    mean = sum(map(len, texts)) // len(texts)
    word = max(len(word) for text in texts for word in _BREAK.split(text))
    least = word + word // _WIDER + _AROUND
    return least, max(least, min(longest + _AROUND, max(_SHORT, isqrt(16 * max(mean, longest // 2))), _MOST))
