"""The promises behind a count of promises: how much of each was promised, is due by now, was reported and checked."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from commonweal.basics.numbers import ZERO
from commonweal.indicators.facts import DELIVERED
from commonweal.indicators.figure import Figure
from commonweal.indicators.tally import amount_done
from commonweal.report.activity_page import activity_link
from commonweal.report.blocks import Block, Code, Inlines, Link, Paragraph, Section, Table
from commonweal.report.tables import cell, columns
from commonweal.report.words import say
from commonweal.report.year import Year
from commonweal.valuation.cells import QuantityCell

MOST_PROMISES = 500


class PromiseRow:
    """One promise: what promises it and what answers it, in the years that are set against promises."""

    def __init__(self, year: Year, promised: list[QuantityCell], done: list[QuantityCell]) -> None:
        self.first = promised[0].keys
        self.promised = sum((cell.quantity for cell in promised), ZERO)
        self.due = sum((cell.quantity for cell in promised if cell.keys["due_now"]), ZERO)
        self.reported = amount_done(year.facts, done)
        self.confirmed = any(cell.keys["confirmed"] and cell.quantity > 0 for cell in done)
        self.checked = amount_done(year.facts, [cell for cell in done if cell.keys["standing"] == "verified"])

    @cached_property
    def steps(self) -> dict[str, bool]:
        """For each count of promises, whether this one is in it."""
        due = self.due > 0
        return {
            "made": True,
            "due": due,
            "not-yet-due": not due,
            "reported": due and self.reported > 0,
            "checked": due and self.checked > 0,
            "confirmed": due and self.confirmed,
            "kept-up": due and self.reported >= self.due,
            "late": due and self.reported < self.due,
        }

    def belongs_to(self, figure: Figure) -> bool:
        """Whether this promise is of the role and the places that a figure asks for."""
        places = figure.selection.get("place")
        return figure.role in ("", self.first["role"]) and (
            places is None or str(self.first["place"] or "") in places.split("|"))


@lru_cache(maxsize=1)
def promise_rows(year: Year) -> tuple[PromiseRow, ...]:
    """Every promise with a number, as they are counted: by promise and by how far people came."""
    promised: dict[tuple[str, str], list[QuantityCell]] = {}
    done: dict[tuple[str, str], list[QuantityCell]] = {}
    for found in year.facts.open_quantities:
        keys = found.keys
        name = (str(keys["promise"] or ""), str(keys["stage"] or ""))
        if keys["people"] == "characteristic" or not name[0]:
            continue
        if keys["standing"] == "committed":
            promised.setdefault(name, []).append(found)
        elif keys["standing"] in DELIVERED and keys["period"] in year.facts.years:
            done.setdefault(name, []).append(found)
    return tuple(PromiseRow(year, cells, done.get(name, [])) for name, cells in sorted(promised.items()))


def promise_table(year: Year, figure: Figure) -> list[Block]:
    """The promises that a figure counts, each with its four amounts."""
    step = figure.id.split(".")[2]
    return promises_section(
        year, [row for row in promise_rows(year) if row.steps[step] and row.belongs_to(figure)]
    )


def promises_section(year: Year, promises: Sequence[PromiseRow], title: str = "") -> list[Block]:
    """A section with some promises, each with its four amounts; nothing where there are none."""
    rows = [_row(year, row) for row in promises]
    if not rows:
        return []
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
            tuple(rows[:MOST_PROMISES]),
        )
    ]
    if len(rows) > MOST_PROMISES:
        link = Link("commitments.csv", "data:commitments.csv")
        blocks.insert(
            0,
            Paragraph(
                year.sentence("figure.promises_cut", count=f"{MOST_PROMISES:,}", all=f"{len(rows):,}", link=link)
            ),
        )
    return [Section("promises", title or say("figure.promises"), tuple(blocks))]


def _row(year: Year, row: PromiseRow) -> tuple[Inlines, ...]:
    unit = str(row.first["unit"])

    def amount(number: Decimal) -> Inlines:
        return cell(year.quantity(number, unit))

    return (
        (activity_link(year, str(row.first["activity"])),),
        cell(year.facts.measures[str(row.first["measure"])].text("title")),
        amount(row.promised),
        amount(row.due),
        amount(row.reported),
        amount(row.checked),
        (Code(str(row.first["promise"])),),
    )
