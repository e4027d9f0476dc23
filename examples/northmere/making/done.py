"""What became of each promise: deliveries, quarter by quarter or month by month.

Chance only spreads the particulars over time; the share that was done, what came late and what failed are theirs.
"""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from particulars.places import PLACES
from particulars.words import A, P

from making.promises import first_row

Row = dict[str, str]

FIRST, AS_OF = date(2023, 4, 1), date(2025, 3, 31)
LEVELS = {"jobs-local", "green-space"}
KEPT_OR_NOT = {"living-wage", "carbon-plan"}
RATES = {"paid-on-time", "disabled-starters-share"}
# The smallest step in which a measure is reported; people and things come whole.
STEPS = {
    "volunteering-hours": "0.5", "career-hours": "0.5", "resident-hours": "0.5", "advice-hours": "0.25",
    "carbon-saved": "0.125", "waste-diverted": "0.05", "life-satisfaction-points": "0.1", "green-space": "0.1",
    "cash-given": "5", "in-kind-given": "10", "local-spend": "0.01", "local-sme-spend": "0.01", "vcse-spend": "0.01",
    "match-funding": "100", "car-miles-avoided": "10",
}
SHARED_WITH_SUBCONTRACTORS = {"apprenticeship-weeks", "waste-diverted", "volunteering-hours"}
CONFIRMED = {"career-hours", "students-reached", "cash-given", "in-kind-given", "devices-given", "volunteering-hours"}
# Chances in a hundred of verified, submitted, queried, rejected, draft: the older the claim, the more of it is settled.
SETTLED = (
    (date(2024, 3, 31), (85, 8, 2, 5, 0)),
    (date(2024, 9, 30), (75, 17, 5, 3, 0)),
    (date(2024, 12, 31), (63, 28, 6, 3, 0)),
    (date(2025, 3, 31), (38, 50, 6, 1, 5)),
)
STATES = ("verified", "submitted", "queried", "rejected", "draft")
DISTRICTS = [place[0] for place in PLACES if place[2] == "council"]
NEIGHBOURHOODS = {name: [place[0] for place in PLACES if place[3] == name] for name in DISTRICTS}


# Those who keep up claim ahead of what falls due, because some of what they claim is questioned or refused.
AHEAD, KEEPS_UP = Decimal("1.35"), Decimal("0.85")
# Activities whose totals were worked by hand keep the pace they had.
BY_HAND = {"staff-volunteering", "street-lights", "career-mentors", "hallowick-road", "street-trees", "tram-signals",
           "payroll-system", "warm-terraces", "community-lenders", "laptops-to-schools"}


class Chance:
    """A row of chances that is the same for the same promise on every machine."""

    def __init__(self, seed: str) -> None:
        self._draw = random.Random(f"northmere {seed}").random

    def percent(self) -> int:
        """A whole number from 0 to 99."""
        return int(self._draw() * 100)

    def of(self, choices: list[str]) -> str:
        """One of several."""
        return choices[int(self._draw() * len(choices))]


def delivery_rows(activity: A, promise: P) -> list[Row]:
    """All deliveries that answer one promise, in the order of their days."""
    if promise.stage != "committed":
        return []
    chance = Chance(first_row(activity, promise))
    if promise.fixed:
        return [_fixed(activity, promise, chance, *row) for row in promise.fixed]
    if promise.parts:
        return [row for part in promise.parts for row in _milestone(activity, promise, chance, part)]
    rows: list[Row] = []
    running = Decimal(0)
    spans = _spans(activity, promise)[promise.late:]
    for number, (start, end) in enumerate(spans):
        quantity, parts = _quantity(activity, promise, chance, start, end, number)
        state = _state(chance, end)
        if promise.to_date:
            running += quantity
            quantity, state = running, "verified" if end < AS_OF else "submitted"
        if quantity == 0 and promise.measure not in KEPT_OR_NOT:
            continue
        row = _row(activity, promise, chance, start, end, quantity, state) | parts
        rows += _with_subcontractor(activity, promise, row, quantity, number)
    return rows


