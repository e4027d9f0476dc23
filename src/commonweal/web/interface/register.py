"""Operations on the register: the same rows, forms, checks and writer as the pages."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Header, Query
from pydantic import BaseModel, Field, create_model

from commonweal.basics.findings import Finding
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import PostedBefore
from commonweal.web.interface.keys import Key, sent_before, word_for
from commonweal.web.interface.operations import operation
from commonweal.web.interface.paging import After, ChangedPage, Limit, ask_next_from, by_change
from commonweal.web.interface.problems import Fault, Problem, fault_of_finding, faults_of_form
from commonweal.web.interface.shapes import ID, Moment, Sent, row_shape, row_values, said, sent_shape, typed
from commonweal.web.people.access import Visit
from commonweal.web.people.roles import May
from commonweal.web.register.actions import ChangedMeanwhile, write_row
from commonweal.web.register.forms import RowForm
from commonweal.web.register.models import ROWS, Row
from commonweal.web.register.particulars import MENDABLE, PARTICULARS
from commonweal.web.register.promises import PromiseForm, why_no_change
from commonweal.web.register.reading import measures_in_force, record
from commonweal.web.register.references import activity_behind

# The tables that programs read, and those of them that they write; each with the name of its shape.
READ: Mapping[str, str] = {
    "activities": "ContractOrProject", "organisations": "Organisation", "parties": "TakesPart",
    "commitments": "Promise", "milestones": "Milestone", "deliveries": "WhatWasDone", "remedies": "ActionOnLate"}
WRITTEN = tuple(table for table in READ if table in PARTICULARS)

Match = Annotated[str, Header(alias="If-Match", pattern=r'^"[0-9]{1,9}"$', description=(
    "The version that was read, in quotation marks, as the header ETag gave it. Where somebody else wrote since, the "
    "answer is 409 with what it says now."))]
ActivityId = Annotated[str | None, Query(pattern=ID, max_length=200, description=(
    "Only those of this contract or project."))]
Since = Annotated[Moment | None, Query(description="Only rows that were written at this moment or later.")]


def version_of(match: str) -> int:
    """The version in a header If-Match."""
    return int(match.strip('"'))


def _within(table: str, visit: Visit, activity: str | None) -> QuerySet:
    """The rows of a table within the visitor's reach; of one contract or project, where that is asked for."""
    found = ROWS[table].objects.filter(body=visit.body)
    for chosen in ([activity] if activity else None, visit.reach(May.READ_REGISTER)):
        if chosen is None:
            continue
        if table == "activities":
            found = found.filter(key__in=chosen)
        elif table == "milestones":
            promised = ROWS["commitments"].objects.filter(body=visit.body, activity__in=chosen)
            found = found.filter(commitment__in=promised.values("key"))
        elif table == "organisations":
            taking_part = ROWS["parties"].objects.filter(body=visit.body, activity__in=chosen)
            found = found.filter(key__in=taking_part.values("organisation"))
        else:
            found = found.filter(activity__in=chosen)
    return found


def _row(visit: Visit, table: str, key: str) -> Row:
    found = ROWS[table].objects.filter(body=visit.body, key=key).first()
    if found is None:  # Such as where the same request comes once more, and what came of it was taken away since.
        raise Problem("not-found", f"{key} was taken away.")
    return found


def _address(table: str) -> str:
    """The address of one row; a key that has several parts parts them by a stroke."""
    part = "{path:row}" if len(BY_NAME[table].key_columns) > 1 else "{row}"
    return f"{{slug:body}}/{table}/{part}"


