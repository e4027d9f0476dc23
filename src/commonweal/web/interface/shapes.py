"""Shapes of rows in the document, made from the declaration of the tables: every column once, with its meaning.

Numbers that are exact travel as text, so that no program turns them into a float on the way.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model, field_validator

from commonweal.basics.tables import WIDTHS, Column, Kind, See, Table, Value, write_value
from commonweal.web.register.models import Row

ID = r"^[a-z0-9][a-z0-9._-]*$"
Version = Annotated[int, Field(description="Counts the writes. Send it in If-Match to change this and no other.")]
_NO_SIGN = re.compile("[\0\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})", re.I)


def _written_as(form: re.Pattern[str], example: str) -> BeforeValidator:
    """Read text of one form only: the library would take numbers too, as seconds since 1970."""

    def check(value: Any) -> Any:
        if isinstance(value, date) or (isinstance(value, str) and form.fullmatch(value)):
            return value
        raise ValueError(f"write it as {example}")

    return BeforeValidator(check)


def _in_utc(value: datetime) -> datetime:
    """The same moment as it is kept: at both ends of the calendar an offset leads out of it."""
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("write a moment within the years 1 to 9999") from error


Day = Annotated[date, _written_as(_DAY, "year-month-day, such as 2025-03-31")]
Moment = Annotated[datetime, _written_as(_MOMENT, "day, time and offset, such as 2025-03-31T09:30:00Z"),
                   AfterValidator(_in_utc)]
Yes = Annotated[bool, Field(strict=True)]


def _whole(value: Any) -> Any:
    """A whole number, which JSON may write as 2.0; no text, and neither yes nor no."""
    if isinstance(value, bool | str):
        raise ValueError("write a whole number")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]


class Sent(BaseModel):
    """What a program sends: with nothing in it that the document does not name."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def can_be_kept(cls, value: Any) -> Any:
        """Text as it is. JSON can write two sorts of signs that are none, and that no database keeps."""
        if isinstance(value, str) and _NO_SIGN.search(value):
            raise ValueError("leave out the sign that is no character (NUL, or half of one)")
        return value


def exact(kind: Kind, *, negative: bool = True) -> Any:
    """A number as text, with as many digits as its kind has."""
    wide, places = WIDTHS[kind]
    sign = "-?" if negative else ""
    return Annotated[str, Field(pattern=rf"^{sign}[0-9]{{1,{wide - places}}}(\.[0-9]{{1,{places}}})?$")]


def _type_of(column: Column, *, sent: bool) -> Any:
    if column.kind in WIDTHS:
        return exact(column.kind, negative=column.negative or not sent)
    if column.kind is Kind.CHOICE:
        return Literal[column.choices]
    if column.kind in (Kind.ID, Kind.IDS):
        one = Annotated[str, Field(pattern=ID)] if sent else str
        return list[one] if column.kind is Kind.IDS else one
    if column.kind in (Kind.COUNT, Kind.YEAR):
        return Annotated[Whole, Field(ge=0, le=999_999_999)]
    return {Kind.DATE: Day, Kind.YES_NO: Yes}.get(column.kind, str)


def _meaning(column: Column) -> str:
    unit = f" In {column.unit}." if column.unit else ""
    target = f" An id in {column.refers_to}." if column.refers_to else ""
    return f"{column.meaning}{unit}{target}"


def seen(table: Table) -> tuple[Column, ...]:
    """The columns that the body's own people may see."""
    return tuple(column for column in table.columns if column.see is not See.PERSONAL)


def row_shape(table: Table, name: str) -> type[BaseModel]:
    """One row as it is read: every column, null where it is blank, with its version and when it was written."""
    fields: dict[str, Any] = {
        column.name: (_type_of(column, sent=False) | None, Field(description=_meaning(column)))
        for column in seen(table)}
    own: dict[str, Any] = {
        "key": (str, Field(description="What names the row in addresses.")), "row_version": (Version, ...),
        "row_changed": (datetime, Field(description="When it was written last."))}
    return create_model(name, __doc__=f"{table.row_is.capitalize()}.", **own, **fields)


def sent_shape(table: Table, name: str, columns: Iterable[str]) -> type[Sent]:
    """One row as it is sent: these columns, blank where they are left out or null."""
    fields: dict[str, Any] = {}
    for column in map(table.column, columns):
        kind = _type_of(column, sent=True)
        needed = column.required and not column.default
        fields[column.name] = (kind, Field(description=_meaning(column))) if needed else (
            kind | None, Field(default=None, description=_meaning(column)))
    return create_model(name, __base__=Sent, __doc__=f"{table.row_is.capitalize()}.", **fields)


def read_shape(table: Table, name: str) -> type[BaseModel]:
    """One row of a table that is made and not kept, such as a figure: text and numbers as text, null where blank."""
    fields: dict[str, Any] = {column.name: (str | None, Field(description=column.meaning)) for column in table.columns}
    return create_model(name, __doc__=f"{table.row_is.capitalize()}.", **fields)


def said(value: Value) -> Any:
    """A value as it travels: exact numbers as text, several ids as a list."""
    if isinstance(value, Decimal):
        return write_value(value)
    return list(value) if isinstance(value, tuple) else value


def row_values(row: Row) -> dict[str, Any]:
    """What a row of the register says, under the names of its shape."""
    record = row.to_record()
    return {"key": row.key, "row_version": row.row_version, "row_changed": row.row_changed,
            **{column.name: said(record.get(column.name)) for column in seen(row.TABLE)}}


def typed(columns: Iterable[Column], sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent as a form of the register would hold it: a day in three boxes, yes and no, ids in a list."""
    return as_typed({column.name: sent.get(column.name) for column in columns})


def as_typed(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Values by the names of a form's fields, as a browser would send them; what is blank is left out."""
    found: dict[str, Any] = {}
    for name, value in sent.items():
        if isinstance(value, date):
            found |= {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}
        elif value is not None:
            found[name] = value if isinstance(value, list) else write_value(value)
    return found
