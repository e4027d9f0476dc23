"""How a figure came about, in sentences: its lines, what each is worth, what was taken off, and the sources."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from commonweal.basics.findings import Refused
from commonweal.basics.numbers import ZERO, per_unit, pounds
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.indicators.ages import age_band
from commonweal.indicators.compute import compute
from commonweal.indicators.contracts import KINDS
from commonweal.indicators.figure import SUPPRESSED, Figure
from commonweal.report.lines import lines_of
from commonweal.report.package import DATA
from commonweal.report.packaged import Package, read_package
from commonweal.report.verify import facts_of
from commonweal.report.words import amount, in_words, shown, unit_after
from commonweal.valuation.engines import valued_rows

MOST_LINES = 12
MOST_SOURCES = 5

# What the rows of a table are called where a figure is made of rows and not of lines.
_ROWS = {
    "accreditations": "accreditations", "activities": "contracts, grants, investments and other activities",
    "claim_counts": "claims", "commitments": "promises", "deliveries": "claims",
    "context": "facts about the place and its people",
    "priorities": "actions and success statements of the priority areas", "promises": "pledges",
    "spend": "sums of payments",
    "ratios": "declared ratios", "stated": "statements that a source prints without the lines behind them",
}
# The columns that say what a row is, where it has no title.
_NAMES = ("title", "scheme", "name", "note")
_WITHHELD = {
    "licence": "It rests on values that the publisher may not pass on: its lines are not listed here.",
    "disclosure": "Its lines could tell something about a person: they are not listed here.",
}


def explain(folder: Path, name: str) -> str:
    """Sentences on one figure of a published report. Raises Refused, with near matches, if there is no such figure."""
    return Explainer(read_package(folder)).explain(name)


class Explainer:
    """One package whose figures are explained; what they are all worked out from is worked out once."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.published = {record.text("id"): record for record in package.figures}

    def explain(self, name: str) -> str:
        """Sentences on one figure. Raises Refused, with near matches, if there is no such figure."""
        known = self.published
        if name not in known:
            near = [each for each in known if name in each][:5] or get_close_matches(name, known, 5, 0.4)
            hint = f" Near it are: {', '.join(near)}." if near else ""
            raise Refused(told("The report has no figure '{name}'.{hint}", name=name, hint=hint))
        record = known[name]
        behind: list[str] = []
        sources: list[str] = []
        if record.text("withheld"):
            behind = [_WITHHELD.get(record.text("withheld"), "Its lines are not listed here.")]
        elif name not in self._figures:
            behind = ["The package does not give it: it was added or changed. Run `commonweal verify`."]
        else:
            behind, sources = _Behind(self._figures[name], self.package, self._valued).told()
        # The note of a change in quantity repeats the two numbers it is a change between.
        note = "" if record.text("rule") == "change" and record.text("measure") else record.text("note")
        return "\n".join(filter(None, [_Headline(record, self.package).told(), *behind, note, *sources]))

    @cached_property
    def _figures(self) -> Mapping[str, Figure]:
        return {figure.id: figure for figure in compute(facts_of(self.package.snapshot))}

    @cached_property
    def _valued(self) -> Sequence[Mapping[str, Any]]:
        return valued_rows(self.package.snapshot, "reference")


