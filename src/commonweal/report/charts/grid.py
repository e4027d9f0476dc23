"""The numbers of a chart as they are printed: what the drawing, the table and the sentences are all made from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from commonweal.indicators.figure import Figure
from commonweal.report.blocks import Column, Inlines, Link, Table
from commonweal.report.words import say
from commonweal.report.year import Year

_NUMBER = re.compile(r"-?£?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Cell:
    """One number of a chart: how it is printed, its exact value or none, and the words or link that print it."""

    text: str
    value: Decimal | None
    words: Inlines

    @property
    def printed(self) -> Decimal | None:
        """The number as a reader finds it, to the places that are printed: what sentences are made from."""
        return None if self.value is None else number_in(self.text)


@dataclass(frozen=True)
class Grid:
    """Rows of like things with a number in each column. `things` is their plural in the catalogue: councils, roles."""

    things: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def column(self, place: int) -> tuple[Cell, ...]:
        """The cells of one column, a row each."""
        return tuple(row[place] for row in self.cells)

    def table(self, id: str, caption: str, first: str, note: Inlines = ()) -> Table:
        """The same numbers as a table; `first` is the title of the column with the rows' names."""
        heads = (Column(first), *(Column(title, True) for title in self.columns))
        named = zip(self.rows, self.cells, strict=True)
        rows = tuple(((name,), *(cell.words for cell in cells)) for name, cells in named)
        return Table(id, caption, heads, rows, note)


def figure_cell(year: Year, figure: Figure | None, *, unit: bool = False, otherwise: str = "") -> Cell:
    """A figure as a cell, linked to where it is explained; what is withheld or not there has words and no value.

    Of a shared project it is our own share; where the whole is said, the page of the figure says it.
    """
    if figure is None:
        return text_cell(otherwise or say("blank"))
    text = f"{year.number(figure)} {year.unit(figure)}".strip() if unit else year.number(figure)
    return Cell(text, None if figure.suppressed else figure.value, (Link(text, f"figure:{figure.id}"),))


def text_cell(text: str, value: Decimal | None = None) -> Cell:
    """A text as a cell."""
    return Cell(text, value, (text,) if text else ())


def grid_of(
    year: Year, things: str, rows: Sequence[str], columns: Mapping[str, Sequence[Figure | None]], *, unit: bool = False
) -> Grid:
    """Figures in columns, a row for each name."""
    made = [[figure_cell(year, figure, unit=unit) for figure in figures] for figures in columns.values()]
    return Grid(things, told_apart(rows), tuple(columns), tuple(zip(*made, strict=True)))


def told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Names, each with a number behind it that was there before: a sentence about one is about no other.

    >>> told_apart(["Jobs", "Hours", "Jobs", "Jobs (2)"])
    ('Jobs', 'Hours', 'Jobs (2)', 'Jobs (2) (2)')
    """
    found: list[str] = []
    for name in names:
        tries = (f"{name} ({number})" if number > 1 else name for number in count(1))
        found.append(next(one for one in tries if one not in found))
    return tuple(found)


def number_in(text: str) -> Decimal | None:
    """The first number of a printed text; None where there is none.

    >>> number_in("over £1,234.50"), number_in("-32% (3 of 5)"), number_in("[c]")
    (Decimal('1234.50'), Decimal('-32'), None)
    """
    found = _NUMBER.search(text)
    return Decimal(found[0].replace("£", "").replace(",", "")) if found else None
