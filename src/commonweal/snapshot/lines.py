"""From rows to lines: promises in force become scheduled lines, accepted claims become increments.

Everything that decides whether and how much a row counts is settled here, once for each distinct case, and stored as
columns. Lines are made column by column, so that a million of them cost seconds and not gigabytes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import methodcaller
from typing import Any

from commonweal.basics.columns import Coded, Columns, alike, coded, one_by_one, settled
from commonweal.basics.findings import Refused
from commonweal.basics.numbers import EXACT, ZERO, round_to
from commonweal.basics.periods import Period, PeriodKind
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.chains import in_force, roots
from commonweal.ledger.checks.rule import protected_measures
from commonweal.snapshot.cases import Cases
from commonweal.snapshot.factors import Factors
from commonweal.snapshot.running import in_series, steps
from commonweal.snapshot.schedule import split, year_starts
from commonweal.snapshot.spend import spend_of
from commonweal.snapshot.tables import CLAIM_COUNTS, LINES, OUTSIDE_PERIODS
from commonweal.snapshot.widths import too_wide

# Claims that nobody has accepted or settled are in no total and in no published table.
COUNTED_STATES = {"submitted": "reported", "verified": "verified"}

# Spans that add up to a reporting year; "two academic years" or "not stated" never do.
ADDS_UP_TO_A_YEAR = {PeriodKind.QUARTER, PeriodKind.AT_DATE, PeriodKind.TO_DATE}
# What a line says of itself: from the rest everything else of it follows.
_TOLD = (
    "line", "origin", "row", "promise", "activity", "measure", "place", "period", "period_kind", "start", "end",
    "standing", "due_now", "confirmed", "evidence", "stage", "quantity", "whole_quantity", "own_share", "bound",
    "defined", "repeats", "why",
)


@dataclass(frozen=True)
class Frozen:
    """The tables that freezing a book adds to it; the lines in the order of their ids."""

    lines: Columns
    unit_values: list[Record]
    factor_sets: list[Record]
    claim_counts: list[Record]
    spend: list[Record]


def freeze_lines(book: Book, as_of: date) -> Frozen:
    """All lines of a book as things stood on a day, with the cases and net factors that they use.

    Raises Refused, naming the rows, where a line is worth too much to be held.
    """
    maker = _Lines(book, as_of)
    lines = maker.lines()
    unit_values = maker.cases.records()
    faults = list(too_wide(lines, unit_values))
    if faults:
        raise Refused(told("A line is worth ten billion pounds or more, which no single line can carry."), faults)
    return Frozen(lines, unit_values, maker.factors.records(), list(_claim_counts(book, as_of)),
                  spend_of(book, as_of))


class _Lines:
    def __init__(self, book: Book, as_of: date) -> None:
        self.book = book
        self.as_of = as_of
        self.cases = Cases(book)
        self.factors = Factors(book.rows("adjustments"))
        self.activities = book.by_id("activities")
        self.roots = roots(book.rows("commitments"))
        self.evidence = {row.text("delivery") for row in book.rows("evidence")}
        self.shares: dict[str, list[Record]] = {}
        for row in book.rows("parties"):
            if row.text("organisation") == book.settings.body and row.number("share") is not None:
                self.shares.setdefault(row.text("activity"), []).append(row)

    def lines(self) -> Columns:
        """Every line: what its row says, with what follows from that."""
        promised, done = self._promised(), self._done()
        known = {name: done[name].after(promised[name]) for name in done}
        why, repeats, defined = known.pop("why"), known.pop("repeats"), known.pop("defined").distinct(id)
        words = ("theme", "outcome", "pillar", "unit", "people")
        # A claim that repeats another has no value for a reason of its own.
        reason = settled(lambda why, repeats: why if repeats else None, why, repeats).distinct()
        day = known["end"].each(self.cases.like_day).distinct()
        known |= {name: defined.each(methodcaller("text", name)) for name in words} | {
            "role": known["activity"].each(lambda name: self.activities[name].text("role")),
            "span": settled(lambda period, start, end: f"{start}/{end}" if period == OUTSIDE_PERIODS else None,
                            known["period"], known["start"], known["end"]).distinct(),
            "counted": why.each(lambda why: not why).distinct(),
            "why_not_counted": why.each(lambda why: why or None),
            "case_id": settled(self._case, known["measure"], known["place"], day, reason),
            "factor_set": settled(self.factors.find, known["activity"], known["measure"]),
        }
        return Columns(LINES, {name: known[name] for name in LINES.names}, bytes(len(why))).ordered()

    def _case(self, measure: str, place: str | None, day: date, reason: str | None) -> str:
        return self.cases.settle(measure, place or "", day) if reason is None else self.cases.without(measure, reason)

    def _promised(self) -> dict[str, Coded[Any]]:
        """What scheduled lines say of themselves, of every promise in force that has a number."""
        milestones: dict[str, list[Record]] = {}
        for row in self.book.rows("milestones"):
            milestones.setdefault(row.text("commitment"), []).append(row)
        lines: list[dict[str, Any]] = []
        for row in in_force(self.book.rows("commitments"), self.as_of):
            whole = row.number("quantity")
            start, due = row.day("start"), row.day("due")
            if whole is None or start is None or due is None:
                continue
            measure = self.cases.measure(row.text("measure"), due)
            if measure is None:
                continue
            share = self._share(row.text("activity"), due)
            # A level, a rate or a yes-no is not spread over days: it is there at the end or it is not.
            spread = row.text("profile") != "even" or measure.text("counting") in ("flow", "once")
            cuts = self._cuts(row.text("measure"), Period(min(start, due), due)) if spread else []
            marks = milestones.get(row.key, [])
            parts = zip(split(row, _own(whole, share), marks, cuts), split(row, whole, marks, cuts), strict=True)
            same = {name: row.get(name) for name in ("activity", "measure", "place", "period_kind", "bound")} | {
                "origin": "commitments", "row": row.key, "promise": self.roots[row.key], "own_share": share,
                "standing": row.text("stage"), "stage": row.text("person_stage"), "confirmed": False,
                "evidence": False, "defined": measure, "repeats": False,
                "why": _why_not(row.text("part_of"), row.text("alternative_to"), row.text("bound"),
                                measure.text("counting"))}
            for number, (part, whole_part) in enumerate(parts, 1):
                lines.append(same | {
                    "line": f"{row.key}.s{number}", "start": part.start, "end": part.end, "quantity": part.quantity,
                    "whole_quantity": whole_part.quantity, "due_now": part.end <= self.as_of,
                    "period": period_of(self.book, Period(part.start, part.end))})
        return {name: one_by_one([line[name] for line in lines]) for name in _TOLD}

    def _cuts(self, measure: str, span: Period) -> list[date]:
        first = self.book.settings.periods[0].span.start
        return [*year_starts(first, span), self.as_of + timedelta(days=1), *self.cases.change_days(measure)]

    def _done(self) -> dict[str, Coded[Any]]:
        """What lines of accepted claims say of themselves, one for each; running totals become their differences."""
        claims = self._claims()
        first, whole = steps(claims, self.activities)
        start, end, defined = claims.column("start"), claims.column("end"), claims.column("defined")
        counting = defined.each(lambda measure: measure.text("counting")).distinct()
        shared = claims.column("activity").each(lambda name: name if name in self.shares else None).distinct()
        share = settled(self._share, shared, end).distinct()
        repeats = claims.column("counts").each(lambda counts: counts is False)
        period = settled(self._period_of_claim, claims.column("period_kind"), first, end).distinct()
        why = settled(_why_not, *(claims.column(name) for name in ("part_of", "alternative_to", "bound")), counting,
                      *(claims.column(name) for name in ("counts", "why_not_counted", "repeats")))
        return {
            "line": claims.column("id"), "origin": alike("deliveries", len(claims)), "row": claims.column("id"),
            "promise": claims.column("commitment").each(lambda name: self.roots.get(name or "")),
            **{name: claims.column(name) for name in ("activity", "measure", "place", "period_kind", "stage", "bound")},
            "period": period, "start": start if first is start else settled(max, first, start), "end": end,
            "standing": claims.column("state").each(COUNTED_STATES.get), "due_now": alike(None, len(claims)),
            "confirmed": claims.column("confirmed_by").each(lambda who: who is not None).distinct(),
            "evidence": coded([*map(self.evidence.__contains__, claims.column("id"))]),
            "quantity": settled(_own, whole, share), "whole_quantity": whole, "own_share": share,
            "defined": defined, "repeats": repeats,
            "why": self._without_earlier_levels(claims, counting, why),
        }

    def _claims(self) -> Columns:
        """The claims that count, with the measure that each is `defined` by; running totals of one series together."""
        rows = self.book.columns("deliveries")
        rows = rows.beside(defined=settled(self.cases.measure, rows.column("measure"), rows.column("end")))
        accepted = rows.case(lambda row: is_accepted(row, self.as_of), "state", "end")
        known = rows.column("defined").each(lambda measure: measure is not None)
        claims = rows.taken(rows.places(settled(lambda one, other: one and other, accepted, known)))
        claims = claims.beside(defined=claims.column("defined").distinct(id))
        return in_series(claims)

    def _period_of_claim(self, kind: str, first: date, end: date) -> str:
        """The reporting period a claim belongs to: only kinds of span that may be added up to a year are let in."""
        period = period_of(self.book, Period(first, end))
        kinds = {found.span.kind for found in self.book.settings.periods if found.id == period}
        return period if kind in kinds | ADDS_UP_TO_A_YEAR else OUTSIDE_PERIODS

    def _without_earlier_levels(self, claims: Columns, counting: Coded[str], why: Coded[str]) -> Coded[str]:
        """Why claims are not counted; a level, or a yes or no, is never summed: one reading stands for a period.

        It is the last that was checked, so that an unchecked return never takes a checked level away; where none was
        checked, it is the last that was reported. Only a reading that counts itself can stand for the period.
        """
        summed = counting.each(lambda counting: counting not in ("stock", "yes-no"))
        if all(summed.values):
            return why
        level = settled(lambda activity, measure, place, period: (activity, measure, place, period),
                        *(claims.column(name) for name in ("activity", "measure", "place")),
                        claims.column("end").each(lambda end: period_of(self.book, Period(end, end)))).distinct()
        checked = claims.column("state").each(lambda state: state == "verified")
        day, name = claims.column("end"), claims.column("id")
        standing: dict[int, int] = {}
        levels = {level.codes[place] for place, is_summed in enumerate(summed) if not is_summed}
        itself = settled(_why_not, *(claims.column(name) for name in ("part_of", "alternative_to", "bound")),
                         alike("", len(claims)), claims.column("counts")).each(lambda why: not why)
        for place in (place for place in claims.places(itself) if level.codes[place] in levels):
            known = standing.setdefault(level.codes[place], place)
            if (checked[place], day[place], name[place]) > (checked[known], day[known], name[known]):
                standing[level.codes[place]] = place
        reasons = [*why]
        for place, is_summed in enumerate(summed):
            stands = place if is_summed or why[place] else standing[level.codes[place]]
            if stands != place:
                reasons[place] = f"a level is not summed: the reading {name[stands]} stands for the period"
        return coded(reasons)

    def _share(self, activity: str | None, day: date) -> Decimal | None:
        """The body's share of an activity on a day; None where none is stated."""
        shares = [row.number_or_zero("share") for row in self.shares.get(activity or "", [])
                  if (row.day("from") or day) <= day <= (row.day("to") or day)]
        return sum(shares, ZERO) if shares else None


