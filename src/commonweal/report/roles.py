"""A chapter for each role: its own account, its contracts and projects with what was promised and done, its stories."""

from collections.abc import Iterable, Sequence

from commonweal.basics.numbers import ZERO, shorten
from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure
from commonweal.ledger.tables import ROLES
from commonweal.report.activity_page import activity_link, activity_section, done_table, kind_and_state
from commonweal.report.blocks import Block, Inlines, Link, Paragraph, Part, Section, Table
from commonweal.report.figure_lists import CONTRACTS
from commonweal.report.keeping import promise_figure
from commonweal.report.phrases import said_once, span_in_words, verb
from commonweal.report.signatures import is_draft
from commonweal.report.stories import stories_of
from commonweal.report.tables import cell, columns, figure_table, noted, sentence
from commonweal.report.words import amount, noun, say, shown, unit_after
from commonweal.report.year import Year

# A chapter prints the tables of so many contracts and projects, the largest; the others have only their own pages.
_WITH_TABLE = 8
# Of the others it lists so many, the largest; the list of every contract and project has the rest.
_MOST_OTHERS = 100
# Rules whose figures are printed where they belong: in the tables of activities, under pounds, in the summary.
_PLACED = {"quantity", "value", "progress", "altered", "stated", "context", "promises", "top-ten", "change", "coverage",
           "parts"}


def chapters(year: Year) -> list[Part]:
    """The five chapters."""
    return [_chapter(year, role) for role in ROLES]


def prose_of(year: Year, part: str) -> list[Block]:
    """What the body wrote for a part of its report, in its order: one text as it is, several under their own headings.

    Drafts are not printed.
    """
    pages = [page for page in year.book.sections if page.say("part") == part and not is_draft(page)]
    ordered = sorted(pages, key=lambda page: (int(page.say("order") or 0), page.name))
    if len(ordered) == 1:
        return year.prose(ordered[0])
    return [Section(f"section-{page.name}", page.say("title"), tuple(year.prose(page)), language=page.language)
            for page in ordered]


def _chapter(year: Year, role: str) -> Part:
    activities = [row for row in year.book.rows("activities") if row.text("role") == role]
    active = [row for row in activities if done_table(year, row) or row.key in year.unnumbered]
    largest = sorted(active, key=_largest_first)[:_WITH_TABLE]
    # How far promises came belongs to the whole chapter, and so stands ahead of texts with headings of their own.
    opening = sorted((*prose_of(year, role), *_progress(year, role)), key=lambda block: isinstance(block, Section))
    blocks: list[Block] = [*opening, *stories_of(year, role)]
    blocks += [activity_section(year, row) for row in activities if row in largest]
    blocks += _others(year, role, [row for row in activities if row not in largest])
    blocks += worked_out(year, role)
    blocks += printed(year, role)
    if not blocks:
        blocks.append(Paragraph((say("role.nothing"),), "notice"))
    return Part(role, shown("role", role), tuple(blocks), label=shown("role_about", role), role=role)


def _progress(year: Year, role: str) -> list[Block]:
    counts = {step: promise_figure(year, step, role) for step in ("made", "due", "reported", "checked")}
    if not counts["made"] or not counts["due"]:
        return []
    key = "progress_sentence" if counts["reported"] and counts["checked"] else "progress_undue"
    linked: dict[str, Link | str] = {step: year.link(figure) for step, figure in counts.items() if figure}
    linked |= {"promises": noun("promise", counts["made"].value), "were": verb(counts["due"].value, past=True)}
    return [Paragraph(year.sentence(f"role.{key}", day=year.day, **linked))]


def _others(year: Year, role: str, activities: Sequence[Record]) -> list[Block]:
    """The smaller contracts and projects of a large role, and those on record without a number of this year."""
    if not activities:
        return []
    listed = set(row.key for row in sorted(activities, key=_largest_first)[:_MOST_OTHERS])
    rows = tuple(
        (
            (activity_link(year, row.key),),
            cell(kind_and_state(row)),
            cell(row.text("summary")),
            (year.link(best, unit=True), f" {year.subject(best)} ({year.status(best)})")
            if (best := _best(year, row))
            else cell(say("role.quiet")),
        )
        for row in activities
        if row.key in listed
    )
    cut = len(listed) < len(activities)
    table = Table(
        f"{role}-others-table",
        say("role.others_caption", role=shown("role", role)),
        columns("activity", "kind", "about", "done"),
        rows,
        year.sentence("role.others_cut", count=f"{len(listed):,}", all=f"{len(activities):,}",
                      link=Link(say("contract.list"), f"page:{CONTRACTS}.html")) if cut else (),
    )
    return [Section(f"{role}-others", say("role.others"), (table,))]


