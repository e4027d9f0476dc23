"""What a returns workbook asks: a line a promise, with its rules, its last answer and what is said of it by now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from commonweal.basics.findings import Refused
from commonweal.basics.periods import PeriodKind
from commonweal.basics.tables import Record, Value
from commonweal.basics.told import told
from commonweal.ledger.asking import SAYS, Promise, deliverers, last_claims, promises_in, what_stays
from commonweal.ledger.book import Book

_STANDS = {"draft": "not yet sent", "submitted": "sent in, not yet decided", "queried": "question asked",
           "verified": "checked"}
_ISO = "2025-04-01/2025-06-30"


@dataclass(frozen=True)
class Span:
    """The span that is asked about."""

    key: str
    label: str
    start: date
    end: date
    kind: str


@dataclass(frozen=True)
class Line:
    """One thing that is asked, or was added: what it is about, and what is said of it now.

    `answered` says whether `said` is an answer, and not only filled in from last time; `closed` why it cannot be
    changed any more; blank if it can. `saved` counts how often it was saved, the last time by somebody else or not.
    """

    key: str
    activity: str
    measure: str
    commitment: str = ""
    promised: Decimal | None = None
    due: date | None = None
    stage: str = "not-applicable"
    last: Decimal | None = None
    last_until: date | None = None
    said: Mapping[str, Value] = field(default_factory=dict)
    stands: str = ""
    closed: str = ""
    answered: bool = False
    saved: int = 0
    others: bool = False


@dataclass(frozen=True)
class Asked:
    """All that one organisation is asked about one span, and what its answers may name."""

    by: str
    organisation: str
    name: str
    span: Span
    lines: tuple[Line, ...]
    added: tuple[Line, ...]
    activities: Mapping[str, str]
    measures: Mapping[str, Record]
    places: Mapping[str, str]
    due: date | None = None
    # Why nothing can be added about a contract or project any more, where that is so.
    shut: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> Mapping[str, Line]:
        """Every line by its key."""
        return {line.key: line for line in (*self.lines, *self.added)}

    def key_of_added(self, activity: str, row: str) -> str:
        """The key of what is added in a row that was left free: the same row always means the same thing."""
        return f"{self.reference(activity)}.{row}"

    def reference(self, activity: str) -> str:
        """How the return about one contract or project is called."""
        return f"{self.span.key}.{activity}.{self.organisation}"


def span_of(book: Book, text: str) -> Span:
    """A period of the settings by its id, or a quarter or twelve months by their first and last day.

    Raises Refused, with what can be typed.
    """
    for period in book.settings.periods:
        if period.id == text:
            return Span(period.id, period.label, period.span.start, period.span.end, period.span.kind)
    start, _, end = text.partition("/")
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        known = ", ".join(period.id for period in book.settings.periods)
        raise Refused(told("'{text}' is no period of yours ({known}), and no first and last day such as {form}.",
                           text=text, known=known, form=_ISO)) from None
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    kinds = {3: PeriodKind.QUARTER, 12: PeriodKind.TWELVE_MONTHS}
    whole = first.day == 1 and last.day == _last_day(last)
    if not whole or months not in kinds:
        raise Refused(told("{text} is neither a quarter nor twelve whole months: give for example {form}.", text=text,
                           form=_ISO))
    return Span(f"{first:%Y-%m}-to-{last:%Y-%m}", f"{first} to {last}", first, last, kinds[months])


def _last_day(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - date(day.year, day.month, 1)).days


def asked_of(book: Book, organisation: str, span: Span) -> Asked:
    """What an organisation is asked by a book. Raises Refused where it promised nothing that falls in the span."""
    if organisation not in book.by_id("organisations"):
        raise Refused(told("There is no organisation '{organisation}'. Its short name stands in organisations.csv.",
                           organisation=organisation))
    promised = promises_in(book.rows("commitments"), span.start, span.end)
    who = deliverers(book.rows("parties"), span.start, span.end)
    measures = measures_of(book)
    lines = tuple(_line(book, organisation, span, promise, measures) for activity, promises in promised.items()
                  if organisation in who.get(activity, ()) for promise in promises)
    if not lines:
        raise Refused(told("{organisation} promised nothing that falls in {label}: there is nothing to ask.",
                           organisation=organisation, label=span.label))
    activities = book.by_id("activities")
    asked = dict.fromkeys(line.activity for line in lines)
    body = book.by_id("organisations").get(book.settings.body)
    return Asked(
        by=body.text("name") if body else book.settings.body, organisation=organisation,
        name=book.by_id("organisations")[organisation].text("name"), span=span, lines=lines,
        added=tuple(_added(book, organisation, span, asked)),
        activities={name: activities[name].text("title") for name in asked if name in activities},
        measures=measures, places={row.key: row.text("name") for row in book.rows("places")})


def measures_of(book: Book) -> dict[str, Record]:
    """Every measure of the book's own framework, as its newest version has it."""
    return {name: found for edition in book.own_editions for name, found in edition.measures.items()}


