"""The records as they stood at an earlier moment: what stands now, with every event since then taken back.

The audit trail holds what stood in a row before and after each write, so it is walked from its end to that moment.
What stood where a file was brought in or taken back is kept with the file, and the trail holds its fingerprint.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, Table, read_value, write_value
from commonweal.report.words import in_words
from commonweal.web.audit.models import Apart, Event
from commonweal.web.people.models import Body
from commonweal.web.register.arrivals import as_kept
from commonweal.web.register.models import ROWS, Import, attribute
from commonweal.web.register.reading import records

# A row as text, by column; None where there was no such row.
Said = dict[str, str] | None
_ALL_TAKEN_IN, _BROUGHT, _TAKEN_BACK = "take in all records", "bring in a file", "take a file back"
_AT_ONCE = 5_000


@dataclass(frozen=True)
class _Step:
    """What one event wrote into one row. `whole` says that `before` is the row, and not only what differs."""

    table: str
    key: str
    before: Said
    after: Mapping[str, str]
    whole: bool = False


class Earlier:
    """A body's records as they stood at the end of a day, by the body's clocks. Refused for a day that is to come.

    `doubts` are rows that now say something else than the trail says was written last: their history is not whole.
    """

    def __init__(self, body: Body, on: date) -> None:
        self.body, self.doubts = body, list[str]()
        if _begins(on) > timezone.now():
            raise Refused(gettext(
                "%(day)s is still to come: name today or an earlier day.") % {"day": in_words(on)})
        since = Event.objects.filter(body=body.slug, at__gte=_begins(on + timedelta(days=1)))
        events = list(since.order_by("-number").values("number", "what", "table", "key", "before", "after"))
        apart = _stood_apart(since)
        # Before all records were taken in there were none.
        self._nothing = any(event["what"] == _ALL_TAKEN_IN for event in events)
        steps = [] if self._nothing else [step for event in events
                                             for step in _steps(body, event, apart.get(event["number"], {}))]
        self._then: dict[str, dict[str, Said]] = {}
        for table in ROWS:
            self._then[table] = _as_they_are(body, table, {step.key for step in steps if step.table == table})
        for step in steps:
            self._take_back(step)

    def rows(self, table: str, **chosen: Collection[str]) -> list[Record]:
        """The rows of a table that had one of these ids in each column named; all of them where none is named."""
        if self._nothing:
            return []
        model, then = ROWS[table], self._then[table]
        asked = {f"{attribute(model.TABLE.column(name))}__in": list(keys) for name, keys in chosen.items()}
        found = [row for row in records(self.body, table, **asked) if row.key not in then]
        found += [row for said in then.values() if said is not None and (row := _record(model.TABLE, said))
                  and all(row.text(name) in keys for name, keys in chosen.items())]
        return sorted(found, key=lambda row: row.key)

    def _take_back(self, step: _Step) -> None:
        table, rows = ROWS[step.table].TABLE, self._then[step.table]
        now = rows.get(step.key) or dict.fromkeys(table.names, "")
        if any(now[name] != said for name, said in step.after.items() if name in table.names):
            self.doubts.append(f"{step.table}, {step.key}")
        if step.whole:
            # What was erased since is blank.
            rows[step.key] = None if step.before is None else dict.fromkeys(table.names, "") | step.before
            return
        before = now | {name: said for name, said in (step.before or {}).items() if name in table.names}
        # A row that had no key was not there.
        rows[step.key] = before if all(before[name] for name in table.key_columns) else None


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _as_they_are(body: Body, table: str, keys: Collection[str]) -> dict[str, Said]:
    found: dict[str, Said] = dict.fromkeys(keys)
    listed = sorted(keys)
    for start in range(0, len(listed), _AT_ONCE):
        for row in records(body, table, key__in=listed[start:start + _AT_ONCE]):
            found[row.key] = {name: write_value(row.get(name)) for name in row.table.names}
    return found


def _record(table: Table, said: Mapping[str, str]) -> Record:
    return Record(table, {name: read_value(text, table.column(name)) if (text := said[name]) else None
                          for name in table.names})


def _stood_apart(events: QuerySet[Event]) -> dict[int, dict[str, str]]:
    """What stood in erasable columns before each event, as far as it was not erased; named as in the event itself."""
    found: dict[int, dict[str, str]] = {}
    kept = Apart.objects.filter(event__in=events.values("number"), name__contains="before.")
    for number, name, text in kept.values_list("event", "name", "value"):
        row, _, column = name.rpartition("before.")
        found.setdefault(number, {})[row + column] = text
    return found


def _steps(body: Body, event: Mapping[str, Any], apart: Mapping[str, str]) -> Iterator[_Step]:
    """What an event wrote into rows, the last first."""
    if event["table"] == "imports" and event["what"] in (_BROUGHT, _TAKEN_BACK):
        yield from _of_a_file(body, event, apart)
        return
    before, after = json.loads(event["before"]) | apart, json.loads(event["after"])
    rows: dict[tuple[str, str], tuple[dict[str, str], dict[str, str]]] = {}
    for said, side in ((before, 0), (after, 1)):
        for name, text in said.items():
            # An event of several rows names each column with its row: deliveries/repairs.1.state
            row, _, column = name.rpartition(".")
            table, _, key = row.partition("/")
            if not row:
                table, key = event["table"], event["key"]
            if table in ROWS and column in ROWS[table].TABLE.names:
                rows.setdefault((table, key), ({}, {}))[side][column] = text
    for (table, key), (stood, stands) in reversed(rows.items()):
        yield _Step(table, key, stood, _public(table, stands))


def _of_a_file(body: Body, event: Mapping[str, Any], apart: Mapping[str, str]) -> Iterator[_Step]:
    """What a file wrote into rows when it was brought in, or when it was taken back: what stood there is kept with it.
    """
    found = Import.objects.filter(body=body, pk=int(event["key"])).first()
    kept = "" if found is None else found.before if event["what"] == _BROUGHT else as_kept(
        json.loads(found.said).get("stood", {}))
    if hashlib.sha256(kept.encode()).hexdigest() != json.loads(event["after"])["what stood there before"]:
        raise Refused(gettext(
            "What stood there before file %(key)s was brought in is gone or was changed, so nothing earlier can be "
            "rebuilt.") % {"key": event["key"]})
    stood: dict[str, dict[str, str]] = {}
    for name, text in apart.items():
        row, _, column = name.rpartition(".")
        stood.setdefault(row, {})[column] = text
    for said in reversed(json.loads(kept)["rows"]):
        before = None if said["before"] is None else said["before"] | stood.get(f"{said['table']}/{said['key']}", {})
        yield _Step(said["table"], said["key"], before, {}, whole=True)


def _public(table: str, said: Mapping[str, str]) -> dict[str, str]:
    """The columns that stand in the trail itself: erasable ones stand apart, and may have been erased."""
    return {name: text for name, text in said.items() if not ROWS[table].TABLE.column(name).erasable}
