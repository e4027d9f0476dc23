"""The summary: how far promises came, what was done in numbers, what it may be worth, what went badly."""

from collections.abc import Sequence
from decimal import Decimal

from commonweal.basics.numbers import EXACT, ZERO, ratio
from commonweal.indicators.figure import Figure, Withheld
from commonweal.ledger.pages import Page as BookPage
from commonweal.report.altered import altered_sentence
from commonweal.report.blocks import (
    Bar,
    Bars,
    Block,
    Bullets,
    Code,
    Inlines,
    Link,
    Pairs,
    Paragraph,
    Part,
    Section,
    Tile,
    Tiles,
)
from commonweal.report.keeping import delivered_sentence, late_sentences, promise_figure, top_ten_table
from commonweal.report.know import how_we_know
from commonweal.report.phrases import number_alone
from commonweal.report.pounds import current_table, possible_table
from commonweal.report.questions import asked
from commonweal.report.stories import may_be_told, story_id
from commonweal.report.words import FINGERPRINT, amount, say, shown
from commonweal.report.year import Year

_STEPS = ("made", "due", "reported", "checked", "confirmed")
_TILES = 6
_BAD = 3


def summary(year: Year) -> Part:
    """The first part of the report, for somebody who reads no other."""
    told = (*promises_so_far(year), *in_numbers(year), _pounds(year), went_badly(year), *_top(year), asked(year),
            _know(year))
    return Part("summary", say("summary.title"), told)


def promises_so_far(year: Year) -> list[Block]:
    """How far promises came: a sentence, how many are late, and the bars; one sentence where nothing can be said."""
    counts = {step: figure for step in _STEPS if (figure := promise_figure(year, step))}
    if not {"made", "due"} <= set(counts):
        return [Paragraph(delivered_sentence(year), "lead")]
    return [
        Paragraph(delivered_sentence(year), "lead"),
        *late_sentences(year),
        *altered_sentence(year),
        Bars(
            say("summary.bars"),
            tuple(_bar(year, counts, step) for step in _STEPS if step in counts),
            (say("summary.bars_note", day=year.day),),
            (say("know.promises"),),
        ),
    ]


def _bar(year: Year, counts: dict[str, Figure], step: str) -> Bar:
    figure, whole = counts[step], counts["made"].value or ZERO
    share = ratio(EXACT.multiply(figure.value or ZERO, Decimal(100)), whole, 0) or ZERO
    about = "" if figure.denominator is None else say("summary.bar_of", base=amount(figure.denominator, ""))
    return Bar(say(f"summary.bar_{step}"), year.number(figure), about, int(share), f"figure:{figure.id}")


def in_numbers(year: Year) -> list[Section]:
    """The tiles under their heading, for the best proved status; nothing where there is no number."""
    for standing in ("verified", "reported"):
        chosen = headline_figures(year, standing)
        if chosen:
            lead = say(f"summary.tiles_{standing}", period=year.period)
            return [
                Section(
                    "in-numbers",
                    say("summary.tiles"),
                    (Paragraph((lead,), "note"), Tiles(tuple(tile(year, figure) for figure in chosen))),
                )
            ]
    return []


def headline_figures(year: Year, standing: str) -> list[Figure]:
    """At most six quantities of the body: of each outcome the one with the most lines, themes in turn.

    Most lines, because a number that many claims stand behind says more than a large one from a single claim, and
    because quantities of unlike units cannot be compared by size. Money stands under the pounds.
    """
    rows = [
        figure
        for figure in year.of_body("quantity")
        if figure.standing == standing
        and year.is_current(figure)
        and figure.value
        and figure.value > 0
        and figure.withheld is Withheld.NO
        and figure.unit not in ("£", "%")
    ]
    best: dict[str, Figure] = {}
    for figure in sorted(rows, key=_weight):
        best.setdefault(figure.outcome, figure)
    themes: dict[str, list[Figure]] = {}
    for figure in best.values():
        themes.setdefault(figure.theme, []).append(figure)
    turns = [figure for turn in range(len(best)) for found in themes.values() for figure in found[turn : turn + 1]]
    rest = [figure for figure in sorted(rows, key=_weight) if figure not in turns]
    return (turns + rest)[:_TILES]


def _weight(figure: Figure) -> tuple[int, Decimal, str]:
    return -(figure.lines or 0), -(figure.value or ZERO), figure.id


