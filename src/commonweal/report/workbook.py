"""The tables of the document as a workbook that everybody can read: one table a sheet, no merged cell, no formula."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from textwrap import shorten
from typing import Any

import xlsxwriter

from commonweal.basics.tables import FORMULA_SIGNS, Kind
from commonweal.indicators.figure import FIGURES, to_record
from commonweal.report.blocks import Column, Inlines, Link
from commonweal.report.document import Report
from commonweal.report.tables import cell
from commonweal.report.theme import colours, style_sheet
from commonweal.report.words import glossary, say
from commonweal.report.workbook_cells import number_in
from commonweal.report.workbook_tables import Sheet, report_sheets

# Letters that a cell, a sheet's name, the head of a printed page and a link can hold.
_LONGEST, _LONGEST_NAME, _LONGEST_HEAD, _LONGEST_ADDRESS = 32_000, 31, 200, 2_000
# Letters of a column's width; longer texts go on in the next line of their cell.
_NARROWEST, _WIDEST = 9, 60
_NOT_IN_NAMES = str.maketrans("[]:*?/\\'", "       ’")
# Spreadsheets take so many formats of numbers; beyond them a number with a unit of its own stays as it is printed.
_MOST_FORMATS = 180
_A4 = 9
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(report: Report, path: Path) -> None:
    """Write the tables of the report and its figures as an Excel workbook.

    Cover, contents, notes and figures come first, then a sheet for each table. Numbers are numbers, shown with
    their unit. The file's date is the day on which the figures were frozen, so the same report gives the same bytes.
    """
    tables = [*report_sheets(report)]
    figures = _figures(report, tables)
    sheets = [_notes(), figures, *tables]
    names = [_tab(number, sheet.title) for number, sheet in enumerate(sheets, 3)]
    contents = _contents(names, sheets)
    places = {
        f"figure:{_words(row[0])}": f"internal:'{names[1]}'!A{row_number}"
        for row_number, row in enumerate(figures.rows, _lines_above(report) + 2)
    }
    places |= {f"sheet:{name}": f"internal:'{name}'!A1" for name in names}
    with xlsxwriter.Workbook(path, _PLAIN) as book:
        writer = _Writer(book, report, places)
        writer.cover()
        writer.sheet(_tab(2, contents.title), contents)
        for name, sheet in zip(names, sheets, strict=True):
            writer.sheet(name, sheet, back=_tab(2, contents.title))


def _contents(names: Sequence[str], sheets: Sequence[Sheet]) -> Sheet:
    rows = tuple(
        ((Link(name, f"sheet:{name}"),), cell(sheet.title), cell(f"{len(sheet.rows):,}"))
        for name, sheet in zip(names, sheets, strict=True)
    )
    heads = _columns("sheet", "holds", "rows", numeric=("rows",))
    return Sheet(say("workbook.contents"), heads, rows, say("workbook.contents_lead"))


def _figures(report: Report, tables: Sequence[Sheet]) -> Sheet:
    """The figures that the other sheets print; where all of them stand is said above."""
    cells = (part for sheet in tables for row in sheet.rows for parts in row for part in parts)
    printed = {part.target for part in cells if isinstance(part, Link)}
    figures = [figure for figure in report.year.figures if f"figure:{figure.id}" in printed]
    heads = tuple(Column(column.name, column.kind is Kind.PRINTED) for column in FIGURES.columns)
    rows = tuple(tuple(cell(record.text(name)) for name in FIGURES.names) for record in map(to_record, figures))
    note = say("workbook.figures_note", count=f"{len(report.year.figures):,}")
    return Sheet(say("workbook.figures"), heads, rows, note)


def _notes() -> Sheet:
    """What the words and marks mean: those of the report and those of a workbook."""
    words = glossary()
    words += [(say("blank"), say("workbook.mark_none_means"))]
    marks = ("blank", "number", "link", "day")
    words += [(say(f"workbook.mark_{mark}"), say(f"workbook.mark_{mark}_means")) for mark in marks]
    words += [(column.name, column.meaning) for column in FIGURES.columns]
    return Sheet(
        say("workbook.notes"),
        _columns("word", "means"),
        tuple((cell(word), cell(means)) for word, means in words),
        say("workbook.notes_lead"),
    )


def _columns(*names: str, numeric: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(say(f"workbook.{name}"), name in numeric) for name in names)


def _tab(number: int, name: str) -> str:
    """A sheet's name: numbered, so that no two are the same, without the characters that spreadsheets forbid."""
    allowed = f"{number} {name}".translate(_NOT_IN_NAMES)
    return shorten(allowed, _LONGEST_NAME, placeholder="").rstrip(",;")


def _words(parts: Inlines) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def _lines_above(report: Report) -> int:
    """How many lines stand above each table: title, standing sentence if there is one, what it holds, the way back."""
    return 4 if report.cover.standing else 3


