"""A declared column as a field of a form: what it asks for, how it is typed, and how it is read.

What is typed is read by `read_value`, the reader of the files, so that a form and a file never differ.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from commonweal.basics.tables import Column, Kind, NotReadable, Table, Value, read_value, write_value
from commonweal.ledger.checks.unknown_reference import points_at
from commonweal.ledger.tables import ROLES
from commonweal.web.config.pages import capital
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS
from commonweal.web.register.particulars import LONG
from commonweal.web.register.words import choice, choices, hint, label
from commonweal.web.saying import say

# So many choices can be looked through; more are searched.
_LOOKED_THROUGH, _MATCHES = 60, 30
_KEY = re.compile(r"\[([^\[\]]+)\]$")
_NAMES = {"organisations": "name", "places": "name", "declared": "finding", "accreditations": "scheme",
          "commitments": "measure", "deliveries": "measure"}
_DAY = Column("day", Kind.DATE, "A day.")
Choices = list[tuple[str, str]]


class DayInput(forms.MultiWidget):
    """Day, month and year in boxes of their own, so that nobody has to know which comes first."""

    input_type = "day"

    def __init__(self) -> None:
        super().__init__({"day": forms.TextInput(), "month": forms.TextInput(), "year": forms.TextInput()})

    def decompress(self, value: Any) -> list[str]:
        """The parts of a day as the boxes show them."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed in the three boxes."""
        return [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]


def day_typed(label: str, parts: list[str]) -> str:
    """What stands in the three boxes of a day, as a file would hold it; empty where nothing does."""
    day, month, year = parts
    if not (day or month or year):
        return ""
    if not (all(part.isascii() and part.isdigit() for part in parts) and len(year) == 4):
        raise ValidationError(gettext("%(label)s: write the day, the month and the year in numbers, such as 31 3 2025.")
                              % {"label": label}, code="CELL-DATE")
    return f"{year}-{int(month):02}-{int(day):02}"


class DayField(forms.Field):
    """A day in three boxes, read as the ledger reads days."""

    def __init__(self, **said: Any) -> None:
        super().__init__(widget=DayInput(), **said)

    def clean(self, value: Any) -> Any:
        """The day that was typed; None where nothing was and nothing has to be."""
        try:
            day = read_value(day_typed(str(self.label), value or ["", "", ""]), _DAY)
        except NotReadable as fault:
            raise ValidationError(capital(f"{say(fault.message)}.")) from fault
        if day is None and self.required:
            raise ValidationError(gettext("Fill in “%(label)s”.") % {"label": self.label})
        return day


class ColumnField(forms.Field):
    """A field for one declared column. Its value is the column's own: a Decimal, a date, ids, or None where blank.

    It is called what its column is and needed where its column is, unless a form that asks somebody in particular says
    otherwise.
    """

    def __init__(self, table: Table, column: Column, *, needed: bool | None = None, **more: Any) -> None:
        self.column, self.needed = column, column.required if needed is None else needed
        more.setdefault("widget", _widget(table, column))
        if "label" not in more:
            more |= {"label": label(table, column), "help_text": hint(table, column)}
        super().__init__(required=False, **more)
        if column.unit:
            self.prefix = column.unit
        listed = _choices(table, column)
        if listed:
            self.choices = self.widget.choices = listed

    def clean(self, value: Any) -> Value:
        """The value that was typed, as its column has it; says what to type where it cannot be read."""
        text = self.text_of(value)
        if "\0" in text:
            raise ValidationError(gettext("%(label)s: a sign in it cannot be kept. Type it again.") % {
                "label": self.label})
        offered = {str(key) for key, _ in getattr(self, "choices", ())}
        if text and offered and not set(text.split(";") if self.column.kind is Kind.IDS else [text]) <= offered:
            raise ValidationError(gettext("%(label)s: choose one of those that are offered.") % {"label": self.label})
        try:
            read = read_value(text, self.column)
        except NotReadable as fault:
            # What the reader says of other columns is for files.
            said = say(fault.message.gaps.get("first", fault.message))
            raise ValidationError(_sentence(f"{self.label}: {said}"), code=fault.code) from fault
        if read is None and self.needed:
            raise ValidationError(gettext("Fill in “%(label)s”.") % {"label": self.label}, code="CELL-BLANK")
        return read

    def text_of(self, value: Any) -> str:
        """What was typed as the one text that a file would hold."""
        if isinstance(value, list) and isinstance(self.widget, DayInput):
            return day_typed(str(self.label), value)
        return ";".join(value) if isinstance(value, list) else str(value or "")

    def prepare_value(self, value: Any) -> Any:
        """A record's value as the widget shows it."""
        if isinstance(value, tuple) and isinstance(self.widget, forms.CheckboxSelectMultiple):
            return list(value)
        if isinstance(value, Decimal):
            text = write_value(value)
            return text.rstrip("0").rstrip(".") if "." in text else text
        return value if value is None or isinstance(value, date | list) else write_value(value)


