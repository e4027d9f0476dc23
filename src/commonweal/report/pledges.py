"""Pledges and priorities: what the body undertook, where it stands, what answers it, what it lacks."""

from collections.abc import Sequence

from commonweal.basics.tables import Record
from commonweal.indicators.promises import SETTLED, is_settled
from commonweal.report.activity_page import activity_link
from commonweal.report.blocks import Block, Inlines, Link, Paragraph, Part, Section, Table
from commonweal.report.phrases import day_or, join
from commonweal.report.roles import prose_of
from commonweal.report.tables import cell, columns, figure_table, noted, stated_cell
from commonweal.report.words import say, shown
from commonweal.report.year import Year


def pledges(year: Year) -> Part:
    """What the body itself undertook, last year's first: for when, where it stands, what answers it."""
    rows = year.book.rows("promises")
    carried = _carried(rows)
    new = [row for row in rows if not row.text("carried_from")]
    blocks: list[Block] = [Paragraph((say("pledges.lead"),))]
    blocks.append(Section("pledges-carried", say("pledges.carried_title"), (
        Paragraph(carried_sentence(year, "promises.carried", "pledges")),
        *((_pledges(year, "carried", carried),) if carried else ()))))
    blocks += _counts(year, "promises.made", "pledges-counts", "pledges.counts_caption")
    if new:
        title = say("pledges.new" if carried else "pledges.all")
        blocks.append(Section("pledges-new", title, (_pledges(year, "new", new),)))
    if not rows:
        blocks.append(Paragraph((say("pledges.none"),), "notice"))
    return Part("pledges", say("parts.pledges"), tuple(blocks))


def _carried(rows: Sequence[Record]) -> list[Record]:
    """The rows carried from an earlier report: what is settled before what goes on."""
    return sorted((row for row in rows if row.text("carried_from")),
                  key=lambda row: (*SETTLED, "in-progress", "open").index(row.text("state")))


def carried_sentence(year: Year, prefix: str, group: str) -> Inlines:
    """How many pledges or priorities came from the report before, and what became of them."""
    whole = year.by_id.get(prefix)
    if whole is None:
        return (say(f"{group}.none_carried"),)
    states = join(((year.link(figure), f" {shown('pledge_state', state)}")
                   for state in (*SETTLED, "in-progress", "open") if (figure := year.by_id.get(f"{prefix}.{state}"))),
                  ", ")
    return year.sentence(f"{group}.of_carried", count=year.link(whole), states=states)


def _pledges(year: Year, id: str, rows: list[Record]) -> Table:
    lines = tuple(_pledge(year, row) for row in rows)
    return Table(
        f"pledges-{id}-table",
        say(f"pledges.caption_{id}"),
        columns("title", "state", "horizon", "owner", "test", "answered", "note"),
        lines,
        _from_where(rows),
    )


def _from_where(rows: Sequence[Record]) -> Inlines:
    """The reports that pledges or priorities were carried from, each once; nothing where none was."""
    reports = dict.fromkeys(row.text("carried_from") for row in rows if row.text("carried_from"))
    return (say("pledges.carried", reports="; ".join(reports)),) if reports else ()


def _pledge(year: Year, row: Record) -> tuple[Inlines, ...]:
    return (
        cell(f"{row.text('title')} ({shown('role', row.text('role'))})"),
        cell(_state(row)),
        cell(when_due(row)),
        stated_cell(row.text("owner")),
        stated_cell(row.text("test")),
        answers(year, row) or cell(say("none")),
        cell(noted(row)),
    )


def _counts(year: Year, prefix: str, id: str, caption: str) -> list[Block]:
    """How many there are and how many stand where, as figures."""
    figures = (figure for figure in year.having("rule", "promises")
               if figure.id.startswith(prefix) and ".carried" not in figure.id)
    table = figure_table(year, id, say(caption), figures, ("what", "number", "numerator"))
    return [table] if table else []


