"""The rows of a file as rows of our tables: every one accepted, refused with its reason, or blank."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.rows import BLANK, RowReader
from commonweal.basics.tables import Column, Kind, NotReadable, Record, read_value
from commonweal.basics.told import Told, told
from commonweal.exchange.arrival import Place
from commonweal.exchange.files import Cell, File, Opened, Sheet, as_text, blank
from commonweal.exchange.files import Kind as FileKind
from commonweal.exchange.maps.cells import CellReader
from commonweal.exchange.maps.joining import Joined
from commonweal.exchange.maps.model import ColumnMap, Into
from commonweal.exchange.receipt import SheetCount

_SAY_EVERY = 5_000
# So many of the 64 digits of a fingerprint tell a file or sheet from any other in a book.
_DIGITS = 12
# Gaps in which styles of ours stand, and never what stands in a cell.
_OURS = {"could", "style"}
_FRAMEWORK = Column("framework", Kind.ID, "The framework that a row of measures or values belongs to.", required=True)


@dataclass
class RowsRead:
    """What the sheets of a file gave, so far: records by table with the framework they belong to, counts, findings.

    Where several blocks of a map are for one table, `blocks` tells by table and id which gave a row.
    """

    records: dict[str, list[tuple[str, Record]]] = field(default_factory=dict)
    counts: list[SheetCount] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: Counter[Told] = field(default_factory=Counter)
    origins: dict[tuple[str, str], tuple[Place, ...]] = field(default_factory=dict)
    blocks: dict[tuple[str, str], Into] = field(default_factory=dict)
    sheet: str = ""


# The row in which an id stood before, and the record itself where the same may stand again.
_Seen = dict[str, tuple[int, Record | None]]


class _TableReader:
    """Reads the rows of one block of a map, and knows which ids of its table stood before."""

    def __init__(self, into: Into, found: ColumnMap, file: File, notes: Counter[Told], seen: _Seen) -> None:
        self.into, self.seen = into, seen
        self.shares = sum(other.table is into.table for other in found.into) > 1
        self.unsaid = found.may_name_people
        self.readers = [CellReader(source, into.table.column(name), found, notes)
                        for name, source in into.columns.items()]
        self.rows = RowReader(into.table, [*into.columns], file.name)

    def wants(self, cells: Mapping[str, Cell]) -> bool:
        return all(not blank(cells.get(name)) for name in self.into.needs)

    def read(self, cells: Mapping[str, Cell], row: int, file: str) -> tuple[Record | None, list[Finding]]:
        texts: list[str] = []
        faults: list[Finding] = []
        for reader in self.readers:
            try:
                texts.append(reader.read(cells))
            except NotReadable as error:
                shown = as_text(cells.get(reader.headings[0])) if reader.headings else ""
                faults.append(Finding(error.code, Severity.ERROR, told("'{text}' cannot be read.", text=shown[:40]),
                                      error.message.as_sentence(), file, row,
                                      _column(reader)))
        if faults:
            # Two of our columns may come from one of theirs.
            return None, [*dict.fromkeys(map(self._said, faults))]
        record, faults = self.rows.read(texts, row)
        if faults:
            by_name = {reader.column.name: reader for reader in self.readers}
            faults = [self._said(_named(fault, by_name.get(fault.column))) for fault in faults]
        return record, faults

    def _said(self, fault: Finding) -> Finding:
        """The finding as it may be kept: without the cell, which may be a name, where the map says who somebody is."""
        if not self.unsaid:
            return fault
        if fault.code == BLANK:
            return replace(fault, subject="")
        mend = fault.mend if fault.mend.gaps.keys() <= _OURS else told(
            "Look at the cell: correct it in the file, or say in the map how it is read.")
        return replace(fault, message=told("what stands there cannot be read."), mend=mend, subject="")


def _column(reader: CellReader) -> str:
    return " + ".join(reader.source.named) or reader.column.name


def _named(fault: Finding, reader: CellReader | None) -> Finding:
    """The finding under the heading that the file has, in place of our column's name."""
    if reader is None:
        return fault
    return Finding(fault.code, fault.severity, fault.message, fault.mend, fault.file, fault.row, _column(reader))


