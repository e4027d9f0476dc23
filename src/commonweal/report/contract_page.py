"""The page of a contract or project: its tables over all years, and each of its figures with the lines behind it."""

from collections.abc import Iterator, Sequence

from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld
from commonweal.report.activity_page import (
    beside_table,
    done_table,
    facts_of,
    kind_and_state,
    so_far_table,
    unnumbered,
)
from commonweal.report.blocks import Block, Bullets, Inlines, Link, Page, Pairs, Paragraph, Section
from commonweal.report.contract_lines import ContractLines
from commonweal.report.figure_facts import briefly, covers
from commonweal.report.figure_page import MOST_LINES
from commonweal.report.phrases import day_or
from commonweal.report.pounds import activity_pounds, possible_table
from commonweal.report.stories import stories_about
from commonweal.report.sums import assumption, row_behind, why_withheld, written_out
from commonweal.report.table_rows import rows_table
from commonweal.report.tables import cell, note_of, noted, sentence
from commonweal.report.unit_values import unit_values_table
from commonweal.report.words import CATALOGUE, say, shown
from commonweal.report.year import Year


def contract_page(year: Year, row: Record) -> Page:
    """The page of one contract or project: all that may be shown of it, over all years."""
    about = facts_of(year, row)
    blocks: list[Block] = [Paragraph(cell(row.text("summary")), "lead")] if row.text("summary") else []
    blocks.append(
        Pairs(
            tuple(
                (term, cell(text))
                for term, text in (
                    (say("figure.role"), shown("role", row.text("role"))),
                    (say("table.kind"), kind_and_state(row)),
                    (say("table.from"), day_or(row.day("start"))),
                    (say("table.until"), day_or(row.day("end"))),
                    (say("table.place"), ", ".join(map(year.place, (row.text("place"), *row.ids("other_places"))))),
                    (say("table.owner"), row.text("owner") or say("not_stated")),
                    (say("table.about"), about),
                )
                if text
            )
        )
    )
    blocks += unnumbered(year, row)
    so_far = so_far_table(year, row)
    if so_far:
        blocks.append(Section("so-far", say("role.so_far"), (so_far,)))
    told = {title[0] for title, *_ in so_far.rows} if so_far else set()
    table = done_table(year, row, all_years=True, without={str(title) for title in told})
    if table or not so_far:
        blocks.append(Section("done", say("role.by_year"), (table or Paragraph((say("role.quiet"),)),)))
    beside = beside_table(year, row, all_years=True)
    if beside:
        blocks.append(Section("beside", say("role.beside"), (beside,)))
    possible = possible_table(year, row.key)
    worth = [*activity_pounds(year, row.key), *([possible] if possible else [])]
    if worth:
        blocks.append(Section("worth", say("parts.pounds"), (Paragraph((say("pounds.lead"),)), *worth)))
    blocks += stories_about(year, row.key)
    blocks += _figures(year, row)
    if row.text("source"):
        blocks.append(Section("sources", say("contract.source"), (Paragraph(cell(row.text("source"))),)))
    role = shown("role", row.text("role"))
    back = Link(say("chapter_back", chapter=role), f"part:{row.text('role')}")
    return Page(f"contracts/{row.key}", row.text("title"), tuple(blocks), label=say("table.activity"), back=back)


def _figures(year: Year, row: Record) -> list[Block]:
    """Each figure of the contract in a section that links lead to, then the lines that they share."""
    figures = year.having("activity", row.key)
    if not figures:
        return []
    lines = ContractLines(year, figures)
    lead = year.sentence("contract.figures_lead", link=Link("figures.csv", "data:figures.csv"))
    words = [(str(CATALOGUE["status"][name]), cell(str(about))) for name, about in CATALOGUE["status_about"].items()
             if any(figure.standing == name for figure in figures)]
    meanings = (Pairs(tuple(words)),) if words else ()
    title = f": {row.text('title')}"
    sections = (_figure(year, figure, lines, figure.title.removesuffix(title)) for figure in figures)
    return [
        Section("figures", say("contract.figures"), (Paragraph(lead), *meanings, *sections)),
        *_shared(year, row.key, lines, figures),
    ]


def _figure(year: Year, figure: Figure, lines: ContractLines, title: str) -> Section:
    """One figure: what it says, the sum written out, and the numbers of its lines."""
    own = lines.of(figure)
    facts = briefly(year, figure)
    if own:
        many = len(lines.all) > MOST_LINES
        numbers: Inlines = (f"{len(own):,}",) if many else (
            Link(lines.numbers(own), f"page:contracts/{figure.activity}.html#line-{lines.number[own[0].key]}"),)
        facts.append((say("table.lines"), numbers))
    facts.append((say("figure.selection"), covers(year, figure)))
    blocks: list[Block] = [Pairs(tuple(facts), "brief")]
    note = note_of(year, figure)
    if note:
        blocks.append(Paragraph((note,)))
    blocks += why_withheld(figure)
    if own:
        blocks += written_out(year, figure, own, lines.valued(figure))
    elif figure.id in lines.hidden:
        told = say("figure.hidden", count=f"{lines.hidden[figure.id]:,}", of=f"{figure.lines:,}")
        blocks.append(Paragraph((told,), "notice"))
    elif figure.withheld is not Withheld.DISCLOSURE:
        blocks += rows_table(year, figure, f".{figure.id}") or [Paragraph((say("figure.lines_none"),))]
    return Section(figure.id, title, tuple(blocks), label=year.about(figure))


def _shared(year: Year, activity: str, lines: ContractLines, figures: Sequence[Figure]) -> Iterator[Block]:
    """What stands behind all figures of the page: lines, worth, £ per unit, and what is said of some of the lines."""
    if not lines.all:
        return
    values = unit_values_table(year, "per-unit-table", (
        used for figure in figures for rows in lines.valued(figure).values() for row in rows
        if (used := year.unit_value(row))))
    if len(lines.all) > MOST_LINES:
        link = Link("lines.csv", "data:lines.csv")
        told = year.sentence("contract.many", count=f"{len(lines.all):,}", link=link)
        yield Section("lines", say("contract.lines"), (Paragraph(told),))
    else:
        worth = lines.worth_table(activity)
        notes = (
            ("assumes", say("figure.assumes"), ((assumption(year, line), line) for line in lines.all)),
            ("reasons", say("figure.reasons"), (
                (sentence(str(row["reason"])), line) for line in lines.all
                for row in year.valued_by_line.get(line.text("line"), ()) if row["reason"])),
            ("rows", say("figure.sources"), (
                (noted(row), line) for line in lines.all if (row := row_behind(year, line)))),
        )
        yield Section("lines", say("contract.lines"), (lines.table(activity), *([worth] if worth else [])))
        for id, title, texts in notes:
            if items := lines.together(texts):
                yield Section(id, title, (Bullets(items, "small"),))
    if values:
        yield Section("per-unit", say("figure.per_unit"), (values,))
