"""A page for each figure that is of no one contract or project: what it says, and how it came about line by line."""

from dataclasses import replace

from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld
from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import Block, Bullets, Link, Page, Pairs, Paragraph, Section
from commonweal.report.figure_facts import selection, what_it_says
from commonweal.report.line_tables import Chosen, activities_table, lines_table
from commonweal.report.promise_rows import counts_promises, promise_table
from commonweal.report.sums import assumption, chosen_values, row_behind, why_withheld, written_out
from commonweal.report.table_rows import rows_table
from commonweal.report.tables import note_of, noted, sentence
from commonweal.report.unit_values import unit_values_table
from commonweal.report.words import say, shown
from commonweal.report.year import Year
from commonweal.report.year_on_year import is_split, split_behind

# Above this many lines a page gives totals by contract or project; the CSV has each line.
MOST_LINES = 500


def figure_page(year: Year, figure: Figure) -> Page:
    """The page of one figure; one of a single contract or project stands on the page of that instead."""
    lines = [] if figure.withheld is Withheld.DISCLOSURE else year.lines.of(figure)
    blocks: list[Block] = [Pairs(tuple(what_it_says(year, figure)), "facts")]
    note = note_of(year, figure)
    if note:
        blocks.append(Paragraph((note,)))
    blocks += why_withheld(figure)
    if counts_promises(figure):
        blocks += promise_table(year, figure)
    elif is_split(figure):
        blocks += split_behind(year, figure)
    elif lines:
        blocks += _made(year, figure, lines)
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


def _back(figure: Figure) -> Link:
    if figure.role in ROLES:
        role = shown("role", figure.role)
        return Link(say("chapter_back", chapter=role), f"part:{figure.role}")
    return Link(say("index_back"), "part:summary")


def _made(year: Year, figure: Figure, lines: list[Record]) -> list[Block]:
    """The sum written out, its lines, what it assumes, where its rows come from, and what stands beside it."""
    chosen = chosen_values(year, figure, lines) if figure.kind else {}
    if figure.kind:
        # A line that this framework version gives no value is no part of a figure in £.
        lines = [line for line in lines if chosen[line.text("line")]]
    blocks: list[Block] = []
    hidden = (figure.lines or 0) - len(lines)
    if hidden > 0:
        # The others beside the total would give the hidden ones away by subtraction, so none is shown.
        return [Paragraph((say("figure.hidden", count=f"{hidden:,}", of=f"{figure.lines:,}"),), "notice")]
    written = written_out(year, figure, lines, chosen)
    if written:
        blocks.append(Section("made", say("figure.made"), written))
    blocks.append(Section("lines", say("figure.lines"), tuple(_lines(year, figure, lines, chosen))))
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
    rows = [row for line in lines if (row := row_behind(year, line))] if len(lines) <= MOST_LINES else []
    sources = tuple((text,) for text in dict.fromkeys(map(noted, rows)) if text)
    if sources:
        blocks.append(Section("sources", say("figure.sources"), (Bullets(sources, "small"),)))
    return blocks


def _lines(year: Year, figure: Figure, lines: list[Record], chosen: Chosen) -> list[Block]:
    link = Link("lines.csv", "data:lines.csv")
    if len(lines) > MOST_LINES:
        return [
            Paragraph(year.sentence("figure.many", count=f"{len(lines):,}", link=link)),
            activities_table(year, figure, lines, chosen),
        ]
    return [lines_table(year, "lines-table", say("figure.lines_caption"), figure, lines, chosen)]


def _reasons(year: Year, lines: list[Record]) -> list[Block]:
    """Why some of the lines have no value in £."""
    found = dict.fromkeys(
        str(row["reason"]) for line in lines for row in year.valued_by_line.get(line.text("line"), []) if row["reason"]
    )
    if not found:
        return []
    return [Section("reasons", say("figure.reasons"), (Bullets(tuple((sentence(reason),) for reason in found)),))]


def _beside(year: Year, figure: Figure) -> list[Block]:
    """Lines like those of the figure that enter no total: parts, other ways of counting, repeats."""
    if figure.selection.get("counted") != "yes" or figure.rule != "quantity":
        return []
    lines = year.lines.of(replace(figure, selection={**figure.selection, "counted": "no"}))[:MOST_LINES]
    if not lines:
        return []
    table = lines_table(year, "beside-table", say("figure.beside_caption"), figure, lines, {}, why=True)
    return [Section("beside", say("figure.beside"), (table,))]
