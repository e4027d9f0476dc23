"""Which files are taken as evidence: a few known sorts, each told by its bytes, and its name has to agree.

Nothing here opens a file as the program would that made it: it is looked at as bytes, an office file as the archive
that it is. What is refused says why, and what to bring instead.
"""

import re
import struct
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from commonweal.basics.told import Told, told
from commonweal.exchange.archives import archive_faults, pieces
from commonweal.exchange.files import File
from commonweal.exchange.sniffing import NotTaken
from commonweal.web.evidence.photographs import without_notes

MOST_BYTES = 20_000_000
MOST_FILES = 10
LONGEST_NAME = 120
_BRING = told("Bring a PDF, a picture (PNG or JPEG), a workbook (.xlsx), a document (.docx), a CSV or text file, or an "
              "e-mail (.eml).")
_ACTIVE = told("A checker opens this file: save it without programs or other files in it, for example as a PDF, and "
               "bring that.")


@dataclass(frozen=True)
class Sort:
    """One sort of file: the endings of its name, how it is sent back, and whether bytes are truly of it."""

    shown: Told
    endings: tuple[str, ...]
    content_type: str
    check: Callable[[File], bool]
    # What is kept of its bytes: all of them, but for what a camera notes of place and time.
    kept: Callable[[bytes], bytes] = bytes


def shown_name(name: str) -> str:
    """A file's name as it may be shown: without folders, without signs that cannot be seen, not too long."""
    last = re.split(r"[\\/]", name)[-1]
    seen = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    stem, point, ending = seen.strip().rpartition(".")
    if not point:
        return seen.strip()[:LONGEST_NAME] or "file"
    return f"{stem[:LONGEST_NAME - len(ending) - 1]}.{ending}"


def sort_of(file: File) -> Sort:
    """What sort of evidence a file is. Raises NotTaken, with the reason and what to bring, for anything else."""
    if not file.content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise NotTaken("FILE-EMPTY", told("nothing stands in the file."),
                       told("Bring the file that shows what was done."))
    if len(file.content) > MOST_BYTES:
        raise NotTaken("FILE-SIZE", told("the file is larger than {most} MB.", most=MOST_BYTES // 1_000_000),
                       told("Bring a smaller one: a part of it, or a picture with fewer points."))
    ending = shown_name(file.name).rpartition(".")[2].lower()
    sort = next((sort for sort in SORTS if ending in sort.endings), None)
    if sort is None:
        raise NotTaken("FILE-KIND", told("files that end in '.{ending}' are not taken.", ending=ending[:10]), _BRING)
    if not sort.check(file):
        raise NotTaken("FILE-DISGUISED",
                       told("the file is called {sort}, and its content is something else, or more.", sort=sort.shown),
                       told("Save it again from the program that made it. {bring}", bring=_BRING))
    return sort


def _pdf(file: File) -> bool:
    content = file.content
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:] or _hidden_archive(content):
        return False
    if re.search(rb"/Encrypt\b", content):
        raise NotTaken("FILE-PASSWORD", told("the file is protected by a password."),
                       told("Save it without, and bring that file."))
    # Not the short /JS, which stands by chance in every other large scan: a /JavaScript or a /Rendition runs it.
    if re.search(rb"/(JavaScript|Rendition|Launch|EmbeddedFiles?|RichMedia)\b", content):
        raise NotTaken("FILE-ACTIVE", told("the PDF holds a program or another file."), _ACTIVE)
    return True


def _png(file: File) -> bool:
    # A picture ends where it says that it ends: what stands behind is another file.
    return file.content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") and file.content.endswith(
        b"IEND\xaeB`\x82") and not _hidden_archive(file.content)


def _jpeg(file: File) -> bool:
    # Many telephones write notes, or a short film, behind the picture's end: they go with the other notes.
    return file.content.startswith(b"\xff\xd8\xff") and not _hidden_archive(file.content)


def _hidden_archive(content: bytes) -> bool:
    """Whether an archive ends in the file: archives are read from their end."""
    return b"PK\x05\x06" in content[-66_000:]


def _office(part: bytes) -> Callable[[File], bool]:
    def check(file: File) -> bool:
        if not file.content.startswith(b"PK\x03\x04"):
            return False
        if faults := archive_faults(file):
            raise NotTaken(faults[0].code, faults[0].message, faults[0].mend)
        found, declared = False, False
        try:
            for name, piece in pieces(file):
                found = found or name.encode() == part
                declared = declared or name == "[Content_Types].xml"
                _refuse_active(name, piece)
        except (ValueError, zlib.error, struct.error) as error:
            raise NotTaken("ARCHIVE-BROKEN", told("it cannot be unpacked ({why}).", why=error),
                           told("Save it again, and bring that file.")) from error
        return found and declared

    return check


def _refuse_active(name: str, piece: bytes) -> None:
    if re.search(r"vbaProject|/embeddings/|activeX|\.(exe|dll|js|vbs|bat|ps1|zip)$", name, re.IGNORECASE):
        raise NotTaken("FILE-ACTIVE", told("it holds a program or another file ('{name}').", name=shown_name(name)),
                       _ACTIVE)
    text = piece.replace(b"\x00", b"")
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise NotTaken("FILE-ENTITY", told("it declares parts that are fetched or multiplied when it is opened."),
                       _ACTIVE)
    if b"attachedTemplate" in text and b"External" in text:
        raise NotTaken("FILE-ACTIVE", told("it fetches a template from elsewhere when it is opened."), _ACTIVE)


_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(
    rb"\s*(<\?xml|<\?php|<!doctype|<(html|head|body|script|svg|iframe|table|meta|style|div|!--))|#!|MZ|%PDF",
    re.IGNORECASE)


def _text(file: File) -> bool:
    start = file.content.removeprefix(b"\xef\xbb\xbf")
    return not _NO_TEXT.search(start) and not _MARKUP.match(start) and not _hidden_archive(start)


_HEADER = re.compile(rb"(?:[A-Za-z0-9-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+\r?\n")


def _mail(file: File) -> bool:
    head = _HEADER.match(file.content)
    if not _text(file) or not head:
        return False
    names = {line.partition(b":")[0].lower() for line in head.group().splitlines()}
    if not {b"from", b"date"} <= names:
        return False
    if re.search(rb"filename\*?=[^\r\n]*\.(exe|dll|js|vbs|bat|ps1|scr|cmd|lnk|hta|iso|html?|xlsm|docm|zip)\b",
                 file.content, re.IGNORECASE):
        raise NotTaken("FILE-ACTIVE", told("the e-mail carries a program or an archive."),
                       told("Save the part of it that shows what was done, and bring that."))
    return True


SORTS = (
    Sort(told("a PDF"), ("pdf",), "application/pdf", _pdf),
    Sort(told("a PNG picture"), ("png",), "image/png", _png, without_notes),
    Sort(told("a JPEG picture"), ("jpg", "jpeg"), "image/jpeg", _jpeg, without_notes),
    Sort(told("a workbook"), ("xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         _office(b"xl/workbook.xml")),
    Sort(told("a text document"), ("docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         _office(b"word/document.xml")),
    Sort(told("a CSV or text file"), ("csv", "txt"), "text/plain; charset=utf-8", _text),
    Sort(told("an e-mail"), ("eml",), "message/rfc822", _mail),
)
ACCEPT = ",".join(f".{ending}" for sort in SORTS for ending in sort.endings)
