"""Declared tables: every column once, with its type, unit, meaning and who may see it.

Books, editions and data packages are all tables declared with these two classes; the CSV reader,
the Parquet schema and the data dictionary are made from the same declaration.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from commonweal.basics.numbers import NotANumber, plain, read_number
from commonweal.basics.told import Told, told

Value = str | Decimal | date | int | bool | tuple[str, ...] | None


class Kind(StrEnum):
    """What a column holds."""

    ID = "id"
    TEXT = "text"
    QUANTITY = "quantity"
    MONEY = "money"
    UNIT_VALUE = "unit-value"
    SHARE = "share"
    DATE = "date"
    YEAR = "year"
    COUNT = "count"
    CHOICE = "choice"
    YES_NO = "yes-no"
    PRINTED = "printed-number"
    IDS = "ids"


class See(StrEnum):
    """Who may see a column: everyone, the body's own staff, or nobody outside the private folder."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"


# What stands in a column that cannot be blank, once what stood there was erased.
ERASED = "(erased)"
# Decimal widths (digits in all, decimal places) as they stand in Parquet and SQL (DESIGN 4.2).
WIDTHS = {
    Kind.QUANTITY: (18, 4),
    Kind.UNIT_VALUE: (18, 4),
    Kind.MONEY: (12, 2),
    Kind.SHARE: (5, 4),
}


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, what it means, and what may stand in it.

    `refers_to` names the table whose ids it holds; `negative` allows numbers below zero.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    see: See = See.PUBLIC
    unit: str = ""
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    negative: bool = False
    default: str = ""

    @property
    def erasable(self) -> bool:
        """Whether its words go when their time is over: they may name somebody, and no figure is made of them."""
        return self.see is See.PERSONAL or (self.see is See.INTERNAL and self.kind is Kind.TEXT)

    @property
    def erased(self) -> str | None:
        """What stands in it once what stood there was erased: nothing, or a word where something must stand."""
        return ERASED if self.required else None

    @cached_property
    def reader(self) -> "Callable[[str, Column], Value]":
        """What reads a cell that is not blank."""
        return _READERS[self.kind]


@dataclass(frozen=True)
class Table:
    """One table: its name, what a row is, its columns. The first column is the key unless `key` says otherwise.

    `over` names the column with the day from which the time of its erasable columns counts; where it is blank, that
    time has not begun.
    """

    name: str
    row_is: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    over: str = ""

    @cached_property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that together name a row."""
        return self.key or (self.columns[0].name,)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All column names in their declared order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a declared table, typed. `row` is where a spreadsheet would show it (the heading is row 1)."""

    table: Table
    values: Mapping[str, Value]
    row: int = 0

    @property
    def key(self) -> str:
        """The id that findings and links use for this row."""
        values, names = self.values, self.table.key_columns
        if len(names) == 1:
            value = values[names[0]]
            return value if isinstance(value, str) else write_value(value)
        return "/".join([write_value(values[name]) for name in names])

    def get(self, name: str) -> Value:
        """Whatever stands in the column; None where it is blank."""
        return self.values[name]

    def text(self, name: str) -> str:
        """The text of the column; empty where it is blank."""
        value = self.values[name]
        return "" if value is None else str(value)

    def number(self, name: str) -> Decimal | None:
        """The number in the column; None where it is blank."""
        value = self.values[name]
        if value is None or isinstance(value, Decimal):
            return value
        raise TypeError(f"{self.table.name}.{name} does not hold a decimal number")

    def count(self, name: str) -> int | None:
        """The whole number or year in the column; None where it is blank."""
        value = self.values[name]
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise TypeError(f"{self.table.name}.{name} does not hold a whole number")

    def day(self, name: str) -> date | None:
        """The date in the column; None where it is blank."""
        value = self.values[name]
        if value is None or isinstance(value, date):
            return value
        raise TypeError(f"{self.table.name}.{name} does not hold a date")

    def ids(self, name: str) -> tuple[str, ...]:
        """The ids in a column that holds several; none where it is blank."""
        value = self.values[name]
        if value is None:
            return ()
        if isinstance(value, tuple):
            return value
        raise TypeError(f"{self.table.name}.{name} does not hold a list of ids")

    def yes(self, name: str) -> bool:
        """Whether the column says yes; blank is no."""
        return self.values[name] is True

    def number_or_zero(self, name: str) -> Decimal:
        """The number in the column, for columns that are required; zero only where it says zero."""
        value = self.number(name)
        if value is None:
            raise TypeError(f"{self.table.name}.{name} is blank")
        return value


