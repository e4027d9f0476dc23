"""Workbooks of Excel and OpenDocument: read by a library, after a look at how large they truly are.

The library lays a sheet out from its first cell to its last, and gives a blank for an error and for a formula that was
never worked out. So the sheets' own text is gone through first (in `sheet_texts`): for the furthest cell, and for such
cells, which then stand in their rows as they were written (#REF!, =A1+B1) and are refused like any other text that is
no number.
"""

import io
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.exchange.archives import archive_faults
from commonweal.exchange.files import Cell, File, Kind, Opened, Row, Sheet, file_fault
from commonweal.exchange.sheet_texts import Broken, SheetText, sheet_texts

# Rows times columns, blanks between them included: what a machine of a few gigabytes can hold.
MOST_CELLS = 12_000_000
_SAVE_AGAIN = told("Open it in the spreadsheet program, save it as a new '.xlsx' file, and bring that.")
_SPLIT = told("Delete what stands far out to the right or below, split the sheet, or bring it as 'CSV UTF-8'.")
# A spreadsheet keeps so many digits of a number.
_DIGITS = 15


def read_spreadsheet(file: File) -> Opened:
    """Every sheet of a workbook, hidden ones included; or why it cannot be read."""
    faults = archive_faults(file)
    if faults:
        return _refused(file, *faults)
    try:
        texts = sheet_texts(file)
    except Broken as error:
        return _refused(file, file_fault(error.code, told("{why}.", why=error), _SAVE_AGAIN, file))
    cells = sum(text.height * text.width for text in texts.values())
    if cells > MOST_CELLS:
        widest = max(texts, key=lambda name: texts[name].height * texts[name].width)
        fault = Finding("SHEET-SIZE", Severity.ERROR,
                        told("the sheet reaches to row {height} and column {width}; with the others that is {cells} "
                             "cells, and {most} are the most.", height=f"{texts[widest].height:,}",
                             width=f"{texts[widest].width:,}", cells=f"{cells:,}", most=f"{MOST_CELLS:,}"),
                        _SPLIT, file.name, sheet=widest)
        return _refused(file, fault)
    try:
        return _laid_out(file, texts)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # The library's own language reports a broken file by a class beside Exception.
        if isinstance(error, python_calamine.PasswordError):
            return _refused(file, file_fault("FILE-PASSWORD", told("the file is protected by a password."),
                                             told("Take the password off, save it, and bring that file."), file))
        return _refused(file, file_fault("FILE-BROKEN", told("the workbook cannot be read ({why}).", why=error),
                                         _SAVE_AGAIN, file))


def sheet_names(file: File) -> tuple[str, ...]:
    """What the sheets of a workbook are called, without reading them; none of one that cannot be opened."""
    if archive_faults(file):
        return ()
    try:
        with python_calamine.load_workbook(io.BytesIO(file.content)) as workbook:
            return tuple(workbook.sheet_names)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # As above: why it cannot be read is said by whoever reads it.
        return ()


def _laid_out(file: File, texts: Mapping[str, SheetText]) -> Opened:
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    with python_calamine.load_workbook(io.BytesIO(file.content)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if meta.name not in texts:
                raise Broken("FILE-BROKEN", told("the sheet '{name}' has no text of its own", name=meta.name))
            grid, text = workbook.get_sheet_by_name(meta.name), texts[meta.name]
            hidden = meta.visible is not python_calamine.SheetVisibleEnum.Visible
            sheets.append(Sheet(meta.name, tuple(_rows(grid, text.as_written)), hidden))
            findings += _notes(file, meta.name, hidden, len(grid.merged_cell_ranges or ()))
    return Opened(file, Kind.SPREADSHEET, tuple(sheets), findings=tuple(findings))


def _rows(grid: python_calamine.CalamineSheet, as_written: Mapping[tuple[int, int], str]) -> list[Row]:
    rows: list[Row] = []
    odd_rows = {row for row, _ in as_written}
    for number, values in enumerate(grid.iter_rows(), 1):
        cells = [_cell(value) for value in values]
        if number in odd_rows:
            cells += [None] * (max(column for row, column in as_written if row == number) - len(cells))
            for column in range(1, len(cells) + 1):
                if (number, column) in as_written:
                    cells[column - 1] = as_written[number, column]
        while cells and cells[-1] is None:
            cells.pop()
        rows.append((number, tuple(cells)))
    for number in sorted(row for row in odd_rows if row > len(rows)):
        width = max(column for row, column in as_written if row == number)
        rows += [(between, ()) for between in range(len(rows) + 1, number)]
        rows.append((number, tuple(as_written.get((number, column)) for column in range(1, width + 1))))
    return rows


def _cell(value: object) -> Cell:
    """A value of the library as a cell: exact digits in place of its floating number, and a day without an hour."""
    match value:
        case "" | None:
            return None
        case bool() | str():
            return value
        case float() | int():
            return exact(value)
        case datetime():
            return value.date() if value.time() == time() else value.isoformat(" ")
        case date():
            return value
        case timedelta() | time():
            return str(value)
    return str(value)


def exact(number: float) -> Cell:
    """A spreadsheet's number as the 15 digits that it shows; as text where it is none.

    >>> exact(0.1 + 0.2), exact(5.0), exact(1e15), exact(float("inf"))
    (Decimal('0.3'), Decimal('5'), Decimal('1000000000000000'), 'inf')
    """
    digits = Decimal(f"{number:.{_DIGITS}g}")
    return Decimal(format(digits, "f")) if digits.is_finite() else str(number)


def _notes(file: File, sheet: str, hidden: bool, merged: int) -> list[Finding]:
    """What a reader of the receipt should know of how a sheet looked."""
    notes = []
    if hidden:
        notes.append(Finding("SHEET-HIDDEN", Severity.NOTE, told("the sheet is hidden; it is read like any other."),
                             told(""), file.name, sheet=sheet))
    if merged:
        notes.append(Finding("SHEET-MERGED", Severity.NOTE,
                             told("{merged} areas of merged cells: each counts as its first cell, the others are "
                                  "blank.", merged=f"{merged:,}"),
                             told("Part them if every row is to have the text."), file.name, sheet=sheet))
    return notes


def _refused(file: File, *findings: Finding) -> Opened:
    return Opened(file, Kind.SPREADSHEET, findings=findings)