class _Headline:
    """The number itself in words: what it is, when it is of, its range, and the two numbers it is made of."""

    def __init__(self, record: Record, package: Package) -> None:
        self.record = record
        self.as_of = package.snapshot.as_of
        editions = package.snapshot.book.editions
        self.units = {row.key: row.text("unit") for edition in editions for row in edition.measures.values()}
        # The units of measures are singular in the files, all others stand as they are printed.
        self.measured = {*self.units.values(), *(line.text("unit") for line in package.snapshot.lines)}

    def told(self) -> str:
        """The sentences, in one line."""
        start, end = self.record.text("period_start"), self.record.text("period_end")
        days = (f"It is about {_day(start)} to {_day(end)}." if start and end
                else f"Records as they stood on {in_words(self.as_of)}.")
        return " ".join(filter(None, [self._sentence(), days, self._range(), self._parts()]))

    def _sentence(self) -> str:
        text = self.record.text
        standing = shown("status", text("standing") or "computed")
        bound = f"{shown('bound', text('bound'))} " if text("bound") not in ("", "exact") else ""
        return f"{text('title')} ({standing}): {bound}{self._amount(text('value'), text('unit'))}."

    def _range(self) -> str:
        if not self.record.text("low"):
            return ""
        low, high, ranged = (self._amount(self.record.text(name), "£") for name in ("low", "high", "ranged"))
        return f"Between {low} and {high}; {ranged} of it has a range."

    def _parts(self) -> str:
        text = self.record.text
        above, below = text("numerator"), text("denominator")
        if not above or not below or SUPPRESSED in (above, below):
            return ""
        if text("rule") == "change":
            unit = self.units.get(text("measure"), text("unit"))
            return f"It went from {self._amount(below, unit)} to {self._amount(above, unit)}."
        if text("rule") == "top-ten" and text("unit") == "£":
            return f"Of its {below} promises with something due by now, {above} are kept up with."
        if text("note").startswith(f"{above} of {below} "):
            return ""
        if text("unit") in ("promises", "lines"):
            return f"That is {above} of {below}."
        if text("unit") != "%":
            return f"That is {self._amount(above, '')} divided by {self._amount(below, '')}."
        unit = "£" if text("title").endswith("in £") or text("rule") == "local-spend" else ""
        lines = f" {'line' if below == '1' else 'lines'}" if text("rule") == "coverage" else ""
        return f"That is {self._amount(above, unit)} of {self._amount(below, unit)}{lines}."

    def _amount(self, number: str, unit: str) -> str:
        """A published number for reading; words where there is none."""
        if not number:
            return ("withheld, because its values may not be passed on" if self.record.text("withheld") == "licence"
                    else "not measured")
        if number == SUPPRESSED:
            return "withheld, because few people are behind it"
        return _quantity(Decimal(number), unit, measured=unit in self.measured)


class _Behind:
    """What a figure is made of: its lines and what each adds, or the rows of another table; then the sources."""

    def __init__(self, figure: Figure, package: Package, valued: Sequence[Mapping[str, Any]]) -> None:
        self.figure = figure
        self.package = package
        self.book = package.snapshot.book
        self.worth = _Worth(figure, package, valued)

    def told(self) -> tuple[list[str], list[str]]:
        """The lines or rows, a sentence above them; and the sources."""
        if not self.lines:
            return self._rows()
        activities = self.book.by_id("activities")
        many = (f"{_count(len(self.lines), 'line')} of "
                f"{_count(len({line.text('activity') for line in self.lines}), 'activity')}")
        if self.figure.rule == "coverage":
            return [f"It looks at {many}, in {DATA}/lines.csv."], []
        said = [f"It {self._verb()} {many}:"]
        ordered = sorted(self.lines, key=lambda line: (-self.worth.amount(line), line.key))
        for line in ordered[:MOST_LINES]:
            quantity = _quantity(line.number_or_zero("quantity"), line.text("unit"), measured=True)
            said.append(f"  {line.key}: {activities[line.text('activity')].text('title')}: "
                        f"{quantity}{self.worth(line)}")
        if len(ordered) > MOST_LINES:
            said.append(f"  … and {len(ordered) - MOST_LINES} more in {DATA}/lines.csv and {DATA}/valued_lines.csv.")
        sources = _sources(self.figure, self.lines, self.package)
        if not sources and self.figure.is_money:
            sources = _printed(self.book.by_id(line.text("origin")).get(line.text("row")) for line in ordered)
        return said, sources

    @cached_property
    def lines(self) -> list[Record]:
        """The lines that the figure covers; of a value, those that have one."""
        found = lines_of(self.figure, tuple(self.package.snapshot.lines))
        if age := self.figure.selection.get("age"):
            starts = {row.key: row.day("start") for row in self.book.rows("activities")}
            as_of = self.package.snapshot.as_of
            found = [line for line in found if age_band(starts[line.text("activity")], as_of) == age]
        return [line for line in found if not self.worth.rows or line.key in self.worth.rows]

    def _verb(self) -> str:
        if self.figure.rule == "change":
            return "compares"
        added = self.figure.is_money or {line.text("unit") for line in self.lines} == {self.figure.unit}
        return "adds up" if added and self.figure.rule != "rates" else "rests on"

    def _rows(self) -> tuple[list[str], list[str]]:
        chosen = self.figure.selection
        table = chosen.get("table", "")
        if table not in _ROWS:
            return [f"It is worked out from the tables in {DATA}/."], []
        nouns = KINDS.get(chosen.get("kind", ""), _ROWS[table])
        place = f"in {DATA}/{table}.csv"
        names = [name for key in ("id", "rows") for name in chosen.get(key, "").split("|") if name]
        rows = [row for name in names if (row := self.book.by_id(table).get(name))]
        if rows:
            said = f"It comes from {len(rows) if len(rows) > 1 else 'one'} of the {nouns} {place}:"
            listed = [f"  {row.key}: {_name(row)}" for row in rows[:MOST_LINES]]
            more = [f"  … and {len(rows) - MOST_LINES} more."] if len(rows) > MOST_LINES else []
            return [said, *listed, *more], _printed(rows)
        if "of" in chosen:
            many = chosen["of"].count("|") + 1
            return [f"Of the {nouns} {place}, {many:,} were looked at and none is counted."], []
        state = f" that stand as “{shown('claim_state', chosen['state']).lower()}”" if "state" in chosen else ""
        first, _, last = chosen.get("awarded", "").partition("/")
        awarded = f" awarded from {_day(first)} to {_day(last)}" if last else ""
        return [f"It is worked out from the {nouns}{state}{awarded}, {place}."], []


