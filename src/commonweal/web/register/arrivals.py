"""What a file brings is written as one event, and taken back as one: each is whole or nothing.

What is to be written is worked out and checked while others go on writing; they wait only while it is written.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, Table, read_value, write_value
from commonweal.exchange.arrival import SETTINGS, Arrival
from commonweal.exchange.pairs import FILE as PAIRS_FILE
from commonweal.exchange.written import texts_beside
from commonweal.ledger.book import Book
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.audit.models import Apart, Event
from commonweal.web.audit.reading import last_event
from commonweal.web.register.actions import ChangedMeanwhile, row_of
from commonweal.web.register.models import Import, Text
from commonweal.web.register.reading import book, settings_of
from commonweal.web.register.rewriting import Rewriting, next_position, standing
from commonweal.web.register.weighing import new_errors

# So many times a step is worked out anew because others wrote meanwhile; then it is done while they wait.
_TIMES_ANEW = 3


def bring_in(actor: Actor, found: Import, arrival: Arrival, *, known: int | None = None) -> None:
    """Write all that a file brings, as one event. What stood there before is kept with the import.

    Raises Refused, and writes nothing, where the records would have something to fix that they have not now; and
    ChangedMeanwhile where the last event of the body is no longer the `known` one, if one is given.
    """
    if known is None:
        return _written(actor, found, lambda: _incoming(found, arrival))
    step = _incoming(found, arrival)
    return _write(actor, found, lambda: step, known)


def take_back(actor: Actor, found: Import) -> None:
    """Take an import back: every row and text that it wrote is as it was before. What stood there is kept with it.

    Raises Refused, and writes nothing, where one of them was changed since, or others stand on it.
    """
    _written(actor, found, lambda: _outgoing(found))


@dataclass
class _Step:
    """What an import comes to, or taking one back: all that is written, the event, and what the import says then."""

    rewriting: Rewriting
    after: Book
    change: Change
    said: dict[str, Any]


def _written(actor: Actor, found: Import, work_out: Callable[[], _Step]) -> None:
    """Work a step out and check it while others write, and write it at once; anew where others wrote meanwhile."""
    for _ in range(_TIMES_ANEW):
        known = last_event(found.body)
        step = work_out()
        try:
            return _write(actor, found, lambda step=step: step, known)
        except ChangedMeanwhile:
            continue
    # Others write all the time: now they wait.
    return _write(actor, found, work_out)


@writes
def _write(actor: Actor, found: Import, work_out: Callable[[], _Step], known: int | None = None) -> None:
    step = work_out()
    if known is not None and last_event(found.body) != known:
        raise ChangedMeanwhile(None)
    step.rewriting.write(step.after)
    for name, said in step.said.items():
        setattr(found, name, said)
    found.save(update_fields=[*step.said])
    record(actor, step.change)


def _checked(rewriting: Rewriting, what: str) -> Book:
    """The records as they will be. Raises Refused where they would have something to fix that they have not now."""
    with rewriting.after() as after:
        if errors := new_errors(rewriting.before, after):
            raise Refused(gettext("%(what)s: the records would have %(errors)s to fix that they have not now.") % {
                "what": what, "errors": len(errors)}, errors)
        return after


def _incoming(found: Import, arrival: Arrival) -> _Step:
    """All that a file writes, worked out."""
    body, apart = found.body, dict[str, str]()
    rewriting = Rewriting(body, book(body))
    rows = [said for table, listed in arrival.rows.items() for said in _bring(rewriting, arrival, table, listed, apart)]
    texts = _bring_texts(rewriting, arrival)
    before = as_kept({"rows": rows, "texts": [text for text in texts if text["path"] != PAIRS_FILE]})
    change = _event("bring in a file", found, rewriting, rows, before, apart)
    return _Step(rewriting, _checked(rewriting, f"{found.name} was not brought in"), change,
                 {"before": before, "names": [text for text in texts if text["path"] == PAIRS_FILE],
                  "state": Import.State.IN})


def _bring(rewriting: Rewriting, arrival: Arrival, table: str, listed: Iterable[Record],
           apart: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Put the rows of a table in; gives for each what is needed to take it back, and nothing where nothing changes.

    What stood in erasable columns goes into `apart`, as any event that changes a row names it.
    """
    body, rows = rewriting.body, {row.key: row for row in listed}
    there, place = standing(body, table, [*rows]), next_position(body, table)
    for key, goes in standing(body, table, [*arrival.gone.get(table, ())]).items():
        rewriting.gone.append(goes)
        yield {"table": table, "key": key, "at": goes.row_position, "before": _before(goes.to_record(), apart)}
    for key, row in rows.items():
        now = there.get(key)
        if now is None:
            rewriting.added.append(row_of(body, row, place))
            place += 1
            yield {"table": table, "key": key, "version": 1, "before": None}
            continue
        earlier = now.to_record()
        values = dict(arrival.over(earlier, row))
        if values == dict(earlier.values):
            continue
        rewriting.change(now, Record(row.table, values))
        yield {"table": table, "key": key, "version": now.row_version, "before": _before(earlier, apart)}


