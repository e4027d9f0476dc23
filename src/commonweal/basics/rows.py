"""Rows: a line of text as a typed record, or everything that stops it; what a file of a million of them needs."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

from commonweal.basics.columns import Coded, Columns, alike
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Column, NotReadable, Record, Table, Value, read_value, write_value
from commonweal.basics.told import Told, told


class Cells(Mapping[str, Value]):
    """The values of one row by column name, in a third of the room that a dict of them takes."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, int], values: Sequence[Value]) -> None:
        self._places = places
        self._values = values

    def __getitem__(self, name: str) -> Value:
        return self._values[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return repr(dict(self))


BLANK = "CELL-BLANK"


class _Read(dict[str | None, int]):
    """The cells of one column that were read: for each text the number of its value, so that none is read again."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.met: list[Value] = []
        self.codes = array("I")

    def __missing__(self, text: str) -> int:
        value = read_value(text, self.column)
        if value is None and self.column.required:
            raise NotReadable(BLANK, told("fill it in: {meaning}", meaning=Told(self.column.meaning)))
        # However a value is typed, it has one number.
        plain = None if value is None else text if value is text else write_value(value)
        number = None if plain is text else self.get(plain)
        if number is None:
            self[plain] = number = len(self.met)
            self.met.append(value)
        self[text] = number
        return number


class RowReader:
    """Reads the rows of one file as a declared table; its heading must hold declared columns only.

    A cell that stood in an earlier row is not read again: the two rows share its value.
    """

    def __init__(self, table: Table, heading: Sequence[str], file: str) -> None:
        self.table = table
        self.file = file
        self.width = len(heading)
        self._given = [_Read(table.column(name)) for name in heading]
        self._key = [heading.index(name) for name in table.key_columns if name in heading]
        self._places = {name: place for place, name in enumerate(table.names)}
        self._blank = [None if name in heading else read_value("", table.column(name)) for name in table.names]
        self._rows = array("I")
        # Where one cell must be filled in, a blank row cannot be taken for a row.
        self._knows_blank = any(reader.column.required and not reader.column.default for reader in self._given)

    def read(self, cells: Sequence[str], row: int) -> tuple[Record | None, list[Finding]]:
        """One row of text, a cell for each column of the heading, as a typed record; or all that stops it."""
        findings = self.faults(cells, row)
        if findings:
            return None, findings
        values = self._blank.copy()
        for reader, text in zip(self._given, cells, strict=True):
            values[self._places[reader.column.name]] = reader.met[reader[text]]
        return Record(self.table, Cells(self._places, values), row), []

    def faults(self, cells: Sequence[str], row: int) -> list[Finding]:
        """All that stops a row of text from being read."""
        findings = []
        for reader, text in zip(self._given, cells, strict=True):
            try:
                reader[text]
            except NotReadable as error:
                name = reader.column.name
                shown = (told("{name} is blank.", name=name) if error.code == BLANK else
                         told("'{text}' cannot be read.", text=text.strip()[:40]))
                subject = "/".join(cells[place].strip() for place in self._key)
                findings.append(Finding(error.code, Severity.ERROR, shown, error.message.as_sentence(), self.file, row,
                                        name, subject))
        return findings

    def take_in(self, rows: Sequence[tuple[int, Sequence[str]]]) -> bool:
        """Take in numbered rows of text, column by column, if every one of them can be read; else none, and False."""
        numbers, cells = [row for row, _ in rows], [cells for _, cells in rows]
        if not self._knows_blank and not all(map(str.strip, map("".join, cells))):
            return False
        before = len(self._rows)
        try:
            if rows:
                for reader, texts in zip(self._given, zip(*cells, strict=True), strict=True):
                    reader.codes.extend(map(reader.__getitem__, texts))
        except ValueError:
            # A row too short or too long, or a cell that cannot be read.
            for reader in self._given:
                del reader.codes[before:]
            return False
        self._rows.extend(numbers)
        return True

    def records(self) -> Columns:
        """The rows taken in, in order."""
        given = {reader.column.name: Coded.of(reader.met, reader.codes) for reader in self._given}
        blank = alike(None, len(self._rows)).codes
        return Columns(self.table, {
            name: given[name] if name in given else Coded([self._blank[place]], blank)
            for name, place in self._places.items()}, self._rows)


def duplicates(records: Iterable[Record], file: str) -> Iterator[Finding]:
    """A finding for each row whose key stands in an earlier row."""
    first: dict[str, int] = {}
    for record in records:
        key = record.key
        if key in first:
            yield Finding("ROW-DUPLICATE", Severity.ERROR,
                          told("the id '{key}' stands in row {first} already.", key=key, first=first[key]),
                          told("Give the row an id of its own, or take out the repeat."), file, record.row,
                          record.table.key_columns[0], key)
        else:
            first[key] = record.row