def _own(whole: Decimal, share: Decimal | None) -> Decimal:
    """The body's own part of a quantity, rounded once to 4 places."""
    return whole if share is None else round_to(EXACT.multiply(whole, share), 4)


def _why_not(part_of: str | None, alternative_to: str | None, bound: str | None, counting: str,
             counts: bool | None = None, decision: str | None = None, repeats: str | None = None) -> str:
    """Why a row enters no total; empty where it does."""
    if part_of:
        return f"it is a part of {part_of}, which is counted"
    if alternative_to:
        return f"it is another way of counting {alternative_to}, which is counted"
    if bound in ("nearly", "up-to"):
        return f"the source says '{bound.replace('-', ' ')}', so the amount was not reached"
    if counting == "rate":
        return "a rate is never summed"
    # Where a decision says that a claim repeats another.
    if counts is False:
        return decision or f"it repeats {repeats or ''}"
    return ""


def is_accepted(row: Record, as_of: date) -> bool:
    """Whether a claim counts: reported or checked, of work that had ended by the day, as far as is known now."""
    return row.text("state") in COUNTED_STATES and (row.day("end") or as_of) <= as_of


def accepted_claims(book: Book, as_of: date) -> list[Record]:
    """The claims that count."""
    return [row for row in book.rows("deliveries") if is_accepted(row, as_of)]


