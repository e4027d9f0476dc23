"""ZIP archives, and workbooks, which are such too: looked through before anything is unpacked, and then bounded.

An archive can claim to be small and unpack to more than a machine holds. What it claims is checked first; what it
truly gives is counted while it is unpacked, piece by piece, and never kept.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from commonweal.basics.findings import Finding
from commonweal.basics.told import told
from commonweal.exchange.files import File, file_fault

MOST_ENTRIES = 1_000
MOST_UNPACKED = 600_000_000
# Text that repeats itself packs well: only above so many bytes is a high ratio the mark of a bomb.
MOST_RATIO, RATIO_ABOVE = 100, 20_000_000
_PIECE = 1 << 20
_LOCAL_HEADER = struct.Struct("<26xHH")
_SYMBOLIC_LINK = 0o120000
_ENCRYPTED = 1
# Begins the entry of each file in an archive's list.
_LISTED = b"PK\x01\x02"


def archive_faults(file: File) -> list[Finding]:
    """Why an archive is not opened, by what it says of itself; nothing of it is unpacked."""
    if (listed := file.content.count(_LISTED)) > 2 * MOST_ENTRIES:
        return [_too_many(listed, file)]
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        return [file_fault("ARCHIVE-BROKEN",
                           told("the file cannot be unpacked ({why}): it was cut or changed on its way.", why=error),
                           told("Save or send it again."), file)]
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        return [_too_many(len(entries), file)]
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_ABOVE and unpacked > MOST_RATIO * len(file.content)):
        return [file_fault("ARCHIVE-BOMB",
                           told("its {count} bytes would unpack to {unpacked}.", count=f"{len(file.content):,}",
                                unpacked=f"{unpacked:,}"),
                           told("Bring a file that holds rows only, or split it."), file)]
    for entry in entries:
        if fault := _entry_fault(entry, file):
            return [fault]
    return []


def _entry_fault(entry: zipfile.ZipInfo, file: File) -> Finding | None:
    name = entry.filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
        return file_fault("ARCHIVE-PATH", told("it holds a file that would be written outside its own folder."),
                          told("Make the archive anew from the files themselves."), file)
    if (entry.external_attr >> 16) & 0o170000 == _SYMBOLIC_LINK:
        return file_fault("ARCHIVE-LINK", told("'{name}' is no file but a link to one.", name=name),
                          told("Put the file itself in."), file)
    if entry.flag_bits & _ENCRYPTED:
        return file_fault("FILE-PASSWORD", told("the file is protected by a password."), told("Take the password off."),
                          file)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return file_fault("ARCHIVE-METHOD",
                          told("'{name}' is packed in a way that spreadsheets do not use.", name=name),
                          told("Pack it as an ordinary ZIP file."), file)
    return None


def pieces(file: File) -> Iterator[tuple[str, bytes]]:
    """Every member of an archive, a piece at a time, as it truly unpacks.

    Raises ValueError where a member gives more or less than it claims: what it claims was checked before.
    """
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        for entry in archive.infolist():
            for piece in _pieces_of(file.content, entry):
                yield entry.filename, piece


def _pieces_of(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    given = 0
    try:
        for piece in _unpack(content, entry):
            given += len(piece)
            if given > entry.file_size:
                raise ValueError(f"'{entry.filename}' unpacks to more than it claims")
            yield piece
    except (zlib.error, struct.error) as error:
        raise ValueError(f"'{entry.filename}' cannot be unpacked") from error
    if given != entry.file_size:
        raise ValueError(f"'{entry.filename}' was cut")


def _unpack(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    # Python's own reading stops at the size that an archive claims and would not see the rest; other programs read it.
    name_and_extra = sum(_LOCAL_HEADER.unpack_from(content, entry.header_offset))
    start = entry.header_offset + 30 + name_and_extra
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        for place in range(0, len(packed), _PIECE):
            yield bytes(packed[place : place + _PIECE])
        return
    unpacker = zlib.decompressobj(-15)
    place = 0
    waiting = b""
    while not unpacker.eof:
        if not waiting and place < len(packed):
            waiting = bytes(packed[place : place + _PIECE])
            place += len(waiting)
        piece = unpacker.decompress(waiting, _PIECE)
        waiting = unpacker.unconsumed_tail
        if piece:
            yield piece
        elif not waiting and place >= len(packed):
            return


def members(file: File) -> Iterator[tuple[str, bytes]]:
    """Each file of an archive whole, by its name, one at a time; folders and what systems add are left out.

    Raises ValueError as `pieces` does.
    """
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        for entry in archive.infolist():
            name = entry.filename.rpartition("/")[2]
            if name and not name.startswith(".") and not entry.filename.startswith("__MACOSX/"):
                yield name, b"".join(_pieces_of(file.content, entry))


def _too_many(entries: int, file: File) -> Finding:
    return file_fault("ARCHIVE-ENTRIES",
                      told("it holds {entries} files; {most} are the most.", entries=f"{entries:,}",
                           most=f"{MOST_ENTRIES:,}"),
                      told("Bring the files one by one."), file)
