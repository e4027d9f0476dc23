"""What £ became more or less since the year before: how much was done, and how much is another £ per unit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonweal.basics.numbers import pounds
from commonweal.indicators.facts import STANDINGS, Facts
from commonweal.indicators.figure import Figure, slug
from commonweal.indicators.wording import KIND_WORDS, STANDING_WORDS, sentences, with_period
from commonweal.ledger.settings import ReportPeriod
from commonweal.valuation.cells import ValueCell
from commonweal.valuation.repricing import Repricing, Split, lines_by_what

# The steps from the year before to this one, in order; each is a figure, and they add up to this year.
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
        lines_before, lines_now = (
            lines_by_what(cell for cell in facts.open_quantities if cell.keys["period"] == year.id
                          and cell.keys["standing"] in STANDINGS[standing]) for year in (first, last))
        sides: dict[tuple[str, str], tuple[list[ValueCell], list[ValueCell]]] = {}
        for cell in facts.counted_values:
            framework, period = _framework(str(cell.keys["edition"])), cell.keys["period"]
            compared = cell.keys["standing"] in STANDINGS[standing] and period in (first.id, last.id)
            if compared and framework not in closed:
                sides.setdefault((framework, str(cell.keys["kind"])), ([], []))[period == last.id].append(cell)
        for (framework, kind), (before, now) in sorted(sides.items()):
            change = _Change(facts, (first, last), standing, kind, before, now)
            if change.may_be_compared:
                found = repricing.split(framework, before, now, (lines_before, lines_now))
                yield from change.figures(rule, found)


@dataclass(frozen=True)
class _Change:
    """One framework's value cells of one status and type of £ in two years."""

    facts: Facts
    years: tuple[ReportPeriod, ReportPeriod]
    standing: str
    kind: str
    before: list[ValueCell]
    now: list[ValueCell]

    @property
    def may_be_compared(self) -> bool:
        """Whether each year has one framework version, in the prices of one year as used and as printed."""
        stands = [{(cell.keys["edition"], cell.keys["price_year"]) for cell in side}
                  for side in (self.before, self.now)]
        return all(len(side) == 1 for side in stands) and len(self.printed_years) == 1

    @property
    def printed_years(self) -> set[int | None]:
        """The price years in which the £ per unit of the year before were printed."""
        used = {(cell.keys["edition"], cell.keys["value"]) for cell in self.before}
        return {row.count("printed_price_year") for row in self.facts.unit_values
                if (row.get("edition"), row.get("value")) in used}

    def figures(self, rule: str, found: Split) -> Iterator[Figure]:
        """The change, with what each year is worth as its numbers, and a figure for each step."""
        whole = self._whole(rule, found)
        yield whole
        title = f"{KIND_WORDS[self.kind]}, {STANDING_WORDS[self.standing]}"
        amounts = {"before": found.before, "prices": found.prices, "per-unit": found.per_unit, "done": found.done,
                   "apart": found.apart}
        for step, words in STEPS.items():
            part = replace(
                whole, id=f"{whole.id}.{step}", title=f"{title}: {words}", value=amounts[step], numerator=None,
                denominator=None, bound=whole.bound if amounts[step] else "exact",
                note=self._apart(found) if step == "apart" else "")
            if step == "before":
                edition, printed = str(self.before[0].keys["edition"]), next(iter(self.printed_years))
                part = with_period(self.facts, replace(part, edition=edition, price_year=printed),
                                   {"period": self.years[0].id})
            yield part

    def _whole(self, rule: str, found: Split) -> Figure:
        cells, (first, last) = [*self.before, *self.now], self.years
        lines = sum(cell.lines for cell in cells)
        edition, price_year = (self.now[0].keys[name] for name in ("edition", "price_year"))
        editions = dict.fromkeys(str(cell.keys["edition"]) for cell in cells)
        return with_period(self.facts, Figure(
            id=f"{rule}.value.{self.standing}.{last.id}.{slug(_framework(edition))}.{self.kind}",
            title=f"{KIND_WORDS[self.kind]}, {STANDING_WORDS[self.standing]}: change since {first.label}",
            value=found.now - found.before, unit="£", rule=rule, standing=self.standing, kind=self.kind,
            edition=str(edition), price_year=price_year, place=self.facts.book.settings.place, numerator=found.now,
            denominator=found.before, lines=lines, lines_valued=lines,
            bound="exact" if all(cell.keys["bound"] == "exact" for cell in cells) else "about",
            selection={"standing": "|".join(STANDINGS[self.standing]), "period": f"{first.id}|{last.id}",
                       "edition": "|".join(editions), "kind": self.kind, "counted": "yes"},
            note=sentences(
                f"{pounds(found.before)} in {first.label}, {pounds(found.now)} in {last.label}: "
                f"{pounds(found.prices)} by bringing it to other prices, {pounds(found.per_unit)} by other £ per unit, "
                f"{pounds(found.done)} by what was done, {pounds(found.apart)} that cannot be split"),
        ), {"period": last.id})

    def _apart(self, found: Split) -> str:
        if not found.measures_apart:
            return "Everything could be split."
        named = "; ".join(self.facts.measures[name].text("title") for name in found.measures_apart)
        return sentences(f"{pounds(found.apart_before)} in the year before and {pounds(found.apart_now)} in this one "
                         f"are of measures without one £ per unit for all their lines in both years: {named}")


def _own_is_open(facts: Facts) -> bool:
    """Whether the body's own framework may be published in every version, so that a package can settle its £ too."""
    settings = facts.book.settings
    own = [name for name in settings.editions if _framework(name) == settings.own_framework]
    return len(own) == len(facts.book.own_editions) and all(one.redistributable for one in facts.book.own_editions)


def _framework(edition: str) -> str:
    return edition.partition("/")[0]
