"""What £ became more or less since the year before: how much was done, and how much is another £ per unit."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from commonweal.basics.numbers import pounds
from commonweal.indicators.facts import STANDINGS, Facts
from commonweal.indicators.figure import Figure, slug
from commonweal.indicators.wording import KIND_WORDS, STANDING_WORDS, sentences, with_period
from commonweal.ledger.settings import ReportPeriod
from commonweal.valuation.cells import ValueCell
from commonweal.valuation.repricing import Repricing, Split, lines_by_what

# The steps from the year before to this one, in order; each is a figure, and they add up to the change.
STEPS = {
    "before": "worth in the year before, at the £ per unit then printed",
    "prices": "change by bringing the year before to this report's prices",
    "per-unit": "change because the £ per unit is another",
    "done": "change because more or less was done",
    "apart": "change that cannot be split",
}


def changes_in_pounds(facts: Facts, rule: str) -> Iterator[Figure]:
    """For each framework and type of £, reported and checked: the change between the last two years, and its steps.

    Only where each year has one framework version and the earlier one's £ were printed in the prices of one year, since
    totals of several are never added; and no framework of which any £ per unit may not be published, since its steps
    would give the amounts away.
    """
    first, last = (facts.period(name) for name in facts.years[-2:])
    if first is None or last is None or not _own_is_open(facts):
        return
    repricing = Repricing(facts.book, facts.unit_values, (first.span.end, last.span.end))
    closed = {_framework(row.text("edition")) for row in facts.unit_values if row.get("redistributable") is False}
    for standing in ("reported", "verified"):
        cells = [cell for cell in facts.counted_values if cell.keys["standing"] in STANDINGS[standing]
                 and cell.keys["period"] in (first.id, last.id) and _framework(cell.keys["edition"]) not in closed]
        for framework, kind in sorted({(_framework(cell.keys["edition"]), str(cell.keys["kind"])) for cell in cells}):
            chosen = [cell for cell in cells
                      if (_framework(cell.keys["edition"]), cell.keys["kind"]) == (framework, kind)]
            yield from _compared(facts, rule, standing, framework, chosen, (first, last), repricing)


def _compared(facts: Facts, rule: str, standing: str, framework: str, cells: list[ValueCell],
              years: tuple[ReportPeriod, ReportPeriod], repricing: Repricing) -> Iterator[Figure]:
    before, now = ([cell for cell in cells if cell.keys["period"] == year.id] for year in years)
    stands = [{(str(cell.keys["edition"]), int(cell.keys["price_year"])) for cell in side} for side in (before, now)]
    printed = _printed_years(facts, before)
    if len(printed) != 1 or any(len(side) != 1 for side in stands):
        return
    (edition_before, _), (edition, price_year) = (next(iter(side)) for side in stands)
    lines_before, lines_now = (
        lines_by_what(cell for cell in facts.open_quantities if cell.keys["period"] == year.id
                      and cell.keys["standing"] in STANDINGS[standing]) for year in years)
    found = repricing.split(framework, before, now, (lines_before, lines_now))
    kind = str(cells[0].keys["kind"])
    title = f"{KIND_WORDS[kind]}, {STANDING_WORDS[standing]}"
    editions = "|".join(dict.fromkeys((edition_before, edition)))
    figure = with_period(facts, Figure(
        id=f"{rule}.value.{standing}.{years[1].id}.{slug(framework)}.{kind}",
        title=f"{title}: change since {years[0].label}", value=found.now - found.before, unit="£", rule=rule,
        standing=standing, kind=kind, edition=edition, price_year=price_year, place=facts.book.settings.place,
        numerator=found.now, denominator=found.before,
        bound="exact" if all(cell.keys["bound"] == "exact" for cell in cells) else "about",
        lines=sum(cell.lines for cell in cells), lines_valued=sum(cell.lines for cell in cells),
        selection={"standing": "|".join(STANDINGS[standing]), "period": "|".join(year.id for year in years),
                   "edition": editions, "kind": kind, "counted": "yes"},
        note=sentences(_told(found, years))), {"period": years[1].id})
    yield figure
    for step, words in STEPS.items():
        amount = _amount(found, step)
        part = replace(figure, id=f"{figure.id}.{step}", title=f"{title}: {words}", value=amount,
                       bound=figure.bound if amount else "exact",
                       numerator=None, denominator=None, note=_note(facts, found) if step == "apart" else "")
        if step == "before":
            part = with_period(facts, replace(part, edition=edition_before, price_year=next(iter(printed))),
                               {"period": years[0].id})
        yield part


def _printed_years(facts: Facts, cells: list[ValueCell]) -> set[int | None]:
    """The price years in which the £ per unit of some cells were printed."""
    used = {(cell.keys["edition"], cell.keys["value"]) for cell in cells}
    return {row.count("printed_price_year") for row in facts.unit_values
            if (row.get("edition"), row.get("value")) in used}


def _amount(found: Split, step: str) -> Decimal:
    amounts: dict[str, Decimal] = {"before": found.before, "prices": found.prices, "per-unit": found.per_unit,
                                   "done": found.done, "apart": found.apart}
    return amounts[step]


def _told(found: Split, years: tuple[ReportPeriod, ReportPeriod]) -> str:
    return (f"{pounds(found.before)} in {years[0].label}, {pounds(found.now)} in {years[1].label}: "
            f"{pounds(found.prices)} by bringing it to other prices, {pounds(found.per_unit)} by other £ per unit, "
            f"{pounds(found.done)} by what was done, {pounds(found.apart)} that cannot be split")


def _note(facts: Facts, found: Split) -> str:
    if not found.measures_apart:
        return "Everything could be split."
    named = "; ".join(facts.measures[name].text("title") for name in found.measures_apart)
    return sentences(f"{pounds(found.apart_before)} in the year before and {pounds(found.apart_now)} in this one are "
                     f"of measures without one £ per unit for all their lines in both years: {named}")


def _own_is_open(facts: Facts) -> bool:
    settings = facts.book.settings
    own = [name for name in settings.editions if _framework(name) == settings.own_framework]
    return len(own) == len(facts.book.own_editions) and all(one.redistributable for one in facts.book.own_editions)


def _framework(edition: object) -> str:
    return str(edition).partition("/")[0]
