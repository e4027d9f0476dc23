"""A whole table of a body's records at once, column by column: what stands there often is read once."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from commonweal.basics.columns import Coded, Columns, coded_rows
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.rows import BLANK
from commonweal.basics.tables import Column, Kind, NotReadable, Table, Value, read_value, write_value
from commonweal.basics.told import Told, told
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS, attribute


def whole_table(body: Body, table: Table, *, first_row: int = 0) -> Columns:
    """All rows of a table in file order. With `first_row`, they are numbered from there on as a spreadsheet would."""
    model = ROWS[table.name]
    # Days as texts: SQLite's driver makes a date of each by itself, however often it comes.
    asked = [Cast(attribute(column), TextField()) if column.kind is Kind.DATE else attribute(column)
             for column in table.columns]
    query = model.objects.filter(body=body).order_by("row_position", "id").values_list(*asked).query
    compiler = query.get_compiler(connection=connection)
    # The rows as the database has them: its many dates and numbers are made once for each distinct one.
    parts: Iterable[Any] = compiler.execute_sql(chunked_fetch=True, chunk_size=5_000) or ()
    coded = coded_rows(parts, len(asked))
    converters = compiler.get_converters([expression for expression, *_ in compiler.select])
    columns = {column.name: made.each(_reader(column, *converters.get(at, ((), None))))
               for at, (column, made) in enumerate(zip(table.columns, coded, strict=True))}
    count = len(coded[0])
    return Columns(table, columns, array("I", range(first_row, first_row + count) if first_row else [0] * count))


def _reader(column: Column, converters: Iterable[Callable[..., Any]], expression: Any) -> Callable[[Any], Value]:
    """What makes a value of a column from what the database holds."""
    def read(value: Any) -> Value:
        for convert in converters:
            value = convert(value, expression, connection)
        if value is None:
            return None
        if column.kind is Kind.DATE:
            return date.fromisoformat(value)
        return tuple(value.split(";")) if column.kind is Kind.IDS else value

    return read


def unreadable(rows: Columns) -> Iterator[Finding]:
    """What would stop these rows if they stood in a file: the same reader is asked about each distinct value."""
    table = rows.table
    for column in table.columns:
        faults: Coded[tuple[str, Told] | None] = rows.column(column.name).each(
            lambda value, of=column: _fault(value, of))
        for place in rows.places(faults):
            code, message = faults[place]
            shown = (told("{name} is blank.", name=column.name) if code == BLANK else
                     told("{name} cannot be read.", name=column.name))
            yield Finding(code, Severity.ERROR, shown, message, f"{table.name}.csv", rows.rows[place], column.name,
                          rows[place].key)


def _fault(value: Value, column: Column) -> tuple[str, Told] | None:
    if value is None:
        if not column.required:
            return None
        return BLANK, told("Fill it in: {meaning}", meaning=Told(column.meaning))
    try:
        read_value(write_value(value), column)
    except NotReadable as error:
        return error.code, error.message
    return None
