"""A chapter for each role: its own account, its contracts and projects with what was promised and done, its stories."""

from collections import Counter
from collections.abc import Iterable, Sequence

from commonweal.basics.numbers import pounds, shorten
from commonweal.basics.tables import Record
from commonweal.indicators.facts import PROMISED
from commonweal.indicators.figure import Figure
from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import Block, Bullets, Inlines, Paragraph, Part, Prose, Section, Table
from commonweal.report.stories import stories_of
from commonweal.report.summary import promise_figure
from commonweal.report.tables import cell, columns, figure_table, noted
from commonweal.report.words import amount, say, shown, unit_after
from commonweal.report.year import Year, join, span_in_words

# Rules whose figures are printed where they belong: in the tables of activities, under pounds, in the summary.
_PLACED = {"quantity", "value", "progress", "stated", "context", "promises", "top_ten", "coverage", "parts"}


def chapters(year: Year) -> list[Part]:
    """The five chapters."""
    return [_chapter(year, role) for role in ROLES]


def prose_of(year: Year, part: str) -> list[Block]:
    """What the body wrote for a part of its report, in its order. Drafts are not printed."""
    pages = [page for page in year.book.sections if page.say("part") == part and page.say("state") != "draft"]
    return [Prose(page.text) for page in sorted(pages, key=lambda page: (int(page.say("order") or 0), page.name))]


def _chapter(year: Year, role: str) -> Part:
    activities = [row for row in year.book.rows("activities") if row.text("role") == role]
    shown_here = {row.key: table for row in activities if (table := _done(year, row))}
    blocks: list[Block] = [*prose_of(year, role), *_progress(year, role)]
    blocks += stories_of(year, role)
    blocks += [_activity(year, row, shown_here[row.key]) for row in activities if row.key in shown_here]
    blocks += _quiet(year, role, [row for row in activities if row.key not in shown_here])
    blocks += _worked_out(year, role)
    blocks += printed(year, role)
    if not blocks:
        blocks.append(Paragraph((say("role.nothing"),), "notice"))
    return Part(role, shown("role", role), tuple(blocks), label=shown("role_about", role), role=role)


def _progress(year: Year, role: str) -> list[Block]:
    counts = {step: promise_figure(year, step, role) for step in ("made", "due", "reported", "checked")}
    if not all(counts.values()):
        return []
    linked = {step: year.link(figure) for step, figure in counts.items() if figure}
    return [Paragraph(year.sentence("role.progress_sentence", **linked))]


def _activity(year: Year, row: Record, table: Table) -> Section:
    blocks: list[Block] = [Paragraph(cell(row.text("summary")))] if row.text("summary") else []
    facts = _facts(year, row)
    if facts:
        blocks.append(Paragraph(cell(facts), "note"))
    label = shown("activity_kind", row.text("kind")) + say("separator") + shown("activity_state", row.text("state"))
    return Section(activity_id(row.key), row.text("title"), (*blocks, table), label=label)


def activity_id(activity: str) -> str:
    """Where a contract or project stands on the page."""
    return f"activity-{activity}"


def _facts(year: Year, row: Record) -> str:
    """Who else is in it, what it is worth, whose share is counted, where else it is named; as short sentences."""
    body = year.book.settings.body
    parties = [party for party in year.book.rows("parties") if party.text("activity") == row.key]
    others = [f"{year.name('organisations', party.text('organisation'))} ({shown('party', party.text('part'))})"
              for party in parties if party.text("organisation") != body]
    shares = [share for party in parties if party.text("organisation") == body and (share := party.number("share")) is not None]
    value = row.number("value")
    parts = [
        say("role.with", parties=", ".join(others)) if others else "",
        say("role.life_value", value=" ".join(filter(None, (shown("bound", row.text("value_bound")), pounds(value))))) if value else "",
        *(say("role.share_of", share=f"{shorten(share * 100)}%") for share in shares),
        say("role.part_of", activity=year.name("activities", row.text("part_of"))) if row.text("part_of") else "",
        say("role.also", roles=", ".join(shown("role", other) for other in row.ids("other_roles"))) if row.ids("other_roles") else "",
        row.text("note"),
    ]
    return " ".join(part for part in parts if part)


def _done(year: Year, row: Record) -> Table | None:
    """What was promised and done in one activity: a row for each measure and span, a column for each status."""
    rows: dict[tuple[str, str, str], dict[str, Figure]] = {}
    for figure in year.having("activity", row.key):
        if figure.rule != "quantity" or "place" in figure.selection or not year.is_current(figure):
            continue
        promised = figure.standing in PROMISED
        span = figure.period_kind if promised else year.when(figure)
        rows.setdefault((year.subject(figure), "" if promised else "done", span), {})[figure.standing] = figure
    merged = _merge(rows)
    if not merged:
        return None
    statuses = [name for name in ("potential", "committed", "reported", "verified") if any(name in found for _, found in merged)]
    names = {"potential": "possible", "committed": "promised", "reported": "reported", "verified": "checked"}
    lines = tuple((cell(title), *((year.link(found[name], unit=True),) if name in found else cell(say("blank")) for name in statuses),
                   cell(_when(year, found))) for title, found in merged)
    shown_columns = columns("measure", *(names[name] for name in statuses), "period", numeric=[names[name] for name in statuses])
    return Table(f"done-{row.key}", say("role.caption", activity=row.text("title")), shown_columns, lines)


