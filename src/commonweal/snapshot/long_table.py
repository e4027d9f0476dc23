"""A long table of a snapshot that stays on disk: its rows become records when they are asked for.

A million lines as Python objects would take gigabytes. Pages show at most some hundred lines of a figure, sums come
from the engine, and files are written straight from the table: so nobody needs all of them at once.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from commonweal.basics.tables import Column, Kind, Record, Table, Value
from commonweal.snapshot.stored import quoted, records_of

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 2_048
# Megabytes that sorting may take; what does not fit lies on disk.
_SORTED_IN = 100
# So many texts are looked for one by one, and rows need not be sorted again.
_FEW = 8
# The column beside the declared ones of a table of lines that numbers the groups of lines alike.
GROUP_NO = "group_no"
_WANTED = f"(SELECT UNNEST(?::INTEGER[]) AS turn, UNNEST(?::INTEGER[]) AS {GROUP_NO})"


@dataclass(frozen=True)
class Asked:
    """What rows are asked for. Texts are as they stand in a file, blank is ''.

    `having`: in each column named, one of the texts. `without`: no row that has all the texts of one of these.
    `blank`: whether the column is blank. `until`: no day after this one in the column; `after`: a day after it.
    `naming`: in the column, the key of a row that is asked for of another long table.
    """

    having: Mapping[str, Collection[str]] | None = None
    without: Sequence[Mapping[str, str]] = ()
    blank: Mapping[str, bool] | None = None
    until: Mapping[str, date] | None = None
    after: Mapping[str, date] | None = None
    naming: Mapping[str, tuple["LongTable", "Asked"]] | None = None


EVERYTHING = Asked()


class LongTable(Collection[Record]):
    """The rows of one Parquet table, in the order written; the file is read for as long as the table is in use."""

    def __init__(self, table: Table, path: Path) -> None:
        self.table = table
        self._databases: dict[int, duckdb.DuckDBPyConnection] = {}
        self._from = f"read_parquet('{quoted(path)}')"
        self._columns = ", ".join(f'"{name}"' for name in table.names)
        self._rows = self.count(EVERYTHING)

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[Record]:
        return self.rows(EVERYTHING)

    def __contains__(self, row: object) -> bool:
        return isinstance(row, Record) and any(self.rows(Asked({self.table.key_columns[0]: [row.key]})))

    def rows(self, asked: Asked) -> Iterator[Record]:
        """The rows asked for, in the order of the table."""
        where, values = self._where(asked)
        yield from self._records(f"SELECT {self._columns} FROM {self._from}{where}{self._order(asked)}", values)

    def firsts(self) -> Iterator[tuple[int, Record]]:
        """Of each group of lines its number and its first line."""
        key = f'"{self.table.key_columns[0]}"'
        first = f"{key} IN (SELECT MIN({key}) FROM {self._from} GROUP BY {GROUP_NO})"
        yield from self._numbered(
            f"SELECT {self._columns}, {GROUP_NO} FROM {self._from} WHERE {first} ORDER BY {key}", [])

    def groups_of_keys(self) -> Iterator[tuple[str, int]]:
        """The key of each line with the number of its group, in the order of the table."""
        cursor = self._connection.cursor()
        cursor.execute(f'SELECT "{self.table.key_columns[0]}", {GROUP_NO} FROM {self._from}')
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows

    def in_turn(self, wanted: Sequence[Collection[int]]) -> Iterator[tuple[int, list[Record]]]:
        """The lines of some groups, turn by turn as their numbers are `wanted`: all turns are read in one go."""
        key = f'"{self.table.key_columns[0]}"'
        yield from self._turns(
            f"SELECT {self._columns}, turn FROM {self._from} JOIN {_WANTED} USING ({GROUP_NO}) ORDER BY turn, {key}",
            _pairs(wanted))

    def behind_in_turn(
        self, lines: "LongTable", wanted: Sequence[Collection[int]], names: Sequence[str]
    ) -> Iterator[tuple[int, list[Record]]]:
        """The rows of this table that such lines were made from, turn by turn, each once a turn: their keys and what
        stands in the columns named."""
        key = f'"{self.table.key_columns[0]}"'
        part = replace(self.table, columns=tuple(
            column for column in self.table.columns if column.name in (*self.table.key_columns, *names)))
        columns = ", ".join(f'"{name}"' for name in part.names)
        named = (f'SELECT DISTINCT turn, "row" AS {key} FROM {lines._from} JOIN {_WANTED} USING ({GROUP_NO}) '
                 "WHERE origin = ?")
        yield from self._turns(
            f"SELECT {columns}, turn FROM {self._from} JOIN ({named}) USING ({key}) ORDER BY turn, {key}",
            [*_pairs(wanted), self.table.name], part)

    def distinct(self, columns: Sequence[str], asked: Asked) -> list[tuple[Value, ...]]:
        """What stands in these columns of the rows asked for, each combination once."""
        where, values = self._where(asked)
        by = ", ".join(f'"{name}"' for name in columns)
        return self._connection.cursor().execute(f"SELECT DISTINCT {by} FROM {self._from}{where}", values).fetchall()

    def count(self, asked: Asked) -> int:
        """How many rows are asked for."""
        where, values = self._where(asked)
        counted = self._connection.cursor().execute(f"SELECT COUNT(*) FROM {self._from}{where}", values).fetchone()
        return int(counted[0]) if counted else 0

    def keys(self, asked: Asked, among: Collection[str]) -> list[str]:
        """The keys of the rows asked for, as far as they are among those given."""
        key = self.table.key_columns[0]
        where, values = self._where(replace(asked, having={**(asked.having or {}), key: among}))
        return [found for (found,) in self._connection.cursor().execute(
            f'SELECT "{key}" FROM {self._from}{where}', values).fetchall()]

    def write_csv(
        self, path: Path, names: Iterable[str], asked: Asked, *, numbered: tuple[str, Sequence[str]] | None = None
    ) -> None:
        """Write columns of the rows asked for as a canonical CSV file: the very bytes that `write_records` gives.

        `numbered` has what new keys begin with, and the columns in whose order the rows are numbered.
        """
        where, values = self._where(asked)
        columns = csv_columns(map(self.table.column, names))
        query = f"SELECT {columns} FROM {self._from}{where}{self._order(asked)}"
        if numbered:
            key, (word, by) = f'"{self.table.key_columns[0]}"', numbered
            number = f"ROW_NUMBER() OVER (ORDER BY {', '.join(map(self._text, by))})"
            query = f"SELECT * REPLACE ('{word}.' || {number} AS {key}) FROM ({query}) ORDER BY {key}"
        from commonweal.snapshot.parquet import write_csv

        write_csv(self._connection.cursor(), query, values, path)

    @property
    def _connection(self) -> "duckdb.DuckDBPyConnection":
        """The database that reads the file. A copy of this process opens its own: another's is not whole in it."""
        found = self._databases.get(os.getpid())
        if found is None:
            # Here and not above, so that a package can be recalculated where there is no database.
            from commonweal.snapshot.parquet import connect, keep_within

            # Alone, a thread hands rows on as it reads them; several hold them back to bring them into their order.
            found = self._databases[os.getpid()] = connect(threads=1)
            keep_within(found, _SORTED_IN)
        return found

    def _records(self, query: str, values: Sequence[object]) -> Iterator[Record]:
        cursor = self._connection.cursor()
        cursor.execute(query, [*values])
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from records_of(self.table, rows)

    def _numbered(
        self, query: str, values: Sequence[object], table: Table | None = None
    ) -> Iterator[tuple[int, Record]]:
        """Rows with a number that stands behind their last column."""
        cursor = self._connection.cursor()
        cursor.execute(query, [*values])
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from zip((row[-1] for row in rows), records_of(table or self.table, rows), strict=True)

    def _turns(
        self, query: str, values: Sequence[object], table: Table | None = None
    ) -> Iterator[tuple[int, list[Record]]]:
        for turn, rows in groupby(self._numbered(query, values, table), key=itemgetter(0)):
            yield turn, [row for _, row in rows]

    def _where(self, asked: Asked) -> tuple[str, list[object]]:
        parts, values = list[str](), list[object]()
        for name, texts in (asked.having or {}).items():
            if len(texts) <= _FEW:
                parts.append(f"({' OR '.join([f'{self._text(name)} = ?'] * len(texts)) or 'FALSE'})")
                values += texts
            else:
                parts.append(f"{self._text(name)} IN (SELECT UNNEST(?::VARCHAR[]))")
                values.append([*texts])
        for pairs in asked.without:
            parts.append(f"NOT ({' AND '.join(f'{self._text(name)} = ?' for name in pairs)})")
            values += pairs.values()
        parts += [f'"{name}" IS {"" if blank else "NOT "}NULL' for name, blank in (asked.blank or {}).items()]
        for name, day in (asked.until or {}).items():
            parts.append(f'COALESCE("{name}", ?) <= ?')
            values += [day, day]
        for name, day in (asked.after or {}).items():
            parts.append(f'"{name}" > ?')
            values.append(day)
        for name, (other, those) in (asked.naming or {}).items():
            where, more = other._where(those)
            parts.append(f'"{name}" IN (SELECT "{other.table.key_columns[0]}" FROM {other._from}{where})')
            values += more
        return (f" WHERE {' AND '.join(parts)}" if parts else ""), values

    def _order(self, asked: Asked) -> str:
        """Rows come as they were written, in the order of their keys, unless picked by a list of many texts."""
        listed = any(len(texts) > _FEW for texts in (asked.having or {}).values())
        return f' ORDER BY "{self.table.key_columns[0]}"' if listed else ""

    def _text(self, name: str) -> str:
        return as_text(self.table.column(name))


def _pairs(wanted: Sequence[Collection[int]]) -> list[list[int]]:
    """Turns and the numbers wanted in them, side by side."""
    return [[turn for turn, numbers in enumerate(wanted) for _ in numbers],
            [number for numbers in wanted for number in numbers]]


def as_text(column: Column) -> str:
    """A column as the text that it is in a file, in SQL."""
    name = f'"{column.name}"'
    if column.kind is Kind.YES_NO:
        return f"CASE WHEN {name} THEN 'yes' WHEN NOT {name} THEN 'no' ELSE '' END"
    return f"COALESCE(CAST({name} AS VARCHAR), '')"


def csv_columns(columns: Iterable[Column]) -> str:
    """Columns as they stand in a canonical CSV file: texts, and nothing at all where a cell is blank."""
    return ", ".join(f"NULLIF({as_text(column)}, '') AS \"{column.name}\"" for column in columns)
