"""A small book that may be published as it stands, and pictures of a few pixels, drawn here byte by byte."""

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.frameworks.edition import digest_of
from commonweal.report import build
from commonweal.report.build import Built, build_report
from tests.checks.small_book import Row, write_book

CALENDAR: list[Row] = [
    {"period": "2024", "step": "collection-closes", "due": "2025-01-31", "done": "2025-01-31"},
    {"period": "2024", "step": "lock", "due": "2025-02-28", "done": "2025-02-27"},
    {"period": "2024", "step": "approval", "due": "2025-03-14", "done": "2025-03-14"},
    {"period": "2024", "step": "publication", "due": "2025-03-31", "done": ""},
]


NEXT_YEAR = """
[[periods]]
id = "2025"
label = "2025"
kind = "calendar-year"
start = 2025-01-01
end = 2025-12-31
"""
NEXT_CALENDAR: list[Row] = [
    {"period": "2025", "step": step, "due": day, "done": day}
    for step, day in (("collection-closes", "2026-01-30"), ("lock", "2026-02-27"), ("approval", "2026-03-13"),
                      ("publication", "2026-03-31"))
]


def section(**heading: str) -> str:
    """A signed introduction, with lines of its heading changed; one that is blank is left out."""
    lines = {"title": '"What this is"', "part": '"introduction"', "order": "1", "author": '"Policy office"',
             "state": '"signed-off"', "signed": "2025-03-10"} | heading
    return _page(lines, "The year in our words.")


def story(text: str = "They came back.", **heading: str) -> str:
    """A story of the dock, with lines of its heading changed."""
    lines = {"title": '"A second chance"', "role": '"commissioner"', "activity": '"dock"', "place": '"north"',
             "consent": '"yes"', "consent_until": "2099-12-31"} | heading
    return _page(lines, text)


def _page(lines: Mapping[str, str], text: str) -> str:
    heading = "\n".join(f"{key} = {value}" for key, value in lines.items() if value)
    return f"+++\n{heading}\n+++\n{text}\n"


def publishable(
    folder: Path,
    tables: Mapping[str, list[Row]] | None = None,
    files: Mapping[str, str] | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> Path:
    """Write the book, with rows and files changed."""
    texts = {"sections/introduction.md": section(), "stories/chance.md": story(), **(files or {})}
    more = dict(tables or {})
    write_book(folder, {**more, "calendar": [*CALENDAR, *more.get("calendar", [])]}, texts)
    for edition in sorted((folder / "editions").glob("*/*")):
        about = edition / "edition.toml"
        about.write_text(about.read_text(encoding="utf-8").replace('"draft"', '"published"'), encoding="utf-8")
        (edition / "DIGEST").write_text(f"sha256:{digest_of(edition)}\n", encoding="utf-8")
    for name, content in (pictures or {}).items():
        (folder / "stories" / name).write_bytes(content)
    return folder


def next_year(folder: Path, tables: Mapping[str, list[Row]] | None = None,
              files: Mapping[str, str] | None = None) -> Path:
    """The same book a year later: its report is of the second of its two periods."""
    more = dict(tables or {})
    book = publishable(folder, {**more, "calendar": [*NEXT_CALENDAR, *more.get("calendar", [])]}, files)
    settings = book / "book.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + NEXT_YEAR, encoding="utf-8")
    return book


def without_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the two forms that the tests of the check list do not look at."""
    monkeypatch.setattr(build, "pdf_of", lambda report: bytes)
    monkeypatch.setattr(build, "write_workbook", lambda report, path: path.write_bytes(b""))


def refused(built: Built) -> dict[str, list[str]]:
    """The lines that are not done, each with the codes of its findings."""
    return {line.name: sorted({finding.code for finding in line.findings}) for line in built.lines if not line.done}


def published(book: Path, target: Path, *, release: int = 1, previous: Path | None = None) -> str:
    """Publish a book; what was said where it was refused, or nothing."""
    try:
        build_report(book, target, publish=True, release=release, previous=previous)
    except Refused as stopped:
        return "\n".join([str(stopped), *map(str, stopped.findings)])
    return ""


# --- pictures ---------------------------------------------------------------------------------------------------------


def png(width: int = 6, height: int = 4, *chunks: bytes) -> bytes:
    """A picture of grey pixels; further chunks stand after its head."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = b"".join(b"\0" + b"\x88" * width for _ in range(min(height, 64)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def camera_notes() -> bytes:
    """A chunk of a PNG file in which a camera notes where and when."""
    return _chunk(b"eXIf", b"MM\0*\0\0\0\x08")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(width: int = 7, height: int = 5, *, notes: bool = False) -> bytes:
    """The head of a JPEG file, as far as it is read."""
    exif = b"\xff\xe1" + struct.pack(">H", 10) + b"Exif\0\0MM" if notes else b""
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 4) + b"JF" + exif + frame + b"\xff\xda\0\x02\xff\xd9"


def webp(width: int = 9, height: int = 3, *, lossless: bool = False) -> bytes:
    """The head of a WebP file of one of two kinds, as far as it is read."""
    if lossless:
        size = struct.pack("<I", (width - 1) | (height - 1) << 14)
        data = b"VP8L" + struct.pack("<I", 10) + b"\x2f" + size + b"\0" * 5
    else:
        data = b"VP8 " + struct.pack("<I", 10) + b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    return b"RIFF" + struct.pack("<I", len(data) + 4) + b"WEBP" + data
