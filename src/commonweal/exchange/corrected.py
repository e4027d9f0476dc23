"""The corrected copy: the same rows as a workbook, with what is wrong beside each row that was refused.

It is a copy to mend and bring again, and then read as the file that it is a copy of: its last column keeps the numbers
of the rows, so that ids made of them stay, whatever was sorted or taken out. Of a JSON file, which no workbook can
stand for, it is a list of what was refused. Nothing in it is run by a spreadsheet: what looks like a formula is text.
"""

import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal

import xlsxwriter

from commonweal.basics.findings import Finding, Severity
from commonweal.exchange.exact_json import write_json
from commonweal.exchange.files import Cell, Kind, Opened, Row, Sheet, as_text, blank
from commonweal.exchange.receipt import Receipt
from commonweal.exchange.workbooks.cells import AS_TYPED, LONGEST_NAME, MOST_ROWS, Formats

HEADING = "What to mend in this row"
# Above the column of the rows' numbers: that of this row, and which sheet of which file they are of.
ROW_THERE = "Row in the file. Leave this column as it is. Here: {row} of {file}, fingerprint {sha256}, sheet '{sheet}'"
_ROW_THERE = re.compile(r"Row in the file\. .* Here: ([0-9]{1,9}) of (.*), fingerprint ([0-9a-f]{64}), sheet '(.*)'",
                        re.DOTALL)
_ROW = re.compile(r"[0-9]{1,9}")
ONLY_THESE = "Only the rows to mend stand here: the sheet is longer than a workbook."
# The copy of a JSON file: its one sheet, and the headings beside the usual one.
REFUSED, IN_FILE, THERE = "Refused", "Line or number in the file", "What stands there"
# What parts of a JSON file are rows of, by the name of the list.
_LISTS = ("grants", "releases")
# A cell holds few more letters than this.
_LONGEST = 32_000
_NOT_IN_NAMES = str.maketrans("[]:*?/\\'", "       ’")


def corrected_copy(opened: Opened, receipt: Receipt) -> bytes:
    """The rows of a file as a workbook; a column behind the last says what is wrong with each row that was refused.

    Row 7 of the copy is row 7 of the file, and the last column says so. A sheet that is longer than a workbook can be
    is given as its heading and the rows to mend alone; the first cell says so. The same file gives the same bytes.
    """
    wrong: dict[tuple[str, int], list[str]] = defaultdict(list)
    for finding in receipt.findings:
        if finding.severity is Severity.ERROR and finding.row is not None:
            wrong[finding.sheet, finding.row].append(_mend(finding))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**AS_TYPED, "constant_memory": True}) as book:
        writer = _Writer(book)
        if opened.kind in (Kind.JSON, Kind.JSON_LINES):
            writer.documents(opened, {row: texts for (_, row), texts in wrong.items()})
        for number, sheet in enumerate(opened.sheets, 1):
            writer.sheet(number, sheet, sheet.of or (opened.file.name, opened.file.sha256),
                         {row: texts for (name, row), texts in wrong.items() if name == sheet.name})
    return out.getvalue()


def _mend(finding: Finding) -> str:
    column = f"{finding.column}: " if finding.column else ""
    return f"{column}{finding.message} {finding.mend}".strip()


