"""Amounts in pounds, side by side and never added: by status, type of £, framework version and price year."""

from collections.abc import Sequence
from dataclasses import replace

from commonweal.indicators.facts import PROMISED
from commonweal.indicators.figure import Figure, slug
from commonweal.report.blocks import Block, Inlines, Paragraph, Part, Section, Table
from commonweal.report.charts.making import charts_of
from commonweal.report.charts.pounds import pounds_with_ranges
from commonweal.report.phrases import join
from commonweal.report.tables import cell, columns
from commonweal.report.words import CATALOGUE, say, shown
from commonweal.report.year import Year

_BY_STATUS = ("committed", "due", "reported", "verified")
_COLUMN = {
    "potential": "possible", "committed": "promised", "due": "due", "reported": "reported", "verified": "checked",
}


def _own(year: Year) -> set[str]:
    """The versions of the body's own framework."""
    return {edition.id for edition in year.book.own_editions}


def current_table(year: Year) -> Table | None:
    """What was reported and checked in the reporting period, by type, by the body's own framework."""
    own = _own(year)
    figures = [
        figure
        for figure in year.of_body("value")
        if figure.edition in own and figure.period == year.book.settings.period.id
    ]
    return _by_type(
        year, "pounds-summary", say("summary.pounds_caption", period=year.period), figures, ("reported", "verified")
    )


def pounds_in_short(year: Year, lead: str) -> list[Block]:
    """The shortest that may be said in pounds: what was done under a `lead`, else what is possible, or why neither."""
    table = _short_table(year)
    if table:
        return [Paragraph((lead,)), table]
    possible = possible_table(year)
    if possible is None:
        return [Paragraph((say("summary.pounds_none"),))]
    # What each amount assumes is for those who have room for it.
    kept = [place for place, column in enumerate(possible.columns) if column.title != say("table.assumes")]
    return [
        Paragraph((say("summary.pounds_possible"),)),
        replace(possible, note=(), columns=tuple(possible.columns[place] for place in kept),
                rows=tuple(tuple(row[place] for place in kept) for row in possible.rows)),
    ]


def _short_table(year: Year) -> Table | None:
    """For each type of £ in the reporting period the best proved amount with its range, by the body's own framework."""
    for standing in reversed(_BY_STATUS):
        figures = [
            figure
            for figure in year.of_body("value")
            if figure.standing == standing
            and figure.edition in _own(year)
            and figure.period == year.book.settings.period.id
        ]
        if figures:
            order = list(CATALOGUE["money"])
            rows = tuple(
                (
                    cell(say("pounds.kind", kind=shown("money", figure.kind), year=str(figure.price_year or ""))),
                    (year.link(figure),),
                    cell(year.range_in_full(figure)),
                )
                for figure in sorted(figures, key=lambda found: (order.index(found.kind), found.price_year or 0))
            )
            caption = say("pounds.short_caption", status=shown("status", standing).lower(), period=year.period)
            return Table("pounds-short", caption, columns("money", "value", "range", numeric=("value",)), rows)
    return None


def possible_table(year: Year, activity: str = "") -> Table | None:
    """Possible amounts, each with its own assumption and never as one sum; first what a source prints of them.

    All of the body's, or those of one contract or project.
    """
    figures = [
        figure
        for figure in year.having("activity", activity)
        if figure.rule == "value"
        and figure.standing == "potential"
        and "measure" in figure.selection
        and figure.selection.get("activity", "") == activity
        and figure.edition in _own(year)
    ]
    if not figures:
        return None
    printed = [_as_printed(year, figure) for figure in figures]
    rows = tuple(
        (
            cell(year.subject(figure)),
            *((as_printed or cell(say("blank")),) if any(printed) else ()),
            (year.link(figure),),
            cell(shown("money", figure.kind)),
            cell(year.range(figure) or say("summary.pounds_no_range")),
            _assumes(year, figure),
        )
        for figure, as_printed in zip(figures, printed, strict=True)
    )
    caption = say("summary.pounds_possible_caption")
    if activity:
        caption = say("pounds.possible_caption", activity=year.name("activities", activity))
    amounts = ("as_printed", "our_arithmetic") if any(printed) else ("possible",)
    return Table(
        f"pounds-possible-{activity}" if activity else "pounds-possible",
        caption,
        columns("measure", *amounts, "money", "range", "assumes", numeric=amounts),
        rows,
        (say("summary.pounds_possible_printed"),) if any(printed) else (),
    )


def _as_printed(year: Year, figure: Figure) -> Inlines:
    """The amounts in £ that a source prints for the contracts or projects of a figure."""
    activities = dict.fromkeys(line.text("activity") for line in year.lines.firsts(figure))
    return join(
        year.link(stated)
        for activity in activities
        for stated in year.having("activity", activity)
        if stated.rule == "stated" and stated.is_money and stated.value is not None
    )


def _assumes(year: Year, figure: Figure) -> Inlines:
    commitments = year.facts.book.by_id("commitments")
    found = dict.fromkeys(commitments[line.text("row")].text("assumption") for line in year.lines.of(figure))
    return cell(" ".join(text for text in found if text))


