"""From answers to claims: what sending a return writes into the register, and the file of it."""

import hashlib
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from commonweal.basics.csv_files import for_people, write_rows
from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, write_value
from commonweal.ledger.asking import LASTING, SAYS, claim_of_answer
from commonweal.ledger.lifecycle import DELIVERIES as LIFE
from commonweal.ledger.lifecycle import NEW, why_not_move
from commonweal.web.returns.tasklist import Sheet, Task

_COLUMNS = ("reference", "organisation", "measure", "measure_title", "unit", "promised", "quantity", "basis", "start",
            "end", "place", "numerator", "denominator", "event", "event_share", "stage", "note", "said")


def way_to_submitted(state: str | None, who: str) -> None:
    """Go from a claim's state to sent in, step by step as its lifecycle allows. Refused where a step is not allowed."""
    steps = {None: (NEW, "draft", "submitted"), "draft": ("draft", "submitted"),
             "submitted": ("submitted", "draft", "submitted"), "queried": ("queried", "submitted")}
    path = steps.get(state, (state or NEW, "submitted"))
    for before, after in pairwise(path):
        why_not = why_not_move(LIFE, before, after, "supplier" if (before, after) == ("submitted", "draft") else who)
        if why_not:
            raise Refused(why_not)


def claim_key(task: Task) -> str:
    """The id of the claim that an answer becomes: the answer's own, and a further one after one that was refused."""
    answer = task.answer
    if task.claim is None or task.claim.text("state") != "rejected":
        return answer.claim or answer.key
    tail = answer.claim.removeprefix(answer.key).removeprefix("-")
    return f"{answer.key}-{int(tail or 1) + 1}"


def writes_a_claim(task: Task) -> bool:
    """Whether an answer becomes a line of the register: a level that was not measured is not a level of nought."""
    return not task.answer.nothing or task.counting not in LASTING


def claim_of(sheet: Sheet, task: Task, key: str, reported: date) -> Record:
    """The claim that an answer becomes; what was known of it besides stays as it was."""
    answer = task.answer
    said = {name: getattr(answer, name) for name in (*SAYS, "nothing")}
    before = task.claim if task.claim and task.claim.key == key else None
    return claim_of_answer(said, before, {
        "id": key, "activity": sheet.returned.activity, "commitment": answer.commitment or None,
        "measure": answer.measure, "start": sheet.days[0], "end": sheet.days[1],
        "period_kind": sheet.round.period_kind, "reported_by": sheet.returned.organisation, "reported_on": reported,
        "stage": answer.stage, "source": f"Return {sheet.returned.key}"})


def file_of(lines: Iterable[tuple[Sheet, Task]]) -> tuple[bytes, str, int]:
    """The file of what is sent: every answer a row, also those that say nothing; its fingerprint, and its rows."""
    rows = [[str(write_value(value)) for value in _row(sheet, task)] for sheet, task in lines]
    content = for_people(write_rows(_COLUMNS, rows))
    return content, hashlib.sha256(content).hexdigest(), len(rows)


def _row(sheet: Sheet, task: Task) -> Iterable[object]:
    answer = task.answer
    said = "nothing to report" if answer.nothing else "answered" if answer.quantity is not None else "not answered"
    yield from (answer.key, sheet.organisation, answer.measure, task.title, task.unit, bool(answer.commitment))
    for name in ("quantity", "basis", "start", "end", "place", "numerator", "denominator", "event", "event_share"):
        yield getattr(answer, name)
    yield from (answer.stage, answer.note, said)
