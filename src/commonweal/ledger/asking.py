"""Who is asked what about a span of time: the promises in force, those who deliver them, what they said last.

And what an answer may say, whether it is typed on a page or in a workbook.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonweal.basics.tables import Record, Value
from commonweal.ledger.chains import in_force, roots
from commonweal.ledger.tables import DELIVERIES

# The parts of an organisation in a contract or project that make it one of those who deliver it.
DELIVERS = ("prime", "subcontractor", "partner", "employer", "host")
# Measures whose number stays true until it changes: it is filled in from last time, and where there is nothing to
# report of it, nothing is written. What adds up over time is not: last quarter's hours sent again would count twice.
LASTING = ("stock", "yes-no", "rate")
# What an answer says; each is a column of the claim that it becomes.
SAYS = ("quantity", "numerator", "denominator", "basis", "place", "start", "end", "event", "event_share", "note")
# Letters of a note that is printed beside a number.
LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Promise:
    """A promise in force: the id of the first row of its chain, and the row that holds now."""

    root: str
    row: Record


def promises_in(commitments: Iterable[Record], start: date, end: date) -> dict[str, list[Promise]]:
    """The promises in force in a span, by contract or project, in the order of the rows."""
    rows = list(commitments)
    root_of = roots(rows)
    found: dict[str, list[Promise]] = defaultdict(list)
    for row in in_force(rows, end):
        first, due = row.day("start"), row.day("due")
        counted = row.text("stage") == "committed" and row.get("part_of") is None and row.get("alternative_to") is None
        if counted and first and due and first <= end and due >= start:
            found[row.text("activity")].append(Promise(root_of[row.key], row))
    return found


def deliverers(parties: Iterable[Record], start: date, end: date) -> dict[str, list[str]]:
    """The organisations that are asked about each contract or project; subcontractors only by invitation."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in parties:
        asked = row.text("part") in DELIVERS and row.text("part") != "subcontractor"
        there = (row.day("from") or start) <= end and (row.day("to") or end) >= start
        if asked and there and row.text("organisation") not in found[row.text("activity")]:
            found[row.text("activity")].append(row.text("organisation"))
    return found


def last_claims(deliveries: Iterable[Record], before: date) -> dict[tuple[str, str], Record]:
    """The newest claim before a day of each promise and reporter that was sent in and not turned down."""
    found: dict[tuple[str, str], Record] = {}
    for row in deliveries:
        key = row.text("commitment"), row.text("reported_by")
        end = row.day("end")
        if end and end < before and row.text("commitment") and row.text("state") not in ("draft", "rejected") and (
                key not in found or (found[key].day("end") or before) < end):
            found[key] = row
    return found


def what_stays(last: Record | None, counting: str) -> dict[str, Value]:
    """What a new answer has from the last one: how it is counted and where; and the number, where it lasts."""
    if last is None:
        return {}
    numbers = ("quantity", "numerator", "denominator") if counting in LASTING else ()
    return {name: last.get(name) for name in ("basis", "place", *numbers)}


def faults_of_answer(said: Mapping[str, Value], counting: str, negative: bool, start: date,
                     end: date) -> Iterator[tuple[str, str]]:
    """What is wrong with an answer about a span: the name of each rule that it breaks, with the column it is about.

    `said` holds the columns of deliveries that an answer fills, and `nothing`: whether there is nothing to report.
    """
    quantity, part, whole = (_number(said, name) for name in ("quantity", "numerator", "denominator"))
    if quantity is not None and quantity < 0 and not negative:
        yield "below-zero", "quantity"
    if quantity is not None and counting == "yes-no" and quantity not in (0, 1):
        yield "not-yes-or-no", "quantity"
    if said.get("nothing") and quantity:
        yield "nothing-and-number", "nothing"
    if part is not None and whole is not None and part > whole:
        yield "part-over-whole", "numerator"
    first, last = said.get("start"), said.get("end")
    for name, day in (("start", first), ("end", last)):
        if isinstance(day, date) and not start <= day <= end:
            yield "outside-period", name
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield "ends-before-start", "end"
    only = {"rate": ("numerator", "denominator"), "flow": ("event", "event_share"), "once": ("event", "event_share"),
            "stock": ("event", "event_share")}.get(counting, ())
    for name in ("numerator", "denominator", "event", "event_share"):
        if said.get(name) is not None and name not in only:
            yield "not-for-this", name
    if said.get("basis") == "to-date" and counting not in ("flow", "once"):
        yield "not-for-this", "basis"
    if len(str(said.get("note") or "")) > LONGEST_NOTE:
        yield "too-long", "note"
    if bool(said.get("event")) != (said.get("event_share") is not None):
        yield "event-without-share", "event" if not said.get("event") else "event_share"


def claim_of_answer(said: Mapping[str, Value], before: Record | None, facts: Mapping[str, Value]) -> Record:
    """The claim that an answer becomes, sent in; what was known of it besides stays as it was.

    `facts` holds what is not the answer's to say: id, activity, commitment, measure, the span asked about, who reports.
    """
    blank: dict[str, Value] = {**dict.fromkeys(DELIVERIES.names), "bound": "exact", "counts": True}
    answer = {name: said.get(name) for name in SAYS}
    if said.get("nothing"):
        answer |= {"quantity": Decimal(0), "basis": "increment", "numerator": None, "denominator": None,
                   "event": None, "event_share": None}
    return Record(DELIVERIES, {
        **(before.values if before else blank), **answer, **facts,
        "start": answer["start"] or facts["start"], "end": answer["end"] or facts["end"],
        "basis": answer["basis"] or "increment", "note": answer["note"] or None, "state": "submitted",
        "confirmed_by": None})


def _number(said: Mapping[str, Value], name: str) -> Decimal | None:
    value = said.get(name)
    return value if isinstance(value, Decimal) else None
