"""How promises are kept: what late means, by age of contract, in the ten largest; what was done about late ones."""

from decimal import Decimal

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record
from commonweal.indicators.ages import AGES
from commonweal.indicators.figure import Figure
from commonweal.indicators.tally import Promise, remedied
from commonweal.report.activity_page import activity_link
from commonweal.report.altered import altered_table
from commonweal.report.blocks import Block, Bullets, Inlines, Link, Paragraph, Section, Table
from commonweal.report.phrases import verb
from commonweal.report.promise_rows import promise_rows
from commonweal.report.tables import cell, columns
from commonweal.report.words import in_words, noun, say, shown, to_one_place
from commonweal.report.year import Year

_COUNTED = {"made": "promised", "due": "due", "reported": "reported", "checked": "checked", "kept-up": "kept_up",
            "late": "late"}
# A longer list of promises would bury the worst of them; the page of the figure has all.
_MOST_LATE = 20


def promise_figure(year: Year, step: str, of: str = "") -> Figure | None:
    """The count of promises that came so far: made, due, reported, checked, kept-up or late.

    Of all, or of one role or one age ("employer", "age-under-1").
    """
    return year.by_id.get(".".join(part for part in ("progress.promises", step, of) if part))


def delivered_sentence(year: Year) -> Inlines:
    """How many promises there are, from how many something was due, and on how many it was reported and checked."""
    counts = {step: figure for step in ("made", "due", "reported", "checked") if (figure := promise_figure(year, step))}
    if not {"made", "due"} <= set(counts):
        return (say("summary.sentence_none"),)
    linked: dict[str, Link | str] = {step: year.link(figure) for step, figure in counts.items()}
    linked |= {"promises": noun("promise", counts["made"].value), "were": verb(counts["due"].value, past=True)}
    key = "sentence" if {"reported", "checked"} <= set(counts) else "sentence_undue"
    return year.sentence(f"summary.{key}", day=year.day, **linked)


def late_sentences(year: Year) -> list[Block]:
    """How many promises are kept up with, how many are late, what late means, and by how much they are."""
    kept, late = promise_figure(year, "kept-up"), promise_figure(year, "late")
    if not kept or not late:
        return []
    steps = {name: promise_figure(year, f"late-{name}") for name in ("half-or-more", "under-half", "nothing")}
    text = year.sentence("keeping.kept", kept=year.link(kept), kept_are=verb(kept.value), late=year.link(late),
                         late_are=verb(late.value), day=year.day)
    parts = {name.replace("-", "_"): year.link(figure) for name, figure in steps.items() if figure}
    if len(parts) < len(steps):
        return [Paragraph(text)]
    return [Paragraph((*text, " ", *year.sentence("keeping.how_late", **parts)))]


def age_table(year: Year) -> Table | None:
    """Promises by how old their contract or project is; None where there are none."""
    rows = tuple(
        (cell(shown("age", age)), *_counts(year, {step: f"progress.promises.{step}.age-{age}" for step in _COUNTED}))
        for age in AGES
        if promise_figure(year, "made", f"age-{age}")
    )
    if not rows:
        return None
    headings = tuple(_COUNTED.values())
    return Table("promises-by-age", say("keeping.ages", day=year.day), columns("age", *headings, numeric=headings),
                 rows, (say("keeping.ages_note"),))


def largest(year: Year) -> list[Figure]:
    """The ten largest contracts and projects, the largest first, by what each is worth over its life."""
    return sorted((figure for figure in year.having("rule", "top-ten") if figure.is_money),
                  key=lambda figure: (-(figure.value or ZERO), figure.id))


def top_ten_table(year: Year) -> Table | None:
    """The largest by what they are worth over their life, with how many of their promises came how far."""
    rows = tuple(
        ((activity_link(year, figure.activity),), (year.link(figure),),
         *_counts(year, {step: f"{figure.id}.{step}" for step in _COUNTED if step != "late"}))
        for figure in largest(year)
    )
    if not rows:
        return None
    headings = tuple(heading for step, heading in _COUNTED.items() if step != "late")
    return Table("top-ten-table", say("summary.top"),
                 columns("activity", "life_value", *headings, numeric=("life_value", *headings)), rows,
                 (say("keeping.top_note", day=year.day),))


def _counts(year: Year, ids: dict[str, str]) -> list[Inlines]:
    return [(year.link_to(name),) for name in ids.values()]


def undelivered(year: Year) -> list[Block]:
    """The late promises, the largest missing share first; what was done about them and about what went wrong; then the
    promises that are late no more because they were given up, lowered or put off."""
    late = _latest_first(year)
    figure = promise_figure(year, "late")
    blocks: list[Block] = []
    if late:
        note = year.sentence("keeping.late_cut", count=f"{_MOST_LATE:,}", all=year.link(figure)) \
            if figure and len(late) > _MOST_LATE else ()
        blocks.append(Table("late-promises", say("keeping.late", day=year.day), columns(
            "activity", "measure", "due", "reported", "missing", "remedy", numeric=("due", "reported", "missing")),
            tuple(_late(year, promise) for promise in late[:_MOST_LATE]), note))
    done = remedies(year)
    if done:
        blocks.append(Section("done-about-it", say("keeping.remedies"), (Bullets(tuple(done)),)))
    table = altered_table(year)
    if table:
        blocks.append(Section("altered-promises", say("altered.title"), (table,)))
    return blocks


def remedies(year: Year) -> list[Inlines]:
    """What the records say was done about late promises, those with the largest missing share first."""
    order = list(dict.fromkeys(str(promise.keys["activity"]) for promise in _latest_first(year)))
    done = sorted(year.book.rows("remedies"), key=lambda row: (
        order.index(row.text("activity")) if row.text("activity") in order else len(order), row.row or 0, row.key))
    return [_remedy(year, row) for row in done]


def _latest_first(year: Year) -> list[Promise]:
    """The late promises, the largest missing share first."""
    return sorted((promise for promise in promise_rows(year) if promise.steps["late"]), key=lambda promise: (
        -(promise.missing or ZERO), -_worth(year, promise), str(promise.keys["promise"]), str(promise.keys["stage"])))


def _late(year: Year, promise: Promise) -> tuple[Inlines, ...]:
    unit = str(promise.keys["unit"])
    states = dict.fromkeys(shown("remedy_state", row.text("state")) for row in remedied(year.facts, promise.keys))
    return (
        (activity_link(year, str(promise.keys["activity"])),),
        cell(_subject(year, promise)),
        cell(year.quantity(to_one_place(promise.due, unit), unit)),
        cell(year.quantity(to_one_place(promise.reported, unit), unit)),
        cell(f"{promise.missing}%"),
        cell(", ".join(states) or say("keeping.no_remedy")),
    )


def _subject(year: Year, promise: Promise) -> str:
    title = year.facts.measures[str(promise.keys["measure"])].text("title")
    stage = str(promise.keys["stage"] or "")
    return f"{title}, {shown('stage', stage)}" if stage not in ("", "not-applicable") else title


def _remedy(year: Year, row: Record) -> Inlines:
    """What was done, in which contract, by which office and when, and where it stands."""
    day, measure = row.day("on"), year.facts.measures.get(row.text("measure"))
    about = f" ({measure.text('title')})" if measure else ""
    text = say("keeping.remedy", done=row.text("title"), owner=row.text("owner"), day=in_words(day) if day else "",
               state=shown("remedy_state", row.text("state")))
    return (activity_link(year, row.text("activity")), f"{about}: {text}")


def _worth(year: Year, promise: Promise) -> Decimal:
    return year.facts.activities[str(promise.keys["activity"])].number("value") or ZERO
