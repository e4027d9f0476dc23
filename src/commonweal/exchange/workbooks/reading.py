"""The one reader: sheets that are declared tables, by the names of their columns, wherever these stand by now."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from commonweal.basics.findings import Finding, Severity, by_severity
from commonweal.basics.rows import BLANK, RowReader, duplicates
from commonweal.basics.tables import Record, Table
from commonweal.basics.told import Told, told
from commonweal.exchange.files import Cell, File, Kind, Opened, Row, Sheet, as_text, blank
from commonweal.exchange.opening import open_file
from commonweal.exchange.receipt import SheetCount
from commonweal.exchange.workbooks.tabs import GUIDE, LISTS, Tab

# So far down the names of the columns are looked for.
_LOOKED_AT = 40
# A copy with what to mend numbers its sheets.
_NUMBERED = re.compile(r"^[0-9]+ ")


@dataclass(frozen=True)
class TabRead:
    """What one sheet gave: its rows, the columns that it has, and how many rows became what."""

    tab: Tab
    sheet: str
    records: tuple[Record, ...]
    columns: tuple[str, ...]
    count: SheetCount


@dataclass
class WorkbookRead:
    """What a workbook gave: its sheets by the names of their tables, and every finding.

    `whole` is false where a sheet could not be read at all, or the file: then there is nothing to go on with.
    """

    file: File
    tabs: dict[str, TabRead] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    whole: bool = True

    def records(self, table: str) -> tuple[Record, ...]:
        """The rows of a sheet; none where it is not there."""
        return self.tabs[table].records if table in self.tabs else ()

    @property
    def counts(self) -> list[SheetCount]:
        """The sum of each sheet."""
        return [read.count for read in self.tabs.values()]


def read_workbook(file: File, tabs: Sequence[Tab]) -> WorkbookRead:
    """Read the sheets of a workbook that are among these. What else it holds is named in a note."""
    opened = open_file(file)
    result = WorkbookRead(file, findings=list(opened.findings))
    if opened.kind is not Kind.SPREADSHEET or opened.refused:
        if not opened.refused:
            result.findings.append(Finding("WORKBOOK-KIND", Severity.ERROR, told("the file is no workbook."),
                                           told("Bring the workbook itself, saved as .xlsx or .ods."), file.name))
        result.whole = False
        return result
    by_name = {tab.name: tab for tab in tabs}
    sheets = {name: sheet for sheet in opened.sheets if (name := table_named(sheet.name)) in by_name}
    if not sheets:
        result.findings.append(Finding("WORKBOOK-OTHER", Severity.ERROR, told("none of its sheets is one of ours."),
                                       told("Its sheets must be called: {sheets}.", sheets=", ".join(by_name)),
                                       file.name))
        result.whole = False
    for sheet in opened.sheets:
        if table_named(sheet.name) in (GUIDE, LISTS):
            continue
        if sheets.get(table_named(sheet.name)) is not sheet:
            result.findings.append(Finding("SHEET-NOT-READ", Severity.NOTE,
                                           told("the sheet is none of ours, and is not read."), told(""), file.name,
                                           sheet=sheet.name))
    for name, tab in by_name.items():
        if name in sheets:
            _read_tab(tab, sheets[name], opened, result)
    return result


def table_named(sheet: str) -> str:
    """The name of the table that a sheet of this name would hold."""
    return _NUMBERED.sub("", sheet.strip()).casefold()


def holds(opened: Opened, tab: Tab) -> bool:
    """Whether a workbook has this sheet, with every column that it must have."""
    sheet = next((sheet for sheet in opened.sheets if table_named(sheet.name) == tab.name), None)
    return sheet is not None and not by_severity(
        _faults_of_heading(tab.table, _heading(tab.table, sheet.rows)), Severity.ERROR)


def _read_tab(tab: Tab, sheet: Sheet, opened: Opened, result: WorkbookRead) -> None:
    rows = iter(sheet.rows)
    heading = _heading(tab.table, rows)
    faults = _faults_of_heading(tab.table, heading)
    result.findings += [_at(fault, result.file, sheet.name, heading[0]) for fault in faults]
    if any(fault.severity is Severity.ERROR for fault in faults):
        result.whole = False
        return
    reader = _Reader(tab, sheet.name, result.file, heading[1])
    for number, cells in rows:
        reader.take(number, cells)
    result.tabs[tab.name] = reader.done()
    result.findings += reader.findings


def _heading(table: Table, rows: Iterable[Row]) -> tuple[int, dict[str, list[int]]]:
    """The row in which the names of the key's columns stand, and where each name stands there."""
    for number, cells in rows:
        names: dict[str, list[int]] = {}
        for place, cell in enumerate(cells):
            if text := as_text(cell):
                names.setdefault(text, []).append(place)
        if names.keys() >= set(table.key_columns):
            return number, names
        if number >= _LOOKED_AT:
            break
    return 0, {}


