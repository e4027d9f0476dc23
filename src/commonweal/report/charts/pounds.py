"""What each type of £ may be worth, with its range. Types stand under one another and are never added or stacked."""

from commonweal.indicators.figure import Figure
from commonweal.report.blocks import Chart
from commonweal.report.charts.claims import head_widest, ranges
from commonweal.report.charts.draw import Mark, draw_ranges
from commonweal.report.charts.grid import Cell, Grid, figure_cell, text_cell, told_apart
from commonweal.report.charts.making import chart, length, source_of, subtitle_of
from commonweal.report.words import CATALOGUE, amount, say, shown
from commonweal.report.year import Year


def pounds_with_ranges(year: Year) -> Chart | None:
    """The types of £ of the reporting period by the newest version of the body's own framework, of one status.

    The best proved status that has two types or more, or None. An amount withheld by licence is not drawn.
    """
    for standing in ("verified", "reported"):
        figures = [
            figure
            for figure in year.of_body("value")
            if figure.standing == standing
            and figure.edition == year.book.own_editions[-1].id
            and figure.period == year.book.settings.period.id
            and figure.value is not None
            and figure.value >= 0
        ]
        if len(figures) > 1:
            return _drawn(year, standing, figures)
    return None


def _drawn(year: Year, standing: str, figures: list[Figure]) -> Chart:
    order = list(CATALOGUE["money"])
    listed = sorted(figures, key=lambda figure: (order.index(figure.kind), figure.price_year or 0))
    status = shown("status", standing).lower()
    years = {figure.price_year for figure in listed}
    prices = say("prices_of", year=str(listed[0].price_year)) if len(years) == 1 else say("chart.own_prices")
    grid = Grid(
        "kinds",
        told_apart([_name(figure, alone=len(years) == 1) for figure in listed]),
        (shown("status", standing), say("chart.low"), say("chart.high")),
        tuple((figure_cell(year, figure), *_ends(figure)) for figure in listed),
    )
    marks = [Mark(length(at), at.text, length(low), length(high)) for at, low, high in grid.cells]
    return chart(
        "pounds-with-ranges",
        grid,
        draw_ranges(grid.rows, marks, say("chart.pounds_axis", status=status)),
        title=head_widest(grid),
        subtitle=subtitle_of(
            measure=say("chart.pounds", status=status, framework=year.book.own_editions[-1].title, prices=prices),
            place=year.name("places", year.book.settings.place),
            period=year.period,
        ),
        sentences=tuple(ranges(grid)),
        first=say("table.money"),
        note=(say("chart.pounds_note"),),
        source=source_of(year),
    )


def _name(figure: Figure, *, alone: bool) -> str:
    """A type of £, with its price year where there is more than one."""
    kind = shown("money", figure.kind)
    return kind if alone else say("pounds.kind", kind=kind, year=str(figure.price_year))


def _ends(figure: Figure) -> tuple[Cell, Cell]:
    """The low and the high end of a range, or words in their place."""
    if figure.low is None or figure.high is None:
        return text_cell(say("chart.none_given")), text_cell(say("chart.none_given"))
    return text_cell(amount(figure.low, "£"), figure.low), text_cell(amount(figure.high, "£"), figure.high)
