"""A chart put together: drawing, table and sentences from one grid of numbers, refused if a sentence is untrue."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from commonweal.indicators.figure import Figure
from commonweal.report.blocks import Chart, Inlines, Link
from commonweal.report.charts.check import untrue
from commonweal.report.charts.claims import head_highest, head_two, highest_and_lowest
from commonweal.report.charts.draw import Mark, Panel, draw_bars
from commonweal.report.charts.grid import Cell, Grid, grid_of
from commonweal.report.charts.ink import NotDrawn, series_inks
from commonweal.report.words import say
from commonweal.report.year import Year


def chart(
    id: str, grid: Grid, svg: str, *, title: str, subtitle: str, sentences: Sequence[str], first: str,
    note: Inlines = (), caption: str = "", source: Inlines = (),
) -> Chart:
    """A chart of a grid's numbers: its headline, what it shows, where and when, its words, its drawing and its table.

    The table's caption is the subtitle unless `caption` says otherwise; `first` is the title of its first column.
    Raises NotDrawn if the headline or a sentence is not borne out by the table.
    """
    table = grid.table(f"{id}-table", caption or subtitle, first)
    wrong = untrue([title, *sentences], table)
    if wrong:
        raise NotDrawn(f"The chart '{id}' says what its table does not bear out: {' '.join(wrong)}")
    return Chart(id, title, subtitle, " ".join(sentences), svg, table, source, note)


def charts_of(year: Year, draw: Callable[[Year], Iterable[Chart] | Chart | None]) -> list[Chart]:
    """The charts of a year that a function draws, if it draws any.

    One that may not be drawn is left out with its table, and the year keeps why: it stops publication, so that
    somebody is told, and never the report.
    """
    try:
        drawn = draw(year)
        return [drawn] if isinstance(drawn, Chart) else [*(drawn or ())]
    except NotDrawn as refused:
        year.left_out.append(str(refused))
        return []


def source_of(year: Year) -> Inlines:
    """Where the numbers of a report's chart stand."""
    return year.sentence("chart.source", figures=Link("figures.csv", "data:figures.csv"), day=year.day)


def bars(
    year: Year, id: str, *, subtitle: str, things: str, first: str, rows: Sequence[str],
    columns: Mapping[str, Sequence[Figure | None]], head: str = "head_highest", told: Sequence[int] = (0,),
    one_scale: bool = True, unit: bool = False, note: Inlines = (),
) -> Chart | None:
    """Bars of figures: a row for each name, side by side a panel for each column; None where there is nothing to show.

    `columns` are titles, each with a figure (or none) for each row, in the rows' order. `things` and `first` say what
    the rows are: the plural under chart.things in the catalogue, and the title of the table's first column. `told` are
    the places of the columns whose highest and lowest the words name; `head` is the catalogue's sentence of the
    headline, about the first of them (head_two: about the first column and that one). `one_scale` is for columns of
    one unit; with `unit` numbers print their unit.
    Nothing to show is: fewer than two rows with a number above nought. Raises NotDrawn above four columns.
    """
    grid = grid_of(year, things, rows, columns, unit=unit)
    return bars_of(id, grid, subtitle=subtitle, first=first, head=head, told=told, one_scale=one_scale, note=note,
                   source=source_of(year))


def bars_of(
    id: str, grid: Grid, *, subtitle: str, first: str, head: str = "head_highest", told: Sequence[int] = (0,),
    one_scale: bool = True, note: Inlines = (), source: Inlines = (),
) -> Chart | None:
    """The same of numbers that stand in a grid already, wherever they come from."""
    panels = panels_of(grid)
    if sum(any(cell.value for cell in cells) for cells in grid.cells) < 2:
        return None
    sentences = [text for place in told for text in highest_and_lowest(grid, place)]
    title = head_two(grid, 0, told[0]) if head == "head_two" else head_highest(grid, told[0], head)
    return chart(
        id, grid, draw_bars(grid.rows, panels, one_scale=one_scale), title=title,
        subtitle=subtitle, sentences=sentences, first=first, note=note, source=source,
    )


def panels_of(grid: Grid) -> list[Panel]:
    """A panel, or a line, for each column of a grid. Raises NotDrawn above four."""
    inks = series_inks(grid.columns)
    return [
        Panel(title if len(inks) > 1 else "", ink, tuple(map(mark, grid.column(place))))
        for place, (title, ink) in enumerate(zip(grid.columns, inks, strict=True))
    ]


def mark(cell: Cell) -> Mark:
    """A number of a grid as a mark of the drawing. A length is geometry: the number that is read is the text."""
    return Mark(length(cell), cell.text)


def length(cell: Cell) -> float | None:
    """A number of a grid as a length; None where there is none."""
    return None if cell.value is None else float(cell.value)


def subtitle_of(*, measure: str, place: str, period: str) -> str:
    """What a chart shows, where and when, in one line."""
    return say("chart.subtitle", measure=measure, place=place, period=period)
