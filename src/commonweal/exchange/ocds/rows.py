"""Rows for the ledger's tables from what a notice says: each cell read as if somebody had typed it there.

A cell that its column cannot hold is left blank with a finding; only where the column is required is the row refused.
What the ledger holds already stays where the notice says nothing.
"""

from collections.abc import Mapping, Sequence

from commonweal.basics.findings import Severity
from commonweal.basics.tables import (
    FORMULA_SIGNS,
    Column,
    Kind,
    NotReadable,
    Record,
    Table,
    Value,
    read_value,
    write_value,
)
from commonweal.basics.told import Told, told
from commonweal.exchange.arrival import Arrival, Place
from commonweal.exchange.files import File
from commonweal.exchange.ocds.reading import Reading
from commonweal.exchange.receipt import receipt
from commonweal.ledger.book import Book
from commonweal.ledger.tables import BY_NAME


class Rows:
    """The rows that a file makes, by table and key, beside those that the ledger holds."""

    def __init__(self, book: Book, reading: Reading) -> None:
        self._book = book
        self._reading = reading
        self._made: dict[str, dict[str, Record]] = {}
        # The rows of the file that each was made of, in their order.
        self._places: dict[tuple[str, str], dict[Place, None]] = {}
        # Whether what is read is older than what the ledger holds: then it only fills what is blank there.
        self.older = False

    def held(self, table: str) -> Mapping[str, Record]:
        """The rows of the ledger, by key."""
        return self._book.by_id(table)

    def made(self, table: str) -> Mapping[str, Record]:
        """The rows made so far, by key."""
        return self._made.get(table, {})

    def arrival(self, file: File, together: Mapping[int, Sequence[int]] | None = None) -> Arrival:
        """What the file would bring: every row made, by table, in the order of their keys.

        `together` names, for a row of the file, all those that what it gave was read from.
        """
        rows = {table: tuple(made[key] for key in sorted(made)) for table, made in self._made.items() if made}
        origins = {made: tuple((sheet, each) for sheet, row in places for each in (together or {}).get(row, (row,)))
                   for made, places in self._places.items()}
        return Arrival(receipt(file, self._reading.counts, self._reading.findings), rows, origins=origins)

    def add(self, name: str, cells: Mapping[str, str], row: int, *, fill_only: bool = False) -> Record | None:
        """Make one row, or add to the one of the same key; None, with findings, where it cannot be one.

        With `fill_only`, cells that are filled already stay as they are; lists of ids are always joined.
        """
        table = BY_NAME[name]
        read = {column.name: self._cell(table, column, cells, row) for column in table.columns}
        key = "/".join(write_value(read[column]) for column in table.key_columns)
        before = self.made(name).get(key) or self.held(name).get(key)
        values: dict[str, Value] = {}
        for column in table.columns:
            said, was = read[column.name], before.get(column.name) if before else None
            keeps = said is None or (was is not None and (fill_only or self.older or said == "not-stated"))
            values[column.name] = was if keeps else said
            if isinstance(said, tuple) and isinstance(was, tuple):
                values[column.name] = tuple(sorted({*was, *said}))
            if values[column.name] is None and column.default:
                values[column.name] = read_value("", column)
            if values[column.name] is None and column.required:
                self._reading.say("OCDS-ROW", row, column.name,
                                  told("there is no {column} for a row of {table}.", column=column.name, table=name),
                                  told("The notice has to say it: {meaning}", meaning=Told(column.meaning)), key,
                                  Severity.ERROR)
                return None
        record = Record(table, values, row)
        self._made.setdefault(name, {})[key] = record
        self._places.setdefault((name, key), {})[self._reading.sheet, row] = None
        return record

    def _cell(self, table: Table, column: Column, cells: Mapping[str, str], row: int) -> Value:
        text, subject = cells.get(column.name, ""), cells.get(table.key_columns[0], "")
        if column.kind is Kind.TEXT and text.startswith(FORMULA_SIGNS):
            # A bullet or a sign at the beginning: a spreadsheet would run the text as a formula.
            text = text.lstrip("".join((*FORMULA_SIGNS, " ")))
            self._reading.say("OCDS-TEXT-SIGN", row, column.name,
                              told("the text began with a sign that spreadsheets run."),
                              told("The signs at its beginning were taken off."), subject)
        if not text.strip():
            return None
        try:
            return read_value(text, column)
        except NotReadable as error:
            self._reading.say("OCDS-CELL", row, column.name,
                              told("'{text}' does not fit {name}: {why}.", text=text[:40], name=table.name, why=error),
                              told("The cell is left blank; fill it in by hand if you know it."), subject)
            return None
