"""From rows to lines: promises in force become scheduled lines, accepted claims become increments.

Everything that decides whether and how much a row counts is settled here, once, and stored as columns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from commonweal.basics.findings import Refused
from commonweal.basics.numbers import EXACT, ZERO, product_of_shares, round_to
from commonweal.basics.periods import Period, PeriodKind
from commonweal.basics.tables import Record, Value
from commonweal.ledger.book import Book
from commonweal.ledger.chains import in_force, roots
from commonweal.snapshot.cases import Cases
from commonweal.snapshot.schedule import Part, split, year_starts
from commonweal.snapshot.spend import spend_of
from commonweal.snapshot.tables import CLAIM_COUNTS, FACTOR_SETS, LINES, OUTSIDE_PERIODS
from commonweal.snapshot.widths import too_wide

_BLANK: dict[str, Value] = dict.fromkeys(LINES.names)
# Claims that nobody has accepted or settled are in no total and in no published table.
COUNTED_STATES = {"submitted": "reported", "verified": "verified"}

# Spans that add up to a reporting year; "two academic years" or "not stated" never do.
ADDS_UP_TO_A_YEAR = {PeriodKind.QUARTER, PeriodKind.AT_DATE, PeriodKind.TO_DATE}


@dataclass(frozen=True)
class Frozen:
    """The tables that freezing a book adds to it."""

    lines: list[Record]
    unit_values: list[Record]
    factor_sets: list[Record]
    claim_counts: list[Record]
    spend: list[Record]


def freeze_lines(book: Book, as_of: date) -> Frozen:
    """All lines of a book as things stood on a day, with the cases and net factors that they use.

    Raises Refused, naming the rows, where a line is worth too much to be held.
    """
    maker = _Lines(book, as_of)
    lines = [*maker.promised(), *maker.delivered()]
    unit_values = maker.cases.records()
    faults = list(too_wide(lines, unit_values))
    if faults:
        raise Refused("A line is worth ten billion pounds or more, which no single line can carry.", faults)
    return Frozen(lines, unit_values, maker.factors.records(), list(_claim_counts(book, as_of)),
                  spend_of(book, as_of))


class _Factors:
    """Finds which adjustments apply to a line, and remembers each distinct set."""

    def __init__(self, adjustments: Iterable[Record]) -> None:
        self.adjustments = sorted(adjustments, key=lambda record: record.key)
        self._sets: dict[tuple[str, ...], Record] = {}

    def find(self, activity: str, measure: str) -> str | None:
        applying = [row for row in self.adjustments
                    if row.text("activity") in ("", activity) and row.text("measure") in ("", measure)]
        if not applying:
            return None
        ids = tuple(row.key for row in applying)
        if ids not in self._sets:
            factor = product_of_shares([row.number_or_zero("reduction") for row in applying])
            name = f"set.{len(self._sets) + 1}"
            self._sets[ids] = Record(FACTOR_SETS, {"factor_set": name, "net_factor": factor, "adjustments": ids})
        return self._sets[ids].key

    def records(self) -> list[Record]:
        return list(self._sets.values())


class _Lines:
    def __init__(self, book: Book, as_of: date) -> None:
        self.book = book
        self.as_of = as_of
        self.cases = Cases(book)
        self.factors = _Factors(book.rows("adjustments"))
        self.activities = book.by_id("activities")
        self.roots = roots(book.rows("commitments"))
        self.evidence = {row.text("delivery") for row in book.rows("evidence")}
        self.readings: dict[tuple[str, ...], list[Record]] = {}
        self.shares: dict[str, list[Record]] = {}
        for row in book.rows("parties"):
            if row.text("organisation") == book.settings.body and row.number("share") is not None:
                self.shares.setdefault(row.text("activity"), []).append(row)

    def promised(self) -> Iterator[Record]:
        """Scheduled lines of every promise in force that has a number."""
        milestones: dict[str, list[Record]] = {}
        for row in self.book.rows("milestones"):
            milestones.setdefault(row.text("commitment"), []).append(row)
        for row in in_force(self.book.rows("commitments"), self.as_of):
            whole = row.number("quantity")
            start, due = row.day("start"), row.day("due")
            if whole is None or start is None or due is None:
                continue
            measure = self.cases.measure(row.text("measure"), due)
            if measure is None:
                continue
            share = self._share(row.text("activity"), due)
            own = whole if share is None else round_to(EXACT.multiply(whole, share), 4)
            # A level, a rate or a yes-no is not spread over days: it is there at the end or it is not.
            spread = row.text("profile") != "even" or measure.text("counting") in ("flow", "once")
            cuts = self._cuts(row.text("measure"), Period(min(start, due), due)) if spread else []
            marks = milestones.get(row.key, [])
            parts = zip(split(row, own, marks, cuts), split(row, whole, marks, cuts), strict=True)
            for number, (part, whole_part) in enumerate(parts, 1):
                yield self._line(row, measure, part, whole_part.quantity, share, {
                    "line": f"{row.key}.s{number}", "origin": "commitments",
                    "promise": self.roots[row.key], "standing": row.text("stage"),
                    "due_now": part.end <= self.as_of, "confirmed": False, "evidence": False,
                    "stage": row.text("person_stage"),
                }, self._why_not(row, measure))

    def _cuts(self, measure: str, span: Period) -> list[date]:
        first = self.book.settings.periods[0].span.start
        return [*year_starts(first, span), self.as_of + timedelta(days=1), *self.cases.change_days(measure)]

    def delivered(self) -> Iterator[Record]:
        """One line for each accepted claim; running totals become the differences between them."""
        series: dict[tuple[str, ...], list[Record]] = {}
        for row in accepted_claims(self.book, self.as_of):
            names = ("activity", "measure", "place", "commitment", "stage", "reported_by")
            one = ("",) if row.text("basis") == "to-date" else (row.key,)
            series.setdefault(tuple(row.text(name) for name in names) + one, []).append(row)
        for rows in series.values():
            rows.sort(key=lambda row: (row.day("end") or date.min, row.key))
            yield from self._series(rows)

    def _series(self, rows: list[Record]) -> Iterator[Record]:
        before, last_end = ZERO, None
        for row in rows:
            start, end = row.day("start"), row.day("end")
            measure = self.cases.measure(row.text("measure"), end) if end else None
            if start is None or end is None or measure is None:
                continue
            total = row.number_or_zero("quantity")
            level = measure.text("counting") in ("stock", "rate", "yes-no")
            running = row.text("basis") == "to-date" and not level
            quantity = total - before if running else total
            if running and last_end is not None:
                start = min(last_end + timedelta(days=1), end)
            elif running:
                # A first running total counts from the activity's first day; where that is unknown, from no known day.
                start = self.activities[row.text("activity")].day("start") or date.min
            before, last_end = total, end
            share = self._share(row.text("activity"), end)
            own = quantity if share is None else round_to(EXACT.multiply(quantity, share), 4)
            period = self._period_of_claim(row, Period(start, end))
            why = self._why_not(row, measure) or self._later_level(row, measure)
            yield self._line(row, measure, Part(max(start, row.day("start") or start), end, own), quantity, share, {
                "line": row.key, "origin": "deliveries", "period": period,
                "promise": self.roots.get(row.text("commitment")),
                "standing": COUNTED_STATES[row.text("state")], "due_now": None,
                "confirmed": bool(row.text("confirmed_by")), "evidence": row.key in self.evidence,
                "stage": row.text("stage"),
            }, why)

    def _period_of_claim(self, row: Record, span: Period) -> str:
        """The reporting period a claim belongs to: only kinds of span that may be added up to a year are let in."""
        period = period_of(self.book, span)
        kinds = {found.span.kind for found in self.book.settings.periods if found.id == period}
        return period if row.text("period_kind") in kinds | ADDS_UP_TO_A_YEAR else OUTSIDE_PERIODS

    def _later_level(self, row: Record, measure: Record) -> str:
        """A level, or a yes or no, is never summed: one reading stands for a period.

        It is the last that was checked, so that an unchecked return never takes a checked level away; where none was
        checked, it is the last that was reported.
        """
        if measure.text("counting") not in ("stock", "yes-no"):
            return ""
        if not self.readings:
            for other in accepted_claims(self.book, self.as_of):
                # Only a reading that counts itself can stand for the period.
                if not self._why_not(other, measure):
                    self.readings.setdefault(_level(self.book, other), []).append(other)
        readings = self.readings.get(_level(self.book, row), [])
        checked = [other for other in readings if other.text("state") == "verified"]
        standing = max(checked or readings, key=lambda other: (other.day("end") or date.min, other.key), default=row)
        return "" if standing is row else f"a level is not summed: the reading {standing.key} stands for the period"

    def _line(self, row: Record, measure: Record, part: Part, whole: Decimal, share: Decimal | None,
              known: dict[str, Value], why_not: str) -> Record:
        activity = self.activities[row.text("activity")]
        place = row.text("place")
        period = known.get("period", period_of(self.book, Period(part.start, part.end)))
        return Record(
            LINES,
            _BLANK
            | {
                "row": row.key,
                "activity": activity.key,
                "role": activity.text("role"),
                "measure": row.text("measure"),
                "theme": measure.text("theme"),
                "outcome": measure.text("outcome"),
                "pillar": measure.text("pillar"),
                "unit": measure.text("unit"),
                "people": measure.text("people"),
                "place": place or None,
                "period": period,
                "span": f"{part.start}/{part.end}" if period == OUTSIDE_PERIODS else None,
                "period_kind": row.text("period_kind"),
                "start": part.start,
                "end": part.end,
                "quantity": part.quantity,
                "whole_quantity": whole,
                "own_share": share,
                "bound": row.text("bound"),
                "counted": not why_not,
                "why_not_counted": why_not or None,
                "case_id": (
                    self.cases.without(row.text("measure"), why_not)
                    if _repeats(row)
                    else self.cases.settle(row.text("measure"), place, part.end)
                ),
                "factor_set": self.factors.find(activity.key, row.text("measure")),
            }
            | known,
        )

    def _why_not(self, row: Record, measure: Record) -> str:
        """Why a row enters no total; empty where it does."""
        if row.text("part_of"):
            return f"it is a part of {row.text('part_of')}, which is counted"
        if row.text("alternative_to"):
            return f"it is another way of counting {row.text('alternative_to')}, which is counted"
        if row.text("bound") in ("nearly", "up-to"):
            return f"the source says '{row.text('bound').replace('-', ' ')}', so the amount was not reached"
        if measure.text("counting") == "rate":
            return "a rate is never summed"
        if _repeats(row):
            return row.text("why_not_counted") or f"it repeats {row.text('repeats')}"
        return ""

    def _share(self, activity: str, day: date) -> Decimal | None:
        """The body's share of an activity on a day; None where none is stated."""
        shares = [row.number_or_zero("share") for row in self.shares.get(activity, [])
                  if (row.day("from") or day) <= day <= (row.day("to") or day)]
        return sum(shares, ZERO) if shares else None


