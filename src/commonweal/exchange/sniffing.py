"""What a file truly is, by its bytes; and which files are not taken, with the reason and what to do."""

import re

from commonweal.basics.told import Told, told
from commonweal.exchange.files import Kind

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# The names of streams stand in an office file of the old form as UTF-16.
_LABEL, _PASSWORD, _OLD_EXCEL, _OLD_WORD = (
    name.encode("utf-16-le") for name in ("DRMEncrypted", "EncryptedPackage", "Workbook", "WordDocument"))
_BEGINNINGS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"BZh": "a bzip2 archive",
    b"PAR1": "a Parquet file",
    b"{\\rtf": "a text document",
}
_SAVE_AS = told(
    "Save it from the spreadsheet program as 'Excel Workbook (.xlsx)' or 'CSV UTF-8', and bring that file.")


class NotTaken(Exception):
    """A sort of file that no door takes; `code` names the reason, the message says it, `mend` what to do."""

    def __init__(self, code: str, message: Told, mend: Told = _SAVE_AS) -> None:
        super().__init__(message)
        self.code, self.message, self.mend = code, message, mend


def kind_of(content: bytes) -> Kind:
    """What the bytes are. Raises NotTaken for what no door takes."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise NotTaken("FILE-EMPTY", told("nothing stands in the file."), told("Bring a file with at least a heading."))
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        raise _old_office(content)
    for beginning, name in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise NotTaken("FILE-KIND", told("the file is {name}, whatever it is called.", name=name))
    start = _as_ascii(content[:4096]).lstrip().lower()
    if re.match(rb"<\?mso-application|<\?xml.*<\?mso-application", start, re.DOTALL):
        raise NotTaken("FILE-XML-SPREADSHEET", told("the file is an 'XML Spreadsheet 2003'."))
    if re.match(rb"<(!doctype html|html|head|body|table|meta|!--|style|div)\b", start):
        raise NotTaken("FILE-HTML", told("the file is a web page that was given the name of a spreadsheet."))
    if start.startswith(b"<?xml"):
        raise NotTaken("FILE-XML", told("the file is XML."))
    if start.startswith((b"{", b"[")):
        return _kind_of_json(content)
    return Kind.TEXT


def _as_ascii(start: bytes) -> bytes:
    """The beginning of a text without its byte-order mark, whether a character takes one byte or two."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[2:].replace(b"\x00", b"")
    return start.removeprefix(b"\xef\xbb\xbf")


def _kind_of_zip(content: bytes) -> Kind:
    # Names of members stand plainly in a ZIP file, in front of each and again at its end.
    if b"xl/workbook.xml" in content:
        return Kind.SPREADSHEET
    if b"xl/workbook.bin" in content:
        raise NotTaken("FILE-XLSB", told("the file is a binary workbook (.xlsb)."))
    if content[30:38] == b"mimetype":
        if content[38:].startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return Kind.SPREADSHEET
        raise NotTaken("FILE-KIND", told("the file is an OpenDocument file, but no spreadsheet."))
    if b"word/document.xml" in content or b"ppt/presentation.xml" in content:
        raise NotTaken("FILE-KIND", told("the file is a text document or slides, whatever it is called."))
    return Kind.ARCHIVE


def _old_office(content: bytes) -> NotTaken:
    if _LABEL in content:
        return NotTaken("FILE-LABEL",
                        told("the file is encrypted by a sensitivity label, so that only your organisation can open "
                             "it."),
                        told("Open it, choose a label without encryption (or ask who set it), save it, and bring that "
                             "file."))
    if _PASSWORD in content:
        return NotTaken("FILE-PASSWORD", told("the file is protected by a password."),
                        told("Open it, take the password off under File, Info, save it, and bring that file."))
    if _OLD_EXCEL in content or "Book".encode("utf-16-le") in content:
        return NotTaken("FILE-XLS",
                        told("the file is of the form before Excel 2007 (.xls), in which a cell that shows an error "
                             "such as #REF! cannot be told from a blank one."))
    name = "a text document" if _OLD_WORD in content else "an old office file, but no workbook"
    return NotTaken("FILE-KIND", told("the file is {name}.", name=name))


def _kind_of_json(content: bytes) -> Kind:
    """One document, or a document in each line: then the first line is whole by itself and another begins below."""
    first, _, rest = content.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    whole = first.rstrip().endswith((b"}", b"]")) and first.count(b"{") == first.count(b"}")
    return Kind.JSON_LINES if whole and rest.lstrip()[:1] in (b"{", b"[") else Kind.JSON
