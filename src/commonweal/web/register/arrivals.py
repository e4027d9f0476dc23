"""What a file brings is written as one event, and taken back as one: each writer is whole or nothing."""

import base64
import hashlib
import json
from typing import Any

from django.utils.translation import gettext

from commonweal.basics.findings import Finding, Refused
from commonweal.basics.tables import Record, read_value, write_value
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.pairs import FILE as PAIRS_FILE
from commonweal.exchange.written import with_editions
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.audit.models import Apart, Event
from commonweal.web.people.models import Body
from commonweal.web.register.actions import changed, merged, put, put_text
from commonweal.web.register.models import ROWS, Import, Text
from commonweal.web.register.reading import book, settings_of
from commonweal.web.register.signals import written
from commonweal.web.register.weighing import new_errors


@writes
def bring_in(actor: Actor, found: Import, arrival: Arrival) -> None:
    """Write all that a file brings, as one event. What stood there before is kept with the import.

    Raises Refused, and writes nothing, where the records would have something to fix that they have not now.
    """
    body, before = found.body, book(found.body)
    apart: dict[str, str] = {}
    rows = [_bring_row(body, arrival, row, apart) for listed in arrival.rows.values() for row in listed]
    texts = _bring_texts(body, arrival)
    kept = {"rows": [row for row in rows if row], "texts": [text for text in texts if text["path"] != PAIRS_FILE]}
    found.names = [text for text in texts if text["path"] == PAIRS_FILE]
    _refuse(new_errors(before, book(body)), f"{found.name} was not brought in")
    found.before, found.state = json.dumps(kept, ensure_ascii=False), Import.State.IN
    found.save(update_fields=["before", "names", "state"])
    written.send(sender=Body, body=body, record=None)
    record(actor, Change("bring in a file", "imports", str(found.pk), after={
        "file": found.name, "sha256": found.sha256, "rows": str(len(kept["rows"])), "texts": str(len(texts)),
        "what stood there before": hashlib.sha256(found.before.encode()).hexdigest()},
        apart=apart))


def _bring_row(body: Body, arrival: Arrival, row: Record, apart: dict[str, str]) -> dict[str, Any] | None:
    """Put one row of a file in; returns what is needed to take it back, or nothing where nothing changes.

    What stood in erasable columns goes into `apart`, as any event that changes a row names it.
    """
    now = ROWS[row.table.name].objects.filter(body=body, key=row.key).first()
    earlier = now.to_record() if now else None
    if earlier:
        row = Record(row.table, dict(arrival.over(earlier, row)))
        if dict(row.values) == dict(earlier.values):
            return None
    written_row, _ = put(body, row, now.row_version if now else 0)
    said = {column: write_value(earlier.get(column.name)) for column in row.table.columns} if earlier else {}
    apart |= {_apart(row.table.name, row.key, column.name): text
              for column, text in said.items() if column.erasable and text}
    return {"table": row.table.name, "key": row.key, "version": written_row.row_version,
            "before": {column.name: text for column, text in said.items() if not column.erasable} or None}


def _apart(table: str, key: str, column: str) -> str:
    return f"{table}/{key}.before.{column}"


def _bring_texts(body: Body, arrival: Arrival) -> list[dict[str, Any]]:
    wanted = {f"editions/{path}": text for path, text in arrival.editions.items()} | dict(arrival.files)
    if new := arrival.versions_to_list(settings_of(body).editions):
        settings_text = bytes(Text.objects.get(body=body, path="book.toml").content).decode("utf-8-sig")
        wanted["book.toml"] = with_editions(settings_text, new)
    kept = []
    for path, text in wanted.items():
        before = Text.objects.filter(body=body, path=path).first()
        if before and bytes(before.content) == text.encode():
            continue
        kept.append({"path": path, "sha256": hashlib.sha256(text.encode()).hexdigest(),
                     "before": base64.b64encode(bytes(before.content)).decode() if before else None})
        put_text(body, path, text.encode())
    return kept


@writes
def take_back(actor: Actor, found: Import) -> None:
    """Take an import back: every row and text that it wrote is as it was before. One event, which holds each row.

    Raises Refused, and writes nothing, where one of them was changed since, or others stand on it.
    """
    body, before, kept = found.body, book(found.body), json.loads(found.before)
    changes, apart = list[Change](), _stood_apart(found)
    for said in kept["rows"]:
        row = ROWS[said["table"]].objects.select_for_update().filter(body=body, key=said["key"]).first()
        if row is None or row.row_version != said["version"]:
            raise Refused(gettext("%(table)s, '%(key)s': it was changed since %(name)s came in, so nothing was taken "
                                  "back.") % {"table": said["table"], "key": said["key"], "name": found.name})
        now, then = row.to_record(), None
        if said["before"] is None:
            row.delete()
        else:
            stood = {column.name: apart.get(_apart(row.TABLE.name, now.key, column.name)) or column.erased or ""
                     for column in row.TABLE.columns if column.erasable} | said["before"]
            then = Record(row.TABLE, {name: read_value(stood[name], row.TABLE.column(name))
                                      for name in row.TABLE.names})
            row.take(then)
            row.row_version += 1
            row.save()
        changes.append(changed(row.TABLE, "take back", now.key, now, then))
    for said in kept["texts"] + found.names:
        text = Text.objects.filter(body=body, path=said["path"]).first()
        if text is None or text.sha256 != said["sha256"]:
            raise Refused(gettext("%(path)s was changed since %(name)s came in, so nothing was taken back.") % {
                "path": said["path"], "name": found.name})
        if said["before"] is None:
            text.delete()
        else:
            put_text(body, said["path"], base64.b64decode(said["before"]))
    _refuse(new_errors(before, book(body)), f"{found.name} was not taken back, because other rows stand on it")
    found.state = Import.State.TAKEN_BACK
    found.save(update_fields=["state"])
    written.send(sender=Body, body=body, record=None)
    record(actor, merged("take a file back", "imports", str(found.pk), changes,
                         {"file": found.name, "sha256": found.sha256}))


def _stood_apart(found: Import) -> dict[str, str]:
    """What stood in erasable columns before a file was brought in, as far as it was not erased since."""
    events = Event.objects.filter(body=found.body.slug, table="imports", key=str(found.pk)).values("number")
    return dict(Apart.objects.filter(event__in=events).values_list("name", "value"))


def _refuse(errors: list[Finding], what: str) -> None:
    if errors:
        raise Refused(gettext("%(what)s: the records would have %(errors)s to fix that they have not now.") % {
            "what": what, "errors": len(errors)}, errors)