def _level(book: Book, row: Record) -> tuple[str, ...]:
    """What readings of one level have in common: where, of what, and in which reporting period they end."""
    end = row.day("end") or date.min
    return (*(row.text(name) for name in ("activity", "measure", "place")), period_of(book, Period(end, end)))


def _repeats(row: Record) -> bool:
    """Whether a decision says that a claim repeats another: a reason for no value."""
    return row.values.get("counts") is False


def accepted_claims(book: Book, as_of: date) -> list[Record]:
    """The claims that count: reported or checked, of work that had ended by the day, as far as is known now."""
    return [row for row in book.rows("deliveries")
            if row.text("state") in COUNTED_STATES and (row.day("end") or as_of) <= as_of]


def period_of(book: Book, span: Period) -> str:
    """The reporting period that holds all of a span, or 'outside'."""
    return next((period.id for period in book.settings.periods if period.span.holds(span)), OUTSIDE_PERIODS)


def _claim_counts(book: Book, as_of: date) -> Iterator[Record]:
    activities = book.by_id("activities")
    evidence = {row.text("delivery") for row in book.rows("evidence")}
    counts: dict[tuple[str, str, str], list[int]] = {}
    for row in book.rows("deliveries"):
        start, end = row.day("start"), row.day("end")
        if start and end and end <= as_of:
            key = (
                period_of(book, Period(start, end)),
                activities[row.text("activity")].text("role"),
                row.text("state"),
            )
            tally = counts.setdefault(key, [0, 0])
            tally[0] += 1
            tally[1] += row.key in evidence
    for (period, role, state), (claims, held) in counts.items():
        yield Record(
            CLAIM_COUNTS, {"period": period, "role": role, "state": state, "claims": claims, "with_evidence": held}
        )
