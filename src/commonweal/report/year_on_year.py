"""Compared with the year before: quantities, and £ split into what was done and what is another £ per unit."""

from commonweal.basics.numbers import ZERO
from commonweal.indicators.figure import Figure, slug
from commonweal.report.blocks import Block, Bullets, Link, Paragraph, Part, Section, Table
from commonweal.report.charts.change import headline_changes
from commonweal.report.charts.making import charts_of
from commonweal.report.tables import cell, columns, note_of, sentence
from commonweal.report.words import say, shown
from commonweal.report.year import Year

# What makes up a change in £, in the order in which it is told.
_STEPS = ("prices", "per-unit", "done", "apart")


def change(year: Year) -> Part | None:
    """What became more or less since the year before, for the best proved status; None where there is nothing."""
    quantities, pounds = _quantities(year), pounds_changes(year)
    if not quantities and not pounds:
        return None
    blocks: list[Block] = [Paragraph((say("change.lead"),)), *_checked_so_far(year)]
    blocks += charts_of(year, headline_changes)
    if quantities:
        status = shown("status", quantities[0].standing)
        blocks.append(_table(year, "change-table", say("change.caption", status=status), quantities))
    if pounds:
        blocks.append(Section("change-pounds", say("change.pounds"), (
            Paragraph((say("change.pounds_lead"),)), *split_tables(year, pounds))))
    return Part("change", say("parts.change"), tuple(blocks))


def _checked_so_far(year: Year) -> list[Block]:
    """How much of either year was checked: a fall in what was checked may be checking that is not done yet."""
    shares = [year.by_id.get(f"coverage.checked.{period}") for period in year.facts.years[-2:]]
    before, now = shares if len(shares) == 2 else (None, None)
    if now is None or before is None:
        return []
    return [Paragraph(year.sentence("change.checked", now=year.period_label(now.period), now_share=year.link(now),
                                    before=year.period_label(before.period), before_share=year.link(before)))]


def _quantities(year: Year) -> list[Figure]:
    return _best_proved(_all_quantities(year))


def _all_quantities(year: Year) -> list[Figure]:
    return [figure for figure in year.having("rule", "change")
            if not figure.kind and not figure.id.endswith(".percent") and year.is_current(figure)]


def _best_proved(figures: list[Figure]) -> list[Figure]:
    for standing in ("verified", "reported"):
        chosen = [figure for figure in figures if figure.standing == standing]
        if chosen:
            return chosen
    return []


def _table(year: Year, id: str, caption: str, figures: list[Figure]) -> Table:
    rows = tuple(
        (cell(year.subject(figure)), (year.link(figure, unit=True),), (year.link_to(f"{figure.id}.percent"),),
         cell(note_of(year, figure)))
        for figure in figures
    )
    return Table(id, caption, columns("measure", "change", "percent", "note", numeric=("change", "percent")), rows)


def fallen(year: Year) -> Table | None:
    """The measures of which less was reported than in the year before; None where there are none.

    What was reported and not what was checked, since checking of the last months is often not done yet.
    """
    less = [figure for figure in _all_quantities(year)
            if figure.standing == "reported" and (figure.value or ZERO) < 0]
    return _table(year, "fallen-table", say("change.fallen"), less) if less else None


def pounds_changes(year: Year) -> list[Figure]:
    """The changes in £ of the best proved status, one a framework and type."""
    order = [edition.id for edition in (*year.book.own_editions, *year.book.editions)]
    found = [figure for figure in year.having("rule", "change") if figure.kind and figure.denominator is not None]
    return sorted(_best_proved(found), key=lambda figure: order.index(figure.edition))


def split_tables(year: Year, figures: list[Figure]) -> list[Block]:
    """For each framework a table whose rows add up from the year before to this one; under it what stands apart."""
    blocks: list[Block] = []
    for edition in dict.fromkeys(figure.edition for figure in figures):
        of_edition = [figure for figure in figures if figure.edition == edition]
        blocks.append(_split_table(year, edition, of_edition))
        apart = tuple(
            cell(f"{shown('money', figure.kind)}: {part.note}")
            for figure in of_edition
            if (part := year.by_id[f"{figure.id}.apart"]).value
        )
        if apart:
            blocks += [Paragraph((say("change.apart_lead"),)), Bullets(tuple(
                tuple(sentence(str(text)) for text in item) for item in apart))]
    return blocks


def split_behind(year: Year, figure: Figure) -> list[Block]:
    """The row of steps that a change in £, or one step of it, belongs to."""
    whole = year.by_id.get(figure.id if figure.denominator is not None else figure.id.rpartition(".")[0])
    if whole is None:
        return []
    return [Section("made", say("figure.made"), tuple(split_tables(year, [whole])))]


def is_split(figure: Figure) -> bool:
    """Whether a figure is a change in £ or one of its steps."""
    return figure.rule == "change" and bool(figure.kind)


def _split_table(year: Year, edition: str, figures: list[Figure]) -> Table:
    first = year.by_id[f"{figures[0].id}.before"]
    rows = tuple(
        (
            cell(shown("money", figure.kind)),
            (year.link_to(f"{figure.id}.before"),),
            *((year.link_to(f"{figure.id}.{step}"),) for step in _STEPS),
            (_this_year(year, figure),),
        )
        for figure in figures
    )
    names = ("year_before", "step_prices", "step_per_unit", "step_done", "step_apart", "this_year")
    status = shown("status", figures[0].standing)
    return Table(
        f"change-pounds-{slug(edition)}",
        say("change.pounds_caption", framework=year.edition_titles.get(edition, edition), status=status),
        columns("money", *names, numeric=names),
        rows,
        (say("change.pounds_note", before=year.period_label(first.period), version=year.edition_titles[first.edition],
             prices=str(first.price_year), now=year.period_label(figures[0].period),
             version_now=year.edition_titles[edition], prices_now=str(figures[0].price_year)),),
    )


def _this_year(year: Year, figure: Figure) -> Link | str:
    """What this year is worth, in the words of the figure that publishes it."""
    published = [other for other in year.of_body("value")
                 if (other.standing, other.period, other.edition, other.kind)
                 == (figure.standing, figure.period, figure.edition, figure.kind)]
    return year.link(published[0]) if published else say("blank")
