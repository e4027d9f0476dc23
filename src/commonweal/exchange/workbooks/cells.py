"""Cells as they are written into any workbook: what each is, text always as text, nothing that a spreadsheet runs."""

import re
from datetime import date, datetime
from typing import Any

import xlsxwriter

from commonweal.basics.tables import FORMULA_SIGNS
from commonweal.basics.told import Told, told
from commonweal.exchange.files import Cell

# A cell holds no more letters (as UTF-16 counts them), a sheet no more rows, its name no more letters.
MOST_LETTERS, MOST_ROWS, LONGEST_NAME = 32_767, 1_048_576, 31
MOST_DIGITS = 15
# Spreadsheets count a day that never was, 29 February 1900: days before it stand as text.
FIRST_DAY = date(1900, 3, 1)
AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_FONT = {"font_name": "Arial", "font_size": 11}
# Signs that the text of a workbook cannot hold, or gives back as others.
_NOT_HELD = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        # The same rows give the same bytes, whenever they are written.
        book.set_properties({"created": datetime(2000, 1, 1)})
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **said: object) -> Any:
        """The format with these properties."""
        key = tuple(sorted(said.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**_FONT, **said})
        return self._made[key]

    def write(self, page: Any, row: int, column: int, cell: Cell, **said: object) -> None:
        """Write a cell as what it is; a blank one only where its format says something."""
        if cell is None or cell == "":
            if said:
                page.write_blank(row, column, None, self.of(**said))
        elif isinstance(cell, bool):
            page.write_boolean(row, column, cell, self.of(**said))
        elif isinstance(cell, date) and cell >= FIRST_DAY:
            page.write_datetime(row, column, cell, self.of(**{**said, "num_format": "yyyy-mm-dd"}))
        elif isinstance(cell, str | date) or len(cell.as_tuple().digits) > MOST_DIGITS:
            text = str(cell)
            quoted = {"quote_prefix": True} if text.startswith(FORMULA_SIGNS) else {}
            page.write_string(row, column, text, self.of(**said, **quoted))
        else:
            page.write_number(row, column, cell, self.of(**said))


def why_not_held(text: str) -> Told | None:
    """Why a cell cannot hold a text; None if it can."""
    letters = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if letters > MOST_LETTERS:
        return told("it has {letters} letters, and a cell holds {most}", letters=f"{letters:,}",
                    most=f"{MOST_LETTERS:,}")
    found = _NOT_HELD.search(text)
    if not found:
        return None
    return told("it holds the sign U+{code}, which a workbook cannot hold", code=f"{ord(found[0]):04X}")
