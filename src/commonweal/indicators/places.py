"""Where it landed: promises, lines, and contracts or projects of each council area, and what names no council area."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from commonweal.indicators.facts import DELIVERED, Facts
from commonweal.indicators.figure import Figure, chosen_rows, percent
from commonweal.indicators.tally import tally
from commonweal.indicators.wording import name_of, sentences
from commonweal.valuation.cells import QuantityCell

RULE = "places"
# What stands in an id for lines, promises and activities that name no council area.
NOWHERE = "no-council"

_PROMISES = {
    "made": "Promises with a number",
    "due": "Promises of which something is due by now",
    "reported": "Due promises with something reported",
    "checked": "Due promises with something checked",
    "kept-up": "Due promises of which all that is due was reported",
    "late": "Due promises of which less was reported than is due",
}


def figures(facts: Facts) -> Iterator[Figure]:
    """For each council area, and for what names none: promises, reported lines, contracts and projects.

    A promise belongs to the place that it names, wherever it was then kept. Each promise and each line is counted in
    one council area or in none, so that they add up to those of the whole body. Nothing where a book has no councils.
    """
    if not facts.councils:
        return
    cells: dict[str, list[QuantityCell]] = {council: [] for council in (*facts.councils, "")}
    homes = {_promise(cell): _council(facts, cell) for cell in facts.open_quantities
             if cell.keys["standing"] == "committed"}
    of_promises: dict[str, list[QuantityCell]] = {council: [] for council in cells}
    for cell in facts.open_quantities:
        cells[_council(facts, cell)].append(cell)
        if cell.keys["promise"] and _promise(cell) in homes:
            of_promises[homes[_promise(cell)]].append(cell)
    for council, here in cells.items():
        yield from _promises(facts, council, of_promises[council])
        yield from _lines(facts, council, here)
        if council:
            yield from _activities(facts, council)


def _promises(facts: Facts, council: str, cells: Sequence[QuantityCell]) -> Iterator[Figure]:
    found = tally(facts, cells)
    made, due = found.count("made"), found.count("due")
    apart = f"{found.apart} lines of other spans are not set against promises" if found.apart else ""
    for step in _PROMISES:
        count, base = found.count(step), None if step == "made" else made if step == "due" else due
        if not made or base == 0:
            continue
        yield Figure(
            id=f"{RULE}.promises.{step}.{council or NOWHERE}", title=f"{_PROMISES[step]}, {_name(facts, council)}",
            value=Decimal(count), unit="promises", rule=RULE, standing="committed", period_kind="to-date",
            period_end=facts.as_of, place=council or facts.book.settings.place,
            numerator=None if base is None else Decimal(count), denominator=None if base is None else Decimal(base),
            selection={"standing": "committed", "place": _places(facts, council), "counted": "yes"},
            note=sentences("" if base is None else f"{count} of {base} ({percent(Decimal(count), Decimal(base))}%)",
                           apart if step not in ("made", "due") else ""))


def _lines(facts: Facts, council: str, cells: Sequence[QuantityCell]) -> Iterator[Figure]:
    """Reported lines of all spans: what is counted is lines, which are of no one span."""
    here, everywhere = (sum(cell.lines for cell in chosen if cell.keys["standing"] in DELIVERED)
                        for chosen in (cells, facts.open_quantities))
    if here or (everywhere and not council):
        yield Figure(
            id=f"{RULE}.lines.{council or NOWHERE}", title=f"Reported lines, {_name(facts, council)}",
            value=Decimal(here), unit="lines", rule=RULE, standing="reported", lines=here,
            place=council or facts.book.settings.place, numerator=Decimal(here), denominator=Decimal(everywhere),
            period_kind="to-date", period_end=facts.as_of,
            selection={"standing": "|".join(DELIVERED), "place": _places(facts, council), "people": "none|count",
                       "counted": "yes"})


def _activities(facts: Facts, council: str) -> Iterator[Figure]:
    rows = [row for row in facts.book.rows("activities") if facts.council_of(row.text("place")) == council]
    if rows:
        yield Figure(
            id=f"{RULE}.activities.{council}", title=f"Contracts and projects placed in {_name(facts, council)}",
            value=Decimal(len(rows)), unit="contracts or projects", rule=RULE, period_kind="to-date",
            period_end=facts.as_of, place=council, selection={"table": "activities"} | chosen_rows(rows))


def _promise(cell: QuantityCell) -> tuple[str, str]:
    return str(cell.keys["promise"] or ""), str(cell.keys["stage"] or "")


def _council(facts: Facts, cell: QuantityCell) -> str:
    return facts.council_of(str(cell.keys["place"] or ""))


def _places(facts: Facts, council: str) -> str:
    """The places of a council area as a selection asks for them; for none, a blank place and those in no council."""
    if council:
        return "|".join(facts.within[council])
    return "|".join(["", *(row.key for row in facts.book.rows("places") if not facts.council_of(row.key))])


def _name(facts: Facts, council: str) -> str:
    return name_of(facts, "place", council) if council else "no council area named"
