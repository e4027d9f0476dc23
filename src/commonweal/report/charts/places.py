"""Where things landed: each council with its own figures only, beside what is said of the people who live there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure
from commonweal.ledger.maps import read_boundaries
from commonweal.report.blocks import Chart
from commonweal.report.charts.areas import draw_choropleth
from commonweal.report.charts.claims import head_highest, highest_and_lowest
from commonweal.report.charts.classes import Classes
from commonweal.report.charts.draw import Tile, draw_tiles
from commonweal.report.charts.grid import Grid, figure_cell, told_apart
from commonweal.report.charts.ink import NotDrawn
from commonweal.report.charts.making import bars, chart, charts_of, source_of, subtitle_of
from commonweal.report.phrases import day_or
from commonweal.report.words import say, shown
from commonweal.report.year import Year

# Who pays for a contract or a grant: what it spends is that body's spending.
_PAYS = ("buyer", "funder")


@dataclass(frozen=True)
class _Column:
    """A number for each of some places: its title, the figures by place, and what is printed where there is none."""

    title: str
    figures: Mapping[str, Figure]
    otherwise: str

    @property
    def numbers(self) -> int:
        """In how many of the places there is a number: not where one is withheld, or a source leaves it blank."""
        return sum(figure.value is not None for figure in self.figures.values())


def where_it_landed(year: Year) -> list[Chart]:
    """A map of the places, and bars side by side of what was spent and done there and who lives there.

    The map is drawn with the outlines that the body gives, or else with its own tiles. Fewer than two places with a
    number make no map, and a single column of numbers makes no bars.
    """
    outlines = read_boundaries(year.book.folder, year.book.settings.maps, _codes(year))[0]
    drawn = {outline.code for outline in outlines}
    places = [row for row in year.book.rows("places") if row.text("code") in drawn] or _on_tiles(year)
    columns = _columns(year, [row.key for row in places])
    if not columns or columns[0].numbers < 2:
        return []
    grid = _grid(year, places, columns)
    classes = Classes.of(grid.column(0), _unit(columns[0]))

    def drawing() -> str:
        return draw_choropleth(outlines, places, grid, classes) if drawn else _tiles(places, grid, classes)

    return [*charts_of(year, lambda year: _map(year, grid, columns, drawing())),
            *charts_of(year, lambda year: _beside(year, places, columns))]


def _codes(year: Year) -> set[str]:
    return {row.text("code") for row in year.book.rows("places")} - {""}


def _on_tiles(year: Year) -> list[Record]:
    """The councils that the body gives a row and a column on its tile map."""
    return [
        row
        for row in year.book.rows("places")
        if row.text("kind") == "council" and row.count("tile_row") and row.count("tile_column")
    ]


def _columns(year: Year, places: Sequence[str]) -> list[_Column]:
    """What is said of the people, what was spent, what was done; where none of these is, how much is on record."""
    found = [column for column in (_people(year, places), _spent(year, places), _done(year, places)) if column.numbers]
    if len(found) == 1 and found[0].otherwise != say("not_stated"):
        # One measure alone says less of a place than all that is on record there.
        found = []
    found = found or [column for column in [_on_record(year, places)] if column.numbers]
    titles = told_apart([column.title for column in found])
    return [replace(column, title=title) for column, title in zip(found, titles, strict=True)]


def _people(year: Year, places: Sequence[str]) -> _Column:
    """The series of facts that book.toml names."""
    series = year.book.settings.maps.beside
    rows = [row for row in year.book.rows("context") if series and row.text("series") == series]
    figures = {row.text("place"): year.by_id.get(f"context.{row.key}") for row in rows}
    titles = [
        row.text("title").removesuffix(f", {year.place(row.text('place'))}") for row in rows
        if row.text("place") in places
    ]
    held = {place: of_place(year, place, figure) for place, figure in figures.items() if figure and place in places}
    return _Column(titles[0] if titles else "", held, say("not_stated"))


def _spent(year: Year, places: Sequence[str]) -> _Column:
    """Money spent, by the newest version of the body's own framework, of the best proved status that there is."""
    for standing in ("verified", "reported"):
        found = {
            figure.place: of_place(year, figure.place, figure)
            for figure in _by_place(year, "value")
            if figure.kind == "spend"
            and figure.standing == standing
            and _own_money(year, figure)
            and figure.edition == year.book.own_editions[-1].id
            and figure.period == year.book.settings.period.id
            and figure.place in places
            and figure.value is not None
        }
        if len(found) > 1:
            return _Column(_titled(shown("money", "spend").capitalize(), standing), found, say("none"))
    return _Column("", {}, "")


def _done(year: Year, places: Sequence[str]) -> _Column:
    """The measure with a number in most of the places; of several, one of people, then that with the most lines."""
    for standing in ("verified", "reported"):
        by_measure: dict[tuple[str, str], dict[str, Figure]] = {}
        for figure in _by_place(year, "quantity"):
            if (
                figure.measure
                and figure.standing == standing
                and figure.period == year.book.settings.period.id
                and figure.place in places
                and figure.unit not in ("£", "%")
                and figure.value
            ):
                key = (figure.measure, figure.selection.get("stage", ""))
                by_measure.setdefault(key, {})[figure.place] = of_place(year, figure.place, figure)
        if by_measure:
            best = min(by_measure, key=lambda key: (*_preferred(year, key[0], by_measure[key]), *key))
            figures = by_measure[best]
            if len(figures) > 1:
                title = _titled(year.subject(next(iter(figures.values()))), standing)
                return _Column(title, figures, say("none"))
    return _Column("", {}, "")