def pounds_part(year: Year) -> Part | None:
    """Every amount in pounds of the whole body; None where nothing has a value."""
    figures = [figure for figure in year.of_body("value") if figure.standing in _BY_STATUS]
    now = [
        figure for figure in figures if figure.standing == "committed" or figure.period == year.book.settings.period.id
    ]
    tables = [
        table
        for edition in year.book.editions
        if (
            table := _by_type(
                year,
                f"pounds-{slug(edition.id)}",
                say("pounds.caption", framework=edition.title, period=year.period),
                [figure for figure in now if figure.edition == edition.id],
                _BY_STATUS,
            )
        )
    ]
    if not tables:
        return None
    blocks: list[Block] = [Paragraph((say("pounds.lead"),)), *charts_of(year, pounds_with_ranges), *tables]
    themes = _themes(year)
    if themes:
        blocks.append(Section("pounds-by-theme", say("pounds.by_theme"), (themes,)))
    return Part("pounds", say("parts.pounds"), tuple(blocks))


def activity_pounds(year: Year, activity: str) -> list[Table]:
    """What one contract or project may be worth: a table for each framework version, for the reporting period."""
    return tables_by_type(
        year,
        [
            figure
            for figure in year.having("activity", activity)
            if figure.rule == "value"
            and "measure" not in figure.selection
            and (figure.standing in PROMISED or figure.period == year.book.settings.period.id)
        ],
    )


def place_pounds(year: Year, place: str) -> list[Table]:
    """What landed in a place in the reporting period may be worth, and what was promised for it: the same tables."""
    return tables_by_type(
        year,
        [
            figure
            for figure in year.having("place", place)
            if figure.rule == "value"
            and "place" in figure.selection
            and figure.standing in _BY_STATUS
            and (figure.standing in PROMISED or figure.period == year.book.settings.period.id)
        ],
    )


def tables_by_type(year: Year, figures: Sequence[Figure]) -> list[Table]:
    """Amounts by type and status, a table for each framework version, so that no two versions stand in one column."""
    tables = (
        _by_type(
            year,
            f"pounds-{slug(edition.id)}",
            say("pounds.caption", framework=edition.title, period=year.period),
            [figure for figure in figures if figure.edition == edition.id],
            [name for name in _COLUMN if any(_column_of(figure) == name for figure in figures)],
        )
        for edition in year.book.editions
    )
    return [table for table in tables if table]


def _by_type(year: Year, id: str, caption: str, figures: Sequence[Figure], statuses: Sequence[str]) -> Table | None:
    """Rows are types of £ and price years, columns are statuses; range and reductions are of the best proved status."""
    order = list(CATALOGUE["money"])
    rows: dict[tuple[int, int], dict[str, list[Figure]]] = {}
    for figure in figures:
        found = rows.setdefault((order.index(figure.kind), figure.price_year or 0), {})
        found.setdefault(_column_of(figure), []).append(figure)
    lines = tuple(_row(year, found, statuses) for _, found in sorted(rows.items()))
    if not lines:
        return None
    numeric = [_COLUMN[name] for name in statuses]
    return Table(
        id, caption, columns("money", *numeric, "range", "net", numeric=[*numeric, "net"]), lines, (say("pounds.best"),)
    )


def _column_of(figure: Figure) -> str:
    """The column that an amount stands in: its status, and apart from all that was promised what is due of it."""
    return "due" if figure.selection.get("due_now") == "yes" else figure.standing


def _row(year: Year, found: dict[str, list[Figure]], statuses: Sequence[str]) -> tuple[Inlines, ...]:
    best = next(found[name] for name in reversed(statuses) if name in found)
    kind = say("pounds.kind", kind=shown("money", best[0].kind), year=str(best[0].price_year or ""))
    closed = f" ({say('method.withheld')})" if best[0].withheld else ""
    return (
        cell(kind + closed),
        *(
            join(year.link(figure) for figure in found[name]) if name in found else cell(say("blank"))
            for name in statuses
        ),
        join(map(year.range_in_full, best)),
        join(map(year.net_in_full, best)),
    )


def _themes(year: Year) -> Table | None:
    """What was checked in the reporting period by theme, by the body's own framework; reported where nothing was."""
    own = _own(year)
    for standing in ("verified", "reported"):
        figures = [
            figure
            for figure in year.having("rule", "value")
            if figure.standing == standing
            and figure.theme
            and "theme" in figure.selection
            and figure.edition in own
            and figure.period == year.book.settings.period.id
        ]
        if figures:
            rows = tuple(
                (
                    cell(figure.theme),
                    cell(shown("money", figure.kind)),
                    (year.link(figure),),
                    cell(year.range(figure) or say("summary.pounds_no_range")),
                )
                for figure in figures
            )
            caption = say("pounds.theme_caption", status=shown("status", standing), period=year.period)
            return Table(
                "pounds-themes", caption, columns("theme", "money", "value", "range", numeric=("value",)), rows
            )
    return None
