"""What the body says of its place and itself: context, policies, standards, calendar."""

from collections.abc import Collection

from commonweal.basics.tables import Record
from commonweal.ledger.tables import AREAS, ROLES
from commonweal.report.blocks import Block, Inlines, Link, Paragraph, Part, Section, Table
from commonweal.report.charts.making import charts_of
from commonweal.report.charts.promises import promises_by_role
from commonweal.report.phrases import day_or, join
from commonweal.report.roles import printed, prose_of, worked_out
from commonweal.report.stories import stories_of
from commonweal.report.tables import cell, columns, noted, stated_cell
from commonweal.report.words import amount, say, shown, unit_after
from commonweal.report.year import Year


def context(year: Year) -> Part | None:
    """Facts about the place and its people."""
    rows = year.book.rows("context")
    if not rows:
        return None
    table = context_table(year, "context-facts", say("context.caption"), rows)
    return Part("context", say("parts.context"), (Paragraph((say("context.lead"),)), table))


def context_table(year: Year, id: str, caption: str, rows: Collection[Record]) -> Table:
    """Facts about a place and its people, each with how it is counted and where it comes from."""
    return Table(
        id,
        caption,
        (
            *columns("what", "number", numeric=("number",)),
            *columns("printed", "definition", "date", "place", "comparator", "note"),
        ),
        tuple(_fact(year, row) for row in rows),
    )


def _fact(year: Year, row: Record) -> tuple[Inlines, ...]:
    value, unit = row.number("value"), row.text("unit")
    figure = year.by_id.get(f"context.{row.key}")
    number: Inlines
    if figure:
        number = (year.link(figure, unit=True),)
    elif value is None:
        number = (say("not_stated"),)
    else:
        words = (shown("bound", row.text("bound")), amount(value, unit), unit_after(unit, value, measured=False))
        number = (" ".join(word for word in words if word),)
    return (
        cell(row.text("title")),
        number,
        cell(row.text("as_printed")),
        stated_cell(row.text("definition")),
        cell(day_or(row.day("date"))),
        cell(year.place(row.text("place"))),
        cell(row.text("comparator")),
        cell(noted(row)),
    )


def alignment(year: Year) -> Part | None:
    """Policies with their dates, and what each sets out to reach with the measures that answer it."""
    blocks = prose_of(year, "alignment")
    policies = tuple(
        (
            _title(row),
            cell(shown("policy_kind", row.text("kind"))),
            stated_cell(row.text("version")),
            cell(day_or(row.day("approved"), row.text("approved_text"))),
            cell(day_or(row.day("review"))),
            cell(noted(row)),
        )
        for row in year.book.rows("policies")
    )
    if policies:
        table = Table(
            "policies",
            say("alignment.policies"),
            columns("title", "kind", "version_of", "approved", "review", "note"),
            policies,
        )
        blocks.append(Section("policies-section", say("alignment.policies"), (table,)))
    objectives = tuple(_objective(year, row) for row in year.book.rows("objectives"))
    if objectives:
        table = Table(
            "objectives",
            say("alignment.matrix"),
            columns("objective", "kind", "policy", "measures", "note"),
            objectives,
            (say("alignment.matrix_note"),),
        )
        blocks.append(Section("objectives-section", say("alignment.matrix"), (table,)))
    return Part("alignment", say("parts.alignment"), tuple(blocks)) if blocks else None


def _title(row: Record) -> Inlines:
    link = row.text("link")
    return (Link(row.text("title"), link),) if link.startswith(("https://", "http://")) else cell(row.text("title"))


def _objective(year: Year, row: Record) -> tuple[Inlines, ...]:
    """An objective with its measures, each linked to its quantity where the report has one."""
    policies = {policy.key: policy.text("title") for policy in year.book.rows("policies")}
    measures = [_measure(year, measure) for measure in row.ids("measures")]
    return (
        cell(row.text("title")),
        cell(shown("objective_kind", row.text("kind"))),
        cell(policies.get(row.text("policy"), "")),
        join(measures) if measures else cell(say("alignment.gap")),
        cell(noted(row)),
    )


def _measure(year: Year, measure: str) -> str | Link:
    found = year.facts.measures.get(measure)
    title = found.text("title") if found else measure
    for standing in ("verified", "reported", "committed", "potential"):
        figures = [
            figure
            for figure in year.having("measure", measure)
            if figure.rule == "quantity"
            and figure.standing == standing
            and year.is_current(figure)
            and not {"activity", "place"} & set(figure.selection)
        ]
        if figures:
            return Link(title, f"figure:{figures[0].id}")
    return title


def standards(year: Year) -> Part | None:
    """Standards held and aimed for, guidance and training, and the steps of the reporting year."""
    book, blocks = year.book, []
    held = tuple(
        (
            cell(row.text("scheme")),
            cell(year.name("organisations", row.text("organisation"))),
            cell(row.text("held")),
            stated_cell(row.text("aimed")),
            cell(day_or(row.day("awarded"))),
            cell(day_or(row.day("due"), row.text("due_text"))),
            cell(noted(row)),
        )
        for row in book.rows("accreditations")
    )
    if held:
        table = Table(
            "accreditations",
            say("standards.accreditations"),
            columns("scheme", "who_holds", "held", "aimed", "awarded", "due_day", "note"),
            held,
        )
        blocks.append(Section("accreditations-section", say("standards.accreditations"), (table,)))
    guidance = tuple(
        (
            cell(row.text("title")),
            cell(shown("audience", row.text("audience"))),
            cell(shown("role", row.text("role"))),
            cell(shown("guidance_state", row.text("state"))),
            cell(_completions(row)),
            cell(noted(row)),
        )
        for row in book.rows("guidance")
    )
    if guidance:
        table = Table(
            "guidance",
            say("standards.guidance"),
            columns("title", "audience", "role", "state", "completions", "note", numeric=("completions",)),
            guidance,
        )
        blocks.append(Section("guidance-section", say("standards.guidance"), (table,)))
    calendar = tuple(
        (
            cell(shown("step", row.text("step"))),
            cell(year.period_label(row.text("period"))),
            cell(day_or(row.day("due"))),
            cell(day_or(row.day("done"))),
            cell(noted(row)),
        )
        for row in book.rows("calendar")
    )
    if calendar:
        table = Table(
            "calendar", say("standards.calendar"), columns("step", "period", "due_day", "done_day", "note"), calendar
        )
        blocks.append(Section("calendar-section", say("standards.calendar"), (table,)))
    return Part("standards", say("parts.standards"), tuple(blocks)) if blocks else None


def _completions(row: Record) -> str:
    number = row.count("completions")
    return say("not_counted") if number is None else f"{number:,}"


def elsewhere(year: Year) -> Part | None:
    """All roles side by side, and what is told or a source says of no one role or of all devolved powers together."""
    blocks: list[Block] = [*charts_of(year, promises_by_role)]
    blocks += [block for area in AREAS if area not in ROLES for block in told_under(year, area)]
    return Part("across", say("parts.across"), tuple(blocks)) if blocks else None


def told_under(year: Year, area: str) -> list[Block]:
    """The stories, ratios, printed numbers and unmeasured claims of an area that is no single role."""
    blocks = [*stories_of(year, area), *worked_out(year, area), *printed(year, area)]
    return [Section(f"across-{area}", shown("role", area), tuple(blocks))] if blocks else []
