"""Many rows written together: worked out and checked while others write, then put in by batches, which is soon done."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from django.db import IntegrityError
from django.db.models import Max

from commonweal.basics.tables import Record
from commonweal.ledger.book import Book, Rows
from commonweal.web.people.models import Body
from commonweal.web.register.actions import ChangedMeanwhile, put_text
from commonweal.web.register.models import ROWS, Row, Text, attribute
from commonweal.web.register.reading import book, texts
from commonweal.web.register.references import activity_in
from commonweal.web.register.signals import written

_T = TypeVar("_T")
# So many rows are asked for, or written, at once.
_AT_ONCE = 500


def standing(body: Body, table: str, keys: Sequence[str]) -> dict[str, Row]:
    """The rows of a table that have one of these keys, by their keys."""
    return {row.key: row for some in _some(keys) for row in ROWS[table].objects.filter(body=body, key__in=some)}


def next_position(body: Body, table: str) -> int:
    """Where a new row stands: below all others."""
    last = ROWS[table].objects.filter(body=body).aggregate(last=Max("row_position"))["last"]
    return 0 if last is None else last + 1


@dataclass
class Rewriting:
    """Rows that are added, changed and taken out together, and texts beside them, in records that are `before`.

    A row that is changed says what it will say, with the version that it will have, and stands beside the record that
    it was. Of a text that goes there is None.
    """

    body: Body
    before: Book
    added: list[Row] = field(default_factory=list)
    changed: list[tuple[Record, Row]] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    texts: dict[str, bytes | None] = field(default_factory=dict)

    def change(self, row: Row, after: Record) -> None:
        """Have a row that stands say this."""
        before = row.to_record()
        row.take(after)
        row.row_version += 1
        self.changed.append((before, row))

    @contextmanager
    def after(self) -> Iterator[Book]:
        """The records as they will be, while the block looks at them. Refused if a text could not be read."""
        tables: dict[str, Rows] = dict(self.before.tables)
        gone = {(row.TABLE.name, row.key) for row in self.gone}
        instead = {(row.TABLE.name, row.key): row.to_record() for _, row in self.changed}
        for name in {name for name, _ in (*gone, *instead)}:
            tables[name] = [instead.get((name, row.key), row) for row in tables[name] if (name, row.key) not in gone]
        for name, rows in _by_table(self.added):
            tables[name] = [*tables[name], *(row.to_record() for row in rows)]
        with tempfile.TemporaryDirectory() as work:
            yield book(self.body, tables, self._with_texts(Path(work) / "texts") if self.texts else None)

    def _with_texts(self, folder: Path) -> Path:
        shutil.copytree(texts(self.body), folder)
        for path, content in self.texts.items():
            if content is None:
                (folder / path).unlink()
            else:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
        return folder

    def write(self, after: Book) -> None:
        """Write all of it, inside a writer, and tell once of each contract or project that it is about.

        Raises ChangedMeanwhile where a row is no longer the one that this was worked out from.
        """
        stood = [*(row.to_record() for row in self.gone), *(record for record, _ in self.changed)]
        self._hold()
        self._tell(self.before, stood)
        for name, rows in _by_table(self.gone):
            for some in _some(rows):
                ROWS[name].objects.filter(pk__in=[row.pk for row in some]).delete()
        self._change()
        for name, rows in _by_table(self.added):
            try:
                ROWS[name].objects.bulk_create(rows, batch_size=_AT_ONCE)
            except IntegrityError as error:  # Somebody else added the same key at the same moment.
                raise ChangedMeanwhile(None) from error
        for path, content in self.texts.items():
            if content is None:
                Text.objects.filter(body=self.body, path=path).delete()
            else:
                put_text(self.body, path, content)
        self._tell(after, (row.to_record() for row in (*self.added, *(row for _, row in self.changed))))
        written.send(sender=Body, body=self.body, record=None)

    def _hold(self) -> None:
        """Hold the rows that will change, and see that each is still in the version that was looked at."""
        versions = {(row.TABLE.name, row.pk): row.row_version for row in self.gone}
        versions |= {(row.TABLE.name, row.pk): row.row_version - 1 for _, row in self.changed}
        for name, rows in _by_table([*self.gone, *(row for _, row in self.changed)]):
            for some in _some(sorted(row.pk for row in rows)):
                held = ROWS[name].objects.select_for_update().filter(pk__in=some).order_by("pk")
                now = dict(held.values_list("pk", "row_version"))
                if any(now.get(pk) != versions[name, pk] for pk in some):
                    raise ChangedMeanwhile(None)

    def _change(self) -> None:
        differ: dict[str, set[str]] = {}
        for before, row in self.changed:
            after = row.to_record()
            differ.setdefault(row.TABLE.name, {"row_version", "row_changed"}).update(
                attribute(column) for column in row.TABLE.columns if before.get(column.name) != after.get(column.name))
        for name, rows in _by_table([row for _, row in self.changed]):
            # Written over the rows that stand there, which costs as little as adding them; bulk_update costs far more.
            for some in _some(rows):
                ROWS[name].objects.bulk_create(some, update_conflicts=True, unique_fields=["pk"],
                                               update_fields=sorted(differ[name]))

    def _tell(self, records: Book, rows: Iterable[Record]) -> None:
        about = {(row.table.name, activity): row for row in rows if (activity := activity_in(records, row))}
        for row in about.values():
            written.send(sender=Body, body=self.body, record=row)


def _some(listed: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start:start + _AT_ONCE]


def _by_table(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Rows by their table, which they stand together in."""
    for name, found in groupby(rows, key=lambda row: row.TABLE.name):
        yield name, list(found)