def _line(book: Book, organisation: str, span: Span, promise: Promise, measures: Mapping[str, Record]) -> Line:
    row, measure = promise.row, measures.get(promise.row.text("measure"))
    mine = [claim for claim in book.rows("deliveries") if claim.text("commitment") == promise.root
            and claim.text("reported_by") == organisation and claim.text("state") != "rejected"
            and _overlaps(claim, span)]
    last = last_claims(book.rows("deliveries"), span.start).get((promise.root, organisation))
    line = Line(
        key=_free_id(book, f"{promise.root}.{organisation}.{span.key}"), activity=row.text("activity"),
        measure=row.text("measure"), commitment=promise.root, promised=row.number("quantity"), due=row.day("due"),
        stage=row.text("person_stage"), last=last.number("quantity") if last else None,
        last_until=last.day("end") if last else None,
        said={"place": row.get("place"), **what_stays(last, measure.text("counting") if measure else "")})
    if not mine:
        return line
    if len(mine) > 1 or not _within(mine[0], span):
        return replace(line, said={}, stands="reported in other spans of time",
                       closed=told("reports about a part of this period, or a longer one, are there: they stay as they "
                                   "are"))
    return _with_claim(book, line, mine[0], span)


def _added(book: Book, organisation: str, span: Span, activities: Iterable[str]) -> Iterable[Line]:
    asked = set(activities)
    for claim in book.rows("deliveries"):
        mine = claim.text("reported_by") == organisation and not claim.text("commitment")
        if mine and claim.text("activity") in asked and claim.text("state") != "rejected" and _within(claim, span):
            line = Line(claim.key, claim.text("activity"), claim.text("measure"), stage=claim.text("stage"))
            yield _with_claim(book, line, claim, span)


def _with_claim(book: Book, line: Line, claim: Record, span: Span) -> Line:
    said = {name: claim.get(name) for name in SAYS}
    # A day that is the period's own is not said by the answer.
    said |= {name: None for name in ("start", "end") if claim.get(name) == getattr(span, name)}
    question = next((row.text("reason") for row in reversed([*book.rows("reviews")])
                     if row.text("delivery") == claim.key and claim.text("state") == "queried"), "")
    stands = _STANDS[claim.text("state")] + (f": {question}" if question else "")
    closed = told("it was checked, and stays as it is: tell whoever asks if it is wrong") if (
        claim.text("state") == "verified") else ""
    return replace(line, key=claim.key, said=said, stands=stands, closed=closed, answered=True)


def _overlaps(claim: Record, span: Span) -> bool:
    start, end = claim.day("start"), claim.day("end")
    return bool(start and end and start <= span.end and end >= span.start)


def _within(claim: Record, span: Span) -> bool:
    start, end = claim.day("start"), claim.day("end")
    return bool(start and end and span.start <= start and end <= span.end)


def _free_id(book: Book, wanted: str) -> str:
    known = book.by_id("deliveries")
    return next(name for number in range(1, len(known) + 2)
                if (name := wanted if number == 1 else f"{wanted}-{number}") not in known)