def _largest_first(row: Record) -> tuple[object, ...]:
    return (-(row.number("value") or ZERO), row.row, row.key)


def _best(year: Year, row: Record) -> Figure | None:
    """The figure of a contract or project with the most lines in the reporting period, checked before reported."""
    figures = [
        figure
        for figure in year.having("activity", row.key)
        if figure.rule == "quantity" and year.is_current(figure) and "place" not in figure.selection and figure.value
    ]
    order = ("verified", "reported", "committed", "potential")
    return min(
        figures, key=lambda figure: (order.index(figure.standing), -(figure.lines or 0), figure.id), default=None
    )


def worked_out(year: Year, role: str) -> Iterable[Block]:
    """Shares, ratios and counts that other rules made for a role, or for an area that is no single role."""
    figures = [
        figure
        for figure in year.having("role", role)
        if figure.rule not in _PLACED and not figure.activity and year.is_current(figure)
    ]
    if role == "commissioner":
        figures += [
            figure
            for figure in year.figures
            if figure.rule in ("contracts", "weighting") and not figure.role and year.is_current(figure)
        ]
    table = figure_table(year, f"{role}-worked-out", say("role.worked_out_caption", role=shown("role", role)), figures)
    return [Section(f"{role}-ratios", say("role.worked_out"), (table,))] if table else []


def printed(year: Year, role: str) -> list[Block]:
    """What a source says of a role: numbers as it prints them, and what nobody measured."""
    rows = [row for row in year.book.rows("stated") if row.text("role") == role]
    numbers = tuple(_stated(year, row) for row in rows if row.number("value") is not None)
    words = tuple(
        (
            cell(row.text("title")),
            cell(year.name("activities", row.text("activity"))),
            cell(row.text("would_measure") or say("not_stated")),
            cell(noted(row)),
        )
        for row in rows
        if row.number("value") is None
    )
    blocks: list[Block] = []
    if numbers:
        table = Table(
            f"printed-{role}",
            say("role.printed_caption", role=shown("role", role)),
            columns("what", "number", "activity", "period", "note", numeric=("number",)),
            numbers,
        )
        blocks.append(Section(f"{role}-printed", say("role.printed"), (Paragraph((say("role.printed_lead"),)), table)))
    if words:
        table = Table(
            f"unmeasured-{role}",
            say("role.unmeasured_caption", role=shown("role", role)),
            columns("what", "activity", "would_measure", "note"),
            words,
        )
        blocks.append(
            Section(f"{role}-unmeasured", say("role.unmeasured"), (Paragraph((say("role.unmeasured_lead"),)), table))
        )
    return blocks


def _stated(year: Year, row: Record) -> tuple[Inlines, ...]:
    value, unit = row.number_or_zero("value"), row.text("unit")
    number = f"{shown('bound', row.text('bound'))} {amount(value, unit)}".strip()
    figure = year.by_id.get(f"stated.{row.key}")
    text: Inlines = (year.link(figure, unit=True),) if figure else (number,)
    after = "" if figure else unit_after(unit, value, measured=False)
    base = _base(row)
    return (
        cell(row.text("title")),
        (*text, *cell(f" {after}" if after else "")),
        cell(year.name("activities", row.text("activity"))),
        cell(span_in_words(row.text("period_kind"), row.day("start"), row.day("end"))),
        cell(said_once(" ".join(filter(None, (base and sentence(base), noted(row)))))),
    )


def _base(row: Record) -> str:
    if row.text("unit") != "%":
        return ""
    top, bottom = row.number("numerator"), row.number("denominator")
    if top is None or bottom is None:
        return say("figure.base_none") if row.text("share_or_change") != "neither" else ""
    return say("figure.parts_text", numerator=shorten(top), denominator=shorten(bottom))
