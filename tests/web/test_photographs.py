"""Photographs: what a camera noted in them goes, the picture itself stays as it is, and traps are not opened."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps

from commonweal.exchange.sniffing import NotTaken
from commonweal.ledger.pictures import MOST_BYTES, MOST_PIXELS, read_picture
from commonweal.web.evidence.photographs import MOST_POINTS, fitting, size_of, without_notes

FORMATS = ("JPEG", "PNG", "WEBP")
MAKER, GPS, TURNED_RIGHT = "Anvil Works", 0x8825, 6
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def photograph(kind: str, *, orientation: int = 1, notes: bool = True, **more: object) -> bytes:
    """A picture of colours that flow into each other, with its colour profile and what a camera notes."""
    flowing = (Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (1, 1), 90))
    image = Image.merge("RGB", [colour.resize((48, 32)) for colour in flowing])
    if notes:
        exif = Image.Exif()
        exif[0x0112], exif[0x010F] = orientation, MAKER
        exif.get_ifd(GPS).update({1: "N", 2: (53.0, 24.0, 1.0), 3: "W", 4: (2.0, 58.0, 30.0)})
        more["exif"] = exif
    out = io.BytesIO()
    image.save(out, kind, icc_profile=PROFILE, **({"lossless": True} if kind == "WEBP" else {}), **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def difference(one: bytes, other: bytes) -> int:
    """By how much the points of two pictures, both drawn upright, differ at most; of 255."""
    drawn = [ImageOps.exif_transpose(opened(content)).convert("RGB") for content in (one, other)]
    assert drawn[0].size == drawn[1].size
    return max(most for _, most in ImageChops.difference(*drawn).getextrema())


def refused(content: bytes) -> str:
    with pytest.raises(NotTaken) as fault:
        without_notes(content)
    assert fault.value.mend
    return fault.value.code


@pytest.mark.parametrize("kind", FORMATS)
def test_notes_go_and_every_point_and_colour_stays(kind, tmp_path):
    content = photograph(kind)
    assert GPS in opened(content).getexif() and MAKER.encode() in content
    clean = without_notes(content)
    assert dict(opened(clean).getexif()) == {} and MAKER.encode() not in clean
    assert difference(content, clean) == 0 and opened(clean).info["icc_profile"] == PROFILE
    (tmp_path / "clean").write_bytes(clean)
    assert read_picture(tmp_path / "clean").width == 48  # The report's own rule finds nothing in it either.


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_without_notes_is_the_same_to_the_byte_and_cleaning_twice_is_cleaning_once(kind):
    plain = photograph(kind, notes=False)
    assert without_notes(plain) == plain
    clean = without_notes(photograph(kind, orientation=TURNED_RIGHT))
    assert without_notes(clean) == clean


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", FORMATS)
def test_a_turned_picture_stands_upright_as_fine_as_it_was(kind, orientation):
    content = photograph(kind, orientation=orientation)
    clean = without_notes(content)
    assert opened(clean).size == ((32, 48) if orientation > 4 else (48, 32))
    assert dict(opened(clean).getexif()) == {} and opened(clean).info["icc_profile"] == PROFILE
    # A JPEG is drawn from rounded waves: what is drawn anew differs by a few of 255 steps, and no more.
    assert difference(content, clean) <= (6 if kind == "JPEG" else 0)


def test_comments_press_notes_and_places_in_other_words_go(tmp_path):
    press = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x06\x1c\x02ZAnvil"
    content = photograph("JPEG", notes=False, comment=b"Behind the Anvil", xmp=b"<x:xmpmeta>Anvil</x:xmpmeta>")
    content = content[:2] + b"\xff\xed" + struct.pack(">H", len(press) + 2) + press + content[2:]
    assert content.count(b"Anvil") == 3
    clean = without_notes(content)
    assert b"Anvil" not in clean and difference(content, clean) == 0
    text = b"Location\x00Anvil"
    chunk = struct.pack(">I", len(text)) + b"tEXt" + text + struct.pack(">I", zlib.crc32(b"tEXt" + text))
    picture = photograph("PNG", notes=False)
    assert without_notes(picture[:33] + chunk + picture[33:]) == picture


def test_of_two_pictures_in_one_file_the_second_with_its_own_notes_goes():
    first, second = opened(photograph("JPEG")), opened(photograph("JPEG"))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second], exif=second.getexif())
    assert out.getvalue().count(b"\xff\xd8\xff") == 2
    clean = without_notes(out.getvalue())
    assert clean.count(b"\xff\xd8\xff") == 1 and MAKER.encode() not in clean and opened(clean).format == "JPEG"


def test_a_small_file_that_says_it_is_a_vast_picture_is_not_opened():
    def claiming(width, height):
        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        plain = photograph("PNG", notes=False)
        return plain[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + plain[33:]

    side = 7_072
    assert side * side > MOST_POINTS
    assert [refused(claiming(size, size)) for size in (side, 10_000, 100_000)] == ["PICTURE-SIZE"] * 3


def large(kind: str, width: int, height: int, mode: str = "RGB", **more: object) -> bytes:
    """A picture of fine grain, which few bytes cannot hold."""
    grain = random.Random(1).randbytes(200 * 200 * len(mode))
    image = Image.frombytes(mode, (200, 200), grain).resize((width, height), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "size", "becomes"), [
    ("JPEG", (6_000, 4_000), "JPEG"), ("PNG", (900, 1_400), "JPEG"), ("WEBP", (4_400, 40), "JPEG")])
def test_a_picture_that_is_too_large_is_drawn_smaller_to_fit_and_shows_the_same(kind, size, becomes, tmp_path):
    exif = Image.Exif()
    exif[0x010F] = MAKER
    content = large(kind, *size, exif=exif, icc_profile=PROFILE)
    fits = fitting(content, MOST_BYTES, MOST_PIXELS)
    image = opened(fits)
    assert len(fits) <= MOST_BYTES and max(image.size) <= MOST_PIXELS and image.format == becomes
    assert image.width / image.height == pytest.approx(size[0] / size[1], rel=0.02)
    assert MAKER.encode() not in fits and image.info["icc_profile"] == PROFILE
    small = [picture.convert("RGB").resize((8, 8), Image.Resampling.BOX) for picture in (opened(content), image)]
    assert max(most for _, most in ImageChops.difference(*small).getextrema()) <= 8
    (tmp_path / "fits").write_bytes(fits)
    assert read_picture(tmp_path / "fits").width == image.width
    assert fitting(fits, MOST_BYTES, MOST_PIXELS) == fits


def test_what_one_can_see_through_stays_so_and_inks_become_lights():
    seen_through = opened(fitting(large("PNG", 900, 900, "RGBA"), MOST_BYTES, MOST_PIXELS))
    assert (seen_through.format, seen_through.mode) == ("WEBP", "RGBA")
    printed = opened(fitting(large("JPEG", 4_100, 50, "CMYK"), MOST_BYTES, MOST_PIXELS))
    assert (printed.format, printed.mode, printed.width) == ("JPEG", "RGB", MOST_PIXELS)


def test_a_turned_picture_that_is_too_large_stands_upright_and_its_size_is_told_as_it_is_seen():
    exif = Image.Exif()
    exif[0x0112] = TURNED_RIGHT
    content = large("JPEG", 5_000, 1_000, exif=exif)
    assert size_of(content) == (1_000, 5_000)
    assert opened(fitting(content, MOST_BYTES, MOST_PIXELS)).size == (800, 4_000)


def test_a_picture_that_fits_is_not_drawn_again():
    content = photograph("JPEG")
    assert fitting(content, MOST_BYTES, MOST_PIXELS) == without_notes(content)


def test_a_vast_picture_is_not_made_smaller_but_refused():
    side = 7_072
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    assert len(out.getvalue()) < 50_000
    with pytest.raises(NotTaken) as fault:
        fitting(out.getvalue(), MOST_BYTES, MOST_PIXELS)
    assert fault.value.code == "PICTURE-SIZE"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_that_breaks_off_is_refused_wherever_it_does(kind):
    content = photograph(kind)
    # What is cut off within the last sign of a file can be missed by nobody else either.
    for end in range(0, len(content) - 2, 7):
        assert refused(content[:end]) == "PICTURE-BROKEN", end


def test_what_is_no_picture_is_refused_as_such():
    assert {refused(content) for content in (b"", b"<svg onload=alert(1)>", b"GIF89a", b"\xff\xd8\xff")} == {
        "PICTURE-BROKEN"}
