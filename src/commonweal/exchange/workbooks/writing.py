"""The one writer: a guide, a sheet a table with what each column means, and the lists to choose from."""

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from textwrap import shorten
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from commonweal.basics.findings import Finding, Refused, Severity
from commonweal.basics.tables import Column, Kind, Record, Table, Value, write_value
from commonweal.basics.told import told
from commonweal.exchange.files import Cell
from commonweal.exchange.workbooks.cells import AS_TYPED, MOST_ROWS, Formats, why_not_held
from commonweal.exchange.workbooks.tabs import GUIDE, LISTS, Filled, Guide, sort_of

# What stands above the rows: the title, what each column means, what is typed there, the names of the columns.
_TITLE, _MEANS, _SORT, HEADING = range(4)
_BLUE, _PALE, _OPEN = "#1d4f76", "#e8f0f6", "#fffbe6"
_WIDTHS = {Kind.ID: 22, Kind.IDS: 24, Kind.TEXT: 30, Kind.CHOICE: 18, Kind.DATE: 13, Kind.YES_NO: 11}
# Letters of the message that shows beside a cell, and of its title.
_LONGEST_MESSAGE, _LONGEST_MESSAGE_TITLE = 255, 32
_WIDEST_GUIDE = 110
_A4 = 9
# A protected sheet still lets people make columns wider, hide them and jump from cell to cell.
_ALLOWED = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True,
            "select_locked_cells": True, "select_unlocked_cells": True}


def write_workbook(guide: Guide, sheets: Sequence[Filled]) -> bytes:
    """A workbook of these sheets, in this order, behind its guide. The same rows give the same bytes.

    Raises Refused, with every place, where a workbook cannot hold a cell or so many rows.
    """
    faults = [fault for sheet in sheets for fault in _not_held(sheet)]
    if faults:
        raise Refused(told("A workbook cannot hold these records whole: {count} places.", count=len(faults)), faults)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, AS_TYPED) as book:
        _Writer(book, sheets).write(guide)
    return out.getvalue()


def _not_held(sheet: Filled) -> Iterator[Finding]:
    most = MOST_ROWS - HEADING - 1
    if len(sheet.rows) > most:
        yield Finding("WORKBOOK-ROWS", Severity.ERROR,
                      told("the table has {count} rows, and a sheet holds {most}.", count=f"{len(sheet.rows):,}",
                           most=f"{most:,}"),
                      told("Take the records out as tables: `--as tables-whole`."), f"{sheet.tab.name}.csv")
        return
    for row in sheet.rows:
        for name, value in row.values.items():
            if isinstance(value, str) and (why := why_not_held(value)):
                yield Finding("WORKBOOK-CELL", Severity.ERROR, told("{why}.", why=why),
                              told("Shorten or change it, or take the records out as tables: `--as tables-whole`."),
                              f"{sheet.tab.name}.csv", row.row, name, row.key)


