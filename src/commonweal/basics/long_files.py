"""A CSV file of very many rows that stays on disk: read anew each time its rows are gone through, never held whole.

It is read to its end once, so that every fault is known; after that its rows come one at a time.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commonweal.basics.csv_files import TableRead, read_table, records_of_lines
from commonweal.basics.findings import Finding
from commonweal.basics.rows import duplicates
from commonweal.basics.tables import Record, Table

# A file shorter than this is read whole: that is quicker, and says in one go whatever is wrong with its characters.
LONG = 20_000_000
_NUMBERED = re.compile(r"(.*?)([0-9]{0,18})\Z", re.DOTALL)


@dataclass(frozen=True)
class LongRows(Collection[Record]):
    """The rows of one file that were accepted, in its order."""

    path: Path
    table: Table
    delimiter: str
    accepted: int
    left_out: frozenset[int] = field(default=frozenset(), repr=False)

    def __len__(self) -> int:
        return self.accepted

    def __iter__(self) -> Iterator[Record]:
        for record in _records(self.path, TableRead(self.table, self.path.name), self.delimiter):
            if record.row not in self.left_out:
                yield record

    def __contains__(self, row: object) -> bool:
        return any(record == row for record in self)


def read_long_table(path: Path, table: Table, *, delimiter: str = ",", long: int = LONG) -> TableRead:
    """Read one CSV file as a declared table whose rows, where the file has `long` bytes or more, stay on disk.

    Faults are found and counted as `read_table` does; a missing file is an empty table.
    """
    if not path.is_file() or path.stat().st_size < long:
        return read_table(path, table, delimiter=delimiter)
    result = TableRead(table, path.name)
    try:
        accepted, repeated = _gone_through(path, result, delimiter)
    except (UnicodeDecodeError, _Binary):
        # Where the characters cannot be read, reading it whole says why and where.
        return read_table(path, table, delimiter=delimiter)
    twice = frozenset(finding.row for finding in repeated if finding.row is not None)
    result.refused += len(twice)
    result.findings += repeated
    result.on_disk = LongRows(path, table, delimiter, accepted - len(twice), twice)
    return result


class _Binary(ValueError):
    """The file holds characters that no text has."""


def _records(path: Path, result: TableRead, delimiter: str) -> Iterator[Record]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from records_of_lines(_checked(file), result, delimiter)


def _checked(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if "\x00" in line:
            raise _Binary
        yield line


def _gone_through(path: Path, result: TableRead, delimiter: str) -> tuple[int, list[Finding]]:
    """Go through the whole file: how many rows became records, and a finding for each whose id stands before it.

    Ids that only ever grow cannot repeat, so that none of them has to be remembered.
    """
    accepted, last, grows = 0, ("", -1), True
    for record in _records(path, result, delimiter):
        accepted += 1
        found = _NUMBERED.fullmatch(record.key)
        now = (found[1], int(found[2] or -1)) if found else ("", -1)
        grows = grows and now > last
        last = now
    if grows:
        return accepted, []
    again = TableRead(result.table, result.file)
    return accepted, [*duplicates(_records(path, again, delimiter), result.file)]
