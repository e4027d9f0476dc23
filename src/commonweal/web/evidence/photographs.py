"""Photographs without what the camera noted in them: where and when they were taken, with what, and small copies.

A picture that stands upright keeps its points to the last bit: only the notes go. One that the camera noted as turned
is drawn upright, as finely as it was made, because the note that said so goes too. Colour profiles stay. One that is
too large for where it shall stand is drawn smaller, as finely as fits there.
"""

import io
import re
import struct
from collections.abc import Callable, Iterator, Mapping

from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from commonweal.basics.told import told
from commonweal.exchange.sniffing import NotTaken

# Larger pictures are not opened at all: a small file can say that it is a picture of a billion points.
MOST_POINTS = 50_000_000
_ORIENTATION, _UPRIGHT, _ON_ITS_SIDE = 0x0112, 1, 5
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, IndexError, struct.error)


def without_notes(content: bytes) -> bytes:
    """A JPEG, PNG or WebP picture without notes; the same bytes where it has none.

    Raises NotTaken where it cannot be opened, or has more points than anybody looks at.
    """
    try:
        image = _opened(content)
        kept = _KEPT[image.format or ""]
        clean = b"".join(kept(content))
        if clean != content and _is_turned(image):
            clean = b"".join(kept(_upright(image)))
        _opened(clean)
    except _BROKEN as error:
        raise _broken() from error
    return clean


def fitting(content: bytes, most_bytes: int, most_points: int) -> bytes:
    """A picture as `without_notes` gives it, drawn smaller where it has more bytes, or more points along a side.

    It becomes a JPEG, or a WebP picture where one can see through some of it; of moving pictures the first one stays.
    Raises NotTaken as `without_notes` does.
    """
    clean = without_notes(content)
    image = _opened(clean)
    if len(clean) <= most_bytes and max(image.size) <= most_points:
        return clean
    profile = None if image.mode == "CMYK" else image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    try:
        # Colours of a palette have none between them; a JPEG opens smaller where it may.
        image = image if image.format in ("JPEG", "MPO") else image.convert(mode)
        image.thumbnail((most_points, most_points), Image.Resampling.LANCZOS)
        image = image.convert(mode)
    except _BROKEN as error:
        raise _broken() from error
    kind = "WEBP" if image.mode == "RGBA" else "JPEG"
    while True:
        # Finer than this nobody sees; coarser, and fewer points look better than more.
        for quality in (90, 85, 80, 75):
            out = io.BytesIO()
            image.save(out, kind, quality=quality, optimize=True, icc_profile=profile)
            if out.tell() <= most_bytes:
                return out.getvalue()
        image = image.resize([max(1, side * 4 // 5) for side in image.size], Image.Resampling.LANCZOS)


def size_of(content: bytes) -> tuple[int, int]:
    """The width and height of a picture, as it is seen."""
    image = _opened(content)
    across = _is_turned(image) and image.getexif()[_ORIENTATION] >= _ON_ITS_SIDE
    return (image.height, image.width) if across else image.size


def _broken() -> NotTaken:
    return NotTaken(
        "PICTURE-BROKEN", told("it cannot be opened: it is no PNG, JPEG or WebP picture, or it breaks off."),
        told("Save it again from the program that shows it, and bring that file."))


def _opened(content: bytes) -> Image.Image:
    """A picture, of which only the head is read so far."""
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        image = None  # By the library's own limit, which is higher than ours.
    if image is None or image.width * image.height > MOST_POINTS:
        raise NotTaken("PICTURE-SIZE", told("the picture has more than {most} million points.",
                                            most=MOST_POINTS // 1_000_000),
                       told("Save it smaller, and bring that file."))
    return image


def _is_turned(image: Image.Image) -> bool:
    """Whether the camera noted that it was held otherwise; notes that cannot be read say nothing."""
    try:
        return image.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
    except (*_BROKEN, UserWarning):
        return False


def _upright(image: Image.Image) -> bytes:
    """The picture drawn as the camera meant it."""
    out = io.BytesIO()
    fine = {"qtables": image.quantization, "subsampling": JpegImagePlugin.get_sampling(image)} if isinstance(
        image, JpegImagePlugin.JpegImageFile) else {"lossless": True}
    ImageOps.exif_transpose(image).save(out, "JPEG" if image.format == "MPO" else image.format,
                                        icc_profile=image.info.get("icc_profile"), **fine)
    return out.getvalue()


# --- what stays of each kind of file ----------------------------------------------------------------------------------

# Where the coded points of a JPEG end: at a sign that is neither filled up nor one of those that stand within them.
_NEXT_SEGMENT = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_JPEG_HEADS = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_PNG_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sRGB sBIT cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT"
                        .split())
_WEBP_CHUNKS = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_TELLS = 0x0C


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The segments that make the picture and its colours, up to its end: a second picture may stand behind it."""
    yield content[:2]
    place = 2
    while content[place + 1] != 0xD9:
        marker, length = struct.unpack(">xBH", content[place : place + 4])
        if content[place] != 0xFF or length < 2:
            raise ValueError("no segment")
        end = place + 2 + length
        noted = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not noted or content.startswith(_JPEG_HEADS.get(marker, b"\x00none"), place + 4):
            if marker == 0xDA:
                found = _NEXT_SEGMENT.search(content, end)
                if found is None:
                    raise ValueError("no end")
                end = found.start()
            yield content[place:end]
        place = end
    yield content[place : place + 2]


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    place, kind = 8, b""
    while kind != b"IEND":
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind = content[place + 4 : place + 8]
        if kind in _PNG_CHUNKS:
            yield content[place : place + 12 + length]
        place += 12 + length


def _webp(content: bytes) -> Iterator[bytes]:
    chunks, place = [b"WEBP"], 12
    while place < 8 + int.from_bytes(content[4:8], "little"):
        kind, length = struct.unpack("<4sI", content[place : place + 8])
        chunk = content[place : place + 8 + length + length % 2]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_TELLS]) + chunk[9:]
        if kind in _WEBP_CHUNKS:
            chunks.append(chunk)
        place += 8 + length + length % 2
    made = b"".join(chunks)
    yield b"RIFF" + len(made).to_bytes(4, "little") + made


# Pictures of some telephones are two in one, and called MPO.
_KEPT: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {"JPEG": _jpeg, "MPO": _jpeg, "PNG": _png, "WEBP": _webp}
