"""Several figures on one page: each in a section that links lead to, the lines that they share under all of them."""

from collections.abc import Iterator, Sequence

from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld
from commonweal.report.blocks import Block, Bullets, Inlines, Link, Pairs, Paragraph, Section
from commonweal.report.figure_facts import briefly, covers
from commonweal.report.numbered_lines import NumberedLines
from commonweal.report.phrases import join
from commonweal.report.slices import slice_file
from commonweal.report.sums import assumption, why_withheld, written_out
from commonweal.report.table_rows import rows_table
from commonweal.report.tables import note_of, noted, sentence
from commonweal.report.unit_values import unit_values_table
from commonweal.report.words import say
from commonweal.report.year import Year


def figure_section(year: Year, figure: Figure, lines: NumberedLines, title: str, label: str = "") -> Section:
    """One figure: what it says, the sum written out, and the numbers of its lines."""
    own = lines.of(figure)
    facts = briefly(year, figure)
    if own:
        facts.append((say("table.lines"), _where(year, figure, lines, own)))
    facts.append((say("figure.selection"), covers(year, figure)))
    blocks: list[Block] = [Pairs(tuple(facts), "brief")]
    note = note_of(year, figure)
    if note:
        blocks.append(Paragraph((note,)))
    blocks += why_withheld(figure)
    if own:
        blocks += written_out(
            year, figure, own, lines.valued(figure), lines.count[figure.id] if lines.many else None)
    elif figure.id in lines.hidden:
        blocks += hidden_lines(figure, lines)
    elif figure.withheld is not Withheld.DISCLOSURE:
        blocks += rows_table(year, figure, f".{figure.id}") or [Paragraph((say("figure.lines_none"),))]
    return Section(figure.id, title, tuple(blocks), label=label)


def _where(year: Year, figure: Figure, lines: NumberedLines, own: Sequence[Record]) -> Inlines:
    """The lines of a figure by their numbers on the page; of many how many there are, and the tables they stand in."""
    if not lines.many:
        first = f"page:{year.home(figure.id).partition('#')[0]}#line-{lines.number(own[0])}"
        return (Link(lines.numbers(own), first),)
    tables = [Link(f"{name}.csv", f"data:{slice_file(name)}") for name in year.slices.of(figure)]
    count = f"{lines.count[figure.id]:,}"
    return (f"{count}: ", *join(tables)) if tables else (count,)


def hidden_lines(figure: Figure, lines: NumberedLines) -> tuple[Block, ...]:
    """Why none of a figure's lines is shown, where some of them may not be."""
    hidden = lines.hidden.get(figure.id)
    text = say("figure.hidden", count=f"{hidden:,}", of=f"{figure.lines:,}") if hidden else ""
    return (Paragraph((text,), "notice"),) if text else ()


def shared(year: Year, lines: NumberedLines, figures: Sequence[Figure]) -> Iterator[Block]:
    """What stands behind all figures of the page: lines, worth, £ per unit, and what is said of some of the lines."""
    if not lines.all:
        return
    values = unit_values_table(year, "per-unit-table", (
        used for figure in figures for rows in lines.valued(figure).values() for row in rows
        if (used := year.unit_value(row))))
    if lines.many:
        told = year.sentence("together.many", link=Link("lines.csv", "data:lines.csv"))
        yield Section("lines", say("together.lines"), (Paragraph(told),))
    else:
        worth = lines.worth_table()
        notes = (
            ("assumes", say("figure.assumes"), ((assumption(year, line), line) for line in lines.all)),
            ("reasons", say("figure.reasons"), (
                (sentence(reason), line) for line in lines.all for reason in year.reasons(line))),
            ("rows", say("figure.sources"), (
                (noted(row), line) for line in lines.all if (row := year.row_behind(line)))),
        )
        yield Section("lines", say("together.lines"), (lines.table(), *([worth] if worth else [])))
        for id, title, texts in notes:
            if items := lines.together(texts):
                yield Section(id, title, (Bullets(items, "small"),))
    if values:
        yield Section("per-unit", say("figure.per_unit"), (values,))
