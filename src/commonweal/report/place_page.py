"""Where it landed: a part with one row a council area, and a page for each with all that may be said of it."""

from collections.abc import Sequence

from commonweal.basics.tables import Record
from commonweal.indicators.places import NOWHERE
from commonweal.report.activity_page import activity_link, facts_of, kind_and_state, status_table
from commonweal.report.blocks import Block, Inlines, Link, Page, Pairs, Paragraph, Part, Section, Table
from commonweal.report.charts.making import charts_of
from commonweal.report.charts.places import where_it_landed
from commonweal.report.phrases import join, verb
from commonweal.report.pounds import place_pounds
from commonweal.report.promise_rows import promise_rows, promises_section
from commonweal.report.record import context_table
from commonweal.report.stories import stories_in
from commonweal.report.tables import cell, columns, noted
from commonweal.report.words import noun, say, shown
from commonweal.report.year import Year

_STEPS = ("made", "due", "reported", "checked")


def places_part(year: Year) -> Part | None:
    """Place by place: what came to each council area, and what names none. None for a body without councils."""
    councils = _told(year)
    if not councils:
        return None
    rows = [_row(year, row.key, (place_link(year, row.key),)) for row in councils]
    rows.append(_row(year, NOWHERE, cell(say("places.nowhere"))))
    numbers = ("placed", "promised", "due", "reported", "checked", "reported_lines")
    untold = len(year.facts.councils) - len(councils)
    # With a council area left out, the columns are less than the whole.
    note = cell("" if untold else say("places.table_note"))
    table = Table("places-table", say("places.caption", day=year.day), columns("place", *numbers, numeric=numbers),
                  tuple(rows), note)
    blocks: list[Block] = [Paragraph((say("places.lead"),)), *charts_of(year, where_it_landed), table]
    if untold:
        blocks.append(Paragraph((say("places.untold", count=str(untold), all=str(len(year.facts.councils))),)))
    blocks.append(Section("places-rules", say("places.rules"), tuple(_rules(year))))
    return Part("places", say("parts.places"), tuple(blocks))


def place_pages(year: Year) -> list[Page]:
    """The pages of the council areas that the report tells of."""
    return [_page(year, row) for row in _told(year)]


def place_link(year: Year, council: str) -> Link:
    """A link to the page of a council area."""
    return Link(year.place(council), f"page:places/{council}.html")


def _told(year: Year) -> list[Record]:
    """The council areas that have a page: not kept back by the book, and something is on record for them."""
    places = year.book.by_id("places")
    return [places[council] for council in year.facts.councils
            if places[council].yes("page") and (_activities(year, council) or _facts(year, council) or any(
                figure.rule in ("quantity", "places") for figure in year.having("place", council)))]


def _row(year: Year, name: str, title: Inlines) -> tuple[Inlines, ...]:
    return (
        title,
        (year.link_to(f"places.activities.{name}"),),
        *((year.link_to(f"places.promises.{step}.{name}"),) for step in _STEPS),
        (year.link_to(f"places.lines.{name}"),),
    )


def _rules(year: Year) -> list[Block]:
    """What is taken to be in a place, whose amounts these are, and how places relate to the whole."""
    body = year.name("organisations", year.book.settings.body)
    blocks: list[Block] = [Paragraph((say(f"places.rule_{name}", body=body),)) for name in ("where", "own")]
    nowhere = year.by_id.get(f"places.lines.{NOWHERE}")
    if nowhere is not None and nowhere.denominator is not None:
        blocks.append(Paragraph(year.sentence(
            "places.rule_none", none=year.link(nowhere), all=f"{nowhere.denominator:,}",
            name=say("places.names" if nowhere.value == 1 else "places.name"))))
    method = Link(say("parts.method"), "part:method")
    blocks.append(Paragraph(year.sentence("places.rule_local", link=method)))
    return blocks