def _reading(table: str, shape: type[BaseModel]) -> None:
    """The operations that read a table."""
    many = PARTICULARS[table].many.lower() if table in PARTICULARS else "what was done"
    whole = table == "organisations"

    def listed(request: HttpRequest, body: str, after: After = None, limit: Limit = 50,
               changed_since: Since = None, activity: ActivityId = None) -> Any:
        rows = _within(table, request.visit, activity)
        if changed_since:
            rows = rows.filter(row_changed__gte=changed_since)
        cut = by_change(rows, after, limit)
        return {"items": [row_values(row) for row in cut.rows], "next": cut.next, "ask_next_from": ask_next_from()}

    def one(request: HttpRequest, body: str, row: str, response: HttpResponse) -> Any:
        found = _row(request.visit, table, row)
        response["ETag"] = f'"{found.row_version}"'
        return row_values(found)

    listed.__doc__ = f"List: {many}.\n\nIn the order in which they were written last, a page at a time."
    one.__doc__ = f"Read one: {many}.\n\nThe header ETag holds its version."
    operation("GET", f"{{slug:body}}/{table}", f"list-{table}", scope="read-register", needs=May.READ_REGISTER,
              answers=ChangedPage[shape], filtered=not whole)(listed)
    operation("GET", _address(table), f"read-{table}", scope="read-register",
              needs=May.READ_REGISTER, answers=shape, table=table, versioned=True)(one)


def _writing(table: str, shape: type[BaseModel], name: str) -> None:
    """The operations that write a table."""
    asked = PARTICULARS[table].asked + (("measure", "follows") if table == "commitments" else ())
    new = sent_shape(BY_NAME[table], f"{name}Sent", asked)
    changed = create_model(f"{name}Changed", __base__=new, __doc__=new.__doc__, change_reason=(
        str | None, Field(default=None, max_length=2_000, description=(
            "Why it is changed, for colleagues who look at the history. Do not name people."))))
    written = create_model(
        f"{name}Written", __doc__="What was written, and what there is to check about it.", row=(shape, ...),
        to_check=(list[Fault], Field(description="What the checks say of it: nothing that stopped it.")))
    one, own = PARTICULARS[table].one, PARTICULARS[table].own

    def add_own(request: HttpRequest, body: str, activity: str, said: new, response: HttpResponse,
                key: Key = None) -> Any:
        return _added(request, table, activity, said, response, key)

    def add_whole(request: HttpRequest, body: str, said: new, response: HttpResponse, key: Key = None) -> Any:
        return _added(request, table, "", said, response, key)

    def change(request: HttpRequest, body: str, row: str, said: changed, match: Match, response: HttpResponse,
               key: Key = None) -> Any:
        found = _row(request.visit, table, row)
        now = found.to_record()
        data = _form_data(table, said, version_of(match), word_for(request, f"change-{table} {row}", key, said))
        form = RowForm(table, request.visit.body, data, now=now, version=found.row_version,
                       only=MENDABLE if table == "commitments" else None,
                       activity=activity_behind(request.visit.body, now))
        return _write(request, form, said, response)

    add = add_own if own else add_whole
    add.__doc__ = (f"Add: {one}.\n\nThe checks of the records are asked first, and what they find wrong stops it. Its "
                   "id is made here; the header Location holds its address.")
    change.__doc__ = f"Change: {one}.\n\nThe whole row as it shall be: what is left out becomes blank."
    if table == "commitments":
        add.__doc__ += (" A promise is never changed: what is agreed anew is another row, which names in `follows` the "
                        "one that it takes over from.")
        change.__doc__ += " Of a promise only what was written about it: " + ", ".join(MENDABLE) + "."
    route = f"{{slug:body}}/activities/{{activity}}/{table}" if own else f"{{slug:body}}/{table}"
    shared = {"scope": "write-register", "needs": May.WRITE_REGISTER, "answers": written, "versioned": True}
    operation("POST", route, f"add-{table}", status=201, **shared)(add)
    operation("PUT", _address(table), f"change-{table}", table=table, **shared)(change)


def _form_data(table: str, sent: Sent, version: int, token: str) -> dict[str, Any]:
    """What was sent, as a browser would send the form."""
    values = sent.model_dump()
    return typed(map(BY_NAME[table].column, PARTICULARS[table].asked), values) | {
        "row_version": str(version), "form_token": token, "change_reason": values.get("change_reason") or ""}