def _before(earlier: Record, apart: dict[str, str]) -> dict[str, str]:
    """What stands in a row before a file changes it or takes it out; what stands in erasable columns goes `apart`."""
    table = earlier.table
    said = {column: write_value(earlier.get(column.name)) for column in table.columns}
    apart |= {_apart(table.name, earlier.key, column.name): text
              for column, text in said.items() if column.erasable and text}
    return {column.name: text for column, text in said.items() if not column.erasable}


def _apart(table: str, key: str, column: str) -> str:
    return f"{table}/{key}.before.{column}"


def _bring_texts(rewriting: Rewriting, arrival: Arrival) -> list[dict[str, Any]]:
    body = rewriting.body
    settings = bytes(Text.objects.get(body=body, path=SETTINGS).content).decode("utf-8-sig")
    kept = []
    for path, text in texts_beside(arrival, settings_of(body).editions, settings).items():
        before = Text.objects.filter(body=body, path=path).first()
        if before and bytes(before.content) == text.encode():
            continue
        kept.append({"path": path, "sha256": hashlib.sha256(text.encode()).hexdigest(),
                     "before": base64.b64encode(bytes(before.content)).decode() if before else None})
        rewriting.texts[path] = text.encode()
    return kept


def _outgoing(found: Import) -> _Step:
    """All that taking a file back writes, worked out."""
    body, kept = found.body, json.loads(found.before)
    rewriting, apart = Rewriting(body, book(body)), _stood_apart(found)
    stood, goes_apart = list[dict[str, Any]](), dict[str, str]()
    for table, listed in groupby(kept["rows"], key=itemgetter("table")):
        rows = {said["key"]: said for said in listed}
        there = standing(body, table, [*rows])
        for key, said in rows.items():
            row = there.get(key)
            # What the file took out has no version: nothing stands there.
            if (row.row_version if row else None) != said.get("version"):
                raise Refused(gettext("%(table)s, '%(key)s': it was changed since %(name)s came in, so nothing was "
                                      "taken back.") % {"table": table, "key": key, "name": found.name})
            now, then = row.to_record() if row else None, _then(BY_NAME[table], key, said["before"], apart)
            if row is None and then:
                rewriting.added.append(row_of(body, then, said["at"]))
            elif row and then:
                rewriting.change(row, then)
            elif row:
                rewriting.gone.append(row)
            stood.append({"table": table, "key": key, "before": _before(now, goes_apart) if now else None})
    for said in kept["texts"] + found.names:
        text = Text.objects.filter(body=body, path=said["path"]).first()
        if text is None or text.sha256 != said["sha256"]:
            raise Refused(gettext("%(path)s was changed since %(name)s came in, so nothing was taken back.") % {
                "path": said["path"], "name": found.name})
        rewriting.texts[said["path"]] = None if said["before"] is None else base64.b64decode(said["before"])
    after = _checked(rewriting, f"{found.name} was not taken back, because other rows stand on it")
    change = _event("take a file back", found, rewriting, stood, as_kept({"rows": stood}), goes_apart)
    said = json.dumps(json.loads(found.said) | {"stood": {"rows": stood}}, ensure_ascii=False)
    return _Step(rewriting, after, change, {"said": said, "state": Import.State.TAKEN_BACK})


def as_kept(stood: Mapping[str, Any]) -> str:
    """What stood somewhere before, as its fingerprint in the trail is made of it."""
    return json.dumps(stood, ensure_ascii=False)


def _event(what: str, found: Import, rewriting: Rewriting, rows: Sequence[object], stood: str,
           apart: Mapping[str, str]) -> Change:
    """The event of a file: how much it wrote, and the fingerprint of what stood there before, which may be long."""
    return Change(what, "imports", str(found.pk), after={
        "file": found.name, "sha256": found.sha256, "rows": str(len(rows)), "texts": str(len(rewriting.texts)),
        "what stood there before": hashlib.sha256(stood.encode()).hexdigest()}, apart=apart)


def _then(table: Table, key: str, said: Mapping[str, str] | None, apart: Mapping[str, str]) -> Record | None:
    """What stood in the place of a row before a file came in; None where nothing did."""
    if said is None:
        return None
    stood = {column.name: apart.get(_apart(table.name, key, column.name)) or column.erased or ""
             for column in table.columns if column.erasable} | dict(said)
    return Record(table, {name: read_value(stood[name], table.column(name)) for name in table.names})


def _stood_apart(found: Import) -> dict[str, str]:
    """What stood in erasable columns before a file was brought in, as far as it was not erased since."""
    events = Event.objects.filter(body=found.body.slug, table="imports", key=str(found.pk)).values("number")
    return dict(Apart.objects.filter(event__in=events).values_list("name", "value"))
