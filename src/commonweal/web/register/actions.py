"""Everything that writes records. Each writer is whole or nothing and records one event."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from django.db.models import F, Max
from django.utils.translation import gettext

from commonweal.basics.csv_files import write_rows
from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, Table, write_value
from commonweal.exchange.pairs import FILE as PAIRS_FILE
from commonweal.ledger.book import Book
from commonweal.ledger.checked import check_book
from commonweal.ledger.tables import BOOK_TABLES, CALENDAR
from commonweal.web.audit.actions import Actor, Change, once, record, writes
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS, Row, Text
from commonweal.web.register.reading import has_records, records, settings_of, texts
from commonweal.web.register.signals import written

_FOLDERS = ("stories", "sections", "editions")


def take_in(actor: Actor, body: Body, folder: Path) -> dict[str, int]:
    """Bring a whole book in, for a body that holds none. Refused, with every finding, if it has errors.

    Returns how many rows each table has now.
    """
    return take_in_checked(actor, body, folder, check_book(folder).book)


@writes
def take_in_checked(actor: Actor, body: Body, folder: Path, taken: Book) -> dict[str, int]:
    """Bring in the book of a folder that was checked already, while others could go on writing."""
    if has_records(body):
        raise Refused(gettext("%(name)s has records already. Take them out and start a new body, or bring in single "
                              "files.") % {"name": body.name})
    counts = {}
    for table in BOOK_TABLES:
        rows = [row_of(body, row, at) for at, row in enumerate(taken.rows(table.name))]
        ROWS[table.name].objects.bulk_create(rows, batch_size=500)
        counts[table.name] = len(rows)
    kept_texts = list(_texts_of(body, folder, taken.settings.maps.boundaries))
    Text.objects.bulk_create(kept_texts, batch_size=50)
    written.send(sender=Body, body=body, record=None)
    record(actor, Change("take in all records", after={
        **{name: str(count) for name, count in counts.items() if count},
        **{text.path: text.sha256 for text in kept_texts}}))
    return counts


def row_of(body: Body, found: Record, row_position: int) -> Row:
    """A new row that holds a record."""
    row = ROWS[found.table.name](body=body, row_position=row_position)
    row.take(found)
    return row


def _texts_of(body: Body, folder: Path, boundaries: str) -> Iterable[Text]:
    """The settings, stories, chapters, framework versions, column maps and answers about suppliers; nothing else of
    its folder.
    """
    files = [folder / "book.toml", folder / PAIRS_FILE]
    files += [path for name in _FOLDERS for path in sorted((folder / name).rglob("*"))]
    files += sorted((folder / "maps").glob("*.toml"))
    files += [folder / boundaries] if boundaries else []
    for path in files:
        if path.is_file() and not path.name.startswith("."):
            content = path.read_bytes()
            yield Text(body=body, path=path.relative_to(folder).as_posix(), content=content,
                       sha256=hashlib.sha256(content).hexdigest())


def take_out(body: Body, folder: Path) -> int:
    """Write all records of a body into an empty folder, as a book that reads back equal. Returns how many files."""
    source, delimiter = texts(body), settings_of(body).delimiter
    files = 0
    for path in sorted(source.rglob("*")):
        if path.is_file():
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
            files += 1
    for table in BOOK_TABLES:
        rows = records(body, table.name)
        if rows:
            text = write_rows(table.names, ([write_value(row.values[name]) for name in table.names] for row in rows),
                              delimiter)
            (folder / f"{table.name}.csv").write_bytes(text.encode())
            files += 1
    return files


class ChangedMeanwhile(Exception):
    """Somebody else changed the row since the form was opened; `now` is what it says now, and `version` its version."""

    def __init__(self, now: Record | None, version: int = 0) -> None:
        super().__init__(gettext("Somebody else changed this meanwhile."))
        self.now, self.version = now, version


@writes
def write_row(actor: Actor, body: Body, found: Record, version: int, reason: str = "", token: str = "") -> Row:
    """Write one row: a new one (version 0), or in the place of the one that has this version.

    Raises ChangedMeanwhile where the row is not as the writer saw it, and PostedBefore where a form with this token
    was sent before; then it writes nothing.
    """
    once(actor, token, found.table.name, found.key)
    row, before = put(body, found, version)
    record(actor, changed(found.table, "write" if before else "add", found.key, before, found, reason))
    return row


@writes
def take_away(actor: Actor, body: Body, table: str, key: str, version: int, reason: str) -> None:
    """Take one row out of the records. What stood in it stays in the audit trail, with the reason.

    Raises ChangedMeanwhile where the row is not as the person saw it, and Refused where another room cannot do without
    it.
    """
    row = ROWS[table].objects.select_for_update().filter(body=body, key=key).first()
    if row is None or row.row_version != version:
        raise _met(row)
    before = row.to_record()
    written.send(sender=Body, body=body, record=before)
    row.delete()
    record(actor, changed(before.table, "take away", key, before, None, reason))


@writes
def write_text(actor: Actor, body: Body, path: str, content: bytes, version: int, more: Mapping[str, bytes],
               arrived: Mapping[str, str] = MappingProxyType({})) -> None:
    """Write a story, a chapter or the settings: a new one (version 0), or in the place of the one with this version.

    `more` holds files that belong to it, such as its picture; `arrived` the fingerprint of a picture as it came, where
    the camera's notes were taken out. What the text said before and says now is kept apart in the event, because it
    tells of people. Raises ChangedMeanwhile where it is not as the writer saw it.
    """
    now = Text.objects.select_for_update().filter(body=body, path=path).first()
    if (now.version if now else 0) != version:
        raise ChangedMeanwhile(None, now.version if now else 0)
    before = bytes(now.content).decode(errors="replace") if now else ""
    for name, said in {**more, path: content}.items():
        put_text(body, name, said)
    written.send(sender=Body, body=body, record=None)
    record(actor, Change("write" if now else "add", "texts", path, {"sha256": now.sha256 if now else ""},
                         {name: hashlib.sha256(said).hexdigest() for name, said in {**more, path: content}.items()}
                         | dict(arrived),
                         {"before": before, "after": content.decode(errors="replace")}))


def put_text(body: Body, path: str, content: bytes) -> None:
    """Put a text where it belongs. For writers to share."""
    said = {"content": content, "sha256": hashlib.sha256(content).hexdigest()}
    text, made = Text.objects.get_or_create(body=body, path=path, defaults=said)
    if not made:
        Text.objects.filter(pk=text.pk).update(**said, version=F("version") + 1)


def put(body: Body, found: Record, version: int) -> tuple[Row, Record | None]:
    """Put a record where it belongs and return the row and what stood there before. For writers to share."""
    model = ROWS[found.table.name]
    row = model.objects.select_for_update().filter(body=body, key=found.key).first()
    if (row.row_version if row else 0) != version:
        raise _met(row)
    written.send(sender=Body, body=body, record=found)
    if row is None:
        last = model.objects.filter(body=body).aggregate(last=Max("row_position"))["last"]
        row = row_of(body, found, 0 if last is None else last + 1)
        row.save(force_insert=True)
        return row, None
    before = row.to_record()
    row.take(found)
    row.row_version += 1
    row.save(force_update=True)
    return row, before


def _met(row: Row | None) -> ChangedMeanwhile:
    return ChangedMeanwhile(row.to_record(), row.row_version) if row else ChangedMeanwhile(None)


def changed(table: Table, what: str, key: str, before: Record | None, after: Record | None, reason: str = "") -> Change:
    """The event of a row that was written: the columns that differ, erasable ones and the reason kept apart."""
    said: dict[str, dict[str, str]] = {"before": {}, "after": {}, "apart": {}}
    for column in table.columns:
        old, new = (write_value(row.get(column.name)) if row else "" for row in (before, after))
        if old == new:
            continue
        if column.erasable:
            # Of a row that is gone nothing stands anywhere after.
            said["apart"] |= {f"before.{column.name}": old} | ({f"after.{column.name}": new} if after else {})
        else:
            said["before"][column.name], said["after"][column.name] = old, new
    apart = said["apart"] | ({"reason": reason} if reason else {})
    return Change(what, table.name, key, said["before"], said["after"], apart)


def merged(what: str, table: str, key: str, changes: Iterable[Change], after: Mapping[str, str] | None = None,
           apart: Mapping[str, str] | None = None) -> Change:
    """One event of several rows that were written: each column is named with its row."""
    said: dict[str, dict[str, str]] = {"before": {}, "after": {}, "apart": {}}
    for change in changes:
        for part in said:
            said[part] |= {f"{change.table}/{change.key}.{name}": value
                           for name, value in getattr(change, part).items()}
    return Change(what, table, key, said["before"], said["after"] | dict(after or {}),
                  said["apart"] | dict(apart or {}))


def note_step(body: Body, period: str, step: str, done: date | None) -> Change:
    """Write into the reporting calendar on which day a step was done, or that it no longer is: a part of an event."""
    key = f"{period}/{step}"
    row = ROWS["calendar"].objects.filter(body=body, key=key).first()
    before = row.to_record() if row else None
    after = Record(CALENDAR, (dict(before.values) if before else dict.fromkeys(CALENDAR.names)) | {
        "period": period, "step": step, "done": done})
    put(body, after, row.row_version if row else 0)
    return changed(CALENDAR, step, key, before, after)
