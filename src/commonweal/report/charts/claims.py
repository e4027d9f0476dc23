"""Sentences about the numbers of a chart, made from the numbers: what is highest, what rose, how wide a range is."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from commonweal.basics.numbers import ZERO, ratio
from commonweal.report.charts.grid import Cell, Grid
from commonweal.report.words import say


def highest_and_lowest(grid: Grid, place: int) -> Iterator[str]:
    """Which row of a column has the highest number and which the lowest, and which have none."""
    known = [(name, cell) for name, cell in zip(grid.rows, grid.column(place), strict=True) if cell.value is not None]
    missing = [name for name in grid.rows if name not in {known_name for known_name, _ in known}]
    values = [_exactly(cell) for _, cell in known]
    if len(set(values)) > 1:
        for key, end in (("highest", max(values)), ("lowest", min(values))):
            yield _extreme(grid, place, key, [(name, cell) for name, cell in known if cell.value == end], len(known))
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
    ranged = {
        name: (low, high, _exactly(high) - _exactly(low))
        for name, (_, low, high) in zip(grid.rows, grid.cells, strict=True)
        if low.value is not None and high.value is not None
    }
    if ranged:
        yield say("chart.ranged", ranged=_count(len(ranged)), count=_count(len(grid.rows)),
                  things=say(f"chart.things.{grid.things}"))
        widest = max(ranged, key=lambda name: ranged[name][2])
        yield say("chart.widest", row=widest, low=ranged[widest][0].text, high=ranged[widest][1].text)
    without = [name for name in grid.rows if name not in ranged]
    if without:
        yield say("chart.no_range", rows=listed(without))


def changes(grid: Grid) -> Iterator[str]:
    """How many rose, fell and stayed, and which did most. Columns are before, now, change in percent."""
    moves = {
        name: _exactly(now) - _exactly(before)
        for name, (before, now, _) in zip(grid.rows, grid.cells, strict=True)
    }
    yield say("chart.moved", things=say(f"chart.things.{grid.things}"), **_directions(grid))
    for key, sign in (("rose_most", 1), ("fell_most", -1)):
        shares = {name: _exactly(cells[2]) * sign for name, cells in zip(grid.rows, grid.cells, strict=True)
                  if moves[name] * sign > 0}
        if shares:
            most = max(shares, key=lambda name: shares[name])
            before, now, share = grid.cells[grid.rows.index(most)]
            yield say(f"chart.{key}", row=most, before=before.text, now=now.text, share=share.text)


def head_moved(grid: Grid) -> str:
    """A headline: of so many, so many rose and so many fell."""
    return say("chart.head_moved", things=say(f"chart.things.{grid.things}"), **_directions(grid))


def _directions(grid: Grid) -> dict[str, str]:
    moves = [_exactly(now) - _exactly(before) for before, now, _ in grid.cells]
    counts = {"up": sum(move > 0 for move in moves), "down": sum(move < 0 for move in moves),
              "level": sum(move == 0 for move in moves), "count": len(moves)}
    return {name: _count(number) for name, number in counts.items()}


def head_highest(grid: Grid, place: int, key: str = "head_highest") -> str:
    """A headline: what is highest in a column. `key` is its sentence in the catalogue."""
    known = [(name, cell) for name, cell in zip(grid.rows, grid.column(place), strict=True) if cell.value is not None]
    top = max(_exactly(cell) for _, cell in known)
    first = [(name, cell) for name, cell in known if cell.value == top]
    if len(first) == len(known):
        return say("chart.head_alike", column=grid.columns[place], number=first[0][1].text)
    return say(f"chart.{key}", rows=listed([name for name, _ in first]), column=grid.columns[place],
               number=first[0][1].text)


def head_two(grid: Grid, one: int, other: int) -> str:
    """A headline: what is highest in one column, and what in another."""
    tops = []
    for place in (one, other):
        known = [(name, cell) for name, cell in zip(grid.rows, grid.column(place), strict=True)
                 if cell.value is not None]
        top = max(_exactly(cell) for _, cell in known)
        tops.append(listed([name for name, cell in known if cell.value == top]))
    return say("chart.head_two", column=grid.columns[one], rows=tops[0], other=grid.columns[other], others=tops[1])


def head_kept(grid: Grid, wanted: int, done: int) -> str:
    """A headline: in how many of the rows of which something was wanted all of it was done; a column says each."""
    asked = [(cells[wanted], cells[done]) for cells in grid.cells if (cells[wanted].value or ZERO) > 0]
    kept = sum(_exactly(due) <= (reported.value or ZERO) for due, reported in asked)
    return say("chart.head_kept", things=say(f"chart.things.{grid.things}"), kept=_count(kept),
               count=_count(len(asked)), column=grid.columns[wanted], other=grid.columns[done])


def head_at_last(grid: Grid) -> str:
    """A headline: how many of the first column the second one has in the last row."""
    whole, part, *_ = grid.cells[-1]
    return say("chart.head_at_last", row=grid.rows[-1], now=part.text, number=whole.text)


def furthest_behind(grid: Grid, wanted: int, done: int) -> Iterator[str]:
    """Of what was wanted and not all done: which row has the smallest share done; nothing where two have."""
    shares = {name: ratio(_exactly(cells[done]), _exactly(cells[wanted]), 4) or ZERO
              for name, cells in zip(grid.rows, grid.cells, strict=True)
              if cells[done].value is not None and (cells[wanted].value or ZERO) > max(_exactly(cells[done]), ZERO)}
    least = [name for name, share in shares.items() if share == min(shares.values())]
    if len(least) == 1:
        cells = grid.cells[grid.rows.index(least[0])]
        yield say("chart.furthest_behind", row=least[0], number=cells[wanted].text, now=cells[done].text,
                  column=grid.columns[wanted], other=grid.columns[done])


def head_widest(grid: Grid) -> str:
    """A headline: whose range is the widest; without any range, that there is none."""
    widths = {
        name: _exactly(high) - _exactly(low)
        for name, (_, low, high) in zip(grid.rows, grid.cells, strict=True)
        if low.value is not None and high.value is not None
    }
    if not widths:
        return say("chart.head_no_range", count=_count(len(grid.rows)), things=say(f"chart.things.{grid.things}"))
    return say("chart.head_widest", row=max(widths, key=lambda name: widths[name]))


def listed(names: Sequence[str]) -> str:
    """Names in one run.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    *before, last = names
    return say("chart.listed", before=", ".join(before), last=last) if before else last


def _count(number: int) -> str:
    return f"{number:,}"


def _exactly(cell: Cell) -> Decimal:
    if cell.value is None:
        raise ValueError(f"'{cell.text}' is no number")
    return cell.value