class _Writer:
    """Writes one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, sheets: Sequence[Filled]) -> None:
        self.book, self.sheets, self.formats = book, sheets, Formats(book)
        self.names = {sheet.tab.name: sheet.tab.table for sheet in sheets}
        # Each list to choose from, with what it is for; a list that two columns share stands once.
        self.lists: dict[tuple[str, ...], str] = {}

    def write(self, guide: Guide) -> None:
        self._guide(guide)
        for sheet in self.sheets:
            self._sheet(sheet)
        self._write_lists()

    def _guide(self, guide: Guide) -> None:
        page = self.book.add_worksheet(GUIDE)
        page.set_column(0, 0, _WIDEST_GUIDE)
        page.hide_gridlines(2)
        self.formats.write(page, 0, 0, guide.title, bold=True, font_size=18, font_color=_BLUE)
        line = 1
        for heading, sentences in guide.parts:
            self.formats.write(page, line + 1, 0, heading, bold=True, font_size=14, font_color=_BLUE)
            line += 2
            for sentence in sentences:
                page.set_row(line, 15 * (1 + len(sentence) // 100))
                self.formats.write(page, line, 0, sentence, text_wrap=True, valign="top")
                line += 1
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.protect("", _ALLOWED)

    def _sheet(self, sheet: Filled) -> None:
        tab, table = sheet.tab, sheet.tab.table
        page = self.book.add_worksheet(tab.name)
        if tab.first:
            page.set_tab_color(_BLUE)
        self.formats.write(page, _TITLE, 0, tab.head, bold=True, font_size=14, font_color=_BLUE)
        tallest = 1
        for place, column in enumerate(table.columns):
            width = _WIDTHS.get(column.kind, 14) + (25 if column.name in tab.free else 0)
            locked = tab.open is not None and column.name not in tab.open
            sort = "Only to read" if locked else sort_of(column)
            tallest = max(tallest, 1 + len(column.meaning) // (width - 2), 1 + len(sort) // (width - 2))
            typed = self._typed(tab.open if tab.grows else None, column)
            page.set_column(place, place, width, self.formats.of(**typed))
            above = {"text_wrap": True, "valign": "top", "bg_color": _PALE}
            self.formats.write(page, _MEANS, place, column.meaning or " ", **above)
            self.formats.write(page, _SORT, place, sort, italic=True, **above)
            self.formats.write(page, HEADING, place, column.name, bold=True, font_color="#ffffff", bg_color=_BLUE)
            self._hold_to(page, sheet, place, column)
        for row in (_MEANS, _SORT):
            page.set_row(row, 15 * min(tallest, 12))
        self._rows(page, sheet)
        last = HEADING + max(len(sheet.rows), 1)
        page.autofilter(HEADING, 0, last, len(table.columns) - 1)
        page.freeze_panes(HEADING + 1, tab.fixed)
        page.set_paper(_A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADING)
        if tab.open is not None:
            page.protect("", _ALLOWED)

    def _typed(self, open: frozenset[str] | None, column: Column) -> dict[str, Any]:
        """How the cells of a column look: text stays text however it is typed, a day shows as year-month-day."""
        said: dict[str, Any] = {"valign": "top"}
        if column.kind is Kind.DATE:
            said["num_format"] = "yyyy-mm-dd"
        elif column.kind in (Kind.ID, Kind.IDS, Kind.TEXT, Kind.CHOICE, Kind.YES_NO):
            said |= {"num_format": "@", "text_wrap": column.kind is Kind.TEXT}
        elif column.kind is Kind.MONEY:
            said["num_format"] = "#,##0.00"
        if open and column.name in open:
            said |= {"locked": False, "bg_color": _OPEN, "border": 1, "border_color": "#c0c0c0"}
        return said

    def _rows(self, page: Any, sheet: Filled) -> None:
        columns = [(column, self._typed(sheet.tab.open, column)) for column in sheet.tab.table.columns]
        for line, row in enumerate(sheet.rows, HEADING + 1):
            for place, (column, typed) in enumerate(columns):
                self.formats.write(page, line, place, as_cell(row.values[column.name], column), **typed)

    def _hold_to(self, page: Any, sheet: Filled, place: int, column: Column) -> None:
        """Hold what is typed in a column to what its declaration says, and say it beside the cell."""
        held: dict[str, Any] = {"input_title": shorten(column.name, _LONGEST_MESSAGE_TITLE, placeholder=""),
                                "input_message": shorten(f"{column.meaning} {sort_of(column)}.", _LONGEST_MESSAGE,
                                                         placeholder=" …")}
        if sheet.tab.open is not None and column.name not in sheet.tab.open:
            return
        page.data_validation(HEADING + 1, place, MOST_ROWS - 1, place, {
            **held, **(self._listed(sheet, column) or _range_of(column)), "ignore_blank": True})

    def _listed(self, sheet: Filled, column: Column) -> dict[str, Any] | None:
        """The rule of a column that is chosen from a list; None where there is none."""
        words = tuple(sheet.choices.get(column.name, ()))
        if column.kind in (Kind.CHOICE, Kind.YES_NO):
            words = words or column.choices or ("yes", "no")
            return {"validate": "list", "source": self._list(words, column.name), "error_title": "Not in the list",
                    "error_message": "Choose one of the list, or leave the cell blank."}
        if column.kind is Kind.IDS:
            return None
        if words:
            source = self._list(words, column.name)
        elif column.refers_to in self.names:
            source = f"='{column.refers_to}'!{_column_of(self.names[column.refers_to])}"
        else:
            return None
        # What is new may be typed here first and written on its own sheet later.
        return {"validate": "list", "source": source, "error_type": "warning", "error_title": "Not in the list",
                "error_message": "Nothing of that name is there yet. Keep it only if you add it."}

    def _list(self, words: Sequence[str], name: str) -> str:
        key = tuple(words)
        self.lists.setdefault(key, name)
        place = list(self.lists).index(key)
        return f"={LISTS}!{xl_range_abs(1, place, len(key), place)}"

    def _write_lists(self) -> None:
        page = self.book.add_worksheet(LISTS)
        for place, (words, name) in enumerate(self.lists.items()):
            page.set_column(place, place, 24)
            self.formats.write(page, 0, place, name, bold=True)
            for line, word in enumerate(words, 1):
                self.formats.write(page, line, place, word)
        page.protect("", _ALLOWED)


def _column_of(table: Table) -> str:
    return str(xl_range_abs(HEADING + 1, 0, MOST_ROWS - 1, 0)) if table.columns else ""


def _range_of(column: Column) -> dict[str, Any]:
    """The rule of a column that holds a number or a day; any other takes whatever is typed, and is read with care."""
    said = f"{sort_of(column)}."
    rule: dict[str, Any] = {"error_title": "Cannot be read", "error_message": said[:_LONGEST_MESSAGE]}
    match column.kind:
        case Kind.DATE:
            # The numbers by which spreadsheets know 1 March 1900 and 31 December 2099.
            return {**rule, "validate": "date", "criteria": "between", "minimum": 61, "maximum": 73_050}
        case Kind.YEAR:
            return {**rule, "validate": "integer", "criteria": "between", "minimum": 1900, "maximum": 2099}
        case Kind.COUNT:
            return {**rule, "validate": "integer", "criteria": ">=", "value": 0}
        case Kind.SHARE:
            return {**rule, "validate": "decimal", "criteria": "between", "minimum": -1 if column.negative else 0,
                    "maximum": 1}
        case Kind.QUANTITY | Kind.MONEY | Kind.UNIT_VALUE:
            return {**rule, "validate": "decimal", "criteria": ">=", "value": -10_000_000_000 if column.negative else 0}
    return {"validate": "any"}


def as_cell(value: Value, column: Column) -> Cell:
    """A value of a table as a cell: a number, a day, or the text that the files have."""
    if isinstance(value, bool | tuple):
        return write_value(value)
    if isinstance(value, int):
        return Decimal(value)
    return value


def records_of(table: Table, rows: Sequence[Mapping[str, Value]]) -> list[Record]:
    """Rows of a declared table from what stands in some of their columns; the others are blank."""
    blank = dict.fromkeys(table.names)
    return [Record(table, {**blank, **row}, number) for number, row in enumerate(rows, HEADING + 2)]
