"""The page of a figure, or of a whole with its parts: what it says, and how it came about line by line."""

from collections.abc import Sequence
from dataclasses import replace

from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld
from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import Block, Bullets, Link, Page, Pairs, Paragraph, Section
from commonweal.report.figure_facts import selection, what_it_says
from commonweal.report.figures_together import figure_section, hidden_lines, shared
from commonweal.report.homes import MOST_LINES
from commonweal.report.line_tables import activities_table, lines_table
from commonweal.report.numbered_lines import NumberedLines
from commonweal.report.promise_rows import counts_promises, promise_table
from commonweal.report.sums import assumption, chosen_values, why_withheld, written_out
from commonweal.report.table_rows import rows_table
from commonweal.report.tables import note_of, noted, sentence
from commonweal.report.unit_values import unit_values_table
from commonweal.report.words import say, shown
from commonweal.report.year import Year
from commonweal.report.year_on_year import is_split, split_behind


def figure_page(year: Year, figure: Figure) -> Page:
    """The page of a figure that has one, and of its parts where they stand with it."""
    count = 0 if figure.withheld is Withheld.DISCLOSURE else year.lines.count(figure)
    blocks: list[Block] = [Pairs(tuple(what_it_says(year, figure)), "facts")]
    note = note_of(year, figure)
    if note:
        blocks.append(Paragraph((note,)))
    blocks += why_withheld(figure)
    parts = year.homes.parts.get(figure.id)
    if parts:
        blocks += _with_parts(year, figure, parts)
    elif counts_promises(figure):
        blocks += promise_table(year, figure)
    elif is_split(figure):
        blocks += split_behind(year, figure)
    elif count:
        blocks += _made(year, figure, count)
    elif figure.withheld is not Withheld.DISCLOSURE:
        blocks += rows_table(year, figure) or [Paragraph((say("figure.lines_none"),))]
    blocks.append(Section("selection", say("figure.selection"), (selection(year, figure),)))
    return Page(
        f"figures/{figure.id}",
        figure.title,
        tuple(blocks),
        label=say("figure.label"),
        about=year.about(figure),
        back=_back(figure),
    )


def _with_parts(year: Year, figure: Figure, parts: Sequence[Figure]) -> list[Block]:
    """The sum written out, each part in a section of its own, then the lines that the whole and its parts share."""
    figures = [figure, *parts]
    known = year.lines.on_page(figure)
    lines = NumberedLines(year, figures, [*known, *_apart(year, figure)], figure.title)
    own = lines.of(figure)
    written = written_out(year, figure, own, lines.valued(figure)) if own else hidden_lines(figure, lines)
    lead = Paragraph(year.sentence("together.lead", link=Link("figures.csv", "data:figures.csv")))
    sections = (figure_section(year, part, lines, part.title.removeprefix(f"{figure.title}: ")) for part in parts)
    return [
        *([Section("made", say("figure.made"), tuple(written))] if written else []),
        Section("parts", say("together.parts"), (lead, *sections)),
        *shared(year, lines, figures),
    ]


def _back(figure: Figure) -> Link:
    if figure.role in ROLES:
        role = shown("role", figure.role)
        return Link(say("chapter_back", chapter=role), f"part:{figure.role}")
    return Link(say("index_back"), "part:summary")


def _made(year: Year, figure: Figure, count: int) -> list[Block]:
    """The sum written out, its lines, what it assumes, where its rows come from, and what stands beside it.

    Of many lines, one of each sort stands for those that are like it.
    """
    many = count > MOST_LINES
    lines = year.lines.firsts(figure) if many else year.lines.on_page(figure)
    chosen = chosen_values(year, figure, lines) if figure.kind else {}
    if figure.kind:
        # A line that this framework version gives no value is no part of a figure in £.
        lines = [line for line in lines if chosen[line.text("line")]]
    blocks: list[Block] = []
    hidden = (figure.lines or 0) - (count if many else len(lines))
    if hidden > 0:
        # The others beside the total would give the hidden ones away by subtraction, so none is shown.
        return [Paragraph((say("figure.hidden", count=f"{hidden:,}", of=f"{figure.lines:,}"),), "notice")]
    written = written_out(year, figure, lines, chosen, count if many else None)
    if written:
        blocks.append(Section("made", say("figure.made"), written))
    listed = _summed(year, figure, count) if many else [
        lines_table(year, "lines-table", say("figure.lines_caption"), figure, lines, chosen)]
    blocks.append(Section("lines", say("figure.lines"), tuple(listed)))
    assumed = tuple((text,) for text in dict.fromkeys(filter(None, (assumption(year, line) for line in lines))))
    if assumed:
        blocks.append(Section("assumes", say("figure.assumes"), (Bullets(assumed),)))
    values = unit_values_table(
        year, "per-unit-table", (used for rows in chosen.values() for row in rows if (used := year.unit_value(row)))
    )
    if values:
        blocks.append(Section("per-unit", say("figure.per_unit"), (values,)))
    if not figure.kind:
        blocks += _reasons(year, lines)
    blocks += _beside(year, figure)
    rows = [row for line in lines if (row := year.row_behind(line))] if not many else []
    sources = tuple((text,) for text in dict.fromkeys(map(noted, rows)) if text)
    if sources:
        blocks.append(Section("sources", say("figure.sources"), (Bullets(sources, "small"),)))
    return blocks


def _summed(year: Year, figure: Figure, count: int) -> list[Block]:
    link = Link("lines.csv", "data:lines.csv")
    return [
        Paragraph(year.sentence("figure.many", count=f"{count:,}", link=link)),
        activities_table(year, figure),
    ]


def _reasons(year: Year, lines: list[Record]) -> list[Block]:
    """Why some of the lines have no value in £."""
    found = dict.fromkeys(reason for line in lines for reason in year.reasons(line))
    if not found:
        return []
    return [Section("reasons", say("figure.reasons"), (Bullets(tuple((sentence(reason),) for reason in found)),))]


def _apart(year: Year, figure: Figure) -> list[Record]:
    """Lines like those of the figure that enter no total: parts, other ways of counting, repeats."""
    if figure.selection.get("counted") != "yes" or figure.rule != "quantity":
        return []
    return year.lines.of(replace(figure, selection={**figure.selection, "counted": "no"}))[:MOST_LINES]


def _beside(year: Year, figure: Figure) -> list[Block]:
    lines = _apart(year, figure)
    if not lines:
        return []
    table = lines_table(year, "beside-table", say("figure.beside_caption"), figure, lines, {}, why=True)
    return [Section("beside", say("figure.beside"), (table,))]