class _Writer:
    """Writes sheets into a workbook. `places` tells where a link leads."""

    def __init__(self, book: xlsxwriter.Workbook, report: Report, places: Mapping[str, str]) -> None:
        self.book, self.report, self.places = book, report, places
        self.brand = colours(style_sheet(report.year.book.settings.theme))["brand"]
        self.linked = {"font_color": self.brand, "underline": 1}
        self.shown_as: set[str] = set()
        self.looks: dict[tuple[bool, bool, bool, str], Any] = {}
        cover = report.cover
        book.set_properties(
            {
                "title": cover.title,
                "author": cover.body,
                "subject": cover.period,
                "comments": cover.standing,
                "created": datetime.combine(report.year.snapshot.as_of, time()),
            }
        )

    def look(self, **properties: Any) -> Any:
        """A format with these properties, in the one font of the workbook."""
        return self.book.add_format({"font_name": "Arial", "font_size": 11, **properties})

    def cover(self) -> None:
        """The first sheet: what this is, whose, when, and what it is not."""
        cover = self.report.cover
        page = self.book.add_worksheet(_tab(1, say("workbook.cover")))
        page.set_column(0, 0, 100)
        page.write_string(0, 0, cover.title, self.look(bold=True, font_size=18, font_color=self.brand, text_wrap=True))
        lines = [
            cover.standing,
            cover.body,
            f"{say('cover.period')}: {cover.period}",
            cover.frozen_on,
            cover.release,
            say("workbook.about"),
        ]
        for row, line in enumerate((line for line in lines if line), 1):
            page.write_string(row, 0, line, self.look(text_wrap=True, valign="top", bold=line == cover.standing))

    def sheet(self, name: str, sheet: Sheet, back: str = "") -> None:
        """One sheet: its lines above, then its one table under a frozen head."""
        page = self.book.add_worksheet(name)
        texts = [[_words(parts) for parts in row] for row in sheet.rows]
        page.write_string(0, 0, sheet.title, self.look(bold=True, font_size=14, font_color=self.brand))
        standing = self.report.cover.standing
        for line, text in enumerate([*([standing] if standing else []), _lead(sheet, texts)], 1):
            page.write_string(line, 0, text, self.look())
        head = _lines_above(self.report)
        target = back or _tab(1, say("workbook.cover"))
        page.write_url(
            head - 1,
            0,
            f"internal:'{target}'!A1",
            self.look(**self.linked),
            say("workbook.back" if back else "workbook.to_cover"),
        )
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, _width([column.title, *(row[place] for row in texts)]))
        if texts:
            bold = self.look(bold=True, text_wrap=True, valign="top")
            page.add_table(
                head,
                0,
                head + len(texts),
                len(sheet.columns) - 1,
                {
                    "name": f"table_{name.split()[0]}",
                    "style": "Table Style Light 1",
                    "title": sheet.title,
                    "columns": [{"header": column.title, "header_format": bold} for column in sheet.columns],
                },
            )
        for row, (cells, words) in enumerate(zip(sheet.rows, texts, strict=True), head + 1):
            for place, text in enumerate(words):
                if text:
                    self.cell(page, row, place, text, cells[place], sheet.columns[place].numeric)
        page.freeze_panes(head + 1, 1)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(head)
        page.set_header("&L" + (standing or self.report.cover.title)[:_LONGEST_HEAD].replace("&", "&&"))
        page.set_footer("&L&A&R" + say("paper.page", number="&P", count="&N"))

    def cell(self, page: Any, row: int, place: int, text: str, parts: Inlines, numeric: bool) -> None:
        """One cell: a number if it is one in a column of numbers, else text that no program takes for a formula."""
        links = [part.target for part in parts if isinstance(part, Link)]
        address = self.address(links[0]) if len(links) == 1 else ""
        number = number_in(text) if numeric else None
        if number and number.format not in self.shown_as:
            if len(self.shown_as) < _MOST_FORMATS:
                self.shown_as.add(number.format)
            else:
                number = None
        shown = text if len(text) <= _LONGEST else say("workbook.cut", text=text[:_LONGEST])
        like_a_formula = text.startswith(FORMULA_SIGNS)
        look = self.cell_look(bool(address), like_a_formula, numeric, number.format if number else "")
        if address:
            page.write_url(row, place, address, look, shown)
        if number:
            # After a link this puts the number in place of the link's words, and the link stays.
            page.write_number(row, place, number.value, look)
        elif not address:
            page.write_string(row, place, shown, look)

    def address(self, target: str) -> str:
        """Where a link leads: a cell of this workbook, an address on the web, or blank for neither."""
        on_the_web = target.startswith(("https://", "http://")) and len(target) <= _LONGEST_ADDRESS
        return target if on_the_web else self.places.get(target, "")

    def cell_look(self, linked: bool, quoted: bool, numeric: bool, number: str) -> Any:
        """The format of a cell by what it holds."""
        key = (linked, quoted, numeric, number)
        if key not in self.looks:
            self.looks[key] = self.look(
                valign="top",
                text_wrap=not number,
                **(self.linked if linked else {}),
                **({"quote_prefix": True} if quoted and not number else {}),
                **({"align": "right"} if numeric else {}),
                **({"num_format": number} if number else {}),
            )
        return self.looks[key]


def _lead(sheet: Sheet, texts: Sequence[Sequence[str]]) -> str:
    """What the sheet holds, in one line; blank cells are explained where there are any."""
    count = say("workbook.one_row") if len(texts) == 1 else say("workbook.one_table", count=f"{len(texts):,}")
    parts = [count, sheet.note]
    if not all(all(row) for row in texts):
        parts.append(say("workbook.blanks"))
    return " ".join(part for part in parts if part)


def _width(texts: Sequence[str]) -> int:
    return min(max(_NARROWEST, *(len(text) + 2 for text in texts)), _WIDEST)
