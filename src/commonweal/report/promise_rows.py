"""The promises behind a count of promises: how much of each was promised, is due by now, was reported and checked."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from commonweal.indicators.ages import age_of
from commonweal.indicators.figure import Figure
from commonweal.indicators.tally import Promise, tally
from commonweal.report.activity_page import activity_link
from commonweal.report.blocks import Block, Code, Inlines, Link, Paragraph, Section, Table
from commonweal.report.tables import cell, columns
from commonweal.report.words import say, to_one_place
from commonweal.report.year import Year

MOST_PROMISES = 500


@lru_cache(maxsize=1)
def promise_rows(year: Year) -> tuple[Promise, ...]:
    """Every promise with a number, as they are counted: by promise and by how far people came."""
    return tally(year.facts, year.facts.open_quantities).promises


def counts_promises(figure: Figure) -> bool:
    """Whether a figure is a count of promises, of the body, a role, an age, a place or one of the largest contracts."""
    return figure.unit == "promises" and figure.rule in ("progress", "places", "top-ten")


def promises_of(year: Year, figure: Figure) -> Iterator[Promise]:
    """The promises that a figure counts."""
    step = figure.id.rsplit(".", 1)[-1] if figure.rule == "top-ten" else figure.id.split(".")[2]
    age, activity, places = (figure.selection.get(name) for name in ("age", "activity", "place"))
    for promise in promise_rows(year):
        of = str(promise.keys["activity"])
        if (
            promise.steps[step]
            and (activity or figure.role in ("", promise.keys["role"]))
            and activity in (None, of)
            and (places is None or str(promise.keys["place"] or "") in places.split("|"))
            and (age is None or age == age_of(year.facts, of))
        ):
            yield promise


def promise_table(year: Year, figure: Figure) -> list[Block]:
    """The promises that a figure counts, each with its four amounts."""
    return promises_section(year, [*promises_of(year, figure)])


def promises_section(year: Year, promises: Sequence[Promise], title: str = "") -> list[Block]:
    """A section with some promises, each with its four amounts; nothing where there are none."""
    if not promises:
        return []
    rows = tuple(_row(year, promise) for promise in promises[:MOST_PROMISES])
    blocks: list[Block] = [
        Table(
            "promises-table",
            say("figure.promises_caption"),
            columns(
                "activity",
                "measure",
                "promised",
                "due",
                "reported",
                "checked",
                "promise",
                numeric=("promised", "due", "reported", "checked"),
            ),
            rows,
        )
    ]
    if len(promises) > MOST_PROMISES:
        link = Link("commitments.csv", "data:commitments.csv")
        blocks.insert(
            0,
            Paragraph(
                year.sentence("figure.promises_cut", count=f"{MOST_PROMISES:,}", all=f"{len(promises):,}", link=link)
            ),
        )
    return [Section("promises", title or say("figure.promises"), tuple(blocks))]


def _row(year: Year, promise: Promise) -> tuple[Inlines, ...]:
    unit = str(promise.keys["unit"])

    def amount(number: Decimal) -> Inlines:
        return cell(year.quantity(number, unit))

    return (
        (activity_link(year, str(promise.keys["activity"])),),
        cell(year.facts.measures[str(promise.keys["measure"])].text("title")),
        amount(promise.promised),
        amount(to_one_place(promise.due, unit)),
        amount(promise.reported),
        amount(promise.checked),
        (Code(str(promise.keys["promise"])),),
    )
