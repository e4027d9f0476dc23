"""What rose and what fell since the year before, in percent of that year: one axis for measures of unlike units."""

from commonweal.basics.numbers import ZERO
from commonweal.indicators.figure import Figure
from commonweal.report.blocks import Chart
from commonweal.report.charts.claims import changes, head_moved
from commonweal.report.charts.draw import Mark, Panel, draw_bars
from commonweal.report.charts.grid import Grid, figure_cell, told_apart
from commonweal.report.charts.making import chart, length, source_of, subtitle_of
from commonweal.report.words import say, shown
from commonweal.report.year import Year

# So many measures, those with the most lines: not chosen by how they moved, so that falls are as likely as rises.
_MOST = 12


def headline_changes(year: Year) -> Chart | None:
    """The measures with the most lines that both years have, by how much each rose or fell; None for fewer than two.

    Money is left out, because its change is partly one of prices; so is what the report itself does not compare.
    """
    for standing in ("verified", "reported"):
        shares = [
            figure
            for figure in year.having("rule", "change")
            if figure.standing == standing
            and figure.id.endswith(".percent")
            and figure.value is not None
            and not figure.kind
        ]
        ordered = sorted(shares, key=lambda figure: (-(figure.lines or 0), figure.id))
        found = [parts for share in ordered if (parts := _with_parts(year, share)) and not parts[0].is_money][:_MOST]
        if len(found) > 1:
            return _drawn(year, standing, sorted(found, key=lambda parts: (-(parts[2].value or ZERO), parts[2].id)))
    return None


def _with_parts(year: Year, share: Figure) -> tuple[Figure, Figure, Figure] | None:
    """The figures of this year and of the year before that a change in percent is made of, and the change."""
    before, _, now = share.selection["period"].partition("|")
    name = share.id.replace("change.", "quantity.", 1).removesuffix(".percent")
    this, last = year.by_id.get(name), year.by_id.get(name.removesuffix(now) + before)
    if this is None or last is None or this.value is None or last.value is None:
        return None
    return this, last, share


def _drawn(year: Year, standing: str, found: list[tuple[Figure, Figure, Figure]]) -> Chart:
    first, last = (year.period_label(figure.period) for figure in (found[0][1], found[0][0]))
    grid = Grid(
        "measures",
        told_apart([year.subject(now) for now, _, _ in found]),
        (first, last, say("table.percent")),
        tuple(
            (figure_cell(year, before, unit=True), figure_cell(year, now, unit=True), figure_cell(year, percent))
            for now, before, percent in found
        ),
    )
    marks = tuple(
        Mark(
            length(share),
            share.text,
            ink="brand" if (share.value or 0) >= 0 else "orange",
        )
        for _, _, share in grid.cells
    )
    shared = any(figure.whole is not None for *both, _ in found for figure in both)
    return chart(
        "headline-changes",
        grid,
        draw_bars(grid.rows, [Panel("", "brand", marks)], one_scale=True),
        title=head_moved(grid),
        subtitle=subtitle_of(
            measure=say("chart.change", status=shown("status", standing).lower(), count=str(len(found))),
            place=year.name("places", year.book.settings.place),
            period=say("chart.between", before=first, now=last),
        ),
        sentences=tuple(changes(grid)),
        first=say("table.measure"),
        note=(say("chart.own_share"),) if shared else (),
        source=source_of(year),
    )
