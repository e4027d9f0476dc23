"""Whether what is said of a chart is true: each sentence is read back, number by number, and held against the table.

The check knows only the printed table and the sentences of the catalogue. What it cannot read it does not believe.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from commonweal.report.blocks import Inlines, Table
from commonweal.report.charts.claims import listed
from commonweal.report.charts.grid import number_in
from commonweal.report.words import CATALOGUE

_HOLE = re.compile(r"\{([a-z_]+)\}")
Said = Mapping[str, str]


class _Printed:
    """A table as a reader sees it: texts, and the first number of each; rows by their place, for names may be alike."""

    def __init__(self, table: Table) -> None:
        self.names = [_text(row[0]) for row in table.rows]
        self.heads = [column.title for column in table.columns[1:]]
        self.texts = [[_text(cell) for cell in row[1:]] for row in table.rows]

    def column(self, title: str) -> dict[int, tuple[str, Decimal]]:
        """The rows of a column that have a number: place, and text with number; of no column that shares its title."""
        return self.at(self.heads.index(title)) if self.heads.count(title) == 1 else {}

    def at(self, place: int) -> dict[int, tuple[str, Decimal]]:
        """The same by the column's place."""
        found = {}
        for row, texts in enumerate(self.texts):
            number = number_in(texts[place]) if place < len(texts) else None
            if number is not None:
                found[row] = (texts[place], number)
        return found

    def row(self, name: str) -> int | None:
        """The place of the one row of that name; None where two have it, since nobody knows of which it is said."""
        return self.names.index(name) if self.names.count(name) == 1 else None

    def run(self, rows: Iterable[int]) -> str | None:
        """The names of rows in one run, as a sentence says them; None where one of them is not the only one of it."""
        names = [self.names[row] for row in rows]
        return listed(names) if all(self.names.count(name) == 1 for name in names) else None


def untrue(sentences: Sequence[str], table: Table) -> list[str]:
    """The sentences that the table does not bear out, each as it stands; none where all are true.

    A sentence is true only if it is one of the catalogue's, every hole of it names a row, a column or a number of the
    table, and what it claims (highest, lowest, rose, fell, how many) comes out of the printed numbers.
    """
    printed = _Printed(table)
    return [sentence for sentence in sentences if not _holds(sentence, printed)]


def _holds(sentence: str, printed: _Printed) -> bool:
    return any(
        claim(said, printed)
        for key, claim in _CLAIMS.items()
        for said in [_read(sentence, str(CATALOGUE["text"]["chart"][key]), printed)]
        if said is not None
    )


def _read(sentence: str, pattern: str, printed: _Printed) -> Said | None:
    """What fills the holes of a sentence of the catalogue; None where it is another sentence."""
    texts = [text for row in printed.texts for text in row]
    known = {
        "row": printed.names,
        "column": printed.heads,
        "other": printed.heads,
        "things": [str(word) for word in CATALOGUE["text"]["chart"]["things"].values()],
        **dict.fromkeys(("number", "low", "high", "before", "now", "share"), texts),
    }
    parts = []
    for number, piece in enumerate(_HOLE.split(pattern)):
        if number % 2 == 0:
            parts.append(re.escape(piece))
        elif piece in known:
            choices = sorted(set(known[piece]), key=len, reverse=True)
            parts.append(f"(?P<{piece}>{'|'.join(map(re.escape, choices))})")
        else:
            # A count, or names in one run: what these must be is worked out and compared as a whole.
            parts.append(f"(?P<{piece}>.+)")
    found = re.fullmatch("".join(parts), sentence, re.DOTALL)
    return found.groupdict() if found else None


def _counts(said: Said, **expected: int) -> bool:
    """Whether the counts that are said are these."""
    return all(said[name] == f"{number:,}" for name, number in expected.items())


def _extreme(pick: Callable[[list[Decimal]], Decimal], *, counted: bool) -> Callable[[Said, _Printed], bool]:
    def claim(said: Said, printed: _Printed) -> bool:
        column = printed.column(said["column"])
        if len({number for _, number in column.values()}) < 2:
            return False
        end = pick([number for _, number in column.values()])
        first = [row for row, (_, number) in column.items() if number == end]
        return (
            ([printed.row(said["row"])] == first if "row" in said else said["rows"] == printed.run(first))
            and said["number"] == column[first[0]][0]
            and (not counted or _counts(said, count=len(column)))
        )

    return claim


def _highest_of_first(said: Said, printed: _Printed) -> bool:
    """The same, where the sentence has the name of the first column in its own words."""
    return _extreme(max, counted=False)({**said, "column": printed.heads[0]}, printed)


def _highest_of_two(said: Said, printed: _Printed) -> bool:
    for column, rows in ((said["column"], said["rows"]), (said["other"], said["others"])):
        found = printed.column(column)
        top = max((number for _, number in found.values()), default=None)
        if not found or rows != printed.run(row for row, (_, number) in found.items() if number == top):
            return False
    return True


