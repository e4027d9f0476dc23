"""The charts of these pages, drawn in the report's manner by the jobs that make results, and kept beside these."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from markupsafe import Markup

from commonweal import __version__
from commonweal.basics.numbers import ratio
from commonweal.basics.periods import Period
from commonweal.basics.tables import Record
from commonweal.report.blocks import Chart
from commonweal.report.charts.claims import furthest_behind, head_at_last, head_kept, highest_and_lowest
from commonweal.report.charts.draw import Mark, Panel, draw_bars
from commonweal.report.charts.grid import Cell, Grid, number_in, text_cell, told_apart
from commonweal.report.charts.ink import NotDrawn, series_inks
from commonweal.report.charts.lines import draw_lines
from commonweal.report.charts.making import bars_of, chart, mark, panels_of, subtitle_of
from commonweal.report.html import drawing
from commonweal.report.languages import ENGLISH, language_printed, languages, printed_in
from commonweal.report.words import in_words, say, shown, to_one_place, with_unit
from commonweal.web.monitoring.models import Position, QuarterChart
from commonweal.web.monitoring.overview import delivered_by
from commonweal.web.monitoring.quarters import AMOUNTS, Results, in_full, together
from commonweal.web.monitoring.ratings import worst_first
from commonweal.web.people.models import Body
from commonweal.web.register.reading import measures, settings_of, titles

_LOG = logging.getLogger(__name__)

# A chart by language, and under "of" the fingerprint of the numbers that it shows.
Kept = Mapping[str, Any]
# So many bars a reader still takes in; the table has them all.
_MOST = 12


def shows(numbers: Any) -> str:
    """The fingerprint of what a chart shows; another one for another version of the program."""
    said = json.dumps([__version__, languages(), numbers], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def keep(make: Callable[[], Chart | None], numbers: Any, before: Kept | None = None) -> Kept:
    """A chart as it is kept, in each language that its words are in; nothing but `of` where there is nothing to draw.

    `before` is what was kept: it stays where it shows the same `numbers`. A chart that the report would refuse, or
    whose drawing breaks, is told to whoever runs the site, and left out: the results that it would show stand in their
    table all the same. What broke has no `of`, and is tried again when results are made anew.
    """
    if same := still(before, numbers):
        return same
    found: dict[str, Any] = {"of": shows(numbers)}
    for language in languages():
        with printed_in(language):
            try:
                if made := make():
                    found[language] = _in_words(made)
            except NotDrawn as refused:
                _LOG.warning("A chart was left out. %s", refused)
            except Exception:  # Whatever a drawing does of a sudden: one chart is lost by it, and not a hundred.
                _LOG.exception("A chart was left out: its drawing broke.")
                found.pop("of", None)
    return found


def _in_words(made: Chart) -> dict[str, str]:
    return {"id": made.id, "title": made.title, "subtitle": made.subtitle, "svg": str(drawing(made)),
            "text": " ".join(filter(None, (made.text, *map(str, made.note))))}


def still(before: Kept | None, numbers: Any) -> Kept:
    """What was kept, where it shows these numbers; otherwise nothing."""
    return before if before and before.get("of") == shows(numbers) else {}


def picture(kept: Kept | None) -> Mapping[str, Any] | None:
    """A kept chart in the language of the page; in English, and saying so, where it has none; None where none is."""
    language = language_printed() if kept and language_printed() in kept else ENGLISH
    if not kept or language not in kept:
        return None
    # Our own drawing of escaped texts: see the report's room of charts.
    return {**kept[language], "svg": Markup(kept[language]["svg"]),
            "language": "" if language == language_printed() else language}


def share(part: Decimal, whole: Decimal) -> str:
    """A part of a promise in whole percent; blank where nothing was promised.

    >>> share(Decimal("25.6419"), Decimal(52)), share(Decimal(1), Decimal(0))
    ('49%', '')
    """
    found = ratio(part * 100, whole, 0)
    return "" if found is None or whole < 0 else f"{found:,}%"


def of_promises(rows: Sequence[Mapping[str, Any]], title: str, day: date) -> Chart | None:
    """How far each promise of a contract or project came, those furthest behind first; None while nothing is due."""
    due = [row for row in rows if Decimal(row["due"]) > 0]
    if not due:
        return None
    shown_rows, names = due[:_MOST], told_apart([row["title"] for row in due[:_MOST]])
    steps = {"due": say("summary.bar_due"), "reported": shown("status", "reported"),
             "checked": shown("status", "verified")}
    grid = Grid("promises", names, tuple(steps.values()), tuple(
        tuple(_cell(Decimal(row[step]), row["unit"]) for step in steps) for row in shown_rows))
    panels = [Panel(column, ink, tuple(_share(row, step) for row in shown_rows))
              for (step, column), ink in zip(steps.items(), series_inks(steps), strict=False)]
    key = "promises_most" if len(due) > _MOST else "promises"
    return chart(
        "promises-chart", grid, draw_bars(names, panels, one_scale=True), title=head_kept(grid, 0, 1),
        subtitle=subtitle_of(measure=say(f"chart.{key}", count=str(_MOST)), place=title,
                             period=say("period.until", day=in_words(day))),
        sentences=tuple(furthest_behind(grid, 0, 1)), first=say("chart.things.promises"),
        note=(say("chart.shares_note"),))


def shown_promises(position: Position, title: str) -> list[Any]:
    """What the chart of a contract's or project's promises shows."""
    return [title, position.as_of, position.promises]


def draw_promises(position: Position, title: str) -> Kept:
    """The chart of a contract's or project's promises, by its results."""
    return keep(lambda: of_promises(worst_first(position.promises), title, position.as_of),
                shown_promises(position, title), position.chart)


def _share(row: Mapping[str, Any], step: str) -> Mark:
    text = share(Decimal(row[step]), Decimal(row["promised"]))
    return mark(text_cell(text, number_in(text)))


def of_partners(rows: Sequence[Mapping[str, Any]], name: str, day: date) -> Chart | None:
    """The promises of who delivers, due and late, and what waits; None for fewer than two who have any."""
    columns = ("due", "late", "waiting", "asked")
    listed = rows[:_MOST]
    grid = Grid("organisations", told_apart([row["organisation"] for row in listed]),
                tuple(say(f"chart.partner_{column}") for column in columns),
                tuple(tuple(_cell(Decimal(row[column])) for column in columns) for row in listed))
    key = "partners_most" if len(rows) > _MOST else "partners"
    return bars_of(
        "partners-chart", grid, first=say("chart.things.organisations"), told=(1,), subtitle=subtitle_of(
            measure=say(f"chart.{key}", count=str(_MOST)), place=name, period=say("period.until", day=in_words(day))))


def of_measure(one: Results, measure: Record, spans: Sequence[Period], name: str, period: str) -> Chart | None:
    """What was promised for each quarter of one measure, reported and checked; None for one quarter, or no promise."""
    if len(spans) < 2 or not any(row["due"] > 0 for row in one.quarters):
        return None
    unit = measure.text("unit")
    grid = Grid("quarters", tuple(map(quarter, spans)),
                (say("chart.quarter_due"), shown("status", "reported"), shown("status", "verified")),
                tuple(tuple(_cell(row[step], unit) for step in AMOUNTS) for row in one.quarters))
    return chart(
        "measure-chart", grid, draw_lines(grid.rows, panels_of(grid), unit), title=head_kept(grid, 0, 1),
        subtitle=subtitle_of(measure=measure.text("title"), place=name, period=period),
        sentences=tuple(highest_and_lowest(grid, 1)), first=say("chart.things.quarters"))


def of_quarters(results: Sequence[Results], spans: Sequence[Period], name: str, period: str) -> Chart | None:
    """Of how many measures all that was promised for each quarter was reported and checked; None for one quarter."""
    counts = in_full(results, len(spans))
    if len(spans) < 2 or not any(row["due"] for row in counts):
        return None
    grid = Grid("quarters", tuple(map(quarter, spans)),
                tuple(say(f"chart.measures_{step}") for step in AMOUNTS),
                tuple(tuple(_cell(Decimal(row[step])) for step in AMOUNTS) for row in counts))
    return chart(
        "quarters-chart", grid, draw_lines(grid.rows, panels_of(grid), ""), title=head_at_last(grid),
        subtitle=subtitle_of(measure=say("chart.measures_by_quarter"), place=name, period=period),
        sentences=tuple(highest_and_lowest(grid, 1)), first=say("chart.things.quarters"))


def kept_quarters(body: Body) -> dict[tuple[str, str], Kept]:
    """The charts of the quarters as they were kept, by who delivers and the measure."""
    return {(row.partner, row.measure): row.chart for row in QuarterChart.objects.filter(body=body)}


def draw_quarters(body: Body, kept: Mapping[str, Sequence[Mapping[str, Any]]], spans: Sequence[Period],
                  before: Mapping[tuple[str, str], Kept]) -> list[QuarterChart]:
    """The charts of the quarters: of all together by measure, and of each who delivers over all of its measures."""
    known, period, whole = measures(body), settings_of(body).period.label, together(kept.values())
    days = [[span.start, span.end] for span in spans]
    found: list[QuarterChart] = []

    def draw(make: Callable[[], Chart | None], numbers: Any, partner: str = "", measure: str = "") -> None:
        chart_kept = keep(make, [numbers, days, period], before.get((partner, measure)))
        if chart_kept.keys() - {"of"}:
            found.append(QuarterChart(body=body, partner=partner, measure=measure, chart=chart_kept))

    def all_of(results: Sequence[Results], name: str, partner: str = "") -> None:
        draw(lambda: of_quarters(results, spans, name, period), [name, in_full(results, len(spans))], partner)

    all_of(whole, body.name)
    for one in whole:
        if measure := known.get(one.measure):
            draw(partial(of_measure, one, measure, spans, body.name, period),
                 [body.name, measure.text("title"), measure.text("unit"), one.quarters], measure=one.measure)
    delivers = delivered_by(body)
    for partner, name in titles(body, "organisations", delivers, "name").items():
        all_of(together(kept[key] for key in sorted(delivers[partner]) if key in kept), name, partner)
    return found


def quarter(span: Period) -> str:
    """What a quarter is called, in the chart and in its table."""
    return say("period.span", start=in_words(span.start), end=in_words(span.end))


def _cell(value: Decimal, unit: str = "") -> Cell:
    """A number as it is printed: what the words say of it is said of no other digits than those."""
    text = with_unit(to_one_place(value, unit), unit)
    return text_cell(text, number_in(text))