def _faults_of_heading(table: Table, heading: tuple[int, Mapping[str, Sequence[int]]]) -> list[Finding]:
    names = heading[1]
    if not names:
        return [Finding("HEADING-MISSING", Severity.ERROR, told("no row holds the names of the columns."),
                        told("One row must hold: {names}.", names=", ".join(table.names)))]
    faults = [Finding("HEADING-DUPLICATE", Severity.ERROR, told("the column '{name}' stands twice.", name=name),
                      told("Keep one of the two."),
                      column=name) for name, places in names.items() if name in table.names and len(places) > 1]
    faults += [Finding("HEADING-MISSING", Severity.ERROR, told("the column '{name}' is missing.", name=column.name),
                       told("Add it: {meaning}", meaning=Told(column.meaning)), column=column.name)
               for column in table.columns if column.required and not column.default and column.name not in names]
    return faults + [Finding("HEADING-NOT-READ", Severity.NOTE,
                             told("there is no column '{name}'; it is not read.", name=name[:60]), told(""),
                             column=name[:60]) for name in names if name not in table.names]


class _Reader:
    """Reads the rows of one sheet."""

    def __init__(self, tab: Tab, sheet: str, file: File, names: Mapping[str, Sequence[int]]) -> None:
        self.tab, self.sheet, self.file = tab, sheet, file
        self.places = {name: names[name][0] for name in tab.table.names if name in names and name not in tab.shown}
        self.beside = {place for name, places in names.items() for place in places}
        self.free = [name for name in self.places if name in tab.free]
        self.rows = RowReader(tab.table, [name for name in self.places if name not in tab.free], file.name)
        self.records: list[Record] = []
        self.findings: list[Finding] = []
        self.rows_in = self.refused = self.blank = 0
        self.stray = False

    def take(self, number: int, cells: Sequence[Cell]) -> None:
        """Take in one row: a record, a refusal with its reason, or a blank."""
        self.rows_in += 1
        if not self.stray and any(not blank(cell) and place not in self.beside for place, cell in enumerate(cells)):
            self.stray = True
            self.findings.append(self._at(Finding("CELL-NOT-READ", Severity.NOTE,
                                                  told("something stands beside the columns that have names; it is "
                                                       "not read."),
                                                  told("Put it under a column if it matters.")), number))
        texts = {name: as_text(cells[place]) if place < len(cells) else "" for name, place in self.places.items()}
        if not any(texts.values()):
            self.blank += 1
            return
        faults = self._blank_free(texts)
        record, more = self.rows.read([text for name, text in texts.items() if name not in self.tab.free], number)
        faults += more
        if record is None or faults:
            self.refused += 1
            self.findings += [self._at(fault, number) for fault in faults]
            return
        if self.free:
            said = {name: texts[name].replace("\r\n", "\n") or None for name in self.free}
            record = Record(self.tab.table, {**record.values, **said}, number)
        self.records.append(record)

    def _blank_free(self, texts: Mapping[str, str]) -> list[Finding]:
        columns = [self.tab.table.column(name) for name in self.free if not texts[name]]
        return [Finding(BLANK, Severity.ERROR, told("{name} is blank.", name=column.name),
                        told("Fill it in: {meaning}", meaning=Told(column.meaning)),
                        column=column.name) for column in columns if column.required]

    def done(self) -> TabRead:
        """What the sheet gave; of two rows with one id the second is refused."""
        twice = [self._at(fault, fault.row or 0) for fault in duplicates(self.records, self.file.name)]
        rows = {fault.row for fault in twice}
        self.findings += twice
        self.refused += len(rows)
        kept = tuple(record for record in self.records if record.row not in rows)
        count = SheetCount(self.sheet, self.rows_in, len(kept), self.refused, self.blank)
        return TabRead(self.tab, self.sheet, kept, tuple(self.places), count)

    def _at(self, fault: Finding, row: int) -> Finding:
        return _at(fault, self.file, self.sheet, row)


def _at(fault: Finding, file: File, sheet: str, row: int) -> Finding:
    return replace(fault, file=file.name, sheet=sheet, row=row or None)