def when_due(row: Record) -> str:
    """For when a pledge is: its day, or what its source says instead."""
    due = row.day("due")
    return day_or(due) if due else row.text("due_text") or shown("horizon", row.text("horizon"))


def answers(year: Year, row: Record) -> Inlines:
    """What in this report answers a pledge, linked as far as it has a page; nothing where nothing does."""
    return join(_answer(year, name) for name in row.ids("answered_by"))


def _answer(year: Year, name: str) -> str | Link:
    """A contract or project, a figure, or what was promised or done in a contract or project."""
    if name in year.facts.activities:
        return activity_link(year, name)
    for figure in (name, f"stated.{name}", f"context.{name}", f"ratios.{name}"):
        if figure in year.by_id:
            return Link(year.by_id[figure].title, f"figure:{figure}")
    for rows in year.rows_behind.values():
        # What is still in question is behind no line, and is not shown beside a name.
        if name in rows and name in year.rows_shown:
            activity, measure = rows[name].text("activity"), year.facts.measures.get(rows[name].text("measure"))
            title = f"{year.name('activities', activity)}, {measure.text('title')}" if measure else ""
            return activity_link(year, activity, title)
    return say("elsewhere")


def priorities(year: Year) -> Part:
    """Each priority area with its actions and what success looks like; what has no office, date or test says so."""
    rows = [row for row in year.book.rows("priorities") if not is_settled(row)]
    carried = _carried(year.book.rows("priorities"))
    blocks = prose_of(year, "priorities")
    blocks.append(Section("priorities-carried", say("priorities.carried_title"), (
        Paragraph(carried_sentence(year, "promises.priorities.carried", "priorities")),
        *((_carried_priorities(carried),) if carried else ()))))
    blocks += _counts(year, "promises.priorities", "priorities-counts", "priorities.counts_caption")
    areas = {row.key: row.text("area") for row in rows}
    for number, area in enumerate(dict.fromkeys(areas.values()), 1):
        lines = tuple(_priority(row, areas) for row in rows if row.text("area") == area)
        roles = dict.fromkeys(shown("role", row.text("role")) for row in rows if row.text("area") == area)
        table = Table(
            f"priority-{number}-table",
            say("priorities.caption", area=area),
            columns("title", "kind", "owner", "due_day", "baseline", "test", "state", "note"),
            lines,
        )
        blocks.append(Section(f"priority-{number}", area, (table,), label=", ".join(roles)))
    if not rows:
        blocks.append(Paragraph((say("priorities.none"),), "notice"))
    return Part("priorities", say("parts.priorities"), tuple(blocks))


def _carried_priorities(rows: list[Record]) -> Table:
    lines = tuple(
        (cell(row.text("title")), cell(_state(row)), cell(row.text("area")), stated_cell(row.text("owner")),
         cell(day_or(row.day("due"))), stated_cell(row.text("test")))
        for row in rows
    )
    return Table("priorities-carried-table", say("priorities.caption_carried"),
                 columns("title", "state", "area", "owner", "due_day", "test"), lines, _from_where(rows))


def _state(row: Record) -> str:
    state, outcome = shown("pledge_state", row.text("state")), row.text("outcome")
    return f"{state}: {outcome}" if outcome else state


def _priority(row: Record, areas: dict[str, str]) -> tuple[Inlines, ...]:
    same = row.text("same_as")
    also = say("priorities.also_in", area=areas.get(same, same)) if same else ""
    carried = say("pledges.carried", reports=row.text("carried_from")) if row.text("carried_from") else ""
    note = " ".join(filter(None, (also, carried, noted(row))))
    return (
        cell(row.text("title")),
        cell(shown("priority_kind", row.text("kind"))),
        stated_cell(row.text("owner")),
        cell(day_or(row.day("due"))),
        stated_cell(row.text("baseline")),
        stated_cell(row.text("test")),
        cell(shown("pledge_state", row.text("state"))),
        cell(note),
    )
