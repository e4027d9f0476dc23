"""Trying what a file brings on a body's records: rows that the checks or a lock refuse are refused one by one.

The receipt is that of the command line, where the same checks are asked about the same rows in a folder.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from commonweal.basics.columns import Columns
from commonweal.basics.findings import Finding, Severity, by_severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.exchange.arrival import SETTINGS, Arrival
from commonweal.exchange.sifting import sift
from commonweal.exchange.written import texts_beside
from commonweal.ledger.book import Book, Rows, read_book
from commonweal.ledger.checked import all_findings
from commonweal.web.people.models import Body
from commonweal.web.register.locks import CLAIMS, HELD, Lock
from commonweal.web.register.models import Text
from commonweal.web.register.weighing import new_in
from commonweal.web.register.whole_tables import unreadable


def sifted(body: Body, before: Book, arrival: Arrival) -> Arrival:
    """The arrival without the rows that would bring a new error into a body's records, or that a lock holds."""
    known = _errors(before.folder, before.tables)

    def errors_with(fewer: Arrival) -> list[Finding]:
        merged = {name: _merged(before.columns(name), before.by_id(name), fewer, rows)
                  for name, rows in fewer.rows.items() if rows}
        wrong = [fault for name, rows in fewer.rows.items() if rows
                 for fault in unreadable(Columns.of(rows[0].table, rows))]
        if not wrong:
            with _texts_with(before, fewer) as folder:
                wrong = new_in(known, _errors(folder, {**before.tables, **merged}))
        return [*wrong, *_held(body, before, fewer)]

    return sift(arrival, errors_with)


def marks(body: Body, before: Book, arrival: Arrival) -> dict[str, str]:
    """A mark of each row and text that the arrival would change: what stands there now, and what would then."""
    found: dict[str, str] = {}
    for name, rows in arrival.rows.items():
        known = before.by_id(name)
        for row in rows:
            earlier = known[row.key].values if row.key in known else {}
            after = dict(arrival.over(known[row.key], row)) if earlier else dict(row.values)
            if dict(earlier) != after:
                found[f"{name}, '{row.key}'"] = _mark(*map(str, earlier.values()), "then", *map(str, after.values()))
        for key in arrival.gone.get(name, ()):
            found[f"{name}, '{key}'"] = _mark(*map(str, known[key].values.values()), "then")
    said = dict(Text.objects.filter(body=body).values_list("path", "sha256"))
    return found | {path: said.get(path, "") for path, text in _texts(before, arrival).items()
                    if said.get(path) != hashlib.sha256(text.encode()).hexdigest()}


def _mark(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _errors(folder: Path, tables: Mapping[str, Rows]) -> list[Finding]:
    return by_severity(all_findings(read_book(folder, tables))[0], Severity.ERROR)


def _merged(before: Columns, known: Mapping[str, Record], arrival: Arrival, rows: tuple[Record, ...]) -> Columns:
    """A table with the arrival's rows in it: changed ones where they stand, new ones at the end, some taken out."""
    table, number = rows[0].table, len(before)
    added = Columns.of(table, [Record(table, dict(arrival.over(known[row.key], row)), known[row.key].row)
                               if row.key in known else row for row in rows])
    order = [*range(number)]
    places = {key: place for place, key in enumerate(before.keys())}
    for at, key in enumerate(added.keys(), number):
        if key in places:
            order[places[key]] = at
        else:
            order.append(at)
    if gone := {places[key] for key in arrival.gone.get(table.name, ())}:
        order = [at for place, at in enumerate(order) if place not in gone]
    both = {name: added.column(name).after(before.column(name)) for name in table.names}
    return Columns(table, both, [*before.rows, *added.rows]).taken(order)


def _texts(before: Book, arrival: Arrival) -> dict[str, str]:
    settings = (before.folder / SETTINGS).read_bytes().decode("utf-8-sig")
    return texts_beside(arrival, before.settings.editions, settings)


@contextmanager
def _texts_with(before: Book, arrival: Arrival) -> Iterator[Path]:
    """A folder of the texts with those of the arrival among them."""
    texts = _texts(before, arrival)
    if not texts:
        yield before.folder
        return
    with tempfile.TemporaryDirectory(prefix="commonweal-") as place:
        folder = Path(shutil.copytree(before.folder, Path(place) / before.folder.name))
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode())
        yield folder


def _held(body: Body, before: Book, arrival: Arrival) -> Iterator[Finding]:
    """What a lock holds of the rows that the arrival would add or change."""
    locks = [*Lock.objects.filter(body=body)]
    for name in sorted(HELD & arrival.rows.keys()) if locks else ():
        known = before.by_id(name)
        for row in arrival.rows[name]:
            earlier = known.get(row.key)
            after = Record(row.table, dict(arrival.over(earlier, row))) if earlier else row
            if earlier and dict(earlier.values) == dict(after.values):
                continue
            claims = [each if name == CLAIMS else before.by_id(CLAIMS).get(each.text("delivery"))
                      for each in (after, earlier) if each]
            spans = [(claim.get("start"), claim.get("end")) for claim in claims if claim]
            if lock := next((lock for lock in locks if any(lock.holds(*span) for span in spans)), None):
                yield Finding("ROW-LOCKED", Severity.ERROR, told(
                    "{label} is approved and locked, so nothing that was done in it can be added or changed.",
                    label=lock.label), told(
                    "Leave the row out; or have a social value officer open {label} again, with a reason, and bring "
                    "the file again.", label=lock.label), f"{name}.csv", subject=row.key)
