"""The reporting year: which step is done, on time or late, and which promises of the year before want an answer."""

from dataclasses import dataclass
from datetime import date

from commonweal.basics.tables import Record
from commonweal.web.people.models import Body
from commonweal.web.register.reading import records, settings_of

# How a step stands, in the words that people see.
DONE, DONE_LATE, LATE, AHEAD, NO_DAY = "Done on time", "Done late", "Late", "To come", "No day set"


@dataclass(frozen=True)
class Step:
    """One step of a reporting year: when it was due, when it was done, and how it stands today."""

    period: str
    step: str
    due: date | None
    done: date | None
    stands: str


def steps(body: Body) -> list[Step]:
    """The steps of the newest reporting period that the calendar has, in their order."""
    rows = records(body, "calendar")
    newest = settings_of(body).period.id
    return [_step(row, body.today()) for row in rows if row.text("period") == newest]


def _step(row: Record, today: date) -> Step:
    due, done = row.day("due"), row.day("done")
    if done:
        stands = DONE if due is None or done <= due else DONE_LATE
    else:
        stands = NO_DAY if due is None else LATE if due < today else AHEAD
    return Step(row.text("period"), row.text("step"), due, done, stands)


def unanswered(body: Body) -> list[Record]:
    """What the body pledged and nobody has said yet what became of it, the most pressing first."""
    open_ones = [row for row in records(body, "promises") if row.text("state") in ("open", "in-progress")]
    return sorted(open_ones, key=lambda row: (row.day("due") or date.max, row.key))
