"""Drawings that the report makes itself, so that its look never depends on a photograph."""

import hashlib
from collections.abc import Iterator

from markupsafe import Markup

_COLUMNS, _ROWS, _SIZE = 10, 4, 60
_COLOURS = 4
# How many squares wide the band of a story is; it is two high.
_BAND = 13

# One simple shape a role, in a square of 40: told apart without colour.
_SHAPES = {
    "employer": '<circle cx="20" cy="13" r="9"/><path d="M4 38a16 14 0 0 1 32 0z"/>',
    "investor": '<path d="M4 38V26h8v12zM16 38V16h8v22zM28 38V4h8v34z"/>',
    "service-provider": '<path d="M20 3 37 20 20 37 3 20z"/>',
    "commissioner": '<path d="M5 3h21l9 9v25H5zM11 17v4h18v-4zm0 9v4h18v-4z" fill-rule="evenodd"/>',
    "civic-leader": '<circle cx="12" cy="14" r="9"/><circle cx="28" cy="14" r="9"/><circle cx="20" cy="28" r="9"/>',
}


def role_mark(role: str) -> Markup:
    """The mark of a role; decoration beside its name."""
    return Markup(
        '<svg class="role-mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">'
        f"{_SHAPES[role]}</svg>"
    )


def cover_mark(seed: str) -> Markup:
    """A pattern of quarter circles, the same for the same report; decoration."""
    width, height = _COLUMNS * _SIZE, _ROWS * _SIZE
    return Markup(
        f'<svg class="cover-mark" viewBox="0 0 {width} {height}" preserveAspectRatio="xMaxYMid slice" '
        f'aria-hidden="true" focusable="false">{"".join(_tiles(seed))}</svg>'
    )


def story_mark(seed: str, role: str) -> Markup:
    """A band of shapes for a story without a photograph, the same for the same story; decoration, below 2 kB.

    The shape of the story's role stands at its head, where it has a role.
    """
    drawn = hashlib.sha512(f"story/{seed}".encode()).digest()
    width, height = _BAND * _SIZE, 2 * _SIZE
    tiles = []
    for place in range(2 * _BAND):
        byte, column = drawn[place], place % _BAND
        # Room at the head for the role; towards the end fewer of the squares are filled.
        if column >= 2 and byte % _BAND >= column - 3:
            x, y = column * _SIZE, place // _BAND * _SIZE
            tiles.append(f'<path class="m{byte // 8 % _COLOURS}" d="{_quarter(x, y, byte // 32 % 5)}"/>')
    head = f'<g transform="translate(20 20) scale(2)">{_SHAPES[role]}</g>' if role in _SHAPES else ""
    return Markup(
        f'<svg class="story-mark" viewBox="0 0 {width} {height}" preserveAspectRatio="xMinYMid slice" '
        f'aria-hidden="true" focusable="false"><rect class="ground" width="{width}" height="{height}"/>'
        f'<g class="head">{head}</g>{"".join(tiles)}</svg>'
    )


def _tiles(seed: str) -> Iterator[str]:
    drawn = hashlib.sha512(seed.encode()).digest()
    for place in range(_COLUMNS * _ROWS):
        byte = drawn[place % len(drawn)]
        x, y = (place % _COLUMNS) * _SIZE, (place // _COLUMNS) * _SIZE
        # The pattern thins out to the left, where words stand.
        if byte % _COLUMNS > place % _COLUMNS:
            continue
        yield f'<path class="m{byte % _COLOURS}" d="{_quarter(x, y, byte // 16 % 5)}"/>'


def _quarter(x: int, y: int, turn: int) -> str:
    size = _SIZE
    if turn == 0:
        return f"M{x} {y}h{size}a{size} {size} 0 0 1-{size} {size}z"
    if turn == 1:
        return f"M{x + size} {y}v{size}a{size} {size} 0 0 1-{size}-{size}z"
    if turn == 2:
        return f"M{x + size} {y + size}h-{size}a{size} {size} 0 0 1 {size}-{size}z"
    if turn == 3:
        return f"M{x} {y + size}v-{size}a{size} {size} 0 0 1 {size} {size}z"
    half = size // 2
    return f"M{x} {y + half}a{half} {half} 0 1 1 {size} 0a{half} {half} 0 1 1-{size} 0z"