def tile(year: Year, figure: Figure) -> Tile:
    """One figure as a tile."""
    text = "" if figure.value is None else number_alone(figure.value, figure)
    unit, about = year.unit(figure), year.when(figure)
    if figure.whole is not None:
        # The whole stands in the same breath as our share of it.
        unit = say("of_whole", own="", whole=f"{number_alone(figure.whole, figure)} {unit}").strip()
        about = say("separator").join((about, say("our_share")))
    number, point, pence = text.partition(".") if figure.is_money else (text, "", "")
    return Tile(
        number=year.number(figure) if figure.suppressed else number,
        small=point + pence,
        unit=unit,
        label=year.subject(figure),
        status=shown("status", figure.standing),
        about=about,
        target=f"figure:{figure.id}",
        bound=shown("bound", year.bound(figure)),
        know=how_we_know(year, figure),
    )


def _pounds(year: Year) -> Section:
    blocks: list[Block] = [Paragraph((say("summary.pounds_lead"),))]
    current = current_table(year)
    possible = possible_table(year)
    if current:
        blocks.append(current)
    if possible:
        blocks += [Paragraph((say("summary.pounds_possible"),)), possible]
    if not current and not possible:
        blocks.append(Paragraph((say("summary.pounds_none"),), "notice"))
    return Section("in-pounds", say("summary.pounds"), tuple(blocks))


def went_badly(year: Year) -> Section:
    """Three things that went badly: what the body tells itself, then the largest shortfalls; or why there are none."""
    told = [
        _bad_story(year, story)
        for story in year.book.stories
        if story.heading.get("negative") and may_be_told(year.snapshot, story)
    ]
    late = [
        year.sentence(
            "summary.bad_late", measure=year.subject(due), due=year.link(due, unit=True), reported=_done(year, done)
        )
        for due, done in _largest_shortfalls(year)
    ]
    items = tuple((told + late)[:_BAD])
    if items:
        return Section("went-badly", say("summary.bad"), (Bullets(items, "numbered"),))
    due_now = promise_figure(year, "due")
    key = "bad_none_kept" if due_now and due_now.value else "bad_none_due"
    return Section(
        "went-badly",
        say("summary.bad"),
        (Paragraph((say("summary.bad_none", reason=say(f"summary.{key}", day=year.day)),), "notice"),),
    )


def _bad_story(year: Year, story: BookPage) -> Inlines:
    link = Link(story.say("title"), f"part:{story_id(story)}")
    about = year.name("activities", story.say("activity"))
    return year.sentence("summary.bad_story", title=link, about=about) if about else (link,)


def _done(year: Year, done: Figure | None) -> Link | str:
    return year.link(done, unit=True) if done else say("none")


def _largest_shortfalls(year: Year) -> Sequence[tuple[Figure, Figure | None]]:
    """Measures of which less was reported than was due, the largest missing share first.

    A measure promised over more than one kind of span has no one number that is due, and is left to its chapter.
    """
    steps: dict[str, dict[str, list[Figure]]] = {"due": {}, "answered-reported": {}}
    for figure in year.having("rule", "progress"):
        step = figure.id.split(".")[1]
        if step in steps and "activity" not in figure.selection and not year.is_protected(figure):
            steps[step].setdefault(year.subject(figure), []).append(figure)
    missing: list[tuple[Decimal, Figure, Figure | None]] = []
    for subject, due in steps["due"].items():
        done = steps["answered-reported"].get(subject, [None])[0]
        promised = due[0].value if len(due) == 1 else None
        share = ratio((done.value or ZERO) if done else ZERO, promised, 4) if promised and promised > 0 else None
        if share is not None and share < 1:
            missing.append((share, due[0], done))
    return [(due, done) for _, due, done in sorted(missing, key=lambda row: (row[0], row[1].id))]


def _top(year: Year) -> list[Block]:
    table = top_ten_table(year)
    return [Section("top-ten", say("summary.top"), (table,))] if table else []


def _know(year: Year) -> Section:
    gaps = Link(say("summary.know_gaps"), "part:gaps")
    text = year.sentence("summary.know_text", count=f"{len(year.figures):,}", gaps=str(len(year.gaps)), link=gaps)
    prints = (
        (say("summary.fingerprint_of"), (Code(FINGERPRINT),)),
        (say("summary.frozen"), (Code(year.snapshot.digest),)),
    )
    check: Inlines = (Link(say("summary.check"), "part:data-check"), ".")
    shorter = year.sentence("summary.shorter", members=Link(say("members.title"), "page:members.html"),
                            committee=Link(say("committee.title"), "page:committee.html"))
    blocks = (Paragraph((*text, " ", *check)), Paragraph(shorter), Pairs(prints, "codes"))
    return Section("how-we-know", say("summary.know"), blocks)
