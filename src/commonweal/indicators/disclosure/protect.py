"""Figures as they may be published: every count of people with a protected characteristic goes through the rule.

Which counts add up to which is not told: it is found from the lines that each figure selects. So a split by place, a
part that was checked, or a share and its base are all one case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record, Value, write_value
from commonweal.indicators.disclosure.rule import SMALLEST_BASE, UNKNOWN, Range, Rule
from commonweal.indicators.disclosure.withhold import Entry, Known, Lines, choose, people
from commonweal.indicators.facts import DELIVERED, Facts
from commonweal.indicators.figure import SUPPRESSED, Figure, Withheld, percent, selection_in
from commonweal.indicators.wording import sentences

# A figure that does not choose by one of these is of the lines that have nothing there.
_BLANK_UNLESS_CHOSEN = ("stage", "span")
_COUNTED = ("standing", "measure", "stage", "period", "period_kind", "span", "place", "activity", "role", "theme",
            "outcome", "counted")
_IN_RATES = ("standing", "measure", "period", "period_kind", "span", "counted")


@dataclass(frozen=True)
class Earlier:
    """What an earlier release, or last year's report, printed: its figures by id, and the rule of that time."""

    figures: Mapping[str, Record]
    rule: Rule

    def withheld(self, name: str) -> bool:
        """Whether it withheld the number of a figure."""
        return name in self.figures and self.figures[name].text("value") == SUPPRESSED


def rule_of(facts: Facts) -> Rule:
    """The rule as the book sets it."""
    said = facts.book.settings.disclosure
    return Rule(said.threshold, said.rounding)


def protected(
    facts: Facts, figures: Iterable[Figure], earlier: Sequence[Earlier] | None = ()
) -> tuple[list[Figure], list[str]]:
    """The figures as they may be published, and the ids of those whose small count something earlier gives away.

    Figures that count no people by a protected characteristic come out as they went in. Where it is not known what was
    printed before (None), every other is withheld.
    """
    rule = rule_of(facts)
    listed = list(figures)
    secret = [figure for figure in listed if _is_protected(facts, figure)]
    counts, shares = _Selected.counted(facts), _Selected.in_rates(facts)
    kinds = {figure.id: shares if figure.unit == "%" else counts for figure in secret}
    withheld: set[str] = set()
    told: set[str] = set()
    for lines in (counts, shares):
        mine = [figure for figure in secret if kinds[figure.id] is lines]
        # To print now what was withheld before could tell what stood beside it then.
        entries = [replace(entry, barred=entry.barred or earlier is None
                           or any(one.withheld(figure.id) for one in earlier))
                   for figure in mine if (entry := lines.entry(figure)) is not None]
        # What cannot be traced to its lines cannot be shown to be safe.
        withheld |= {figure.id for figure in mine} - {entry.name for entry in entries}
        known = list(dict.fromkeys(told for one in earlier or () for told in lines.known(facts, one)))
        outcome = choose(entries, lines.people, rule, known)
        withheld |= outcome.withheld
        told |= outcome.told
    secrets = {figure.id for figure in secret}
    return [_as_shown(figure, rule, hide=figure.id in withheld) if figure.id in secrets else figure
            for figure in listed], sorted(told)


def _is_protected(facts: Facts, figure: Figure) -> bool:
    return _counts_protected(facts, figure.measure, figure.standing)


def _counts_protected(facts: Facts, measure: str, standing: str) -> bool:
    found = facts.measures.get(measure)
    return found is not None and found.text("people") == "characteristic" and standing in DELIVERED


def _as_shown(figure: Figure, rule: Rule, *, hide: bool) -> Figure:
    """A figure with its numbers rounded, or without them. Its lines stay out of the package either way."""
    share = figure.unit == "%"
    few = f"1 to {rule.threshold} people"
    kept = f"A share on a base under {SMALLEST_BASE}, or with nobody or {few} on either side," if share \
        else f"A count of {few}"
    note = sentences(
        figure.note, f"{kept} is withheld, and so is what a withheld number could be worked out from",
        f"{'Both parts' if share else 'Other counts'} are rounded to the nearest {rule.rounding}")
    shown = replace(figure, value=None, whole=None, numerator=None, denominator=None, lines=None, lines_valued=None,
                    withheld=Withheld.DISCLOSURE, note=note)
    if hide:
        return shown
    if not share:
        return replace(shown, value=rule.shown(figure.value or ZERO))
    part, base = (rule.shown(number or ZERO) for number in (figure.numerator, figure.denominator))
    return replace(shown, value=percent(part, base), numerator=part, denominator=base)


