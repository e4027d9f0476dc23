"""Pictures of stories: what kind of file it truly is, how large, and what keeps it from being printed.

A file is judged by its first bytes and never by its name. Drawings that can hold a program (SVG) are not taken.
"""

import hashlib
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.ledger.pages import Page

MOST_BYTES = 1_000_000
MOST_PIXELS = 4_000
_XMP_OF_PNG = b"iTXtXML:com.adobe.xmp"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Picture:
    """One picture: its file's content, its kind (png, jpg or webp), its width and height in pixels."""

    content: bytes
    kind: str
    width: int
    height: int

    @property
    def name(self) -> str:
        """The name it is published under: the beginning of its fingerprint, so that a name stands for one picture."""
        return f"{hashlib.sha256(self.content).hexdigest()[:16]}.{self.kind}"


class NotAPicture(ValueError):
    """A file cannot be printed; `code` names the reason, `why` says it, and `mend`, where there is more, what to do."""

    def __init__(self, code: str, why: Told, mend: Told | None = None) -> None:
        super().__init__(told("{why}: {mend}", why=why, mend=mend) if mend else why)
        self.code, self.why, self.mend = code, why, mend


def read_picture(path: Path) -> Picture:
    """The picture in a file. Raises NotAPicture with the reason where it cannot be printed."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NotAPicture("PICTURE-MISSING",
                          told("there is no such file in stories/"), told("put the picture there")) from error
    found = next((known for known in _KINDS if content.startswith(known[0])), None)
    if found is None:
        raise NotAPicture("PICTURE-KIND",
                          told("this is no PNG, JPEG or WebP file, whatever its name says"), told("save it as one"))
    _, kind, measure = found
    if len(content) > MOST_BYTES:
        raise NotAPicture("PICTURE-SIZE",
                          told("it has {count} bytes", count=f"{len(content):,}"),
                          told("save it with at most {most}", most=f"{MOST_BYTES:,}"))
    try:
        width, height, tells = measure(content)
    except (struct.error, IndexError, ValueError) as error:
        raise NotAPicture("PICTURE-KIND", told("the file breaks off or is damaged"),
                          told("save the picture again")) from error
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise NotAPicture("PICTURE-SIZE",
                          told("it is {width} by {height} pixels", width=f"{width:,}", height=f"{height:,}"),
                          told("save it with at most {most} each way", most=f"{MOST_PIXELS:,}"))
    if tells:
        raise NotAPicture("PICTURE-TELLS",
                          told("the file holds the camera's notes, which can tell where and when it was taken"),
                          told("save a copy without them"))
    return Picture(content, kind, width, height)


def check_pictures(folder: Path, stories: list[Page]) -> Iterator[Finding]:
    """An error for each story whose picture cannot be printed."""
    for story in stories:
        name = story.say("image")
        try:
            if name and not _NAME.fullmatch(name):
                raise NotAPicture("PICTURE-NAME",
                                  told("write the name of a file in stories/, without a folder or a blank"))
            if name:
                read_picture(folder / "stories" / name)
        except NotAPicture as fault:
            yield Finding(fault.code, Severity.ERROR,
                          told("the picture '{name}': {why}.", name=name, why=fault.why),
                          fault.mend.as_sentence() if fault.mend else told("Correct the name."),
                          f"stories/{story.name}.md", None, "image", story.name)


# --- what each kind of file says of itself ----------------------------------------------------------------------------


def _png(content: bytes) -> tuple[int, int, bool]:
    """Width, height, and whether it holds the camera's notes, chunk by chunk."""
    if content[12:16] != b"IHDR":
        raise ValueError("no header")
    width, height = struct.unpack(">II", content[16:24])
    told, place = False, 8
    while content[place + 4 : place + 8] != b"IEND":
        (length,) = struct.unpack(">I", content[place : place + 4])
        told = told or content[place + 4 : place + 8] == b"eXIf" or content.startswith(_XMP_OF_PNG, place + 4)
        place += 12 + length
    return width, height, told


def _jpeg(content: bytes) -> tuple[int, int, bool]:
    """The same of a JPEG, segment by segment up to where the picture itself begins."""
    told, place, size = False, 2, None
    while True:
        start, marker, length = struct.unpack(">BBH", content[place : place + 4])
        if start != 0xFF or length < 2:
            raise ValueError("no segment")
        if marker == 0xDA:
            break
        # Frames: all of C0 to CF apart from the tables C4, C8 and CC.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            size = (width, height)
        # The notes stand in the first kind of application segment, as Exif or as XMP.
        told = told or (marker == 0xE1 and content[place + 4 : place + 8] in (b"Exif", b"http"))
        place += 2 + length
    if size is None:
        raise ValueError("no frame")
    return *size, told


def _webp(content: bytes) -> tuple[int, int, bool]:
    """The same of a WebP file, which has one of three heads."""
    if content[8:12] != b"WEBP":
        raise ValueError("no WebP")
    kind, head = content[12:16], content[20:30]
    if kind == b"VP8X":
        width, height = (int.from_bytes(head[place : place + 3], "little") + 1 for place in (4, 7))
        return width, height, bool(head[0] & 0x0C) and (b"EXIF" in content or b"XMP " in content)
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, False
    if kind == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[6:10])
        return width & 0x3FFF, height & 0x3FFF, False
    raise ValueError("no picture")


_KINDS: tuple[tuple[bytes, str, Callable[[bytes], tuple[int, int, bool]]], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png", _png),
    (b"\xff\xd8\xff", "jpg", _jpeg),
    (b"RIFF", "webp", _webp),
)