def _printed(rows: Iterable[Record | None]) -> list[str]:
    """Where rows say they come from, each source once."""
    found = list(dict.fromkeys(row.text("source").rstrip(".") for row in rows
                               if row is not None and "source" in row.table.names and row.text("source")))
    more = [f"… and {len(found) - MOST_SOURCES} more sources in {DATA}/."] if len(found) > MOST_SOURCES else []
    return [f"Source: {source}." for source in found[:MOST_SOURCES] or ["the publisher's own records"]] + more


def _name(row: Record) -> str:
    return next((row.text(name) for name in _NAMES if name in row.table.names and row.text(name)), row.key)


def _day(text: str) -> str:
    return in_words(date.fromisoformat(text))


def _quantity(number: Decimal, unit: str, *, measured: bool) -> str:
    return f"{amount(number, unit)} {unit_after(unit, number, measured=measured)}".strip()


class _Worth:
    """What a line adds to a figure in pounds, as a person would write the sum."""

    def __init__(self, figure: Figure, package: Package, valued: Sequence[Mapping[str, Any]]) -> None:
        self.figure = figure
        self.values = {(row.text("case_id"), row.text("edition"), row.text("value")): row
                       for row in package.snapshot.unit_values}
        self.rows: dict[str, list[str]] = {}
        self.amounts: dict[str, Decimal] = {}
        if figure.is_money and figure.edition:
            # A change is between two years, which may stand in other versions and prices.
            editions = figure.selection.get("edition", figure.edition).split("|")
            years = {row["price_year"] for row in valued} if figure.rule == "change" else {figure.price_year}
            for row in valued:
                if row["edition"] in editions and row["kind"] == figure.kind and row["price_year"] in years:
                    value = self.values[(row["case_id"], row["edition"], row["value"])]
                    net = (
                        f"; {row['net_factor']} of it counted: {pounds(row['net_central'])}"
                        if row["net_central"] is not None
                        else ""
                    )
                    self.amounts[row["line"]] = self.amounts.get(row["line"], ZERO) + row["gross_central"]
                    self.rows.setdefault(row["line"], []).append(
                        f" × {per_unit(value.number_or_zero('central'))} = {pounds(row['gross_central'])}{net}")

    def amount(self, line: Record) -> Decimal:
        """How much a line weighs in the figure: its pounds, or its quantity where the figure is no sum of pounds."""
        return abs(self.amounts.get(line.key, line.number_or_zero("quantity")))

    def __call__(self, line: Record) -> str:
        return "; and".join(self.rows.get(line.key, [""]))


def _sources(figure: Figure, lines: Sequence[Record], package: Package) -> list[str]:
    cases = {line.text("case_id") for line in lines}
    said = []
    for row in package.snapshot.unit_values:
        if row.text("case_id") not in cases or row.text("edition") != figure.edition or row.text("kind") != figure.kind:
            continue
        printed = row.number("printed_central")
        if printed is None:
            continue
        moved = (f", printed as {per_unit(printed)} in {row.text('printed_price_year')} prices and brought to "
                 f"{row.text('price_year')} by {row.text('uprated_with')}") if row.text("uprated_with") else ""
        said.append(f"{per_unit(row.number_or_zero('central'))} ({row.text('value')}){moved}: {row.text('source')}.")
    sets = {line.text("factor_set") for line in lines if line.text("factor_set")}
    adjustments = package.snapshot.book.by_id("adjustments")
    for factor in package.snapshot.factor_sets:
        if factor.key in sets and figure.is_money:
            reasons = " ".join(
                f"{shown('reduction', adjustments[name].text('kind'))} {adjustments[name].text('reduction')}: "
                f"{adjustments[name].text('reason')}"
                for name in factor.ids("adjustments")
            )
            said.append(f"Share counted: {factor.text('net_factor')}. {reasons}")
    return list(dict.fromkeys(said))


def _count(number: int, noun: str) -> str:
    plural = {"line": "lines", "activity": "activities"}[noun]
    return f"{number:,} {noun if number == 1 else plural}"