class SheetReader:
    """Reads the sheets of one file by one map."""

    def __init__(self, found: ColumnMap, opened: Opened, joined: Sequence[Joined], say: Callable[[str], None]) -> None:
        self.map, self.file, self.joined, self.say = found, opened.file, joined, say
        # In a text file a missing cell is a fault; a spreadsheet leaves out those at the end that are blank.
        self.text = opened.kind is FileKind.TEXT
        self.result = RowsRead()
        seen: dict[str, _Seen] = {into.table.name: {} for into in found.into}
        self.tables = [_TableReader(into, found, self.file, self.result.notes, seen[into.table.name])
                       for into in found.into]
        version = found.version
        self.framework = CellReader(version.framework, _FRAMEWORK, found, self.result.notes) if version else None

    def read(self, sheet: Sheet, last_heading: int, names: Sequence[str]) -> None:
        """Every row under the headings of one sheet."""
        rows_in = accepted = refused = empty = 0
        facts = self._facts(sheet)
        if not self.result.counts:
            self.result.sheet = sheet.name
        for number, cells in sheet.rows:
            if number <= last_heading:
                continue
            rows_in += 1
            if rows_in % _SAY_EVERY == 0:
                self.say(f"{self.file.name} {sheet.name}: {rows_in:,} rows")
            if all(blank(cell) for cell in cells):
                empty += 1
                continue
            faults = self._row(cells, names, sheet.name, number, facts)
            if faults:
                refused += 1
                self.result.findings += [_in_sheet(fault, sheet.name) for fault in faults]
            else:
                accepted += 1
        self.result.counts.append(SheetCount(sheet.name, rows_in, accepted, refused, empty))

    def _facts(self, sheet: Sheet) -> dict[str, Cell]:
        """What a map may say of each row of a sheet: a copy that was mended is the file that it is a copy of.

        In braces, so that a heading may be called 'file'.
        """
        name, sha256 = sheet.of or (self.file.name, self.file.sha256)
        # The same row of two sheets is two rows.
        of_sheet = hashlib.sha256(f"{sha256} {sheet.name}".encode()).hexdigest() if sheet.name else sha256
        return {"{sheet}": sheet.name, "{file}": name, "{fingerprint}": of_sheet[:_DIGITS]}

    def _row(self, cells: Sequence[Cell], names: Sequence[str], sheet: str, row: int,
             facts: Mapping[str, Cell]) -> list[Finding]:
        """Keep what one row gives, or say why it gives nothing."""
        file = self.file.name
        if (ragged := self._ragged(cells, len(names))) is not None:
            return [Finding("ROW-RAGGED", Severity.ERROR,
                            told("the row has {ragged} cells, the heading has {count}.", ragged=ragged,
                                 count=len(names)),
                            told("Put text that holds the separator in quotation marks, or add what is missing."), file,
                            row)]
        found: dict[str, Cell] = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        if left := self._left_out(found, row, joined=False):
            return [left]
        found |= facts
        found["{row}"] = str(row)
        try:
            for joined in self.joined:
                found.update(joined.beside(found))
            framework = self._framework_of(found)
        except NotReadable as error:
            return [Finding(error.code, Severity.ERROR, told("the row's key or framework cannot be read."),
                            told("{why}.", why=error), file, row)]
        if left := self._left_out(found, row, joined=True):
            return [left]
        read: list[tuple[_TableReader, str, Record]] = []
        faults: list[Finding] = []
        for table in self.tables:
            if table.wants(found):
                record, more = table.read(found, row, file)
                faults += more
                if record is not None:
                    read.append((table, framework, record))
        if not faults and not read:
            needed = ", ".join(sorted({name for table in self.tables for name in table.into.needs}))
            return [Finding("ROW-NOT-TAKEN", Severity.NOTE, told("the row has nothing that a table of the map needs."),
                            told("It needs one of: {needed}.", needed=needed), file, row)]
        faults = faults or [*self._repeats(read, row)]
        if not faults:
            for table, framework, record in read:
                self._keep(table, framework, record, sheet)
        return faults

    def _left_out(self, cells: Mapping[str, Cell], row: int, *, joined: bool) -> Finding | None:
        """Why the map does not take a row, by columns of this file or of those that are joined; None where it does."""
        for only in self.map.only:
            text = as_text(cells.get(only.column))
            if self.map.is_joined(only.column) is joined and not only.takes(text):
                where = (told("where it is blank") if not text else
                         told("with what stands there") if self.map.may_name_people else
                         told("with '{text}' there", text=text[:40]))
                return Finding("ROW-NOT-TAKEN", Severity.NOTE, told("the map takes no row {where}.", where=where),
                               told("Change [[only]] in the map if it should be taken."), self.file.name, row,
                               only.column)
        return None

    def _ragged(self, cells: Sequence[Cell], width: int) -> int | None:
        """How many cells a row has that is longer or shorter than the headings; None where it is neither."""
        beyond = [place for place, cell in enumerate(cells[width:], width) if not blank(cell)]
        if beyond:
            return beyond[-1] + 1
        return len(cells) if self.text and len(cells) < width else None

    def _framework_of(self, cells: Mapping[str, Cell]) -> str:
        """The framework that the row belongs to. It becomes the name of a folder, so it is held to what an id is."""
        if self.framework is None:
            return ""
        name = read_value(self.framework.read(cells), _FRAMEWORK)
        if name is None:
            raise NotReadable("CELL-BLANK", told("it is blank"))
        return str(name)

    def _repeats(self, read: list[tuple[_TableReader, str, Record]], row: int) -> Iterator[Finding]:
        here: dict[tuple[str, str], tuple[int, Record | None]] = {}
        for table, framework, record in read:
            key = _key(framework, record)
            earlier = table.seen.get(key) or here.get((table.into.table.name, key))
            here[table.into.table.name, key] = row, record if table.into.merge else None
            if earlier and not (table.into.merge and earlier[1] and dict(earlier[1].values) == dict(record.values)):
                # An id may be made of a name.
                named = told("its id") if table.unsaid else told("the id '{key}'", key=record.key)
                yield Finding("ROW-DUPLICATE", Severity.ERROR,
                              told("{key} stands in row {first} already and says something else.",
                                   key=named, first=earlier[0]) if table.into.merge else
                              told("{key} stands in row {first} already.", key=named, first=earlier[0]),
                              told("Give the row an id of its own, or take out the repeat."), self.file.name, row,
                              subject="" if table.unsaid else record.key)

    def _keep(self, table: _TableReader, framework: str, record: Record, sheet: str) -> None:
        name = table.into.table.name
        key = _key(framework, record)
        if earlier := table.seen.get(key):
            place = self.result.origins.get((name, record.key), ((self.result.sheet, earlier[0]),))
            self.result.origins[name, record.key] = (*place, (sheet, record.row))
            self.result.notes[told("{name}: rows that say again what an earlier one said", name=name)] += 1
            return
        table.seen[key] = record.row, record if table.into.merge else None
        if table.shares:
            self.result.blocks[name, record.key] = table.into
        if sheet != self.result.sheet:
            self.result.origins[name, record.key] = ((sheet, record.row),)
        self.result.records.setdefault(name, []).append((framework, record))


def _key(framework: str, record: Record) -> str:
    return f"{framework} {record.key}" if framework else record.key


def _in_sheet(fault: Finding, sheet: str) -> Finding:
    return Finding(fault.code, fault.severity, fault.message, fault.mend, fault.file, fault.row, fault.column,
                   fault.subject, sheet) if sheet else fault
