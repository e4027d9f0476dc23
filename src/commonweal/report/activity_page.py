"""Contracts and projects: the section of each in the chapter of its role, and the tables that its page has as well."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from commonweal.basics.numbers import pounds, shorten
from commonweal.basics.tables import Record
from commonweal.indicators.facts import PROMISED
from commonweal.indicators.figure import Figure
from commonweal.report.blocks import Block, Bullets, Inlines, Link, Paragraph, Section, Table
from commonweal.report.pounds import possible_table
from commonweal.report.tables import cell, columns, figure_table, noted
from commonweal.report.words import say, shown
from commonweal.report.year import Year

_COLUMN = {"potential": "possible", "committed": "promised", "reported": "reported", "verified": "checked"}

_SO_FAR = {"committed": "promised", "due": "due", "answered-reported": "reported", "answered-verified": "checked"}


def activity_link(year: Year, activity: str, text: str = "") -> Link:
    """A link to the page of a contract or project; its name unless another text is given."""
    return Link(text or year.name("activities", activity), f"page:contracts/{activity}.html")


def activity_section(year: Year, row: Record) -> Section:
    """What stands in the chapter: what it is, with whom, and what was promised and done."""
    blocks: list[Block] = [Paragraph(cell(row.text("summary")))] if row.text("summary") else []
    blocks.append(
        Paragraph(
            (
                *cell(facts_of(year, row)),
                " ",
                activity_link(year, row.key, say("role.own_page", title=year.title(row))),
            ),
            "note",
        )
    )
    table = done_table(year, row)
    blocks += [table] if table else []
    blocks += unnumbered(year, row)
    beside = beside_table(year, row)
    possible = possible_table(year, row.key)
    blocks += [found for found in (beside, possible) if found]
    return Section(f"activity-{row.key}", year.title(row), tuple(blocks), label=kind_and_state(row))


def unnumbered(year: Year, row: Record) -> list[Block]:
    """What was promised without a number, as a sentence each."""
    items = tuple(
        cell(say("role.unnumbered_item", measure=measure.text("title"), note=noted(promise)).strip())
        for promise in year.unnumbered.get(row.key, [])
        if (measure := year.facts.measures.get(promise.text("measure")))
    )
    return [Paragraph((say("role.unnumbered"),)), Bullets(items)] if items else []


def kind_and_state(row: Record) -> str:
    """A contract, under way."""
    return f"{shown('activity_kind', row.text('kind'))}, {shown('activity_state', row.text('state'))}"



def facts_of(year: Year, row: Record) -> str:
    """Who else is in it, what it is worth, whose share is counted, where else it is named; as short sentences."""
    body = year.book.settings.body
    parties = year.parties.get(row.key, [])
    others = [
        f"{year.name('organisations', party.text('organisation'))} ({shown('party', party.text('part'))})"
        for party in parties
        if party.text("organisation") != body
    ]
    shares = [
        share
        for party in parties
        if party.text("organisation") == body and (share := party.number("share")) is not None
    ]
    value, bound = row.number("value"), shown("bound", row.text("value_bound"))
    roles = ", ".join(shown("role", other) for other in row.ids("other_roles"))
    parts = [
        say("role.with", parties=", ".join(others)) if others else "",
        say("role.life_value", value=f"{bound} {pounds(value)}".strip()) if value else "",
        *(say("role.share_of", share=f"{shorten(share * 100)}%") for share in shares),
        say("role.part_of", activity=year.name("activities", row.text("part_of"))) if row.text("part_of") else "",
        say("role.also", roles=roles) if roles else "",
        row.text("note"),
    ]
    return " ".join(part for part in parts if part)


def done_table(year: Year, row: Record, *, all_years: bool = False, without: Collection[str] = ()) -> Table | None:
    """What was promised and done: a row for each measure and span, a column for each status; None without a number.

    `without` names measures whose promises are told elsewhere.
    """
    figures = [
        figure
        for figure in year.having("activity", row.key)
        if figure.rule == "quantity"
        and "place" not in figure.selection
        and (all_years or year.is_current(figure))
        and not (figure.standing in PROMISED and year.subject(figure) in without)
    ]
    return status_table(year, f"done-{row.key}", say("role.caption", activity=year.title(row)), figures)


def status_table(year: Year, id: str, caption: str, figures: Iterable[Figure]) -> Table | None:
    """Quantities in rows by measure and span, in columns by status; None where there are none."""
    rows: dict[tuple[str, str, str], dict[str, Figure]] = {}
    for figure in figures:
        promised = figure.standing in PROMISED
        span = figure.period_kind if promised else year.when(figure)
        rows.setdefault((year.subject(figure), "" if promised else "done", span), {})[figure.standing] = figure
    merged = _merge(rows)
    if not merged:
        return None
    statuses = [name for name in _COLUMN if any(name in found for _, found in merged)]
    names = [_COLUMN[name] for name in statuses]
    lines = tuple(_row(year, title, found, statuses) for title, found in merged)
    return Table(
        id,
        caption,
        columns("measure", *names, "period", numeric=names),
        lines,
        _note(year, (found for _, found in merged)),
    )


def beside_table(year: Year, row: Record, *, all_years: bool = False) -> Table | None:
    """Rates, and numbers that enter no total because they are parts, other ways of counting, or were not reached."""
    return figure_table(
        year,
        f"beside-{row.key}",
        say("role.beside_caption", activity=year.title(row)),
        (
            figure
            for figure in year.having("activity", row.key)
            if figure.rule in ("rates", "parts") and (all_years or year.is_current(figure))
        ),
    )


def so_far_table(year: Year, row: Record) -> Table | None:
    """Of each measure promised: how much in all, how much is due by now, was reported and was checked so far."""
    rows: dict[str, dict[str, Figure]] = {}
    for figure in year.having("activity", row.key):
        step = figure.id.split(".")[1]
        if "place" not in figure.selection and (
            figure.rule == "progress" or (figure.rule == "quantity" and step == "committed")
        ):
            rows.setdefault(year.subject(figure), {}).setdefault(step, figure)
    due = [(title, found) for title, found in sorted(rows.items()) if "due" in found]
    lines = tuple((cell(title), *_numbers(year, found, _SO_FAR)) for title, found in due)
    if not lines:
        return None
    names = tuple(_SO_FAR.values())
    return Table(
        f"so-far-{row.key}",
        say("role.so_far_caption", activity=year.title(row), day=year.day),
        columns("measure", *names, numeric=names),
        lines,
        _note(year, (found for _, found in due)),
    )


def _row(year: Year, title: str, found: dict[str, Figure], statuses: Sequence[str]) -> tuple[Inlines, ...]:
    when = next((year.when(found[name]) for name in ("reported", "verified") if name in found), say("whole_life"))
    return (cell(title), *_numbers(year, found, statuses), cell(when))


def _numbers(year: Year, found: Mapping[str, Figure], steps: Iterable[str]) -> Iterator[Inlines]:
    """The number of each step. What was done for people with a protected characteristic is not told by contract: a
    dash would say of whoever promised it that nothing was."""
    protected = _is_protected(year, found)
    for step in steps:
        promised = step in (*PROMISED, "due")
        yield (year.link(found[step], unit=True),) if step in found else cell(
            say("role.not_shown" if protected and not promised else "blank"))


def _note(year: Year, rows: Iterable[Mapping[str, Figure]]) -> Inlines:
    return (say("role.not_shown_note"),) if any(_is_protected(year, found) for found in rows) else ()


def _is_protected(year: Year, found: Mapping[str, Figure]) -> bool:
    return any(year.is_protected(figure) for figure in found.values())


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
