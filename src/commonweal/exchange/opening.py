"""From bytes to sheets: each sort of file by the module that knows it."""

from dataclasses import replace

from commonweal.basics.told import told
from commonweal.exchange.archives import archive_faults, members
from commonweal.exchange.corrected import as_in_the_file
from commonweal.exchange.documents import read_json, read_json_lines
from commonweal.exchange.files import File, Kind, Opened, Sheet, file_fault
from commonweal.exchange.sniffing import NotTaken, kind_of
from commonweal.exchange.spreadsheets import read_spreadsheet
from commonweal.exchange.texts import read_text


def open_file(file: File) -> Opened:
    """Every sheet or document of a file; or why it cannot be read, as findings. Never raises for what is in it."""
    try:
        kind = kind_of(file.content)
    except NotTaken as error:
        return Opened(file, None, findings=(file_fault(error.code, error.message, error.mend, file),))
    match kind:
        case Kind.SPREADSHEET:
            return _mended(read_spreadsheet(file))
        case Kind.TEXT:
            return _mended(read_text(file))
        case Kind.JSON:
            return read_json(file)
        case Kind.JSON_LINES:
            return read_json_lines(file)
        case Kind.ARCHIVE:
            return _open_archive(file)


def _mended(opened: Opened) -> Opened:
    """The file with each of its sheets that is a copy to mend as a sheet of the file that was copied."""
    return replace(opened, sheets=tuple(map(as_in_the_file, opened.sheets)))


def _open_archive(file: File) -> Opened:
    """The sheets of every file in an archive, named after it; an archive in an archive is not opened."""
    faults = archive_faults(file)
    if faults:
        return Opened(file, Kind.ARCHIVE, findings=tuple(faults))
    sheets: list[Sheet] = []
    documents: list[tuple[int, object]] = []
    try:
        inside = [File(name, content) for name, content in members(file)]
    except ValueError as error:
        fault = file_fault("ARCHIVE-BROKEN", told("the archive cannot be unpacked ({why}).", why=error),
                           told("Make it anew."), file)
        return Opened(file, Kind.ARCHIVE, findings=(fault,))
    for inner in inside:
        name, content = inner.name, inner.content
        try:
            nested = kind_of(content) is Kind.ARCHIVE
        except NotTaken:
            nested = False
        if nested:
            faults.append(file_fault("FILE-NESTED", told("'{name}' is an archive within an archive.", name=name),
                                     told("Take it out, and bring it by itself."), file))
            continue
        opened = open_file(inner)
        faults += opened.findings
        documents += opened.documents
        sheets += [sheet if sheet.of else replace(sheet, name=f"{name} {sheet.name}".rstrip())
                   for sheet in opened.sheets]
        if opened.refused:
            break
    if any(fault.severity == "error" for fault in faults):
        # Whole or not at all: a file of the archive that cannot be read must not be missed.
        return Opened(file, Kind.ARCHIVE, findings=tuple(faults))
    return Opened(file, Kind.ARCHIVE, tuple(sheets), tuple(documents), tuple(faults))