def _merge(rows: dict[tuple[str, str, str], dict[str, Figure]]) -> list[tuple[str, dict[str, Figure]]]:
    """Put a promise in the same row as what was done of it, where there is one of each."""
    spans: dict[str, list[dict[str, Figure]]] = {}
    for (title, done, _), found in rows.items():
        if done:
            spans.setdefault(title, []).append(found)
    kinds = Counter(title for title, done, _ in rows if not done)
    merged = []
    for (title, done, _), found in sorted(rows.items(), key=lambda item: item[0]):
        if not done and kinds[title] == 1 and len(spans.get(title, [])) == 1:
            spans[title][0].update(found)
        else:
            merged.append((title, found))
    return merged


def _when(year: Year, found: dict[str, Figure]) -> str:
    return next((year.when(found[name]) for name in ("reported", "verified") if name in found), say("whole_life"))


def _quiet(year: Year, role: str, activities: Sequence[Record]) -> list[Block]:
    """Activities on record that have no number of this year."""
    if not activities:
        return []
    items = tuple(_one_line(year, row) for row in activities)
    return [Section(f"{role}-others", say("role.others"), (Paragraph((say("role.others_lead"),)), Bullets(items)))]


def _one_line(year: Year, row: Record) -> Inlines:
    text = row.text("summary")
    facts = _facts(year, row)
    about = f"{shown('activity_kind', row.text('kind'))}, {shown('activity_state', row.text('state'))}"
    return (f"{row.text('title')} ({about})", *((f". {text.rstrip('.')}",) if text else ()), ". ", *cell(facts))


def _worked_out(year: Year, role: str) -> Iterable[Block]:
    """Shares, ratios and counts that other rules made for this role."""
    figures = [figure for figure in year.having("role", role) if figure.rule not in _PLACED]
    if role == "commissioner":
        figures += [figure for figure in year.figures if figure.rule in ("contracts", "weighting") and not figure.role]
    table = figure_table(year, f"{role}-worked-out", say("role.worked_out_caption", role=shown("role", role)), figures)
    return [Section(f"{role}-ratios", say("role.worked_out"), (table,))] if table else []


def printed(year: Year, role: str) -> list[Block]:
    """What a source says of a role: numbers as it prints them, and what nobody measured."""
    rows = [row for row in year.book.rows("stated") if row.text("role") == role]
    numbers = tuple(_stated(year, row) for row in rows if row.number("value") is not None)
    words = tuple((cell(row.text("title")), cell(year.name("activities", row.text("activity"))),
                   cell(row.text("would_measure") or say("not_stated")), cell(noted(row)))
                  for row in rows if row.number("value") is None)
    blocks: list[Block] = []
    if numbers:
        table = Table(f"printed-{role}", say("role.printed_caption", role=shown("role", role)),
                      columns("what", "number", "activity", "period", "note", numeric=("number",)), numbers)
        blocks.append(Section(f"{role}-printed", say("role.printed"), (Paragraph((say("role.printed_lead"),)), table)))
    if words:
        table = Table(f"unmeasured-{role}", say("role.unmeasured_caption", role=shown("role", role)),
                      columns("what", "activity", "would_measure", "note"), words)
        blocks.append(Section(f"{role}-unmeasured", say("role.unmeasured"), (Paragraph((say("role.unmeasured_lead"),)), table)))
    return blocks


def _stated(year: Year, row: Record) -> tuple[Inlines, ...]:
    value, unit = row.number_or_zero("value"), row.text("unit")
    number = f"{shown('bound', row.text('bound'))} {amount(value, unit)}".strip()
    figure = year.by_id.get(f"stated.{row.key}")
    text: Inlines = (year.link(figure, unit=True),) if figure else (number,)
    after = "" if figure else unit_after(unit, value, measured=False)
    base = _base(row)
    return (cell(row.text("title")), (*text, *cell(f" {after}" if after else "")), cell(year.name("activities", row.text("activity"))),
            cell(span_in_words(row.text("period_kind"), row.day("start"), row.day("end"))),
            join(part for part in (base, noted(row)) if part) if base else cell(noted(row)))


def _base(row: Record) -> str:
    if row.text("unit") != "%":
        return ""
    top, bottom = row.number("numerator"), row.number("denominator")
    if top is None or bottom is None:
        return say("figure.base_none") if row.text("share_or_change") != "neither" else ""
    return say("figure.parts_text", numerator=shorten(top), denominator=shorten(bottom))