def _all_alike(said: Said, printed: _Printed) -> bool:
    column = printed.column(said["column"])
    texts = {text for text, _ in column.values()}
    return texts == {said["number"]} and ("count" not in said or _counts(said, count=len(column)))


def _missing(said: Said, printed: _Printed) -> bool:
    column = printed.column(said["column"])
    without = [row for row in range(len(printed.names)) if row not in column]
    return bool(without) and said["rows"] == printed.run(without)


def _widths(printed: _Printed) -> dict[int, Decimal]:
    numbers, lows, highs = (printed.at(place) for place in range(3))
    found = {row: highs[row][1] - lows[row][1] for row in numbers if row in lows and row in highs}
    # A range that its own number lies outside of is none.
    sound = all(lows[row][1] <= numbers[row][1] <= highs[row][1] for row in found)
    return found if sound else {}


def _widest(said: Said, printed: _Printed) -> bool:
    widths, row = _widths(printed), printed.row(said["row"])
    if row not in widths or widths[row] != max(widths.values()):
        return False
    return "low" not in said or [said["low"], said["high"]] == printed.texts[row][1:3]


def _ranged(said: Said, printed: _Printed) -> bool:
    return bool(_widths(printed)) and _counts(said, ranged=len(_widths(printed)), count=len(printed.names))


def _no_range(said: Said, printed: _Printed) -> bool:
    either = {*printed.at(1), *printed.at(2)}
    without = [row for row in range(len(printed.names)) if row not in either]
    if not without:
        return False
    if "rows" in said:
        return said["rows"] == printed.run(without)
    return len(without) == len(printed.names) and _counts(said, count=len(without))


def _moves(printed: _Printed) -> dict[int, Decimal]:
    before, now = printed.at(0), printed.at(1)
    return {row: now[row][1] - before[row][1] for row in before if row in now}


def _moved(said: Said, printed: _Printed) -> bool:
    moves = list(_moves(printed).values())
    return len(moves) == len(printed.names) and _counts(
        said, count=len(moves), up=sum(move > 0 for move in moves), down=sum(move < 0 for move in moves),
        **({"level": sum(move == 0 for move in moves)} if "level" in said else {}),
    )


def _moved_most(sign: int) -> Callable[[Said, _Printed], bool]:
    def claim(said: Said, printed: _Printed) -> bool:
        moves, shares = _moves(printed), printed.at(2)
        mine = {row: shares[row][1] * sign for row, move in moves.items() if move * sign > 0 and row in shares}
        row = printed.row(said["row"])
        return (
            row in mine
            and mine[row] == max(mine.values())
            and mine[row] > 0
            and [said["before"], said["now"], said["share"]] == printed.texts[row][:3]
        )

    return claim


def _at_last(said: Said, printed: _Printed) -> bool:
    return bool(printed.names) and [said["row"], said["number"], said["now"]] == [
        printed.names[-1], *printed.texts[-1][:2]]


def _both(said: Said, printed: _Printed) -> list[tuple[int, Decimal, Decimal]]:
    """The rows of which something was wanted, by the first column that is named, with what was done by the other."""
    wanted, done = printed.column(said["column"]), printed.column(said["other"])
    return [(row, number, done[row][1] if row in done else Decimal(0))
            for row, (_, number) in wanted.items() if number > 0]


def _kept(said: Said, printed: _Printed) -> bool:
    found = _both(said, printed)
    return bool(found) and _counts(said, kept=sum(done >= wanted for _, wanted, done in found), count=len(found))


def _furthest(said: Said, printed: _Printed) -> bool:
    shares = {row: Fraction(done) / Fraction(wanted) for row, wanted, done in _both(said, printed) if done < wanted}
    least = [row for row, share in shares.items() if share == min(shares.values())]
    if [printed.row(said["row"])] != least:
        return False
    texts = [printed.column(said[name]).get(least[0], ("",))[0] for name in ("column", "other")]
    return texts == [said["number"], said["now"]]


_CLAIMS: Mapping[str, Callable[[Said, _Printed], bool]] = {
    "highest": _extreme(max, counted=True),
    "highest_tied": _extreme(max, counted=True),
    "lowest": _extreme(min, counted=False),
    "lowest_tied": _extreme(min, counted=False),
    "all_alike": _all_alike,
    "missing": _missing,
    "ranged": _ranged,
    "widest": _widest,
    "no_range": _no_range,
    "moved": _moved,
    "rose_most": _moved_most(1),
    "fell_most": _moved_most(-1),
    "head_highest": _extreme(max, counted=False),
    "head_two": _highest_of_two,
    "head_promises": _highest_of_first,
    "head_alike": _all_alike,
    "head_moved": _moved,
    "head_widest": _widest,
    "head_no_range": _no_range,
    "head_at_last": _at_last,
    "head_kept": _kept,
    "furthest_behind": _furthest,
}


def _text(words: Inlines) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in words)
