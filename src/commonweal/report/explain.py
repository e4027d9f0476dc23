"""How a figure came about, in sentences: its lines, what each is worth, what was taken off, and the sources."""

from collections.abc import Sequence
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.numbers import ZERO, per_unit, pounds
from commonweal.basics.periods import in_words
from commonweal.basics.tables import Record
from commonweal.indicators.compute import compute
from commonweal.indicators.figure import SUPPRESSED, Figure
from commonweal.report.lines import lines_of
from commonweal.report.packaged import Package, read_package
from commonweal.report.verify import facts_of
from commonweal.report.words import amount, shown, unit_after
from commonweal.valuation.engines import valued_rows

MOST_LINES = 12


def explain(folder: Path, name: str) -> str:
    """Sentences on one figure of a published report. Raises Refused, with near matches, if there is no such figure."""
    package = read_package(folder)
    published = {record.text("id"): record for record in package.figures}
    if name not in published:
        near = [known for known in published if name in known][:5] or get_close_matches(name, published, 5, 0.4)
        hint = f" Near it are: {', '.join(near)}." if near else ""
        raise Refused(f"The report has no figure '{name}'.{hint}")
    record = published[name]
    figure = next((figure for figure in compute(facts_of(package.snapshot)) if figure.id == name), None)
    sentences = [_headline(record, package)]
    if record.text("withheld"):
        sentences.append(f"It rests on what this package may not carry ({record.text('withheld')}): "
                         "its lines are not listed here.")
    elif figure is None:
        sentences.append("The package does not give it: it was added or changed. Run `commonweal verify`.")
    else:
        sentences += _behind(figure, package)
    if record.text("note"):
        sentences.append(record.text("note"))
    return "\n".join(sentences)


def sentence(record: Record) -> str:
    """One figure in one sentence, from its row in figures.csv."""
    number = _amount(record.text("value"), record.text("unit"))
    standing = shown("status", record.text("standing"))
    bound = f"{record.text('bound').replace('-', ' ')} " if record.text("bound") not in ("", "exact") else ""
    return f"{record.text('title')} ({standing}): {bound}{number}."


def _headline(record: Record, package: Package) -> str:
    parts = [sentence(record)]
    if record.text("period_start") and record.text("period_end"):
        parts.append(f"It is about {record.text('period_start')} to {record.text('period_end')}.")
    else:
        parts.append(f"Records as they stood on {in_words(package.snapshot.as_of)}.")
    if record.text("low"):
        low, high, ranged = (_amount(record.text(name), "£") for name in ("low", "high", "ranged"))
        parts.append(f"Between {low} and {high}; {ranged} of it has a range.")
    if record.text("numerator"):
        parts.append(f"That is {_amount(record.text('numerator'), '')} of {_amount(record.text('denominator'), '')}.")
    return " ".join(parts)


def _amount(number: str, unit: str) -> str:
    """A published number for reading; words where there is none."""
    if not number:
        return "not measured"
    if number == SUPPRESSED:
        return "withheld, because few people are behind it"
    value = Decimal(number)
    return f"{amount(value, unit)} {unit_after(unit, value)}".strip()


def _behind(figure: Figure, package: Package) -> list[str]:
    snapshot = package.snapshot
    worth = _Worth(figure, package)
    lines = [line for line in lines_of(figure, snapshot.lines) if not worth.rows or line.key in worth.rows]
    if not lines:
        return [
            f"It is made by the rule '{figure.rule}' from: "
            + (", ".join(f"{key} {value}" for key, value in figure.selection.items()) or "the tables of the package")
            + "."
        ]
    activities = snapshot.book.by_id("activities")
    said = [
        f"It adds up {_count(len(lines), 'line')} of "
        f"{_count(len({line.text('activity') for line in lines}), 'activity')}:"
    ]
    ordered = sorted(lines, key=lambda line: (-worth.amount(line), line.key))
    for line in ordered[:MOST_LINES]:
        title = activities[line.text("activity")].text("title")
        said.append(f"  {line.key}: {title}: "
                    f"{_amount(line.text('quantity'), line.text('unit'))}{worth(line)}")
    if len(ordered) > MOST_LINES:
        said.append(f"  … and {len(ordered) - MOST_LINES} more in data/lines.csv and data/valued_lines.csv.")
    said += _sources(figure, lines, package)
    return said


class _Worth:
    """What a line adds to a figure in pounds, as a person would write the sum."""

    def __init__(self, figure: Figure, package: Package) -> None:
        self.figure = figure
        self.values = {(row.text("case_id"), row.text("edition"), row.text("value")): row
                       for row in package.snapshot.unit_values}
        self.rows: dict[str, list[str]] = {}
        self.amounts: dict[str, Decimal] = {}
        if figure.is_money and figure.edition:
            for row in valued_rows(package.snapshot, "reference"):
                if (row["edition"], row["kind"], row["price_year"]) == (figure.edition, figure.kind, figure.price_year):
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
            said.append(f"Share counted {factor.text('net_factor')}, because of {reasons}")
    return list(dict.fromkeys(said))


def _count(number: int, noun: str) -> str:
    plural = {"line": "lines", "activity": "activities"}[noun]
    return f"{number:,} {noun if number == 1 else plural}"