@dataclass(frozen=True)
class _Selected:
    """The lines that figures on people choose from: what each says of itself, and how many people it counts.

    A line of a share counts two things: the people in the part, and the others of its base.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[Mapping[str, Value], tuple[Decimal, ...]]]

    @classmethod
    def counted(cls, facts: Facts) -> "_Selected":
        """The lines that enter totals."""
        return cls(_COUNTED, [(cell.keys, (cell.quantity,)) for cell in facts.counted_quantities
                              if cell.keys["people"] == "characteristic" and cell.keys["standing"] in DELIVERED])

    @classmethod
    def in_rates(cls, facts: Facts) -> "_Selected":
        """The reported rates that give both their parts, and are no part or repeat of another."""
        # A report without such rates never needs its claims by id, and there may be a million.
        claims = facts.book.by_id("deliveries") if facts.protected_rates else {}
        rows: list[tuple[Mapping[str, Value], tuple[Decimal, ...]]] = []
        for line in facts.protected_rates:
            claim = claims[line.text("row")]
            part, base = claim.number_or_zero("numerator"), claim.number_or_zero("denominator")
            rows.append((line.values, (part, base - part)))
        return cls(_IN_RATES, rows)

    @cached_property
    def people(self) -> dict[Lines, Fraction]:
        """How many people each line counts."""
        numbers = [number for _, counted in self.rows for number in counted]
        return {1 << place: Fraction(number) for place, number in enumerate(numbers)}

    @cached_property
    def _having(self) -> dict[tuple[str, str], Lines]:
        """The lines that have a text in a column; of a share, both counts."""
        found: dict[tuple[str, str], Lines] = {}
        place = 0
        for says, counted in self.rows:
            mine = ((1 << len(counted)) - 1) << place
            place += len(counted)
            for name in self.columns:
                key = (name, write_value(says[name]))
                found[key] = found.get(key, 0) | mine
        return found

    def _of(self, selection: Mapping[str, str]) -> Lines:
        chosen = {name: choice.split("|") for name, choice in selection.items() if name in self.columns}
        chosen |= {name: [""] for name in _BLANK_UNLESS_CHOSEN if name in self.columns and name not in chosen}
        lines = (1 << len(self.people)) - 1
        for name, choices in chosen.items():
            either = 0
            for choice in choices:
                either |= self._having.get((name, choice), 0)
            lines &= either
        return lines

    def _counts(self, selection: Mapping[str, str], unit: str) -> Mapping[str, Lines]:
        """The lines that each number of a figure adds up, by its column."""
        lines = self._of(selection)
        return {"numerator": lines & self._parts, "denominator": lines} if unit == "%" else {"value": lines}

    def entry(self, figure: Figure) -> Entry | None:
        """What the figure would print, as sums of lines; None where its numbers are not the sums of its lines."""
        counts = self._counts(figure.selection, figure.unit)
        *parts, whole = counts.values()
        if not whole or any(people(lines, self.people) != (getattr(figure, name) or 0)
                            for name, lines in counts.items()):
            return None
        number = people(whole, self.people)
        few = figure.unit == "%" and number < SMALLEST_BASE
        nobody = number == 0 and people(self._at_any_stage(figure), self.people) != 0
        return Entry(figure.id, tuple(counts.values()), tuple(whole & ~part for part in parts), few or nobody)

    def _at_any_stage(self, figure: Figure) -> Lines:
        """The lines of everybody who came as far as a figure counts, or less far, or further: that nobody of them
        completed tells of each who started."""
        stages = (text for name, text in self._having if name == "stage")
        return self._of({**figure.selection, "stage": "|".join(stages), "standing": "|".join(DELIVERED)})

    def known(self, facts: Facts, earlier: Earlier) -> Iterator[Known]:
        """What something earlier tells of the lines of today: of those that its figures chose, for they may since be
        chosen otherwise or by no figure at all."""
        for row in earlier.figures.values():
            unit = row.text("unit")
            mine = (unit == "%") == (self.columns is _IN_RATES)
            if not mine or not _counts_protected(facts, row.text("measure"), row.text("standing")):
                continue
            for name, lines in self._counts(selection_in(row), unit).items():
                now = people(lines, self.people)
                if (told := _told(earlier.rule, row, name, now)) != UNKNOWN:
                    yield Known(lines, told)

    @cached_property
    def _parts(self) -> Lines:
        """Of the lines of shares, those that count the people in the part: every other one, from the first."""
        return sum(1 << place for place in range(0, len(self.people), 2))


def _told(rule: Rule, row: Record, column: str, now: Fraction) -> Range:
    """What a printed number tells of a count that may not have changed since; of one that did change, nothing."""
    text = row.text(column)
    if text in ("", SUPPRESSED):
        return UNKNOWN
    printed = Decimal(text)
    exact = Fraction(printed), Fraction(printed)
    least, most = rule.tells(printed, whole=now.denominator == 1) if row.text("withheld") else exact
    return (least, most) if (least is None or least <= now) and (most is None or now <= most) else UNKNOWN