def _preferred(year: Year, measure: str, figures: Mapping[str, Figure]) -> tuple[int, bool, int]:
    people = year.facts.measures[measure].text("people") != "none"
    return -len(figures), not people, -sum(figure.lines or 0 for figure in figures.values())


def _on_record(year: Year, places: Sequence[str]) -> _Column:
    """How many lines name each place."""
    figures = (year.by_id.get(f"places.lines.{place}") for place in places)
    found = {figure.place: of_place(year, figure.place, figure) for figure in figures if figure}
    return _Column(say("chart.lines_on_record"), found, say("none"))


def _by_place(year: Year, rule: str) -> list[Figure]:
    """The figures of a rule that are parted by place, and for quantities by measure, alone."""
    apart = {"activity", "role", "theme", "outcome", *(("measure",) if rule == "value" else ())}
    return [
        figure for figure in year.having("rule", rule)
        if "place" in figure.selection and not apart & set(figure.selection)
    ]


def _own_money(year: Year, figure: Figure) -> bool:
    """Whether the body itself pays for all that a figure is about, as far as the records say who does.

    What another body spends, a council above all, is never shown as the body's own.
    """
    body = year.book.settings.body
    for activity in {line.text("activity") for line in year.lines.firsts(figure)}:
        payers = {row.text("organisation") for row in year.parties.get(activity, []) if row.text("part") in _PAYS}
        if payers and body not in payers:
            return False
    return True


def of_place(year: Year, place: str, figure: Figure) -> Figure:
    """The figure, if it is one of that place: of the place itself, or of lines that all lie in its area.

    Raises NotDrawn for any other figure: a council's number is never shown as the whole body's, nor the other way.
    """
    inside = year.facts.within.get(place, (place,))
    of = set(figure.selection.get("place", figure.place).split("|"))
    if figure.place != place or not of <= set(inside):
        raise NotDrawn(
            f"The figure {figure.id} is not of {year.place(place)}, and may not be shown there. "
            "Take the figure of that place, or leave it blank."
        )
    return figure


def _titled(subject: str, standing: str) -> str:
    return f"{subject}, {shown('status', standing).lower()}"


def _unit(column: _Column) -> str:
    return next(iter(column.figures.values())).unit


def _things(places: Sequence[Record]) -> str:
    return "councils" if all(row.text("kind") == "council" for row in places) else "places"


def _period(year: Year, columns: Sequence[_Column]) -> str:
    """The span of what was done; where nothing is, the day of the facts."""
    return year.when(next(iter(columns[-1].figures.values())))


def _grid(year: Year, places: Sequence[Record], columns: Sequence[_Column]) -> Grid:
    cells = tuple(
        tuple(
            figure_cell(year, column.figures.get(row.key), unit=True, otherwise=column.otherwise) for column in columns
        )
        for row in places
    )
    names, titles = told_apart([row.text("name") for row in places]), (column.title for column in columns)
    return Grid(_things(places), names, tuple(titles), cells)


def _map(year: Year, grid: Grid, columns: Sequence[_Column], svg: str) -> Chart:
    two = len(columns) > 1
    notes = [say("chart.another_body")] if any(column.title and "£" in _unit(column) for column in columns) else []
    people = next(iter(columns[0].figures.values()))
    if people.rule == "context":
        notes.append(say("chart.people", what=columns[0].title, when=day_or(people.period_end)))
    else:
        notes.append(say("chart.no_beside"))
    titles = say("separator").join(grid.columns)
    where, when = year.name("places", year.book.settings.place), _period(year, columns)
    return chart(
        "map-of-places",
        grid,
        svg,
        title=head_highest(grid, 0),
        subtitle=subtitle_of(
            measure=say("chart.places", first=grid.columns[0], columns=titles) if two else grid.columns[0],
            place=where,
            period=when,
        ),
        caption=subtitle_of(measure=titles, place=where, period=when),
        sentences=tuple(highest_and_lowest(grid, 0)),
        first=say("table.place"),
        note=(" ".join(notes),) if notes else (),
        source=source_of(year),
    )


def _beside(year: Year, places: Sequence[Record], columns: Sequence[_Column]) -> Chart | None:
    """The same numbers as bars, the places in the order of the first column."""
    if len(columns) < 2:
        return None
    value = {row.key: figure.value for row in places if (figure := columns[0].figures.get(row.key))}
    ordered = sorted(places, key=lambda row: (-(value.get(row.key) or 0), row.key))
    return bars(
        year,
        "places-side-by-side",
        subtitle=subtitle_of(
            measure=say("separator").join(column.title for column in columns),
            place=year.name("places", year.book.settings.place),
            period=_period(year, columns),
        ),
        things=_things(places),
        first=say("table.place"),
        rows=[row.text("name") for row in ordered],
        columns={column.title: [column.figures.get(row.key) for row in ordered] for column in columns},
        head="head_two",
        told=tuple(range(len(columns)))[1:],
        one_scale=False,
        unit=True,
    )


def _tiles(places: Sequence[Record], grid: Grid, classes: Classes) -> str:
    tiles = [
        Tile(
            row.count("tile_row") or 0,
            row.count("tile_column") or 0,
            name,
            tuple(cell.text for cell in cells),
            classes.shade(cells[0]),
        )
        for row, name, cells in zip(places, grid.rows, grid.cells, strict=True)
    ]
    return draw_tiles(tiles, classes.legend)