class _Writer:
    """Writes the sheets of a copy."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book, self.formats = book, Formats(book)

    def sheet(self, number: int, sheet: Sheet, of: tuple[str, str], wrong: dict[int, list[str]]) -> None:
        page = self.book.add_worksheet(_tab(number, sheet.name))
        rows, width, shortened = _fitting(sheet.rows, wrong)
        page.set_column(width, width, 60)
        for place, (row, cells) in enumerate(rows):
            line = place if shortened else row - 1
            for column, cell in enumerate(cells):
                self.formats.write(page, line, column, _fits(cell) if isinstance(cell, str) else cell)
            said = [*([] if place else [f"{HEADING}.", ONLY_THESE] if shortened else [HEADING]), *wrong.get(row, ())]
            if said:
                page.write_string(line, width, _fits(" ".join(said)), self.formats.of(bold=True, bg_color="#fff2b3"))
            self.formats.write(page, line, width + 1, Decimal(row) if place else ROW_THERE.format(
                row=row, file=of[0], sha256=of[1], sheet=sheet.name), font_color="#6f6f6f")

    def documents(self, opened: Opened, wrong: dict[int, list[str]]) -> None:
        """The lines or parts of a JSON file that were refused, one a row, each with what to mend in it."""
        page, there = self.book.add_worksheet(REFUSED), _parts(opened)
        page.set_column(1, 2, 60)
        for column, heading in enumerate((IN_FILE, THERE, HEADING)):
            page.write_string(0, column, heading, self.formats.of(bold=True, bg_color="#fff2b3"))
        for line, (row, texts) in enumerate(sorted(wrong.items())[:MOST_ROWS - 1], 1):
            page.write_number(line, 0, row)
            self.formats.write(page, line, 1, _fits(there.get(row, "")))
            self.formats.write(page, line, 2, _fits(" ".join(texts)))


def as_in_the_file(sheet: Sheet) -> Sheet:
    """A sheet of a copy that comes back, as that of the file: without what stands beside the rows, under their numbers.

    A row that was put in has a number behind the last one. Any other sheet is as it was.
    """
    first, heading = next((row for row in sheet.rows if not all(map(blank, row[1]))), (0, ()))
    place, found = next(((place, found) for place, cell in enumerate(heading)
                         if isinstance(cell, str) and (found := _ROW_THERE.fullmatch(cell))), (0, None))
    if found is None:
        return sheet
    beside = {place, *(at for at, cell in enumerate(heading) if isinstance(cell, str) and cell.startswith(HEADING))}
    numbered: dict[int, tuple[Cell, ...]] = {}
    put_in = []
    for row, cells in sheet.rows:
        kept = _without(cells, beside)
        text = found[1] if row == first else as_text(cells[place]) if place < len(cells) else ""
        if _ROW.fullmatch(text) and int(text) not in numbered:
            numbered[int(text)] = kept
        elif kept:
            put_in.append(kept)
    numbered |= dict(enumerate(put_in, max(numbered) + 1))
    return replace(sheet, name=found[4], of=(found[2], found[3]), rows=tuple(sorted(numbered.items())))


def _without(cells: tuple[Cell, ...], places: Collection[int]) -> tuple[Cell, ...]:
    """Cells without those at some places; blank ones at the end are left out."""
    kept = [cell for place, cell in enumerate(cells) if place not in places]
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)


def _parts(opened: Opened) -> dict[int, str]:
    """What stands in a JSON file under the numbers that rows have there: lines, or the parts of its list.

    None where a part may give several rows (packages in lines, records): what a number means, the reason tells.
    """
    documents = [document for _, document in opened.documents]
    if opened.kind is Kind.JSON_LINES:
        lines = opened.file.content.decode("utf-8-sig", "replace").split("\n")
        return {} if any(map(_holds_several, documents)) else {row: line.strip() for row, line in enumerate(lines, 1)}
    whole = documents[0] if documents else []
    parts = whole if isinstance(whole, list) else [whole]
    if isinstance(whole, dict):
        parts = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list)), parts)
    return {} if any(map(_holds_several, parts)) else {
        row: write_json(part).rstrip() for row, part in enumerate(parts, 1)}


def _holds_several(part: object) -> bool:
    return isinstance(part, dict) and any(name in part for name in ("releases", "records"))


def _fitting(rows: Iterable[Row], wrong: dict[int, list[str]]) -> tuple[Iterable[Row], int, bool]:
    """The rows that a workbook can hold, how wide the widest of all is, and whether these are not all."""
    first, last, width = None, 0, 0
    for last, cells in rows:
        first = last if first is None else first
        width = max(width, len(cells))
    if last <= MOST_ROWS:
        return rows, width, False
    keep = {first, *[*wrong][: MOST_ROWS - 1]}
    return [row for row in rows if row[0] in keep], width, True


def _fits(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} … (cut here; the file has it whole)"


def _tab(number: int, name: str) -> str:
    """A sheet's name without what spreadsheets forbid; numbered, so that no two are the same."""
    return f"{number} {name}".translate(_NOT_IN_NAMES)[:LONGEST_NAME].strip()