def period_of(book: Book, span: Period) -> str:
    """The reporting period that holds all of a span, or 'outside'."""
    return next((period.id for period in book.settings.periods if period.span.holds(span)), OUTSIDE_PERIODS)


def _claim_counts(book: Book, as_of: date) -> Iterator[Record]:
    rows, activities = book.columns("deliveries"), book.by_id("activities")
    evidence = {row.text("delivery") for row in book.rows("evidence")}
    # No period where work had not ended by the day.
    period = settled(lambda start, end: period_of(book, Period(start, end)) if end <= as_of else None,
                     rows.column("start"), rows.column("end")).distinct()
    role = rows.column("activity").each(lambda name: activities[name].text("role")).distinct()
    held = coded([*map(evidence.__contains__, rows.column("id"))])
    # Where each person is a claim, a number of claims would be a number of people.
    hidden = protected_measures(book).__contains__
    groups = settled(lambda *keys: keys, period, role, rows.column("state"), held,
                     rows.column("measure").each(hidden).distinct())
    counts: dict[tuple[str, str, str], list[int]] = {}
    for code, claims in Counter(groups.codes).items():
        period_id, role_name, state, with_evidence, is_hidden = groups.values[code]
        if period_id is not None and not is_hidden:
            tally = counts.setdefault((period_id, role_name, state), [0, 0])
            tally[0] += claims
            tally[1] += claims if with_evidence else 0
    for (period_id, role_name, state), (claims, with_evidence) in counts.items():
        yield Record(CLAIM_COUNTS, {"period": period_id, "role": role_name, "state": state, "claims": claims,
                                    "with_evidence": with_evidence})