class ReferenceField(ColumnField):
    """A field for the key of another row: a list to choose from, or a search where there are too many."""

    def __init__(self, table: Table, column: Column, body: Body, **chosen: object) -> None:
        self.rows = ROWS[points_at(table, column)].objects.filter(body=body, **chosen)
        self.named_by = _NAMES.get(points_at(table, column), "title")
        self.many = self.rows[:_LOOKED_THROUGH + 1].count() > _LOOKED_THROUGH
        several = column.kind is Kind.IDS
        widget = (forms.TextInput() if self.many or (several and self.named_by == "measure")
                  else forms.CheckboxSelectMultiple() if several else forms.Select())
        super().__init__(table, column, widget=widget)
        if self.many:
            searched = gettext("Type words of the name; if more than one fits, you choose on the next page.")
            self.help_text = f"{self.help_text} {searched}"
        else:
            self.offer(self.rows, blank=not several)

    def offer(self, rows: Any, *, blank: bool = True) -> None:
        """Offer these rows to choose from."""
        found = [(key, f"{name} ({key})" if self.named_by == "measure" else str(name))
                 for key, name in rows.order_by(self.named_by).values_list("key", self.named_by)]
        self.choices = self.widget.choices = ([("", gettext("None"))] if blank else []) + found

    def text_of(self, value: Any) -> str:
        """The key that was chosen or found; where several rows fit what was typed, they become the choices."""
        text = super().text_of(value).strip()
        if not self.many or not text or self.column.kind is Kind.IDS:
            return text
        bracketed = _KEY.search(text)
        if bracketed or self.rows.filter(key=text).exists():
            return bracketed.group(1) if bracketed else text
        fitting = self.rows.filter(**{f"{self.named_by}__icontains": text})
        found = list(fitting.values_list("key", flat=True)[:_MATCHES + 1])
        words = {"label": self.label, "text": text}
        if not found:
            raise ValidationError(gettext("%(label)s: nothing is called “%(text)s”. Type fewer or other words of the "
                                          "name.") % words)
        if len(found) > _MATCHES:
            raise ValidationError(gettext("%(label)s: too many are called something with “%(text)s”. Type more of the "
                                          "name.") % words)
        self.widget = forms.Select()
        self.offer(fitting)
        raise ValidationError(gettext("%(label)s: choose the one that you mean by “%(text)s”.") % words)

    def prepare_value(self, value: Any) -> Any:
        """A key as it is shown in a search box: with the row's name."""
        if self.many and isinstance(value, str) and value and not _KEY.search(value):
            name = self.rows.filter(key=value).values_list(self.named_by, flat=True).first()
            return f"{name} [{value}]" if name else value
        return super().prepare_value(value)


def keep_offered(field: ColumnField, value: Value) -> None:
    """Offer what stands in a row already too, where the list would leave it out and so lose it."""
    offered = {key for key, _ in getattr(field, "choices", ())}
    for key in value if isinstance(value, tuple) else (str(value),) if isinstance(value, str) else ():
        if offered and key not in offered:
            field.choices = field.widget.choices = [*field.choices, (key, key)]


def field_for(table: Table, column: Column, body: Body, **chosen: object) -> ColumnField:
    """The field for a column; `chosen` narrows the rows that a reference may name."""
    return (ReferenceField(table, column, body, **chosen) if points_at(table, column) in ROWS
            else ColumnField(table, column))


def with_choices(field: ColumnField, choices: Iterable[tuple[str, str]], *, several: bool = False) -> ColumnField:
    """The field with these choices in the place of a box to type in."""
    field.widget = forms.CheckboxSelectMultiple() if several else forms.Select()
    field.choices = field.widget.choices = list(choices)
    return field


def _widget(table: Table, column: Column) -> forms.Widget:
    if column.kind is Kind.DATE:
        return DayInput()
    if column.kind is Kind.YES_NO or (column.kind is Kind.CHOICE and len(column.choices) <= 4):
        return forms.RadioSelect()
    if column.kind is Kind.CHOICE:
        return forms.Select()
    if points_at(table, column) == "roles":
        return forms.CheckboxSelectMultiple()
    if column.name in LONG:
        return forms.Textarea({"rows": 3})
    numbers = {Kind.COUNT: "numeric", Kind.YEAR: "numeric", Kind.QUANTITY: "decimal", Kind.MONEY: "decimal",
               Kind.SHARE: "decimal"}
    return forms.TextInput({"inputmode": numbers[column.kind]} if column.kind in numbers else {})


def _choices(table: Table, column: Column) -> Choices:
    if points_at(table, column) == "roles":
        return [(word, choice(table.name, "role", word)) for word in ROLES]
    if column.kind is Kind.YES_NO:
        found = [("yes", gettext("Yes")), ("no", gettext("No"))]
    elif column.kind is Kind.CHOICE:
        found = choices(table.name, column.name, column.choices)
    else:
        return []
    if column.required:
        # A list has no open choice of its own; buttons have: none of them is pressed.
        return found if isinstance(_widget(table, column), forms.RadioSelect) else [("", gettext("Choose")), *found]
    return found if column.default else [*found, ("", gettext("Not known"))]


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