def _page(year: Year, row: Record) -> Page:
    council, name = row.key, row.text("name")
    blocks: list[Block] = [*_promises(year, council)]
    blocks.append(Section("here", say("places.here"), tuple(_here(year, council))))
    blocks += promises_section(
        year,
        [found for found in promise_rows(year) if year.facts.council_of(str(found.keys["place"] or "")) == council],
        say("places.promises"))
    done = status_table(year, "done-table", say("places.done_caption", place=name, period=year.period), [
        figure for figure in year.having("place", council)
        if figure.rule == "quantity" and "place" in figure.selection and year.is_current(figure)])
    nothing = Paragraph((say("places.done_none", place=name),))
    blocks.append(Section("done", say("places.done"), (done or nothing,)))
    worth = place_pounds(year, council)
    if worth:
        blocks.append(Section("worth", say("parts.pounds"), (Paragraph((say("pounds.lead"),)), *worth)))
    stories = stories_in(year, year.facts.within[council])
    if stories:
        blocks.append(Section("stories", say("places.stories"), tuple(stories)))
    facts = _facts(year, council)
    if facts:
        table = context_table(year, "facts", say("places.facts_caption", place=name), facts)
        blocks.append(Section("about", say("places.facts"), (table,)))
    blocks.append(Section("rules", say("places.rules"), (*_inside(year, row), *_rules(year))))
    return Page(f"places/{council}", name, tuple(blocks), label=shown("place_kind", row.text("kind")),
                back=Link(say("chapter_back", chapter=say("parts.places")), "part:places"))


def _promises(year: Year, council: str) -> list[Block]:
    """How far the promises for a place came, as two sentences."""
    found = {step: figure for step in (*_STEPS, "kept-up", "late")
             if (figure := year.by_id.get(f"places.promises.{step}.{council}"))}
    place = year.place(council)
    if "made" not in found:
        return [Paragraph((say("places.sentence_none", place=place),), "lead")]
    linked: dict[str, Link | str] = {step.replace("-", "_"): year.link(figure) for step, figure in found.items()}
    linked |= {"promises": noun("promise", found["made"].value), "place": place, "day": year.day}
    whole = {"reported", "checked", "kept-up", "late"} <= set(found)
    if not whole:
        return [Paragraph(year.sentence("places.sentence_undue", **linked), "lead")]
    linked |= {"kept_are": verb(found["kept-up"].value), "late_are": verb(found["late"].value)}
    return [Paragraph(year.sentence("places.sentence", **linked), "lead"),
            Paragraph(year.sentence("keeping.kept", day=year.day, **{
                "kept": linked["kept_up"], "late": linked["late"],
                "kept_are": linked["kept_are"], "late_are": linked["late_are"]}))]


def _activities(year: Year, council: str) -> dict[str, str]:
    """The contracts and projects of a council area, with how they are there: placed, also placed, or landed."""
    council_of = year.facts.council_of
    landed = {activity for activity, place in year.lines.places if council_of(place) == council}
    found: dict[str, str] = {}
    for row in year.book.rows("activities"):
        if council_of(row.text("place")) == council:
            found[row.key] = "here"
        elif council in map(council_of, row.ids("other_places")):
            found[row.key] = "also"
        elif row.key in landed:
            found[row.key] = "landed"
    return dict(sorted(found.items(), key=lambda item: ("here", "also", "landed").index(item[1])))


def _here(year: Year, council: str) -> list[Block]:
    found, activities = _activities(year, council), year.facts.activities
    if not found:
        return [Paragraph((say("places.here_none", place=year.place(council)),))]
    rows = tuple(
        ((activity_link(year, key),), cell(say(f"places.is_{how}")), cell(kind_and_state(activities[key])),
         cell(shown("role", activities[key].text("role"))), cell(facts_of(year, activities[key])))
        for key, how in found.items() if how != "landed")
    landed = join(activity_link(year, key) for key, how in found.items() if how == "landed")
    caption = say("places.here_caption", place=year.place(council))
    blocks: list[Block] = [
        Table("here-table", caption, columns("activity", "in_place", "kind", "role", "about"), rows)] if rows else []
    if landed:
        blocks.append(Paragraph(year.sentence("places.also_landed", activities=landed)))
    return blocks


def _facts(year: Year, council: str) -> Sequence[Record]:
    return [row for row in year.book.rows("context") if year.facts.council_of(row.text("place")) == council]


def _inside(year: Year, row: Record) -> list[Block]:
    """What places the page takes in, and where their names come from."""
    inside = [year.place(place) for place in year.facts.within[row.key] if place != row.key]
    pairs = [(say("places.inside"), ", ".join(inside)), (say("places.code"), row.text("code")),
             (say("table.source"), noted(row))]
    return [Pairs(tuple((term, cell(text)) for term, text in pairs if text))]
