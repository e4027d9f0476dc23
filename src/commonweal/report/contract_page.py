"""The page of a contract or project: its tables over all years, and each of its figures with the lines behind it.

Where its figures are many, those of a measure stand on a page of their own.
"""

from collections.abc import Iterator, Sequence

from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure
from commonweal.report.activity_page import (
    beside_table,
    done_table,
    facts_of,
    kind_and_state,
    so_far_table,
    unnumbered,
)
from commonweal.report.altered import altered_table
from commonweal.report.blocks import Block, Bullets, Link, Page, Pairs, Paragraph, Section
from commonweal.report.figures_together import figure_section, shared
from commonweal.report.numbered_lines import NumberedLines
from commonweal.report.phrases import day_or
from commonweal.report.pounds import activity_pounds, possible_table
from commonweal.report.stories import stories_about
from commonweal.report.tables import cell
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
    altered = altered_table(year, row.key)
    if altered:
        blocks.append(Section("altered-promises", say("altered.title"), (altered,)))
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
    blocks += _measures(year, row)
    rest = [figure for figure in year.having("activity", row.key) if not year.homes.is_apart(figure)]
    blocks += _figures(year, row, rest)
    if row.text("source"):
        blocks.append(Section("sources", say("contract.source"), (Paragraph(cell(row.text("source"))),)))
    role = shown("role", row.text("role"))
    back = Link(say("chapter_back", chapter=role), f"part:{row.text('role')}")
    return Page(f"contracts/{row.key}", year.title(row), tuple(blocks), label=say("table.activity"), back=back)


def measure_pages(year: Year, row: Record) -> Iterator[Page]:
    """A page for each measure of a contract that has many figures: each of them, and the lines behind them."""
    name = year.title(row)
    back = Link(name, f"page:contracts/{row.key}.html")
    for measure, figures in _apart(year, row).items():
        yield Page(f"contracts/{row.key}/{measure}", _measure(year, measure), tuple(_figures(year, row, figures)),
                   label=say("table.activity"), about=name, back=back)


def _apart(year: Year, row: Record) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in filter(year.homes.is_apart, year.having("activity", row.key)):
        found.setdefault(figure.measure, []).append(figure)
    return found


def _measure(year: Year, measure: str) -> str:
    known = year.facts.measures.get(measure)
    return known.text("title") if known else measure


def _measures(year: Year, row: Record) -> list[Block]:
    """Links to the pages of its measures, each with how many figures it has; nothing where it has no such pages."""
    items = tuple((Link(_measure(year, measure), f"page:contracts/{row.key}/{measure}.html"), f": {len(figures):,}")
                  for measure, figures in _apart(year, row).items())
    lead = Paragraph((say("contract.measures_lead"),))
    return [Section("measures", say("contract.measures"), (lead, Bullets(items, "small")))] if items else []


def _figures(year: Year, row: Record, figures: Sequence[Figure]) -> list[Block]:
    """Figures of the contract, each in a section that links lead to, then the lines that they share."""
    if not figures:
        return []
    many = year.lines.is_long(row.key)
    known = year.lines.firsts_of_activity(row.key) if many else year.lines.of_activity(row.key)
    lines = NumberedLines(year, figures, known, row.text("title"), many=many)
    lead = year.sentence("together.lead", link=Link("figures.csv", "data:figures.csv"))
    words = [(str(CATALOGUE["status"][name]), cell(str(about))) for name, about in CATALOGUE["status_about"].items()
             if any(figure.standing == name for figure in figures)]
    meanings = (Pairs(tuple(words)),) if words else ()
    title = f": {row.text('title')}"
    sections = (
        figure_section(year, figure, lines, figure.title.removesuffix(title), year.about(figure)) for figure in figures
    )
    return [
        Section("figures", say("contract.figures"), (Paragraph(lead), *meanings, *sections)),
        *shared(year, lines, figures),
    ]
