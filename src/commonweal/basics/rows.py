"""Rows: a line of text as a typed record, or everything that stops it; what a file of a million of them needs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Column, NotReadable, Record, Table, Value, read_value


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


# How many different cells of a column are remembered: most columns repeat a few words, dates and ids all the way down.
_REMEMBERED = 10_000
# Stands for a cell not read before; no value is an empty tuple, because a blank cell is None.
_NEW: Value = ()


class RowReader:
    """Reads the rows of one file as a declared table; its heading must hold declared columns only.

    A cell that stood in an earlier row is not read again: the two rows share its value.
    """

    def __init__(self, table: Table, heading: Sequence[str], file: str) -> None:
        self.table = table
        self.file = file
        self._places = {name: place for place, name in enumerate(table.names)}
        self._given: list[tuple[int, Column, dict[str, Value]]] = [
            (self._places[name], table.column(name), {}) for name in heading
        ]
        self._key = [heading.index(name) for name in table.key_columns if name in heading]
        given = set(heading)
        self._blank = [None if name in given else read_value("", table.column(name)) for name in table.names]

    def read(self, cells: Sequence[str], row: int) -> tuple[Record | None, list[Finding]]:
        """One row of text, a cell for each column of the heading, as a typed record; or all that stops it."""
        values = self._blank.copy()
        findings: list[Finding] = []
        for (place, column, known), text in zip(self._given, cells, strict=True):
            value = known.get(text, _NEW)
            if value is _NEW:
                try:
                    value = read_value(text, column)
                except NotReadable as error:
                    shown = f"'{text.strip()[:40]}' cannot be read."
                    findings.append(self._finding(error.code, shown, _sentence(str(error)), cells, row, column))
                    continue
                if len(known) < _REMEMBERED:
                    known[text] = value
            if value is None and column.required:
                findings.append(self._finding("CELL-BLANK", f"{column.name} is blank.", f"Fill it in: {column.meaning}",
                                              cells, row, column))
                continue
            values[place] = value
        if findings:
            return None, findings
        return Record(self.table, Cells(self._places, values), row), []

    def _finding(
        self, code: str, message: str, mend: str, cells: Sequence[str], row: int, column: Column
    ) -> Finding:
        subject = "/".join(cells[place].strip() for place in self._key)
        return Finding(code, Severity.ERROR, message, mend, self.file, row, column.name, subject)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def duplicates(records: Iterable[Record], file: str) -> Iterator[Finding]:
    """A finding for each row whose key stands in an earlier row."""
    first: dict[str, int] = {}
    for record in records:
        key = record.key
        if key in first:
            yield Finding(
                "ROW-DUPLICATE", Severity.ERROR,
                f"the id '{key}' stands in row {first[key]} already.",
                "Give the row an id of its own, or take out the repeat.",
                file, record.row, record.table.key_columns[0], key,
            )
        else:
            first[key] = record.row
