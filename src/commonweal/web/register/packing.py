"""All records of a body as one file, and such a file as a folder: bounded, and never written outside of it."""

import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.exchange.archives import archive_faults, pieces
from commonweal.exchange.doors import Beside, Given, nothing_beside
from commonweal.exchange.files import File, Kind, file_fault
from commonweal.exchange.receipt import Receipt
from commonweal.exchange.sniffing import NotTaken, kind_of
from commonweal.exchange.workbooks.beginning import begin
from commonweal.web.people.models import Body
from commonweal.web.register.actions import take_out

MOST_BYTES = 100_000_000
# Every archive of the same records has the same bytes.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def pack(body: Body, into: Path) -> None:
    """Write all records of a body into one .zip file."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        take_out(body, folder)
        write_archive(into, ((f"{body.slug}/{path.relative_to(folder).as_posix()}", path.read_bytes())
                             for path in sorted(folder.rglob("*")) if path.is_file()))


def write_archive(into: Path | BinaryIO, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files, each with its name, into one .zip file; of the same files always the same bytes."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)


def begun(file: File, folder: Path, beside: Beside) -> Receipt | None:
    """Make the records of a workbook in an empty folder: its receipt; None for a file that is no workbook."""
    return begin(file, Given(beside=beside), folder) if _is_workbook(file) else None


def unpack(file: File, folder: Path, beside: Beside = nothing_beside) -> Path:
    """Unpack an archive or a workbook into an empty folder and return where its records begin: beside its book.toml.

    Pictures that a workbook names are taken from `beside` it. Raises Refused, with the findings, for anything but a
    sound file of the allowed size that stays in its folder.
    """
    if len(file.content) > MOST_BYTES:
        raise Refused(gettext("%(name)s was not opened.") % {"name": file.name}, [file_fault(
            "ARCHIVE-SIZE", told("it has {size} bytes; {most} are the most.", size=f"{len(file.content):,}",
                                 most=f"{MOST_BYTES:,}"),
            told("Bring single files, or ask whoever runs the site to take the records in."), file)])
    if receipt := begun(file, folder, beside):
        if receipt.errors:
            raise Refused(gettext("%(name)s has %(errors)s to fix.") % {
                "name": file.name, "errors": len(receipt.errors)}, list(receipt.findings))
        return folder
    if faults := archive_faults(file):
        raise Refused(gettext("%(name)s was not opened.") % {"name": file.name}, faults)
    seen: set[str] = set()
    try:
        for name, piece in pieces(file):
            path = folder / PurePosixPath(name.replace("\\", "/"))
            if name.endswith("/") or "__MACOSX" in path.parts:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab" if name in seen else "xb") as out:
                out.write(piece)
            seen.add(name)
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise Refused(gettext("%(name)s was not opened.") % {"name": file.name}, [file_fault(
            "ARCHIVE-BROKEN", f"the file cannot be unpacked ({type(error).__name__}): it was cut or changed, or holds "
            "one name twice.", "Make the archive anew from the folder of the records.", file)]) from error
    begins = sorted(folder.rglob("book.toml"), key=lambda path: len(path.parts))
    if not begins:
        raise Refused(gettext("%(name)s holds no records.") % {"name": file.name}, [file_fault(
            "ARCHIVE-NO-RECORDS", told("there is no book.toml in it."), told("Pack the whole folder of the records."),
            file)])
    return begins[0].parent


def _is_workbook(file: File) -> bool:
    try:
        return kind_of(file.content) is Kind.SPREADSHEET
    except NotTaken:
        return False
