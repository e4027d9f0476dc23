"""Sentences about the numbers of a chart: what is highest, what rose, how wide a range is.

They are made from the numbers as they are printed: a reader who compares two numbers finds what is said of them.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from commonweal.basics.numbers import ZERO
from commonweal.report.charts.grid import Cell, Grid
from commonweal.report.charts.ink import NotDrawn
from commonweal.report.words import say


def highest_and_lowest(grid: Grid, place: int) -> Iterator[str]:
    """Which row of a column has the highest number and which the lowest, and which have none."""
    known = _known(grid, place)
    missing = [name for name, cell in zip(grid.rows, grid.column(place), strict=True) if cell.printed is None]
    values = [_number(cell) for _, cell in known]
    if len(set(values)) > 1:
        for key, end in (("highest", max(values)), ("lowest", min(values))):
            yield _extreme(grid, place, key, [(name, cell) for name, cell in known if cell.printed == end], len(known))
    elif values:
        yield say("chart.all_alike", count=_count(len(known)), things=say(f"chart.things.{grid.things}"),
                  column=grid.columns[place], number=known[0][1].text)
    if missing:
        yield say("chart.missing", column=grid.columns[place], rows=listed(missing))


def _extreme(grid: Grid, place: int, key: str, found: Sequence[tuple[str, Cell]], count: int) -> str:
    tied = "_tied" if len(found) > 1 else ""
    names = {"rows": listed([name for name, _ in found])} if tied else {"row": found[0][0]}
    return say(f"chart.{key}{tied}", count=_count(count), things=say(f"chart.things.{grid.things}"),
               column=grid.columns[place], number=found[0][1].text, **names)


def ranges(grid: Grid) -> Iterator[str]:
    """The widest range, and which rows have none. Columns are number, low end, high end."""
    widths = _widths(grid)
    if widths:
        yield say("chart.ranged", ranged=_count(len(widths)), count=_count(len(grid.rows)),
                  things=say(f"chart.things.{grid.things}"))
        widest = max(widths, key=lambda place: widths[place])
        _, low, high = grid.cells[widest]
        yield say("chart.widest", row=grid.rows[widest], low=low.text, high=high.text)
    without = [name for place, name in enumerate(grid.rows) if place not in widths]
    if without:
        yield say("chart.no_range", rows=listed(without))


def changes(grid: Grid) -> Iterator[str]:
    """How many rose, fell and stayed, and which did most. Columns are before, now, change in percent."""
    yield say("chart.moved", things=say(f"chart.things.{grid.things}"), **_directions(grid))
    for key, sign in (("rose_most", 1), ("fell_most", -1)):
        # What moved too little to be seen in percent as it is printed did not move "most".
        shares = {place: _number(cells[2]) * sign for place, cells in enumerate(grid.cells)
                  if _move(cells) * sign > 0 and _number(cells[2]) * sign > 0}
        if shares:
            most = max(shares, key=lambda place: shares[place])
            before, now, share = grid.cells[most]
            yield say(f"chart.{key}", row=grid.rows[most], before=before.text, now=now.text, share=share.text)


def head_moved(grid: Grid) -> str:
    """A headline: of so many, so many rose and so many fell."""
    return say("chart.head_moved", things=say(f"chart.things.{grid.things}"), **_directions(grid))


def _directions(grid: Grid) -> dict[str, str]:
    moves = [_move(cells) for cells in grid.cells]
    counts = {"up": sum(move > 0 for move in moves), "down": sum(move < 0 for move in moves),
              "level": sum(move == 0 for move in moves), "count": len(moves)}
    return {name: _count(number) for name, number in counts.items()}


def _move(cells: Sequence[Cell]) -> Decimal:
    before, now, _ = cells
    return _number(now) - _number(before)


def head_highest(grid: Grid, place: int, key: str = "head_highest") -> str:
    """A headline: what is highest in a column. `key` is its sentence in the catalogue."""
    known, first = _known(grid, place), _highest(grid, place)
    if len(first) == len(known):
        return say("chart.head_alike", column=grid.columns[place], number=first[0][1].text)
    return say(f"chart.{key}", rows=listed([name for name, _ in first]), column=grid.columns[place],
               number=first[0][1].text)


def head_two(grid: Grid, one: int, other: int) -> str:
    """A headline: what is highest in one column, and what in another."""
    tops = [listed([name for name, _ in _highest(grid, place)]) for place in (one, other)]
    return say("chart.head_two", column=grid.columns[one], rows=tops[0], other=grid.columns[other], others=tops[1])


def _known(grid: Grid, place: int) -> list[tuple[str, Cell]]:
    """The rows that have a number in a column."""
    return [(name, cell) for name, cell in zip(grid.rows, grid.column(place), strict=True) if cell.printed is not None]


def _highest(grid: Grid, place: int) -> list[tuple[str, Cell]]:
    """The rows with the highest number of a column. Raises NotDrawn where none has one."""
    known = _known(grid, place)
    if not known:
        raise NotDrawn(f"There is no number under '{grid.columns[place]}'.")
    top = max(_number(cell) for _, cell in known)
    return [(name, cell) for name, cell in known if cell.printed == top]


def head_kept(grid: Grid, wanted: int, done: int) -> str:
    """A headline: in how many of the rows of which something was wanted all of it was done; a column says each."""
    asked = [cells for cells in grid.cells if (cells[wanted].printed or ZERO) > 0]
    kept = sum(_number(cells[wanted]) <= (cells[done].printed or ZERO) for cells in asked)
    return say("chart.head_kept", things=say(f"chart.things.{grid.things}"), kept=_count(kept),
               count=_count(len(asked)), column=grid.columns[wanted], other=grid.columns[done])


def head_at_last(grid: Grid) -> str:
    """A headline: how many of the first column the second one has in the last row."""
    whole, part, *_ = grid.cells[-1]
    return say("chart.head_at_last", row=grid.rows[-1], now=part.text, number=whole.text)


def furthest_behind(grid: Grid, wanted: int, done: int) -> Iterator[str]:
    """Of what was wanted and not all done: which row has the smallest share done; nothing where two have."""
    shares = {place: Fraction(_number(cells[done])) / Fraction(_number(cells[wanted]))
              for place, cells in enumerate(grid.cells)
              if cells[done].printed is not None and (cells[wanted].printed or ZERO) > max(_number(cells[done]), ZERO)}
    least = [place for place, share in shares.items() if share == min(shares.values())]
    if len(least) == 1:
        cells = grid.cells[least[0]]
        yield say("chart.furthest_behind", row=grid.rows[least[0]], number=cells[wanted].text, now=cells[done].text,
                  column=grid.columns[wanted], other=grid.columns[done])


def head_widest(grid: Grid) -> str:
    """A headline: whose range is the widest; without any range, that there is none."""
    widths = _widths(grid)
    if not widths:
        return say("chart.head_no_range", count=_count(len(grid.rows)), things=say(f"chart.things.{grid.things}"))
    return say("chart.head_widest", row=grid.rows[max(widths, key=lambda place: widths[place])])


def _widths(grid: Grid) -> dict[int, Decimal]:
    """How wide the range of each row is that has one, by the row's place."""
    return {place: _number(high) - _number(low) for place, (_, low, high) in enumerate(grid.cells)
            if low.printed is not None and high.printed is not None}


def listed(names: Sequence[str]) -> str:
    """Names in one run.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    *before, last = names
    return say("chart.listed", before=", ".join(before), last=last) if before else last


def _count(number: int) -> str:
    return f"{number:,}"


def _number(cell: Cell) -> Decimal:
    if cell.printed is None:
        raise NotDrawn(f"'{cell.text}' is no number, and nothing can be said of how large it is.")
    return cell.printed