def _added(request: HttpRequest, table: str, activity: str, sent: Sent, response: HttpResponse,
           key: str | None) -> Any:
    visit = request.visit
    data = _form_data(table, sent, 0, word_for(request, f"add-{table} {activity}", key, sent))
    if table == "commitments" and not sent_before(request, data["form_token"]):
        form = _promise(visit, activity, sent, data)
    else:
        given = {"activity": activity} if activity and "activity" in ROWS[table].TABLE.names else {}
        form = RowForm(table, visit.body, data, given=given, activity=activity)
    answer = _write(request, form, sent, response)
    response["Location"] = f"/api/v1/{visit.body.slug}/{table}/{answer['row']['key']}"
    return answer


def _promise(visit: Visit, activity: str, sent: Any, data: dict[str, Any]) -> PromiseForm:
    """The form of a new promise, or of what follows one of the same contract or project."""
    follows = record(visit.body, "commitments", sent.follows) if sent.follows else None
    if sent.follows and (follows is None or follows.text("activity") != activity):
        raise _unfit("follows", "There is no such promise in this contract or project.", "Send the key of one.")
    if follows and (why_not := why_no_change(visit.body, follows)):
        raise _unfit("follows", why_not)
    _, offered = measures_in_force(visit.body, visit.body.today())
    measure = next((found for found in offered if found.key == sent.measure), None)
    if measure is None and not (follows and follows.text("measure") == sent.measure):
        raise _unfit("measure", "Your framework has no such measure now.", "Send the id of one that it has.")
    return PromiseForm(visit.body, data, activity, measure, follows=follows)


def _unfit(where: str, what: str, mend: str = "") -> Problem:
    return Problem("does-not-fit", errors=[Fault(code="FORM", where=where, what=what, mend=mend)])


def _write(request: HttpRequest, form: RowForm, sent: Sent, response: HttpResponse) -> Any:
    """Write what a form read, as its page does."""
    visit, table = request.visit, form.table.name
    before = sent_before(request, form.data["form_token"])
    if before:
        return _told(visit, table, before, response)
    faults = [*_not_asked(form, sent), *([] if form.is_valid() else faults_of_form(form))]
    if faults or form.record is None:
        raise Problem("does-not-fit", errors=faults)
    key = form.record.key
    try:
        write_row(visit.actor(May.WRITE_REGISTER), visit.body, form.record, form.cleaned_data["row_version"] or 0,
                  form.cleaned_data.get("change_reason", ""), form.cleaned_data["form_token"])
    except PostedBefore as posted:  # By the same request, at the same moment.
        key = posted.key
    except ChangedMeanwhile as changed:
        raise _met(visit, table, key, changed) from changed
    return _told(visit, table, key, response, form.weighed.advice)


def _told(visit: Visit, table: str, key: str, response: HttpResponse, advice: Iterable[Finding] = ()) -> Any:
    row = _row(visit, table, key)
    response["ETag"] = f'"{row.row_version}"'
    return {"row": row_values(row), "to_check": [fault_of_finding(found) for found in advice]}


def _met(visit: Visit, table: str, key: str, changed: ChangedMeanwhile) -> Problem:
    """Somebody else was quicker: with what the row says now."""
    if changed.now is None:
        return Problem("changed-meanwhile", "It was taken away.")
    return Problem("changed-meanwhile", now=SHAPES[table](**row_values(_row(visit, table, key))),
                   headers={"ETag": f'"{changed.version}"'})


def _not_asked(form: RowForm, sent: Sent) -> list[Fault]:
    """What was sent and is neither asked for nor so already: nothing is dropped in silence."""
    known: Mapping[str, Any] = {**(dict(form.now.values) if form.now else {}), **form.given}
    return [Fault(code="FORM", where=name, what="This cannot be said here.",
                  mend="Leave it out, or send what the row says already.")
            for name, value in sent.model_dump().items()
            if value not in (None, []) and name not in form.fields and name != "change_reason"
            and said(known.get(name)) != value]


SHAPES: Mapping[str, type[BaseModel]] = {table: row_shape(BY_NAME[table], name) for table, name in READ.items()}
for _table, _shape in SHAPES.items():
    _reading(_table, _shape)
for _table in WRITTEN:
    _writing(_table, SHAPES[_table], READ[_table])
