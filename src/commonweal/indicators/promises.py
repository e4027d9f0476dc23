"""What the body pledges: its promises by state, its priorities, and the schemes it is accredited by."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from commonweal.basics.tables import Record
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure, chosen_rows, percent
from commonweal.ledger.tables import PROMISE_STATES

RULE = "promises"
_STATES = {"open": "open", "in-progress": "in progress", "met": "met", "part-met": "met in part", "not-met": "not met",
           "changed": "changed"}
# A pledge or priority of an earlier report that stands so is told of, and no longer among those of this one.
SETTLED = ("met", "part-met", "not-met", "changed")
_COMPLETE = {"owner": "an owner", "due": "a date", "test": "a test"}


def figures(facts: Facts) -> Iterator[Figure]:
    """Counts of rows of `promises`, `priorities` and `accreditations`. An action that stands in two areas is one action
    among the different actions; success statements are counted apart. Priorities carried from an earlier report are
    counted by themselves; those that are settled are not among the priorities of this report."""
    yield from _pledges(facts)
    yield from _priorities(facts)
    yield from _accreditations(facts)


def _pledges(facts: Facts) -> Iterator[Figure]:
    rows = facts.book.rows("promises")
    carried = [row for row in rows if row.text("carried_from")]
    for name, words, chosen in (("made", "Pledges in the body's own policy and report", rows),
                                ("carried", "Pledges carried from an earlier report", carried)):
        if chosen:
            yield _count(facts, name, words, chosen, None, "promises")
            yield from _by_state(facts, name, words, chosen, "promises")


def _priorities(facts: Facts) -> Iterator[Figure]:
    carried = [row for row in facts.book.rows("priorities") if row.text("carried_from")]
    if carried:
        words = "Priorities carried from an earlier report"
        yield _count(facts, "priorities.carried", words, carried, None, "priorities")
        yield from _by_state(facts, "priorities.carried", words, carried, "priorities")
    rows = [row for row in facts.book.rows("priorities") if not is_settled(row)]
    if not rows:
        return
    actions = [row for row in rows if row.text("kind") == "action"]
    different = [row for row in actions if not row.text("same_as")]
    success = [row for row in rows if row.text("kind") == "success"]
    areas = {row.text("area"): row for row in rows}
    yield _count(facts, "priorities.areas", "Priority areas", list(areas.values()), None, "priorities")
    yield _count(facts, "priorities.actions", "Actions listed in priority areas", actions, None, "priorities")
    yield _count(facts, "priorities.different", "Different actions", different, actions, "priorities")
    yield _count(facts, "priorities.success", "Statements of what success looks like", success, None, "priorities")
    yield from _by_state(facts, "priorities.different", "Different actions", different, "priorities")
    for column, words in _COMPLETE.items():
        having = [row for row in different if row.get(column) is not None]
        yield _count(facts, f"priorities.with-{column}", f"Different actions with {words}", having, different,
                     "priorities")


def is_settled(row: Record) -> bool:
    """Whether a pledge or priority came from an earlier report and what came of it is known."""
    return bool(row.text("carried_from")) and row.text("state") in SETTLED


def _accreditations(facts: Facts) -> Iterator[Figure]:
    rows = facts.book.rows("accreditations")
    if rows:
        aiming = [row for row in rows if row.text("aimed") and row.text("aimed") != row.text("held")]
        yield _count(facts, "accreditations.held", "Accreditations held", rows, None, "accreditations")
        yield _count(facts, "accreditations.aiming-higher", "Accreditations with a higher level aimed for", aiming,
                     rows, "accreditations")


def _by_state(facts: Facts, name: str, words: str, rows: Sequence[Record], table: str) -> Iterator[Figure]:
    for state in PROMISE_STATES:
        chosen = [row for row in rows if row.text("state") == state]
        if chosen:
            yield _count(facts, f"{name}.{state}", f"{words}: {_STATES[state]}", chosen, rows, table)


def _count(facts: Facts, name: str, title: str, rows: Sequence[Record], of: Sequence[Record] | None,
           table: str) -> Figure:
    count = Decimal(len(rows))
    base = None if of is None else Decimal(len(of))
    return Figure(
        id=f"{RULE}.{name}", title=title, value=count, unit=table, rule=RULE, place=facts.book.settings.place,
        period_kind="at-date", period_end=facts.as_of, numerator=None if base is None else count, denominator=base,
        selection={"table": table} | chosen_rows(rows, of),
        note="" if base is None or base == 0 else f"{count} of {base} ({percent(count, base)}%).")