def _spans(activity: A, promise: P) -> list[tuple[date, date]]:
    """The quarters (or months) in which the promise could be worked on, cut to the activity's own days."""
    first = max(FIRST, _day(promise.start or activity.start))
    last = min(AS_OF, _day(activity.end), max(_day(promise.due or activity.end), first))
    spans = []
    months = 1 if promise.monthly else 3
    start = FIRST
    while start <= last:
        month = start.month - 1 + months
        after = date(start.year + month // 12, month % 12 + 1, 1)
        end = after - timedelta(days=1)
        if end >= first and min(end, last) >= max(start, first):
            spans.append((max(start, first), min(end, last)))
        start = after
    return spans


def _quantity(activity: A, promise: P, chance: Chance, start: date, end: date, number: int) -> tuple[Decimal, Row]:
    pace, promised = Decimal(promise.pace), Decimal(promise.quantity)
    if pace >= KEEPS_UP and activity.id not in BY_HAND and promise.measure not in RATES | {"trees-planted", "jobs-lost"}:
        pace *= AHEAD
    for when, changed, _, _ in promise.changes:
        if _day(when) <= start:
            promised = Decimal(changed)
    if promise.measure in KEPT_OR_NOT:
        return Decimal(1 if pace > 0 else 0), {}
    if promise.measure in RATES:
        base = promise.base[0] + promise.base[1] * chance.percent() // 100
        share = promised * pace * (85 + Decimal(chance.percent()) * 3 / 10) / 10000
        part = min(base, int(base * share + Decimal("0.5")))
        return _percent(part, base), {"numerator": str(part), "denominator": str(base)}
    if promise.measure in LEVELS:
        level = promised * pace * min(Decimal(1), Decimal(4 + 2 * number) / 10)
        return _step(promise.measure, level), {}
    days = (_day(promise.due or activity.end) - _day(promise.start or activity.start)).days + 1
    mean = promised * pace * ((end - start).days + 1) / days
    # Between three fifths and six fifths: on the whole a tenth slips, as it does everywhere.
    return _step(promise.measure, mean * (60 + 60 * Decimal(chance.percent()) / 100) / 100, chance), {}


def _milestone(activity: A, promise: P, chance: Chance, part: tuple[str, str, str, str, int]) -> list[Row]:
    due, quantity, title, done, late = part
    end = _quarter_end(_day(due))
    for _ in range(late):
        end = _quarter_end(end + timedelta(days=1))
    if Decimal(done) == 0 or end > AS_OF:
        return []
    start = max(_quarter_start(end), _day(activity.start))
    end = min(end, _day(activity.end))
    amount = _step(promise.measure, Decimal(quantity) * Decimal(done))
    return [_row(activity, promise, chance, start, end, amount, _state(chance, end)) | {"note": f"{title}."}]


def _fixed(activity: A, promise: P, chance: Chance, start: str, end: str, quantity: str, state: str) -> Row:
    parts: Row = {}
    if "/" in quantity:
        part, base = quantity.split("/")
        quantity, parts = str(_percent(int(part), int(base))), {"numerator": part, "denominator": base}
    row = _row(activity, promise, chance, _day(start), _day(end), Decimal(quantity), state)
    return row | parts | {"place": promise.place or activity.place, "fixed": "yes"}


def _row(activity: A, promise: P, chance: Chance, start: date, end: date, quantity: Decimal, state: str) -> Row:
    name = f"{end.year}-{end.month:02}" if promise.monthly else f"{end.year}-q{(end.month + 2) // 3}"
    place = promise.place or activity.place
    if promise.measure not in LEVELS | KEPT_OR_NOT | RATES and not promise.to_date:
        if not place:
            place = chance.of([*DISTRICTS, "", ""])
        if place in NEIGHBOURHOODS and chance.percent() < 30:
            place = chance.of(NEIGHBOURHOODS[place])
    confirmed = activity.receiver and state == "verified" and promise.measure in CONFIRMED
    return {
        "id": f"{first_row(activity, promise)}.{name}", "activity": activity.id, "commitment": first_row(activity, promise),
        "measure": promise.measure, "quantity": _plain(quantity), "bound": "exact",
        "start": start.isoformat(), "end": end.isoformat(), "period_kind": "quarter",
        "basis": "to-date" if promise.to_date else "increment", "state": state,
        "confirmed_by": activity.receiver if confirmed and chance.percent() < 65 else "",
        "reported_by": reporter(activity),
        "reported_on": (end + timedelta(days=9 + chance.percent() * 29 // 100)).isoformat(),
        "place": place, "stage": promise.person_stage or "not-applicable",
    }


def reporter(activity: A) -> str:
    """The organisation that reports for an activity: the prime or recipient, else the authority itself."""
    for wanted in ("prime", "recipient") if activity.kind in ("contract", "grant", "investment") else ("prime",):
        for party in activity.parties:
            if party.split()[1] == wanted:
                return party.split()[0]
    return "nca"


def _with_subcontractor(activity: A, promise: P, row: Row, quantity: Decimal, number: int) -> list[Row]:
    """Every other quarter a subcontractor reports a third of the work in a line of its own."""
    below = [party.split()[0] for party in activity.parties if party.split()[1] == "subcontractor"]
    if not below or promise.measure not in SHARED_WITH_SUBCONTRACTORS or promise.to_date or number % 2:
        return [row]
    third = _step(promise.measure, quantity / 3)
    if third == 0 or third >= quantity:
        return [row]
    body = below[number // 2 % len(below)]
    return [row | {"quantity": _plain(quantity - third)},
            row | {"id": f"{row['id']}.{body}", "quantity": _plain(third), "reported_by": body}]


def _state(chance: Chance, end: date) -> str:
    throw = chance.percent()
    odds = next(odds for until, odds in SETTLED if end <= until)
    for state, share in zip(STATES, odds, strict=True):
        if throw < share:
            return state
        throw -= share
    raise AssertionError("the chances add up to a hundred")


def _step(measure: str, amount: Decimal, chance: Chance | None = None) -> Decimal:
    """To the step in which the measure is reported; whole people are rounded up or down by chance."""
    step = Decimal(STEPS.get(measure, "1"))
    lift = Decimal(chance.percent()) / 100 if chance and measure not in STEPS else Decimal("0.5")
    return Decimal(int(amount / step + lift)) * step


def _percent(part: int, base: int) -> Decimal:
    return (Decimal(100 * part) / base).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _plain(quantity: Decimal) -> str:
    text = format(quantity, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _quarter_end(day: date) -> date:
    start = _quarter_start(day)
    month = start.month + 2
    return date(start.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
