"""Who wrote a claim: nobody checks what they wrote themselves, whichever way it came into the records."""

import json
from typing import Any

from commonweal.web.audit.models import Event
from commonweal.web.people.models import Body
from commonweal.web.register.models import Import
from commonweal.web.returns.models import Answer, Sending

_ADDS, _TAKES_ALL_IN = "add", "take in all records"
# Events that name a claim and did not write it, such as a decision, are not among these.
_WRITES: dict[str, Any] = {"table": "deliveries", "what__in": (_ADDS, "write")}
_ANSWERS: dict[str, Any] = {"table": "answers"}
_ANSWERS_MANY: dict[str, Any] = {"table": "returns", "what__in": ("fill in from a workbook", "nothing to report")}
_IMPORTS: dict[str, Any] = {"table": "imports"}


def makers(body: Body, claim: str) -> set[str]:
    """The people who wrote, sent or brought in a claim, also for others, by their keys.

    What the site loaded by itself was written by nobody.
    """
    events = Event.objects.filter(body=body.slug)
    answers = list(Answer.objects.filter(returned__body=body, claim=claim).values(
        "key", "saved_by", "returned", "returned__key"))
    sent = Sending.objects.filter(returned__in=[answer["returned"] for answer in answers])
    brought = _brought(body, claim)
    # Each by its index: asked in one breath, a database goes through all events of the body.
    first, *others = [events.filter(**of, key__in=keys).values_list("what", "person") for of, keys in (
        (_WRITES, [claim]), (_ANSWERS, [answer["key"] for answer in answers]),
        (_ANSWERS_MANY, [answer["returned__key"] for answer in answers]),
        (_IMPORTS, [str(found.pk) for found, _ in brought]))]
    wrote = list(first.union(*others, all=True))
    people = {*(answer["saved_by"] for answer in answers), *sent.values_list("person", flat=True),
              *(found.person for found, _ in brought), *(person for _, person in wrote)}
    came_alone = answers or any(what == _ADDS for what, _ in wrote) or any(row["before"] is None for _, row in brought)
    if not came_alone:
        # It came with all the records at once; that event names none of their rows.
        people |= set(events.filter(table="", key="", what=_TAKES_ALL_IN).values_list("person", flat=True))
    return people - {""}


def _brought(body: Body, claim: str) -> list[tuple[Import, dict[str, Any]]]:
    """The files that wrote a claim and were not taken back, each with the row that it keeps of it."""
    # As JSON writes it: of many thousand rows only those of the right files are read.
    named = json.dumps({"table": "deliveries", "key": claim}, ensure_ascii=False)[:-1]
    found = Import.objects.filter(body=body, state=Import.State.IN, said__contains='"deliveries"',
                                  before__contains=named)
    rows = ((one, row) for one in found for row in json.loads(one.before).get("rows", ()))
    return [(one, row) for one, row in rows if (row["table"], row["key"]) == ("deliveries", claim)]