# Text that begins so is run by a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*$")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_CENTURIES = ("19", "20")
_DATE_STYLES = (
    (re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}$"), told("a date with slashes can be day first or month first")),
    (re.compile(r"\d{1,2}[- ][A-Za-z]{3,9}[- ,]+\d{2,4}$"), told("a date with a month's name depends on the language")),
    (re.compile(r"\d{5}(\.\d+)?$"), told("this is a spreadsheet's day number, not a date")),
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}$"), told("a date with points can be day first or month first")),
    (re.compile(r"\d{8}$"), told("eight digits in a row may be a date or a number")),
)


class NotReadable(ValueError):
    """A cell does not hold what its column says; `code` names the mistake, the message tells what to type."""

    def __init__(self, code: str, message: Told) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def _read_id(text: str, column: Column) -> Value:
    if not _ID.match(text):
        raise NotReadable("CELL-ID",
                          told("an id has lower-case letters, digits, points, hyphens and underscores, and starts "
                               "with one of the first two"))
    return text


def _read_ids(text: str, column: Column) -> Value:
    return tuple(str(_read_id(part.strip(), column)) for part in text.split(";") if part.strip()) or None


def _read_text(text: str, column: Column) -> Value:
    if text.startswith(FORMULA_SIGNS):
        raise NotReadable("CELL-FORMULA",
                          told("text may not begin with = + - @ or a tab, because a spreadsheet would run it: start "
                               "with a word"))
    # A file saved again with other newlines says the same, and must give the same fingerprint.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_decimal(text: str, column: Column) -> Value:
    places = WIDTHS[column.kind][1]
    if text[0] in "=@":
        raise NotReadable("CELL-FORMULA", told("this is a formula: type the number that it gives"))
    try:
        value = read_number(text, places, money=column.kind in (Kind.MONEY, Kind.UNIT_VALUE))
    except NotANumber as error:
        raise NotReadable("CELL-NUMBER", error.message) from error
    if value < 0 and not column.negative:
        raise NotReadable("CELL-NEGATIVE", told("a number below zero is not allowed here"))
    if column.kind is Kind.SHARE and abs(value) > 1:
        raise NotReadable("CELL-SHARE", told("a share lies between 0 and 1: write one half as 0.5"))
    return value


def _read_printed(text: str, column: Column) -> Value:
    if not re.match(r"(-?[0-9]+(\.[0-9]+)?|\[c\])$", text):
        raise NotReadable("CELL-NUMBER", told("a published number has digits, and [c] stands where it is withheld"))
    return text


def _read_date(text: str, column: Column) -> Value:
    if _ISO.match(text):
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise NotReadable("CELL-DATE", told("there is no such day in the calendar")) from error
        if text[:2] not in _CENTURIES:
            raise NotReadable("CELL-DATE", told("the year is not between 1900 and 2099: look for a slipped digit"))
        return day
    for style, why in _DATE_STYLES:
        if style.match(text):
            raise NotReadable("CELL-DATE", told("{why}: write year-month-day, for example 2023-03-31", why=why))
    raise NotReadable("CELL-DATE", told("write the date as year-month-day, for example 2023-03-31"))


def _read_year(text: str, column: Column) -> Value:
    if not re.match(r"(19|20)[0-9]{2}$", text):
        raise NotReadable("CELL-YEAR", told("write the year in four digits, for example 2023"))
    return int(text)


def _read_count(text: str, column: Column) -> Value:
    if not re.match(r"[0-9]{1,9}$", text):
        raise NotReadable("CELL-NUMBER", told("write a whole number, for example 12"))
    return int(text)


def _read_choice(text: str, column: Column) -> Value:
    if text not in column.choices:
        raise NotReadable("CELL-CHOICE",
                          told("'{text}' is not one of: {choices}", text=text, choices=", ".join(column.choices)))
    return text


def _read_yes_no(text: str, column: Column) -> Value:
    if text not in ("yes", "no"):
        raise NotReadable("CELL-CHOICE", told("write yes or no"))
    return text == "yes"


_READERS: dict[Kind, Callable[[str, Column], Value]] = {
    Kind.ID: _read_id,
    Kind.TEXT: _read_text,
    Kind.QUANTITY: _read_decimal,
    Kind.MONEY: _read_decimal,
    Kind.UNIT_VALUE: _read_decimal,
    Kind.SHARE: _read_decimal,
    Kind.DATE: _read_date,
    Kind.YEAR: _read_year,
    Kind.COUNT: _read_count,
    Kind.CHOICE: _read_choice,
    Kind.YES_NO: _read_yes_no,
    Kind.PRINTED: _read_printed,
    Kind.IDS: _read_ids,
}


def read_value(text: str, column: Column) -> Value:
    """One cell as its column's type; None where it is blank. Raises NotReadable with what to type instead."""
    text = text.strip()
    if not text:
        if not column.default:
            return None
        text = column.default
    return column.reader(text, column)


def write_value(value: Value) -> str:
    """One cell as it stands in a canonical file: blank, ISO date, plain number, yes or no, ids with semicolons."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value)
