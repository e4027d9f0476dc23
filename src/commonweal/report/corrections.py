"""What later releases put right: each release with its day, what changed and why, and every figure that is another."""

from collections.abc import Iterator

from commonweal.basics.tables import Record
from commonweal.report.blocks import Block, Code, Inlines, Link, Paragraph, Part, Section, Table
from commonweal.report.changes import corrections_in
from commonweal.report.phrases import day_or
from commonweal.report.tables import cell, columns
from commonweal.report.words import printed, say
from commonweal.report.year import Year


def corrections(year: Year) -> Part:
    """The part that says what this release and those before it changed, or that nothing was."""
    rows = sorted(corrections_in(year.book), key=lambda row: (row.count("release") or 0, row.row))
    how = (Paragraph((say("corrections.how"),)), *_publisher(year))
    if not rows:
        none = Paragraph((say("corrections.none", release=year.release),))
        return Part("corrections", say("parts.corrections"), (none, *how))
    blocks: list[Block] = [
        Paragraph((say("corrections.some", release=year.release),)),
        *how,
        Table(
            "releases",
            say("corrections.caption"),
            columns("release", "date", "what_changed", "why", "earlier"),
            (*(_release(row) for row in reversed(rows)), _first(year)),
        ),
    ]
    changed = Section("corrections-figures", say("corrections.figures"), (_changed(year, rows),))
    return Part("corrections", say("parts.corrections"), (*blocks, changed))


def _publisher(year: Year) -> Iterator[Block]:
    """How many people approve a release of a site, and where its audit trail ended; nothing where no site made it."""
    if year.approvers:
        yield Paragraph((say("corrections.one_approves" if year.approvers == 1 else "corrections.two_approve"),))
    number, _, place = year.snapshot.audit.partition(":")
    if place:
        yield Paragraph((say("corrections.audit", number=number), " ", Code(place)), "note")


def _release(row: Record) -> tuple[Inlines, ...]:
    number, address = row.count("release") or 0, row.text("earlier")
    earlier = say("cover.release_number", number=number - 1)
    is_public = address.startswith(("https://", "http://"))
    return (
        cell(say("cover.release_number", number=number)),
        cell(day_or(row.day("date"))),
        cell(row.text("what")),
        cell(row.text("why")),
        (Link(earlier, address),) if is_public else cell(say("corrections.not_public", release=earlier)),
    )


def _first(year: Year) -> tuple[Inlines, ...]:
    """The release that all others put right, with the day on which it was published, where the calendar says."""
    period = year.book.settings.period.id
    published = next((row.day("done") for row in year.book.rows("calendar")
                      if row.text("step") == "publication" and row.text("period") == period), None)
    first = say("cover.release_number", number=1)
    return (cell(first), cell(day_or(published)), cell(say("corrections.first")), (), ())


def _changed(year: Year, corrections: list[Record]) -> Block:
    """Every figure that a release changed, the latest release first; a sentence where only words changed."""
    if not year.changes:
        return Paragraph((say("corrections.figures_none"),))
    why = {row.key: row.text("what") for row in corrections}
    rows = tuple(
        (
            _figure(year, change),
            cell(say("cover.release_number", number=change.count("release"))),
            cell(_number(year, change, "before")),
            cell(_number(year, change, "after")),
            cell(" ".join(why.get(key, key) for key in change.ids("corrections")) or say("corrections.unexplained")),
            cell(_note(change)),
        )
        for change in sorted(year.changes, key=lambda row: (-(row.count("release") or 0), row.text("figure")))
    )
    return Table(
        "changed-figures",
        say("corrections.figures_caption"),
        columns("figure", "release", "before_release", "after_release", "why", "note",
                numeric=("before_release", "after_release")),
        rows,
        (say("corrections.figures_note"),),
    )


def _figure(year: Year, change: Record) -> Inlines:
    name, title = change.text("figure"), change.text("title")
    return (Link(title, f"figure:{name}"),) if name in year.by_id else (f"{title} ({name})",)


def _number(year: Year, change: Record, column: str) -> str:
    unit = change.text("unit")
    return printed(change.text(column), unit, measured=unit in year.measured_units)


def _note(change: Record) -> str:
    """What else is another: the range, the lines or the base may change where the number does not."""
    if change.text("came") != "changed":
        return say(f"corrections.{change.text('came')}")
    others = [name for name in change.ids("differs") if name != "value"]
    return say("corrections.also", columns=", ".join(others)) if others else ""
